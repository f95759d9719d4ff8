"""Every rule, with every method, as everybody, on everybody's records: the answer is the one the table says."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from tests.factories import NOON, PASSWORD, keep_pixels, make_holder, make_member, make_person, make_plan
from tests.pages import FormValues, PageClient
from tests.records import TITLES, Records, make_records
from tests.rows import COUNTED, Rows, all_rows, digest_of_rows, put_back
from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.pairings.models import PostHolder, Role
from ucap.pairings.queries.plans import PlanFacts
from ucap.web.access import label_of, returns_form

# A walk over everything says little of any line, and counting lines takes as long as the walk.
pytestmark = pytest.mark.no_cover

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OFFERED = ("GET", "POST")
TRY_ALL_METHODS = {"lead", "stranger"}
"""Who tries all methods: an address refuses those that it does not have before it is known who asks."""

ELSEWHERE = {"elsewhere.come_back", "elsewhere.go_elsewhere"}
"""Views for a provider of OpenID Connect, which is not there here."""

SECOND_STEP = {"second_step.enter_code", "second_step.set_up_second_step"}
PUBLIC = {
    "exports.show_schema",
    "static",
    "web.show_health",
    "web.show_readiness",
    "accounts.sign_in",
    "imprint.show_first_page",
    "imprint.show_page",
    "passwords.ask_for_password",
    *ELSEWHERE,
    *SECOND_STEP,
}
ENDS_SESSION = {"accounts.sign_in", "accounts.sign_out", "links.follow_link", "passwords.choose_password"}
OF_SECOND_STEP = {"second_step.renew_recovery_codes", "second_step.remove_second_step"}
"""Views for who has a second step, which nobody has here."""

ONLY_SHOWS = {"previewing.preview_text"}
"""Views that are sent a text too long for an address, and change nothing."""

ANSWERED_WITHOUT_PAGE = {"drafts.keep_draft", "sessions.stay_signed_in"}
SHOWS_A_LINK = {"administration.invite_administrator", "answers.ask_by_link", "posts.fill_post"}
"""Views that show, once, what they made."""

PASTED = {
    "pasting.paste_entries": "Pasted by a visitor",
    "entering.enter_organisations": "Name\tHelix\nPasted by a visitor\tCIV",
}
"""What is pasted where a list is looked at before it is added."""

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
OWN_SIDE_WRITES = {**MEMBERS_WRITE, "lead of the other side": FORBIDDEN}
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
    "ucap.stakeholders.access.stakeholder_to_view": MEMBERS_READ,
    "ucap.stakeholders.access.contacts_to_view": MEMBERS_WRITE,
    "ucap.stakeholders.access.stakeholder_to_contact": MEMBERS_WRITE,
    "ucap.stakeholders.access.contact_to_edit": MEMBERS_WRITE,
    "ucap.stakeholders.access.organisations_to_merge": KEEP_REGISTER,
    "ucap.stakeholders.access.list_to_undo": KEEP_REGISTER,
    "ucap.stakeholders.access.engagement_to_ask": OWN_SIDE_WRITES,
    "ucap.stakeholders.access.answer_link_to_open": dict.fromkeys(MEMBERS_READ, OK),
    "ucap.exports.access.place_with_plans": SIGNED_IN_READ,
    "ucap.pilots.access.pilot_to_view": MEMBERS_READ,
    "ucap.plans.access.section_to_view": MEMBERS_READ,
    "ucap.plans.access.tasks_to_view": MEMBERS_READ,
    "ucap.entries.access.file_to_view": MEMBERS_READ,
    "ucap.entries.access.file_to_erase": OWN_SIDE_WRITES,
    "ucap.entries.access.entry_to_look_up": MEMBERS_READ,
    "ucap.entries.access.entry_to_edit": MEMBERS_WRITE,
    "ucap.entries.access.type_to_add": MEMBERS_WRITE,
    "ucap.entries.access.type_to_paste": MEMBERS_WRITE,
    "ucap.accounts.access.link_to_follow": dict.fromkeys(MEMBERS_READ, OK),
    "ucap.accounts.access.link_to_choose_password": dict.fromkeys(MEMBERS_READ, OK),
    "ucap.accounts.access.session_to_end": {**dict.fromkeys(MEMBERS_READ, OK), "stranger": TO_SIGN_IN},
}
"""What somebody gets who stands so to the plan, by the label of the view."""


@dataclass
class Visitor:
    """Somebody, or nobody, with a browser, a session and a valid token, all of which outlive every request.

    Attributes:
        other_session_id: of a session in another browser; None for a stranger.
    """

    client: PageClient
    email: str
    cookie: str = ""
    token: str = ""
    other_session_id: UUID | None = None

    def come_back(self) -> None:
        """Bring the session of the beginning, whatever became of it."""
        self.client.browser.delete_cookie("session", domain="localhost")
        if self.cookie:
            self.client.browser.set_cookie("session", self.cookie, domain="localhost")


@dataclass
class Walk:
    """A visitor's way over all addresses of the records, after each of which all rows are put back as they were."""

    app: Flask
    visitor: Visitor
    records: Records
    standing: str
    kept: Rows

    def mistakes(self) -> Iterator[str]:
        """Send every method to every address; tell what was answered otherwise than the table says."""
        for rule in self.app.url_map.iter_rules():
            for address in self.records.addresses_of(rule, self.visitor.other_session_id, ANSWERED_WITHOUT_PAGE):
                for method in METHODS if self.standing in TRY_ALL_METHODS else OFFERED:
                    yield from self.call(rule, method, address)

    def call(self, rule: Rule, method: str, address: str) -> Iterator[str]:
        """Send one request; tell what was answered otherwise than the table says."""
        if method == "POST":
            self.records.prepare(rule.endpoint, address)
        expected = expected_answer(self.app, rule, method, self.standing)
        is_to_be_done = must_change(self.app, rule, method, self.standing)
        body = self.body_of(rule, method, address, is_filled_in=is_to_be_done)
        before = all_rows()
        answer = self.visitor.client.send(address, method=method, data=body or None)
        has_changed = put_back(before) != []
        put_back(self.kept)
        if rule.endpoint == "files.erase_file":
            keep_pixels(self.records.photo_id)
        self.visitor.come_back()
        if answer.status_code != expected:
            yield f"{method} {address} as {self.standing}: {answer.status_code} instead of {expected}"
        if has_changed != is_to_be_done:
            what = "changed" if has_changed else "did not change"
            yield f"{method} {address} as {self.standing}: {what} the database"

    def body_of(self, rule: Rule, method: str, address: str, *, is_filled_in: bool) -> FormValues:
        """Return what a form or a button sends there; of a form that one does not get to see, what one would guess."""
        if method in {"GET", "HEAD", "OPTIONS"}:
            return {}
        if rule.endpoint == "accounts.sign_in":
            return {"email": self.visitor.email, "password": PASSWORD}
        guessed = dict.fromkeys(TITLES, "Written by a visitor")
        form = self.form_at(rule, address) if is_filled_in and "GET" in (rule.methods or set()) else guessed
        given = self.records.given_to(rule.endpoint, address) if method == "POST" else {}
        return {**form, **given, "csrf_token": self.visitor.token}

    def form_at(self, rule: Rule, address: str) -> FormValues:
        """Return the form at the address, its titles written anew; nothing if a button elsewhere sends there."""
        page = self.visitor.client.open(address)
        form = page.form() if page.soup.select("main form") else {}
        if rule.endpoint in PASTED:
            return {**page.submit({"text": PASTED[rule.endpoint]}).form(), "add": "y"}
        return form | {title: f"{form[title]} written by a visitor" for title in TITLES & form.keys()}


def test_the_public_pages_are_these_and_no_others(app: Flask) -> None:
    public = {endpoint for endpoint, view in app.view_functions.items() if label_of(view) == "public"}

    assert public == PUBLIC


def test_the_table_names_every_label_and_no_others(app: Flask) -> None:
    labels = {label_of(app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules()}

    assert labels == set(ANSWERS)


@pytest.mark.parametrize("standing", MEMBERS_READ)
def test_everybody_may_do_what_the_table_says_and_nothing_else(app: Flask, standing: str) -> None:
    records = make_records("Surat", "Rotterdam")
    make_member(records.plan, Role.LEAD, side=1)  # so that its lead is not the only one
    people = people_standing(standing, records.plan)

    mistakes = list(walk_of(app, people[0], records, standing).mistakes())
    mistakes += [mistake for person in people[1:] for mistake in look_around(app, person, records, standing)]

    assert mistakes == []


def people_standing(standing: str, plan: PlanFacts) -> list[Person | None]:
    """Return all kinds of people who stand so to the plan: who walks, then those who look around."""
    programme_id = plan.programme_id
    made = {
        "lead of the other side": lambda: make_member(plan, Role.LEAD, side=1),
        "coordinator": lambda: make_holder(Role.COORDINATOR, programme_id=programme_id),
        "expert": lambda: make_holder(Role.EXPERT, programme_id=programme_id, given=[plan.id]),
        "administrator": lambda: make_holder(Role.ADMINISTRATOR),
    }
    if standing in made:
        return [made[standing]()]
    if standing == "stranger":
        return [None, make_member(plan, name="closed")]
    if standing != "outsider":
        return [make_member(plan, Role(standing), name=standing)]
    other = make_plan("Pune", "Oslo")
    former = make_member(plan, name="former")
    held = session().scalars(select(PostHolder).where(PostHolder.person_id == former.id)).one()
    held.until = NOON
    session().commit()
    return [
        make_member(other),
        make_member(other, Role.LEAD),
        make_member(other, Role.OBSERVER),
        former,
        make_person(),
        make_holder(Role.EXPERT, programme_id=programme_id),
        make_holder(Role.EXPERT, programme_id=other.programme_id, given=[other.id]),
        make_holder(Role.COORDINATOR, programme_id=other.programme_id),
    ]


def walk_of(app: Flask, person: Person | None, records: Records, standing: str) -> Walk:
    """Return the way of somebody, or of nobody, over the records."""
    visitor = Visitor(PageClient(app), person.email if person else records.editor.email)
    if person is not None:
        visitor.other_session_id = records.receive(person)
        visitor.token = visitor.client.sign_in(person).open("/account/edit").csrf_token
        cookie = visitor.client.browser.get_cookie("session")
        visitor.cookie = cookie.value if cookie else ""
    return Walk(app, visitor, records, standing, all_rows())


def look_around(app: Flask, person: Person | None, records: Records, standing: str) -> Iterator[str]:
    """Open every address of the plan, and try to change what the person may not; tell what was answered otherwise."""
    assert person is not None
    client = PageClient(app).sign_in(person)
    token = client.open("/account/edit").csrf_token
    if standing == "stranger":
        session().get_one(Person, person.id).is_active = False
        session().commit()
    before = digest_of_rows(without=["sign_in_sessions", *COUNTED])
    for rule, method in product(rules_with_records(app), ("GET", "POST")):
        expected = expected_answer(app, rule, method, standing)
        if method == "POST" and expected not in {FORBIDDEN, NOT_FOUND, WRONG_METHOD, TO_SIGN_IN}:
            continue
        for address in records.addresses_of(rule, None, ANSWERED_WITHOUT_PAGE):
            got = client.send(address, method=method, data={"csrf_token": token} if method == "POST" else None)
            if got.status_code != expected:
                yield f"{method} {address} as {standing} {person.name}: {got.status_code} instead of {expected}"
    if digest_of_rows(without=["sign_in_sessions", *COUNTED]) != before:
        yield f"{standing} {person.name} changed the database"


def rules_with_records(app: Flask) -> list[Rule]:
    """Return the rules whose views load something of a plan, a pairing or a programme; a token opens to everybody."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "token" not in rule.arguments
        and str(label_of(app.view_functions[rule.endpoint])).startswith(
            ("ucap.pairings.", "ucap.plans.", "ucap.entries.", "ucap.stakeholders.", "ucap.pilots.")
        )
    ]


def expected_answer(app: Flask, rule: Rule, method: str, standing: str) -> int:
    assert rule.methods is not None
    view = app.view_functions[rule.endpoint]
    if method == "OPTIONS":
        return WRONG_METHOD if rule.endpoint == "static" else OK  # files are read, and that is all
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
    return (
        303
        if rule.endpoint in {*ENDS_SESSION, "answers.give_answer"} or rule.endpoint.split(".")[0] in OF_ACCOUNTS
        else 302
    )


def must_change(app: Flask, rule: Rule, method: str, standing: str) -> bool:
    """Tell whether the request must change something; all others must not."""
    if rule.endpoint in ONLY_SHOWS | SECOND_STEP | OF_SECOND_STEP:
        return False
    label = str(label_of(app.view_functions[rule.endpoint]))
    return method == "POST" and "POST" in (rule.methods or set()) and ANSWERS[label][standing] == OK
