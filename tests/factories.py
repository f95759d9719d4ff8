"""The least valid things, made for tests."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from uuid import UUID, uuid4

from pyotp import TOTP
from sqlalchemy import insert, select

from ucap.accounts.models import LinkPurpose, Person
from ucap.accounts.operations.attempts import Visit
from ucap.accounts.operations.links import make_link
from ucap.accounts.operations.passwords import hash_of
from ucap.accounts.operations.second_step import set_up_second_step
from ucap.core.clock import utc_now
from ucap.core.database import Model, session, transactional
from ucap.core.file_store import SMALL, store
from ucap.core.files import BroughtFile
from ucap.core.text import folded
from ucap.directory.models import EnteredList, Helix, Place, PlaceKind, Programme, Term
from ucap.entries.fields import Day, FieldValue, Line, Links, Number, Prose
from ucap.entries.kept_forms import Draft
from ucap.entries.models import Entry, entry_type_named
from ucap.entries.operations.attaching import KeptFile, NewFile, attach_files, in_store
from ucap.entries.operations.saving import add_entry, open_to_change, save_entry
from ucap.entries.queries.reading import EntryFacts, entries_of_plan
from ucap.history.log import start_chain
from ucap.pairings.models import Phase, Plan, PlanExpert, Post, PostHolder, Role
from ucap.pairings.operations.listing import keep_for_lists
from ucap.pairings.queries.plans import PlanFacts, plans
from ucap.pilots.models.pilots import Pilot, Stage
from ucap.stakeholders.models.contacts import ContactBasis
from ucap.stakeholders.models.entries import Engagement, Stakeholder
from ucap.stakeholders.operations.answers import ask_by_link
from ucap.stakeholders.operations.contacts import add_contact
from ucap.stakeholders.rules.organisations import ContactValues

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
VISIT = Visit(account="an account", network="a network", language="en")


@cache
def password_hash() -> str:
    return hash_of(PASSWORD)


def make_person(name: str = "Asha Rao", *, email: str | None = None, is_active: bool = True) -> Person:
    person = Person(
        email=email or f"{uuid4().hex}@example.org",
        name=name,
        password_hash=password_hash(),
        time_zone="UTC",
        is_active=is_active,
    )
    session().add(person)
    session().commit()
    return person


def make_plan(
    *sides: str | tuple[str, ...], is_illustrative: bool = False, phase: Phase = Phase.EXPLORING
) -> PlanFacts:
    """Make a plan of a pairing with these sides, each one place or several; Surat and Rotterdam if none is named."""
    code = uuid4().hex
    programme = Programme(code=code, name="A programme")
    term = Term(scheme=code, code="T1", label="A theme", position=1, source="a test")
    session().add_all([programme, term])
    session().flush()
    pairing_id = make_pairing(programme.id, term.id, *sides, phase=phase)
    plan_id = uuid4()
    start_chain(plan_id)
    session().add(Plan(id=plan_id, pairing_id=pairing_id, is_illustrative=is_illustrative))
    session().commit()
    return plans([plan_id])[0]


def make_pairing(
    programme_id: UUID, theme_id: UUID, *sides: str | tuple[str, ...], phase: Phase = Phase.EXPLORING
) -> UUID:
    """Make a pairing as an earlier release left it, of which the log tells nothing; return its id."""
    pairing_id = uuid4()
    start_chain(pairing_id)
    values = {"programme_id": programme_id, "theme_id": theme_id, "topic": "A topic", "changed_at": NOON}
    session().execute(insert(Model.metadata.tables["pairings"]).values(id=pairing_id, phase=phase, **values))
    for position, names in enumerate(sides or ("Surat", "Rotterdam")):
        _make_side(pairing_id, position, (names,) if isinstance(names, str) else names)
    session().commit()
    keep_for_lists([pairing_id])
    return pairing_id


def _make_side(pairing_id: UUID, position: int, names: tuple[str, ...]) -> None:
    side_id = uuid4()
    values = {"pairing_id": pairing_id, "position": position, "language": "en"}
    session().execute(insert(Model.metadata.tables["sides"]).values(id=side_id, **values))
    for number, name in enumerate(names):
        found = session().query(Place).filter_by(name=name, country="IN").one_or_none()
        place = found or Place(name=name, country="IN", kind=PlaceKind.CITY)
        session().add(place)
        session().flush()
        session().execute(
            insert(Model.metadata.tables["side_places"]).values(side_id=side_id, place_id=place.id, position=number)
        )


def make_member(plan: PlanFacts, role: Role = Role.EDITOR, *, side: int = 0, name: str = "Asha Rao") -> Person:
    """Make somebody who holds a post of the role on the side at that position."""
    person = make_person(name)
    post = Post(side_id=plan.sides[side].id, role=role, title=str(role))
    session().add(post)
    session().flush()
    session().add(PostHolder(post_id=post.id, person_id=person.id, since=NOON))
    session().commit()
    return person


def make_administrator(name: str = "Ada Admin") -> Person:
    """Make somebody who administers the installation."""
    person = make_person(name)
    post = Post(role=Role.ADMINISTRATOR, title="administrator")
    session().add(post)
    session().flush()
    session().add(PostHolder(post_id=post.id, person_id=person.id, since=NOON))
    session().commit()
    return person


def make_coordinator(plan: PlanFacts | None = None, *, name: str = "Marta Nowak") -> Person:
    """Make somebody who coordinates the programme of the plan, or another one."""
    person = make_person(name)
    programme_id = plan.programme_id if plan else _make_programme()
    post = Post(programme_id=programme_id, role=Role.COORDINATOR, title="coordinator")
    session().add(post)
    session().flush()
    session().add(PostHolder(post_id=post.id, person_id=person.id, since=NOON))
    session().commit()
    return person


def _make_programme() -> UUID:
    programme = Programme(code=uuid4().hex, name="Another programme")
    session().add(programme)
    session().flush()
    return programme.id


def make_entry(
    plan: PlanFacts, entry_type: type[Entry], *, by: Person, at: datetime = NOON, **values: FieldValue
) -> UUID:
    """Add an entry; its title is the name of its type, or the day, unless said otherwise, and a part gets a whole."""
    given: dict[str, FieldValue] = {}
    for name, field in entry_type.fields.items():
        if field.is_essential and name not in values:
            match field.kind:
                case Line() | Prose():
                    given[name] = entry_type.type_name()
                case Day():
                    given[name] = at.date()
                case Number():
                    given[name] = Decimal(1)
                case Links(to=(whole, *_)):
                    place_id = values.get("place_id")
                    given[name] = (make_entry(plan, entry_type_named(whole), by=by, at=at, place_id=place_id),)
                case _:
                    pass
    return add_entry(plan.id, entry_type, values={**given, **values}, by=by, at=at)


def make_pilot(
    plan: PlanFacts,
    by: Person,
    *,
    title: str = "Water plaza",
    stage: Stage | None = None,
    measures: tuple[UUID, ...] = (),
) -> UUID:
    """Return a pilot of the first place."""
    place_id = plan.sides[0].places[0].id
    return make_entry(plan, Pilot, by=by, title=title, stage=stage, measures=measures, place_id=place_id)


def make_part(
    plan: PlanFacts, kind: type[Entry], whole: UUID, *, by: Person, at: datetime = NOON, **values: FieldValue
) -> UUID:
    """Return a part of a pilot or indicator of the first place."""
    given: dict[str, FieldValue] = {kind.part_of: (whole,), "place_id": plan.sides[0].places[0].id, **values}
    return make_entry(plan, kind, by=by, at=at, **given)


PIXELS = b"the pixels of a photo"


def keep_pixels(photo_id: UUID) -> None:
    """Put the photo into the store again, from which a visitor may have erased it."""
    for part in ("", SMALL):
        store().keep(photo_id, PIXELS, part=part)


def make_photo(plan: PlanFacts, update_id: UUID, *, by: Person, at: datetime = NOON) -> UUID:
    """Return a photo of a progress update, which lies in the store."""
    new = NewFile(BroughtFile("jpg", "rain.jpg", PIXELS, PIXELS, 40, 30), "A full basin", "file_1")
    with in_store([new]) as files:
        _attach(plan, update_id, files, by=by, at=at)
    return files[0].id


@transactional
def _attach(plan: PlanFacts, update_id: UUID, files: Sequence[KeptFile], *, by: Person, at: datetime) -> None:
    open_to_change(plan.id, by=by, at=at)
    attach_files(plan.id, update_id, files, by=by, at=at)


def entry_of(plan: PlanFacts, entry_id: UUID) -> EntryFacts:
    """Return the entry as it stands now."""
    return next(entry for entry in entries_of_plan(plan.id) if entry.id == entry_id)


def change_entry(plan: PlanFacts, entry_id: UUID, *, by: Person, at: datetime = NOON, **values: FieldValue) -> None:
    """Save the entry with these values changed."""
    entry = entry_of(plan, entry_id)
    changed = {**entry.values(), **values}
    save_entry(plan.id, entry_id, values=changed, seen_version=entry.version, by=by, at=at)


def make_draft(
    plan: PlanFacts,
    entry_type: type[Entry],
    *,
    by: Person,
    entry_id: UUID | None = None,
    form_key: UUID | None = None,
    at: datetime = NOON,
    **texts: str,
) -> UUID:
    """Make a draft of the entry's form, or of the form to add one; return its key."""
    key = form_key or uuid4()
    place = f"{entry_id}/edit" if entry_id else f"add/{entry_type.type_name()}"
    draft = Draft(
        person_id=by.id,
        plan_id=plan.id,
        form_key=key,
        type=entry_type.type_name(),
        entry_id=entry_id,
        path=f"/plans/{plan.id}/{entry_type.section}/{place}",
        fields=[[name, text] for name, text in texts.items()],
        kept_at=at,
    )
    session().add(draft)
    session().commit()
    return key


def make_holder(
    role: Role, *, programme_id: UUID | None = None, given: Sequence[UUID] = (), name: str = "Marta Nowak"
) -> Person:
    """Make somebody who holds a post in a programme or of the installation, and is given these plans."""
    person = make_person(name)
    post = Post(programme_id=programme_id, role=role, title=f"{role} of all")
    session().add(post)
    session().flush()
    session().add(PostHolder(post_id=post.id, person_id=person.id, since=NOON))
    session().add_all(PlanExpert(post_id=post.id, plan_id=plan_id) for plan_id in given)
    session().commit()
    return person


def post_of(person: Person) -> UUID:
    """Return the post that the person holds."""
    statement = select(PostHolder.post_id).where(PostHolder.person_id == person.id, PostHolder.until.is_(None))
    return session().scalars(statement).one()


def make_link_for(
    email: str,
    purpose: LinkPurpose = LinkPurpose.INVITATION,
    *,
    person: Person | None = None,
    at: datetime | None = None,
) -> str:
    """Make a one-use link; return its token."""
    _link, token = make_link(email, purpose, at=at or utc_now(), person_id=person.id if person else None)
    return token


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_second_step(person: Person) -> list[str]:
    """Give the person a second step whose secret is SECRET, set up a while ago; return the recovery codes."""
    at = utc_now() - timedelta(hours=1)
    code = TOTP(SECRET).at(at)
    codes, _token = set_up_second_step(person.id, SECRET, code, key="a key for tests", visit=VISIT, at=at)
    return codes


def code_now(*, later: int = 0) -> str:
    """Return the code that the app of somebody with a second step shows, some steps from now."""
    return TOTP(SECRET).at(utc_now() + later * timedelta(seconds=30))


def make_organisation(
    place_id: UUID, name: str = "An institute", helix: Helix = Helix.ACADEMIA, *, subtype_id: UUID | None = None
) -> UUID:
    """Put an organisation into the register of the place, without a history; return its id."""
    organisation_id = uuid4()
    start_chain(organisation_id)
    values = {"place_id": place_id, "name": name, "name_key": folded(name), "helix": helix, "subtype_id": subtype_id}
    rest = {"website": "", "languages": [], "note": "", "version": 1}
    session().execute(insert(Model.metadata.tables["organisations"]).values(id=organisation_id, **values, **rest))
    session().commit()
    return organisation_id


def make_answer_link(
    plan_id: UUID | None = None,
    engagement_id: UUID | None = None,
    *,
    by: Person | None = None,
    at: datetime | None = None,
) -> str:
    """Ask the stakeholder of an engagement, or of a new one, by a personal link; return the link's token."""
    if plan_id is None or engagement_id is None or by is None:
        plan = make_plan(f"Town {uuid4().hex}", f"City {uuid4().hex}")
        by, plan_id, place_id = make_member(plan), plan.id, plan.sides[0].places[0].id
        stakeholder_id = make_entry(plan, Stakeholder, by=by, place_id=place_id)
        engagement_id = make_entry(plan, Engagement, by=by, place_id=place_id, stakeholder=(stakeholder_id,))
    return ask_by_link(
        plan_id,
        engagement_id,
        lives=timedelta(days=30),
        contact_id=None,
        by=by,
        at=at or utc_now(),
        address_of=lambda token: token,
    )


def make_entered_list(place_id: UUID, *, by: Person) -> UUID:
    """Note that a list was put into the register of the place that changed nothing; return its id."""
    entered = EnteredList(id=uuid4(), place_id=place_id, made_at=NOON, made_by_id=by.id, made=[])
    session().add(entered)
    session().commit()
    return entered.id


def make_contact(
    plan: PlanFacts, stakeholder_id: UUID, *, by: Person, name: str = "Zyta Planted", email: str = ""
) -> UUID:
    """Keep a contact person at a stakeholder of the plan; return the contact's id."""
    values = ContactValues(
        name=name,
        email=email,
        purpose="Asked about drains",
        source="a workshop",
        basis=ContactBasis.CONSENT,
        basis_on=date(2026, 5, 4),
        review_on=date(2027, 5, 4),
    )
    return add_contact(plan.id, stakeholder_id, values, by=by, at=NOON)
