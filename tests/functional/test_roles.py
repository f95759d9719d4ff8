"""Every rule, with every method, as everybody, on everybody's records: the answer is the one the table says."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from tests.factories import (
    NOON,
    PASSWORD,
    change_entry,
    make_contact,
    make_draft,
    make_entry,
    make_holder,
    make_link_for,
    make_member,
    make_organisation,
    make_person,
    make_pilot,
    make_plan,
)
from tests.pages import FormValues, PageClient
from tests.rows import COUNTED, all_rows, digest_of_rows, put_back
from ucap.accounts.models import LinkPurpose, Person, SignInSession
from ucap.accounts.operations.links import make_link
from ucap.accounts.operations.sessions import begin_session
from ucap.core.clock import utc_now
from ucap.core.database import session
from ucap.directory.models import Network, NetworkRole, Organisation, Term
from ucap.entries.operations.deleting import bring_back_entry, delete_entry
from ucap.entries.queries.reading import entries_of_plan
from ucap.history.log import open_change
from ucap.imprint.models import AboutPage
from ucap.pairings.models import Invitation, Pairing, Post, PostHolder, Role
from ucap.pairings.queries.plans import PlanFacts, plans
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective
from ucap.stakeholders.models.entries import Stakeholder
from ucap.web.access import label_of, returns_form

# A walk over everything says little of any line, and counting lines takes as long as the walk.
pytestmark = pytest.mark.no_cover

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ELSEWHERE = {"elsewhere.come_back", "elsewhere.go_elsewhere"}
"""Views for a provider of OpenID Connect, which is not there here."""

SECOND_STEP = {"second_step.enter_code", "second_step.set_up_second_step"}
PUBLIC = {
    "static",
    "web.show_health",
    "web.show_readiness",
    "accounts.sign_in",
    "imprint.show_page",
    "passwords.ask_for_password",
    *ELSEWHERE,
    *SECOND_STEP,
}
ENDS_SESSION = {"accounts.sign_in", "accounts.sign_out", "links.follow_link", "passwords.choose_password"}
ENDS_ACCOUNT = {"privacy.close_account", "privacy.erase_person", "privacy.erase_contact"}
"""Views after which all rows are put back as they were."""

OF_SECOND_STEP = {"second_step.renew_recovery_codes", "second_step.remove_second_step"}
"""Views for who has a second step, which nobody has here."""

ONLY_SHOWS = {"previewing.preview_text"}
"""Views that are sent a text too long for an address, and change nothing."""

FILLED_BY_OTHERS = {"imprint.edit_page", "privacy.close_account", "privacy.erase_person"}
"""Views whose form an editor cannot fill in."""

ANSWERED_WITHOUT_PAGE = {"drafts.keep_draft", "sessions.stay_signed_in"}

GIVEN: dict[str, FormValues] = {
    "account.edit_account": {"name": "Somebody else", "password": PASSWORD},
    "imprint.edit_page": {"text": "Written by a visitor", "version": "0"},
    "links.follow_link": {"name": "Somebody else", "password": PASSWORD},
    "passwords.change_password": {"current": PASSWORD, "password": PASSWORD},
    "passwords.choose_password": {"current": PASSWORD, "password": PASSWORD},
    "plans.add_by_title": dict.fromkeys(("focus", "statement", "title"), "written by a visitor"),
    "contacts.add_contact": {
        "name": "Somebody",
        "purpose": "to be asked",
        "source": "a visitor",
        "basis": "consent",
        "basis_on": "2026-05-04",
        "review_on": "2027-05-04",
    },
    "contacts.edit_contact": {"name": "Somebody else"},
    "organisations.add_organisation": {"name": "Somebody", "helix": "CIV"},
    "organisations.edit_organisation": {"name": "Somebody else"},
    "privacy.close_account": {"password": PASSWORD, "is_sure": "y"},
    "privacy.erase_contact": {"is_sure": "y"},
    "privacy.erase_person": {"password": PASSWORD, "is_sure": "y"},
}
"""What a button or a line on another page sends to a view that has no page of its own, or no form for an editor."""

OF_POSTS = {"people.add_post", "posts.fill_post", "posts.rename_post"}
SHOWS_A_LINK = {"posts.fill_post"}
"""Views that show, once, what they made."""

OF_ACCOUNTS = {"account", "links", "passwords", "second_step", "sessions"}

OK, NO_CONTENT = 200, 204
TO_SIGN_IN, HELD_TO_SIGN_IN, FORBIDDEN, NOT_FOUND, WRONG_METHOD = 303, 401, 403, 404, 405
MEMBERS_READ = {
    "editor": OK,
    "lead": OK,
    "observer": OK,
    "lead of the other side": OK,
    "coordinator": OK,
    "expert": OK,
    "administrator": NOT_FOUND,
    "outsider": NOT_FOUND,
    "stranger": TO_SIGN_IN,
}
READ_ONLY = ("observer", "coordinator", "expert")
MEMBERS_WRITE = {**MEMBERS_READ, **dict.fromkeys(READ_ONLY, FORBIDDEN)}
STRANGE = {"administrator": NOT_FOUND, "outsider": NOT_FOUND, "stranger": TO_SIGN_IN}
COORDINATORS_MANAGE = {**dict.fromkeys(MEMBERS_READ, FORBIDDEN), "coordinator": OK, **STRANGE}
LEADS_MANAGE = {**COORDINATORS_MANAGE, "lead": OK}
NOBODY_KNOWS = {**dict.fromkeys(MEMBERS_READ, NOT_FOUND), "stranger": TO_SIGN_IN}
SIGNED_IN_READ = {**dict.fromkeys(MEMBERS_READ, OK), "stranger": TO_SIGN_IN}
ONLY_COORDINATORS = {**dict.fromkeys(MEMBERS_READ, FORBIDDEN), "coordinator": OK, "stranger": TO_SIGN_IN}
ONLY_ADMINISTRATORS = {**dict.fromkeys(MEMBERS_READ, FORBIDDEN), "administrator": OK, "stranger": TO_SIGN_IN}
KEEP_REGISTER = {**ONLY_COORDINATORS, "editor": OK, "lead": OK}

ANSWERS = {
    "public": dict.fromkeys(MEMBERS_READ, OK),
    "signed_in": SIGNED_IN_READ,
    "ucap.directory.access.network_to_view": SIGNED_IN_READ,
    "ucap.directory.access.vocabulary_to_view": SIGNED_IN_READ,
    "ucap.imprint.access.page_to_edit": ONLY_ADMINISTRATORS,
    "ucap.administration.access.account_to_manage": {**NOBODY_KNOWS, "administrator": OK},
    "ucap.administration.access.manager_of_accounts": {**NOBODY_KNOWS, "administrator": OK},
    "ucap.privacy.access.person_to_erase": {**NOBODY_KNOWS, "administrator": OK},
    "ucap.pairings.access.plan_to_view": MEMBERS_READ,
    "ucap.pairings.access.plan_to_edit": MEMBERS_WRITE,
    "ucap.pairings.access.pairing_to_view": MEMBERS_READ,
    "ucap.pairings.access.pairing_to_manage": COORDINATORS_MANAGE,
    "ucap.pairings.access.plan_to_give": COORDINATORS_MANAGE,
    "ucap.pairings.access.programme_to_manage": {**NOBODY_KNOWS, "coordinator": OK, "administrator": FORBIDDEN},
    "ucap.pairings.access.programme_people_to_manage": {**NOBODY_KNOWS, "coordinator": OK, "administrator": OK},
    "ucap.pairings.access.side_to_manage": LEADS_MANAGE,
    "ucap.pairings.access.post_to_manage": LEADS_MANAGE,
    "ucap.places.access.place_to_view": SIGNED_IN_READ,
    "ucap.places.access.place_to_edit": ONLY_COORDINATORS,
    "ucap.places.access.manager_of_places": ONLY_COORDINATORS,
    "ucap.stakeholders.access.register_to_view": SIGNED_IN_READ,
    "ucap.stakeholders.access.register_to_keep": KEEP_REGISTER,
    "ucap.stakeholders.access.organisation_to_view": SIGNED_IN_READ,
    "ucap.stakeholders.access.organisation_to_edit": KEEP_REGISTER,
    "ucap.stakeholders.access.contacts_to_view": MEMBERS_WRITE,
    "ucap.stakeholders.access.stakeholder_to_contact": MEMBERS_WRITE,
    "ucap.stakeholders.access.contact_to_edit": MEMBERS_WRITE,
    "ucap.pilots.access.pilot_to_view": MEMBERS_READ,
    "ucap.plans.access.section_to_view": MEMBERS_READ,
    "ucap.plans.access.tasks_to_view": MEMBERS_READ,
    "ucap.entries.access.entry_to_look_up": MEMBERS_READ,
    "ucap.entries.access.entry_to_edit": MEMBERS_WRITE,
    "ucap.entries.access.type_to_add": MEMBERS_WRITE,
    "ucap.accounts.access.link_to_follow": dict.fromkeys(MEMBERS_READ, OK),
    "ucap.accounts.access.link_to_choose_password": dict.fromkeys(MEMBERS_READ, OK),
    "ucap.accounts.access.session_to_end": {**dict.fromkeys(MEMBERS_READ, OK), "stranger": TO_SIGN_IN},
}
"""What somebody gets who stands so to the plan, by the label of the view."""


@dataclass
class Records:
    """A plan with an entry of each type, each changed after the event of the first number, an editor of it, the key of
    a form in which every visitor has a draft, and a network and a vocabulary beside it.
    """

    plan: PlanFacts
    editor: Person
    entries: dict[str, UUID]
    first_number: int
    network_id: UUID
    scheme: str
    post_id: UUID
    organisation_id: UUID
    contact_id: UUID
    stakeholder_id: UUID
    pilot_id: UUID
    form_key: UUID = field(default_factory=uuid4)

    def prepare(self, endpoint: str, address: str) -> bool:
        """Bring the entries to where a visitor can do what the view is for; tell whether that was needed."""
        if endpoint.startswith("posts."):
            self._open_post()
            return True
        if endpoint in {"organisations.archive_organisation", "organisations.bring_back_organisation"}:
            open_change(self.organisation_id, by_id=self.editor.id, at=utc_now())
            organisation = session().get_one(Organisation, self.organisation_id, populate_existing=True)
            organisation.archived_at = utc_now() if endpoint.endswith("bring_back_organisation") else None
            organisation.version += 1
            session().commit()
            return True
        standing = {entry.id for entry in entries_of_plan(self.plan.id)}
        is_bringing_back = endpoint == "deleting.bring_back_entry"
        wrong = [
            one for one in self.entries.values() if (one in standing) == (is_bringing_back and str(one) in address)
        ]
        for entry_id in wrong:
            step = delete_entry if entry_id in standing else bring_back_entry
            step(self.plan.id, entry_id, by=self.editor, at=utc_now())
        return bool(wrong)

    def _open_post(self) -> None:
        """Let the post be open, and somebody invited to it."""
        link, _token = make_link("invited@example.org", LinkPurpose.INVITATION, at=utc_now(), by_id=self.editor.id)
        session().get_one(Post, self.post_id, populate_existing=True).closed_at = None
        session().add(Invitation(link_id=link.id, post_id=self.post_id))
        session().commit()

    def other_place_of(self, address: str) -> str:
        """Return a place in its list at which the entry at the address does not stand."""
        entry = next(entry for entry in entries_of_plan(self.plan.id) if str(entry.id) in address)
        return "1" if entry.position > 1 else "2"


@dataclass
class Visitor:
    """Somebody, or nobody, with a browser and a valid token."""

    client: PageClient
    person: Person | None
    email: str
    token: str = ""
    rows: str = ""
    """The digest of all rows after the last request; empty if it is not known."""

    def come_back(self) -> None:
        """Begin a new session, for somebody who has an account."""
        self.client.browser.delete_cookie("session", domain="localhost")
        if self.person is not None:
            self.token = self.client.sign_in(self.person).open("/").csrf_token

    def prepare(self, endpoint: str) -> bool:
        """Sign in elsewhere, too, where that is what the view is for; tell whether it was."""
        is_wanted = endpoint == "sessions.end_other_sessions" and self.person is not None
        if is_wanted and self.person is not None:
            begin_session(self.person.id, at=utc_now())
        return is_wanted


def test_the_public_pages_are_these_and_no_others(app: Flask) -> None:
    public = {endpoint for endpoint, view in app.view_functions.items() if label_of(view) == "public"}

    assert public == PUBLIC


def test_the_table_names_every_label_and_no_others(app: Flask) -> None:
    labels = {label_of(app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules()}

    assert labels == set(ANSWERS)


@pytest.mark.parametrize("standing", ["editor", "lead", "observer", "stranger"])
def test_everybody_may_do_what_the_table_says_and_nothing_else(app: Flask, standing: str) -> None:
    own, foreign = make_records("Surat", "Rotterdam"), make_records("Pune", "Oslo")
    person = None if standing == "stranger" else make_member(own.plan, Role(standing), name=standing)
    visitor = Visitor(PageClient(app), person, own.editor.email)
    visitor.come_back()

    mistakes = [
        *walk(visitor, own, standing),
        *walk(visitor, foreign, "stranger" if person is None else "outsider"),
    ]

    assert mistakes == []


def test_an_editor_of_another_plan_may_do_nothing_here(app: Flask) -> None:
    foreign = make_records("Pune", "Oslo")
    own = make_records("Surat", "Rotterdam")
    visitor = Visitor(PageClient(app), own.editor, own.editor.email)
    visitor.come_back()

    mistakes = list(walk(visitor, foreign, "outsider"))

    assert mistakes == []


@pytest.mark.parametrize(
    "standing", ["lead of the other side", "coordinator", "expert", "administrator", "outsider", "stranger"]
)
def test_each_other_role_opens_what_the_table_says_and_changes_nothing_else(app: Flask, standing: str) -> None:
    records = make_records("Surat", "Rotterdam")
    make_member(records.plan, Role.LEAD)
    people = people_standing(standing, records.plan)

    mistakes = [mistake for person in people for mistake in look_around(app, person, records, standing)]

    assert mistakes == []


def people_standing(standing: str, plan: PlanFacts) -> list[Person]:
    """Return all kinds of people who stand so to the plan and are signed in, or were."""
    other = make_plan("Pune", "Oslo")
    if standing == "lead of the other side":
        return [make_member(plan, Role.LEAD, side=1)]
    if standing == "coordinator":
        return [make_holder(Role.COORDINATOR, programme_id=plan.programme_id)]
    if standing == "expert":
        return [make_holder(Role.EXPERT, programme_id=plan.programme_id, given=[plan.id])]
    if standing == "administrator":
        return [make_holder(Role.ADMINISTRATOR)]
    if standing == "stranger":
        return [make_member(plan, name="closed")]
    former = make_member(plan, name="former")
    held = session().scalars(select(PostHolder).where(PostHolder.person_id == former.id)).one()
    held.until = NOON
    session().commit()
    return [
        former,
        make_person(),
        make_holder(Role.EXPERT, programme_id=plan.programme_id),
        make_holder(Role.EXPERT, programme_id=other.programme_id, given=[other.id]),
        make_holder(Role.COORDINATOR, programme_id=other.programme_id),
    ]


def look_around(app: Flask, person: Person, records: Records, standing: str) -> Iterator[str]:
    """Open every address of the plan, and try to change what the person may not; tell what was answered otherwise."""
    client = PageClient(app).sign_in(person)
    token = client.open("/").csrf_token
    if standing == "stranger":
        session().get_one(Person, person.id).is_active = False
        session().commit()
    before = digest_of_rows(without=["sign_in_sessions", *COUNTED])
    for rule, method in product(rules_with_records(app), ("GET", "POST")):
        expected = expected_answer(app, rule, method, standing)
        if method == "POST" and expected not in {FORBIDDEN, NOT_FOUND, WRONG_METHOD, TO_SIGN_IN}:
            continue
        for address in addresses_of(rule, records):
            got = client.send(address, method=method, data={"csrf_token": token} if method == "POST" else None)
            if got.status_code != expected:
                yield f"{method} {address} as {standing} {person.name}: {got.status_code} instead of {expected}"
    if digest_of_rows(without=["sign_in_sessions", *COUNTED]) != before:
        yield f"{standing} {person.name} changed the database"


def rules_with_records(app: Flask) -> list[Rule]:
    """Return the rules whose views load something of a plan, a pairing or a programme."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if str(label_of(app.view_functions[rule.endpoint])).startswith(
            ("ucap.pairings.", "ucap.plans.", "ucap.entries.", "ucap.stakeholders.", "ucap.pilots.")
        )
    ]


def walk(visitor: Visitor, records: Records, standing: str) -> Iterator[str]:
    """Send every method to every address of the records; tell what was answered otherwise than the table says."""
    editor = PageClient(visitor.client.app).sign_in(records.editor)
    if visitor.person is not None:
        make_draft(records.plan, Area, by=visitor.person, form_key=records.form_key)
    visitor.rows = ""
    for rule in visitor.client.app.url_map.iter_rules():
        for address in [*addresses_of(rule, records), *addresses_of_accounts(rule, visitor)]:
            for method in METHODS:
                yield from call(visitor, editor, records, (rule, method, address), standing)


def call(
    visitor: Visitor, editor: PageClient, records: Records, called: tuple[Rule, str, str], standing: str
) -> Iterator[str]:
    """Send one request; tell what was answered otherwise than the table says."""
    rule, method, address = called
    app = visitor.client.app
    wants_preparing = method == "POST" or rule.endpoint.startswith("posts.")
    is_prepared = wants_preparing and (records.prepare(rule.endpoint, address) or visitor.prepare(rule.endpoint))
    body = body_of(rule, method, address, visitor, editor) | given_to(rule, method, address, records)
    before = visitor.rows if visitor.rows and not is_prepared else digest_of_rows(without=COUNTED)
    kept = all_rows() if rule.endpoint in ENDS_ACCOUNT else None
    answer = visitor.client.send(address, method=method, data=body or None)
    visitor.rows = after = digest_of_rows(without=COUNTED)
    expected = expected_answer(app, rule, method, standing)
    label = str(label_of(app.view_functions[rule.endpoint]))
    if answer.status_code != expected:
        yield f"{method} {address} as {standing}: {answer.status_code} instead of {expected}"
    if (before != after) != must_change(rule, method, label, standing):
        what = "changed" if before != after else "did not change"
        yield f"{method} {address} as {standing}: {what} the database"
    if kept is not None:
        put_back(kept)
    if method == "POST" and rule.endpoint in ENDS_SESSION | ENDS_ACCOUNT:
        visitor.come_back()
        visitor.rows = ""


def expected_answer(app: Flask, rule: Rule, method: str, standing: str) -> int:
    assert rule.methods is not None
    view = app.view_functions[rule.endpoint]
    if method == "OPTIONS":
        return OK
    if method not in rule.methods:
        return WRONG_METHOD
    if rule.endpoint in ELSEWHERE:
        return NOT_FOUND
    if rule.endpoint in OF_SECOND_STEP and standing != "stranger":
        return NOT_FOUND
    if rule.endpoint in SECOND_STEP:
        is_in = rule.endpoint == "second_step.set_up_second_step" and standing != "stranger"
        return OK if is_in else TO_SIGN_IN
    answer = ANSWERS[str(label_of(view))][standing]
    if method == "POST" and answer == OK and rule.endpoint not in ONLY_SHOWS:
        return _answer_when_done(rule)
    return HELD_TO_SIGN_IN if method == "POST" and answer == TO_SIGN_IN and returns_form(view) else answer


def _answer_when_done(rule: Rule) -> int:
    if rule.endpoint in ANSWERED_WITHOUT_PAGE:
        return NO_CONTENT
    if rule.endpoint in SHOWS_A_LINK:
        return OK
    return 303 if rule.endpoint in ENDS_SESSION or rule.endpoint.split(".")[0] in OF_ACCOUNTS else 302


def must_change(rule: Rule, method: str, label: str, standing: str) -> bool:
    """Tell whether the request must change something; all others must not."""
    if rule.endpoint in ONLY_SHOWS | SECOND_STEP | OF_SECOND_STEP:
        return False
    return method == "POST" and "POST" in (rule.methods or set()) and ANSWERS[label][standing] == OK


def addresses_of(rule: Rule, records: Records) -> list[str]:
    """Return the addresses of the rule for these records; a rule with unknown parts has to be taught here."""
    plan = {"plan_id": records.plan.id}
    types = {"area": "objectives", "objective": "objectives", "measure": "measures"}
    known: dict[frozenset[str], list[dict[str, Any]]] = {
        frozenset(): [{}],
        frozenset({"filename"}): [{"filename": "images/mark.svg"}],
        frozenset({"person_id"}): [{"person_id": records.editor.id}],
        frozenset({"page"}): [{"page": page} for page in AboutPage],
        frozenset({"plan_id"}): [plan],
        frozenset({"pairing_id"}): [{"pairing_id": records.plan.pairing_id}],
        frozenset({"place_id"}): [{"place_id": records.plan.sides[0].places[0].id}],
        frozenset({"network_id"}): [{"network_id": records.network_id}],
        frozenset({"scheme"}): [{"scheme": records.scheme}],
        frozenset({"programme_id"}): [{"programme_id": records.plan.programme_id}],
        frozenset({"post_id"}): [{"post_id": records.post_id}],
        frozenset({"plan_id", "post_id"}): [{**plan, "post_id": records.post_id}],
        frozenset({"organisation_id"}): [{"organisation_id": records.organisation_id}],
        frozenset({"plan_id", "contact_id"}): [{**plan, "contact_id": records.contact_id}],
        frozenset({"plan_id", "entry_id"}): [
            {**plan, "entry_id": records.pilot_id if rule.endpoint == "pilots.show_pilot" else records.stakeholder_id}
        ],
        frozenset({"plan_id", "side_id"}): [{**plan, "side_id": records.plan.sides[0].id}],
        frozenset({"plan_id", "form_key"}): [{**plan, "form_key": records.form_key, "type": "area"}],
        frozenset({"plan_id", "section"}): [{**plan, "section": section} for section in ("objectives", "measures")],
        frozenset({"plan_id", "section", "type_name"}): [
            {**plan, "section": section, "type_name": name} for name, section in types.items()
        ],
        frozenset({"plan_id", "section", "entry_id"}): [
            {**plan, "section": types[name], "entry_id": entry_id} for name, entry_id in records.entries.items()
        ],
        frozenset({"plan_id", "section", "entry_id", "number"}): [
            {**plan, "section": types[name], "entry_id": entry_id, "number": records.first_number}
            for name, entry_id in records.entries.items()
        ],
    }
    built = [
        rule.build(each, append_unknown=rule.endpoint in ANSWERED_WITHOUT_PAGE)
        for each in known.get(frozenset(rule.arguments), [])
        if rule.suitable_for(each) or rule.endpoint in ANSWERED_WITHOUT_PAGE
    ]
    return [address for found in built if found is not None for _host, address in [found]]


def addresses_of_accounts(rule: Rule, visitor: Visitor) -> list[str]:
    """Return an address of the rule that is about an account of its own, or about the visitor's."""
    visitor.rows = ""
    if rule.endpoint == "links.follow_link":
        return [f"/links/{make_link_for(f'{uuid4().hex}@example.org')}"]
    if rule.endpoint == "passwords.choose_password":
        person = make_person()
        return [f"/new-password/{make_link_for(person.email, LinkPurpose.PASSWORD, person=person)}"]
    if rule.endpoint == "sessions.end_session" and visitor.person is not None:
        begin_session(visitor.person.id, at=NOON)
        ids = select(SignInSession.id).where(SignInSession.created_at == NOON)
        return [f"/account/sessions/{session().scalars(ids).one()}/end"]
    assert not {"token", "session_id"} & rule.arguments or visitor.person is None, rule
    return []


def given_to(rule: Rule, method: str, address: str, records: Records) -> FormValues:
    """Return what a button or a line on another page sends to a view that has no page of its own."""
    if method != "POST":
        return {}
    if rule.endpoint in OF_POSTS:
        return {"title": uuid4().hex, "role": "editor", "person": "invite", "email": f"{uuid4().hex}@example.org"}
    if rule.endpoint == "arranging.move_entry":
        return {"to_position": records.other_place_of(address)}
    if rule.endpoint == "passwords.ask_for_password":
        return {"email": records.editor.email}
    given = GIVEN.get(rule.endpoint, {})
    return {**given, "name": uuid4().hex} if "name" in given else given


def body_of(rule: Rule, method: str, address: str, visitor: Visitor, editor: PageClient) -> FormValues:
    """Return what the form at the address would send if an editor had filled it in, with the visitor's own token."""
    if method not in {"POST", "PUT", "PATCH", "DELETE"}:
        return {}
    if rule.endpoint == "accounts.sign_in":
        return {"email": visitor.email, "password": PASSWORD}
    form: FormValues = {}
    is_filled_here = rule.endpoint not in FILLED_BY_OTHERS
    if method == "POST" and is_filled_here and {"GET", "POST"} <= (rule.methods or set()):
        page = editor.open(address)
        form = page.form() if page.status == OK and page.soup.select("main form") else {}
        if rule.endpoint == "pasting.paste_entries":
            return {**page.submit({"text": "Pasted by a visitor"}).form(), "add": "y", "csrf_token": visitor.token}
        for title in {"focus", "statement", "title"} & form.keys():
            form[title] = f"{form[title]} written by a visitor"
    return {**form, "csrf_token": visitor.token}


def make_records(*names: str) -> Records:
    plan = make_plan(*names)
    editor = make_member(plan)
    make_member(plan, Role.LEAD)  # so that no visitor is the only one
    kinds = (Area, Objective, Measure)
    entries = {kind.type_name(): make_entry(plan, kind, by=editor) for kind in kinds}
    first_number = plans([plan.id])[0].version
    for kind in kinds:
        changed: dict[str, Any] = {kind.title_field().name: "changed"}
        change_entry(plan, entries[kind.type_name()], by=editor, **changed)
    for kind in kinds:
        make_entry(plan, kind, by=editor, at=NOON)
    post = Post(side_id=plan.sides[0].id, role=Role.OBSERVER, title="an empty post")
    network = Network(name=f"Network of {plan.title}", role=NetworkRole.NETWORK, as_of=2021, source="a test")
    session().add_all([network, post])
    scheme = session().query(Pairing, Term.scheme).join(Term).filter(Pairing.id == plan.pairing_id).one().scheme
    session().commit()
    place_id = plan.sides[0].places[0].id
    stakeholder_id = make_entry(plan, Stakeholder, by=editor, place_id=place_id)
    return Records(
        plan,
        editor,
        entries,
        first_number,
        network.id,
        scheme,
        post.id,
        organisation_id=make_organisation(place_id),
        contact_id=make_contact(plan, stakeholder_id, by=editor),
        stakeholder_id=stakeholder_id,
        pilot_id=make_pilot(plan, editor),
    )
