"""What every address names, and what is sent to it: a plan with all that belongs to one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from pyotp import TOTP
from sqlalchemy import select
from werkzeug.routing import Rule

from tests.factories import (
    NOON,
    PASSWORD,
    SECRET,
    VISIT,
    change_entry,
    make_answer_link,
    make_contact,
    make_draft,
    make_entered_list,
    make_entry,
    make_holder,
    make_link_for,
    make_member,
    make_organisation,
    make_part,
    make_person,
    make_photo,
    make_pilot,
    make_plan,
    post_of,
)
from tests.pages import FormValues
from ucap.accounts.models import LinkPurpose, Person, SignInSession
from ucap.accounts.operations.links import make_link
from ucap.accounts.operations.people import deactivate_person
from ucap.accounts.operations.second_step import set_up_second_step
from ucap.accounts.operations.sessions import begin_session
from ucap.core.clock import utc_now
from ucap.core.database import session
from ucap.directory.models import Network, NetworkRole, Organisation, Place, PlaceKind, Term
from ucap.entries.operations.deleting import delete_entry
from ucap.entries.queries.reading import entries_of_plan
from ucap.exports.catalogue import FileFormat
from ucap.history.log import open_change
from ucap.imprint.models import AboutPage
from ucap.pairings.models import Invitation, Pairing, Post, Role
from ucap.pairings.operations.phases import pause_pairing
from ucap.pairings.queries.plans import PlanFacts, plans
from ucap.pairings.rules import THEMES
from ucap.pilots.models.following import Update
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective
from ucap.stakeholders.models.entries import Engagement, Stakeholder
from ucap.stakeholders.operations.telling_apart import tell_apart

KINDS = (Area, Objective, Measure)
SECTIONS = {"area": "objectives", "objective": "objectives", "measure": "measures"}
TITLES = {"focus", "statement", "title"}

GIVEN: dict[str, FormValues] = {
    "account.edit_account": {"name": "Somebody else", "password": PASSWORD},
    "answers.give_answer": {"answer": "Written by a visitor"},
    "administration.invite_administrator": {"title": "Second administrator", "email": "new@example.org"},
    "contacts.add_contact": {
        "name": "Somebody",
        "purpose": "to be asked",
        "source": "a visitor",
        "basis": "consent",
        "basis_on": "2026-05-04",
        "review_on": "2027-05-04",
    },
    "contacts.edit_contact": {"name": "Somebody else"},
    "contacts.review_contact": {"review_on": "2028-05-04"},
    "files.erase_file": {"is_sure": "y"},
    "imprint.edit_page": {"text": "Written by a visitor"},
    "links.follow_link": {"name": "Somebody else", "password": PASSWORD},
    "organisations.add_organisation": {"name": "Somebody", "helix": "CIV"},
    "organisations.edit_organisation": {"name": "Somebody else"},
    "pairings.edit_pairing": {"topic": "Written by a visitor"},
    "passwords.change_password": {"current": PASSWORD, "password": PASSWORD},
    "passwords.choose_password": {"current": PASSWORD, "password": PASSWORD},
    "people.add_post": {"title": "Made by a visitor", "role": "editor"},
    "phases.pause_pairing": {"reason": "Written by a visitor"},
    "phases.plan_milestones": {"drafting": "2030-05-04"},
    "places.add_place": {"name": "A new place", "country": "AR", "kind": "city"},
    "places.edit_place": {"note": "Written by a visitor"},
    "plans.add_by_title": dict.fromkeys(TITLES, "written by a visitor"),
    "posts.fill_post": {"person": "invite", "email": "new@example.org"},
    "posts.rename_post": {"title": "Written by a visitor"},
    "previewing.preview_text": {"text": "Written by a visitor"},
    "privacy.close_account": {"password": PASSWORD, "is_sure": "y"},
    "privacy.erase_contact": {"is_sure": "y"},
    "privacy.erase_person": {"password": PASSWORD, "is_sure": "y"},
    "programmes.add_programme_post": {"title": "Made by a visitor", "role": "coordinator"},
}
"""What is filled into a form, or what a button sends to a view that has no page of its own."""


@dataclass
class Records:
    """A plan with an entry of each kind, each changed after the event of the first number, and what belongs to it.

    Attributes:
        editor: writes the plan; with the two others somebody can fill in every form.
        form_key: of a form in which every visitor has a draft.
        post_id: of an open post to which somebody is invited.
        given_id: of the post of an expert to whom the plan is given; another one is not given it.
        account: somebody's who is no visitor and holds no post.
        twin: a place that can be merged away.
        tokens: of one-use links, by the view that takes them.
    """

    plan: PlanFacts
    editor: Person
    coordinator: Person
    administrator: Person
    entries: Mapping[str, UUID]
    first_number: int
    network_id: UUID
    scheme: str
    post_id: UUID
    given_id: UUID
    organisation_id: UUID
    contact_id: UUID
    stakeholder_id: UUID
    pilot_id: UUID
    photo_id: UUID
    engagement_id: UUID
    list_id: UUID
    duplicate_id: UUID
    account: Person
    twin: Place
    tokens: Mapping[str, str]
    form_key: UUID = field(default_factory=uuid4)

    def receive(self, person: Person) -> UUID:
        """Let somebody have a draft here, and a session in another browser, whose id is returned."""
        make_draft(self.plan, Area, by=person, form_key=self.form_key)
        begin_session(person.id, at=utc_now() - timedelta(minutes=1))
        ids = select(SignInSession.id).where(SignInSession.person_id == person.id).order_by(SignInSession.created_at)
        return session().scalars(ids).all()[0]

    def prepare(self, endpoint: str, address: str) -> None:
        """Bring what the address names to where a visitor can do what the view is for."""
        steps = {
            "administration.reactivate_account": self._deactivate,
            "answers.withdraw_answer_link": self._ask_by_link,
            "deleting.bring_back_entry": lambda: self._delete(address),
            "organisations.bring_back_organisation": self._archive,
            "duplicates.propose_again": self._tell_apart,
            "phases.restart_pairing": self._pause,
        }
        if endpoint in steps:
            session().rollback()
            session().expire_all()
            steps[endpoint]()

    def _deactivate(self) -> None:
        deactivate_person(self.account.id, by_id=None, at=utc_now())

    def _ask_by_link(self) -> None:
        make_answer_link(self.plan.id, self.engagement_id, by=self.editor)

    def _delete(self, address: str) -> None:
        for entry_id in (one for one in self.entries.values() if str(one) in address):
            delete_entry(self.plan.id, entry_id, by=self.editor, at=utc_now())

    def _archive(self) -> None:
        open_change(self.organisation_id, by_id=self.editor.id, at=utc_now())
        organisation = session().get_one(Organisation, self.organisation_id)
        organisation.archived_at = utc_now()
        organisation.version += 1
        session().commit()

    def _tell_apart(self) -> None:
        tell_apart(self.organisation_id, self.duplicate_id, by=self.editor, at=utc_now())

    def _pause(self) -> None:
        pause_pairing(self.plan.pairing_id, reason="Elections", seen_version=1, by=self.coordinator, at=utc_now())

    def given_to(self, endpoint: str, address: str) -> FormValues:
        """Return what is filled into the form of the view at the address."""
        if endpoint == "arranging.move_entry":
            entry = next(entry for entry in entries_of_plan(self.plan.id) if str(entry.id) in address)
            return {"to_position": "1" if entry.position > 1 else "2"}
        if endpoint == "passwords.ask_for_password":
            return {"email": self.editor.email}
        if endpoint == "places.merge_place":
            return {"into": str(self.plan.sides[0].places[0].id)}
        if endpoint == "pairings.add_pairing":
            sides = {f"places_{side}": [str(self.plan.sides[side].places[0].id)] for side in (0, 1)}
            return {"topic": "A topic", "language_0": "en", "language_1": "en", **sides}
        return GIVEN.get(endpoint, {})

    def addresses_of(self, rule: Rule, session_id: UUID | None, is_any: Collection[str]) -> list[str]:
        """Return the addresses of the rule for these records; a rule with unknown parts has to be taught here.

        Args:
            rule: what addresses look like.
            session_id: a session of the visitor, if there is one.
            is_any: the views whose addresses carry more than the rule says.
        """
        known = self._known(rule.endpoint, session_id).get(frozenset(rule.arguments), [])
        built = [
            rule.build(each, append_unknown=rule.endpoint in is_any)
            for each in known
            if rule.suitable_for(each) or rule.endpoint in is_any
        ]
        assert built or "session_id" in rule.arguments, f"teach the records what is in {rule}"
        return [address for found in built if found is not None for _host, address in [found]]

    def _entry_of(self, endpoint: str) -> UUID:
        own = {"pilots": self.pilot_id, "files": self.photo_id}
        return own.get(endpoint.partition(".")[0], self.stakeholder_id)

    def _known(self, endpoint: str, session_id: UUID | None) -> dict[frozenset[str], list[dict[str, Any]]]:
        plan = {"plan_id": self.plan.id}
        place_id = self.twin.id if endpoint == "places.merge_place" else self.plan.sides[0].places[0].id
        post_id = self.given_id if endpoint == "people.take_plan_back" else self.post_id
        of_entries = [
            {**plan, "section": SECTIONS[name], "entry_id": entry_id} for name, entry_id in self.entries.items()
        ]
        alone: dict[str, list[dict[str, Any]]] = {
            "filename": [{"filename": "images/mark.svg"}],
            "person_id": [{"person_id": self.account.id}],
            "page": [{"page": page} for page in AboutPage],
            "plan_id": [plan],
            "pairing_id": [{"pairing_id": self.plan.pairing_id}],
            "place_id": [{"place_id": place_id}],
            "network_id": [{"network_id": self.network_id}],
            "scheme": [{"scheme": self.scheme}],
            "programme_id": [{"programme_id": self.plan.programme_id}],
            "post_id": [{"post_id": post_id}],
            "organisation_id": [{"organisation_id": self.organisation_id}],
            "list_id": [{"list_id": self.list_id}],
            "token": [{"token": self.tokens.get(endpoint, "")}],
            "session_id": [{"session_id": session_id}] if session_id else [],
        }
        return {
            frozenset(): [{}],
            **{frozenset({name}): values for name, values in alone.items()},
            frozenset({"plan_id", "post_id"}): [{**plan, "post_id": post_id}],
            frozenset({"plan_id", "contact_id"}): [{**plan, "contact_id": self.contact_id}],
            frozenset({"plan_id", "engagement_id"}): [{**plan, "engagement_id": self.engagement_id}],
            frozenset({"organisation_id", "into_id"}): [
                {"organisation_id": self.duplicate_id, "into_id": self.organisation_id}
            ],
            frozenset({"plan_id", "entry_id"}): [{**plan, "entry_id": self._entry_of(endpoint)}],
            frozenset({"plan_id", "file_format"}): [{**plan, "file_format": FileFormat.MD}],
            frozenset({"plan_id", "side_id"}): [{**plan, "side_id": self.plan.sides[0].id}],
            frozenset({"plan_id", "form_key"}): [{**plan, "form_key": self.form_key, "type": "area"}],
            frozenset({"plan_id", "section"}): [{**plan, "section": one} for one in ("objectives", "measures")],
            frozenset({"plan_id", "section", "type_name"}): [
                {**plan, "section": section, "type_name": name} for name, section in SECTIONS.items()
            ],
            frozenset({"plan_id", "section", "entry_id"}): of_entries,
            frozenset({"plan_id", "section", "entry_id", "number"}): [
                {**one, "number": self.first_number} for one in of_entries
            ],
        }


def make_records(*names: str) -> Records:
    """Make a plan of a pairing of these places, and all that can belong to one."""
    plan = make_plan(*names)
    place_id = plan.sides[0].places[0].id
    editor = make_member(plan)
    make_member(plan, Role.LEAD)  # so that no visitor is the only one
    entries, first_number = _make_entries(plan, editor)
    stakeholder_id = make_entry(plan, Stakeholder, by=editor, place_id=place_id)
    given = make_holder(Role.EXPERT, programme_id=plan.programme_id, given=[plan.id])
    make_holder(Role.EXPERT, programme_id=plan.programme_id)
    account = make_person("Somebody with an account")
    at = utc_now() - timedelta(hours=1)
    set_up_second_step(account.id, SECRET, TOTP(SECRET).at(at), key="a key for tests", visit=VISIT, at=at)
    post = Post(side_id=plan.sides[0].id, role=Role.OBSERVER, title="an empty post")
    network = Network(name=f"Network of {plan.title}", role=NetworkRole.NETWORK, as_of=2021, source="a test")
    twin = Place(name=f"{plan.title} twice", country="IN", kind=PlaceKind.CITY)
    theme = Term(scheme=THEMES, code=uuid4().hex, label="A theme", position=1, source="a test")
    session().add_all([network, post, twin, theme])
    session().commit()
    pilot_id = make_pilot(plan, editor)
    return Records(
        plan=plan,
        editor=editor,
        coordinator=make_holder(Role.COORDINATOR, programme_id=plan.programme_id),
        administrator=make_holder(Role.ADMINISTRATOR),
        entries=entries,
        first_number=first_number,
        network_id=network.id,
        scheme=session().query(Pairing, Term.scheme).join(Term).filter(Pairing.id == plan.pairing_id).one().scheme,
        post_id=post.id,
        given_id=post_of(given),
        organisation_id=make_organisation(place_id),
        contact_id=make_contact(plan, stakeholder_id, by=editor),
        stakeholder_id=stakeholder_id,
        pilot_id=pilot_id,
        photo_id=make_photo(plan, make_part(plan, Update, pilot_id, by=editor), by=editor),
        duplicate_id=make_organisation(place_id, "An institute Ltd"),
        list_id=make_entered_list(place_id, by=editor),
        engagement_id=make_entry(plan, Engagement, by=editor, place_id=place_id, stakeholder=(stakeholder_id,)),
        account=account,
        twin=twin,
        tokens=_make_links(post.id, editor),
    )


def _make_entries(plan: PlanFacts, editor: Person) -> tuple[dict[str, UUID], int]:
    """Make an entry of each kind and change it; return them, and the number of the last event before the changes."""
    entries = {kind.type_name(): make_entry(plan, kind, by=editor) for kind in KINDS}
    first_number = plans([plan.id])[0].version
    for kind in KINDS:
        changed: dict[str, Any] = {kind.title_field().name: "changed"}
        change_entry(plan, entries[kind.type_name()], by=editor, **changed)
    for kind in KINDS:
        make_entry(plan, kind, by=editor, at=NOON)
    return entries, first_number


def _make_links(post_id: UUID, inviter: Person) -> dict[str, str]:
    """Invite somebody to the post, and make links for an account to come and for a new password."""
    link, _token = make_link("invited@example.org", LinkPurpose.INVITATION, at=utc_now(), by_id=inviter.id)
    session().add(Invitation(link_id=link.id, post_id=post_id))
    session().commit()
    forgetful = make_person("Somebody forgetful")
    return {
        "answers.give_answer": make_answer_link(),
        "links.follow_link": make_link_for(f"{uuid4().hex}@example.org"),
        "passwords.choose_password": make_link_for(forgetful.email, LinkPurpose.PASSWORD, person=forgetful),
    }
