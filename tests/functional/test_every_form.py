"""Every form that an editor, the office or a stranger can reach withstands everything that can be sent to it.

Nothing here names a form: what other pages bring is found by following links. What is sent is answered with an error
beside its field, or kept as text and shown as text.

Whose is what: the editor writes a plan, and the office coordinates its programme. A foreign plan, with its pairing,
sides and entries, is of another programme: nobody here may touch it. Programmes, accounts and places are the
installation's, which the office administers, too; the editor may not touch those of the foreign plan.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urljoin
from uuid import UUID, uuid4

import pytest
from flask import Flask, Request
from markupsafe import escape
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.conftest import empty_tables
from tests.crawl import Control, Crawler, Form
from tests.factories import NOON, keep_pixels, make_entry, make_holder, make_member, make_person, make_photo, make_plan
from tests.pages import Page, PageClient, look_at, tree_of
from tests.rows import Rows, all_rows, put_back
from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.core.text import normalised, visible_text
from ucap.directory.operations import load_vocabularies
from ucap.entries.files import holds_file
from ucap.entries.models import Entry, entry_type_named, entry_types
from ucap.pairings.models import Post, PostHolder, Role
from ucap.pairings.queries.plans import PlanFacts
from ucap.pilots.models.photos import Attachment

# A walk over everything says little of any line, and counting lines takes as long as the walk.
pytestmark = pytest.mark.no_cover

MARKUP = (
    "<script>alert(1)</script>\" onfocus='alert(1)' x=\"{{ 7 * 7 }} %(name)s [x](javascript:alert(1)) "
    "\u202etxt 🌧👩🏽\u200d🔬"
)
FORMULA = "=cmd|' /C calc'!A0 <img src=x onerror='alert(1)'>"
LONE_SURROGATE = "\udc80"
HOSTILE_FILES = (
    ("../../x\0\u202egvs.png", b"<svg onload=alert(1)>"),
    ('"><script>.csv', b"=cmd|' /C calc'!A0\n"),
    ("CON.jpg", b"\xff\xd8\xff<script>alert(1)</script>"),
)
EXPECTED = {200, 204, 302, 303, 400, 403, 404, 409, 413, 422, 429}
LEADS_ON = {302, 303}
SHOWN_AGAIN = {200, 409}
TOKEN = "csrf_token"

Values = dict[str, list[str]]


@dataclass
class Visitor:
    """Somebody, or nobody, with a browser whose session outlives every form.

    Attributes:
        foreign_ids: of what is not theirs to touch.
    """

    client: PageClient
    session: str
    foreign_ids: set[UUID]

    def come_back(self) -> None:
        if self.session:
            self.client.browser.set_cookie("session", self.session, domain="localhost")


@dataclass
class World:
    """A plan with an entry of each type, another one of which nothing may be touched, and what both hold."""

    app: Flask
    plan: PlanFacts
    foreign: PlanFacts
    account_id: UUID
    entries: dict[type[Entry], UUID]
    crawler: Crawler
    visitors: list[Visitor]
    kept: Rows
    forms: dict[object, tuple[Visitor, Form]] = field(default_factory=dict)
    pages: dict[str, Visitor] = field(default_factory=dict)
    parameters: set[str] = field(default_factory=set)
    tried_oddly: set[str] = field(default_factory=set)
    shared: Counter[object] = field(default_factory=Counter)

    def look_for_forms(self) -> None:
        """Go through every page as everybody."""
        for visitor in self.visitors:
            found = self.crawler.crawl(visitor.client, seeds_of(self))
            self.parameters |= found.parameters
            for page in found.pages:
                self.pages.setdefault(page.path, visitor)
            for form in found.forms:
                self.forms.setdefault(form.key, (visitor, form))

    def share_of(self, form: Form, count: int) -> range:
        """Return which of so many values the form is to get: all, or every other of those for fields of an entry.

        The form of a new entry has the same fields as that of one to be changed, read by the same code.
        """
        _endpoint, arguments = self.crawler.endpoint_of(form.action, form.method) or ("", {})
        types = {entry_id: entry_type.type_name() for entry_type, entry_id in self.entries.items()}
        entry_type = arguments.get("type_name") or types.get(arguments.get("entry_id", self.plan.id))
        if entry_type is None:
            return range(count)
        fields = (entry_type, frozenset(control.name for control in form.controls))
        self.shared[fields] += 1
        return range(self.shared[fields] % 2, count, 2)


@pytest.fixture(scope="module")
def found_world(migrated_app: Flask) -> Iterator[World]:
    """Give the plans and everybody's pages and forms; finding them takes long, and each test puts all rows back."""
    with migrated_app.app_context():
        found = make_world(migrated_app)
        found.look_for_forms()
        yield found
        empty_tables()


@pytest.fixture
def world(found_world: World) -> Iterator[World]:
    """Give them as they were found."""
    forms = dict(found_world.forms)
    yield found_world
    put_back(found_world.kept)
    keep_pixels(found_world.entries[Attachment])
    found_world.forms = forms


def test_every_control_of_every_form_withstands_what_it_is_sent(world: World) -> None:
    todo = list(world.forms.values())
    attacked = 0

    mistakes: list[str] = []
    while todo:
        visitor, form = todo.pop()
        attack = Attack(world, visitor, form)
        mistakes += attack.all_ways()
        todo += [(visitor, new) for new in attack.new_forms]
        attacked += 1

    assert attacked >= len(world.forms) > 0
    assert mistakes == []


def test_what_was_kept_is_shown_as_text_on_every_page(world: World) -> None:
    for visitor, form in list(world.forms.values()):
        if form.of_kind("text") and not form.of_kind("password"):
            Attack(world, visitor, form).keep(MARKUP, form.chosen())

    seeds = seeds_of(world)
    pages = [page for visitor in world.visitors for page in world.crawler.crawl(visitor.client, seeds).pages]
    for page in pages:
        assert page.status in EXPECTED, page.path
        assert harm_in(page.response) == [], page.path
        if page.is_html:
            look_at(page)

    pages_with_it = {page.path for page in pages if page.is_html and str(escape(MARKUP)) in page.response.text}
    assert len(pages_with_it) > len(world.entries)
    assert {path for path in pages_with_it if path.startswith(("/pairings/", "/places/", "/accounts/"))}


def test_no_page_stumbles_over_its_address(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.app, "request_class", NotingRequest)
    mistakes = []

    for path, visitor in one_page_for_each_view(world).items():
        for query in hostile_queries(world):
            response = visitor.client.send(f"{path.partition('?')[0]}?{query}")
            if response.status_code not in EXPECTED or harm_in(response):
                mistakes.append(f"{path}?{query[:80]}: {response.status_code} {harm_in(response)}")
            if NotingRequest.HAS_READ not in response.request.environ:
                break

    assert world.parameters
    assert mistakes == []
    assert [row for row in put_back(world.kept) if "last_seen_at" not in row._fields] == []  # noted every few minutes


class NotingRequest(Request):
    """A request that notes whether anybody has read what stands behind the question mark of its address."""

    HAS_READ = "tests.has_read"

    @property
    def args(self) -> MultiDict[str, str]:
        """Note it, and return what stands there."""
        self.environ[self.HAS_READ] = True
        return super().args


@dataclass
class Attack:
    """What is sent to one form, and what came of it."""

    world: World
    visitor: Visitor
    form: Form
    new_forms: list[Form] = field(default_factory=list)

    def all_ways(self) -> list[str]:
        """Send everything; return what went wrong."""
        base = self.filled()
        mistakes = []
        is_first = self.form.endpoint not in self.world.tried_oddly  # what is no form never reaches its fields
        self.world.tried_oddly.add(self.form.endpoint)
        for name, values in [*self.rounds(base), *(self.odd_fields(base) if is_first else ())]:
            response = self.send(values)
            mistakes += [f"{name}: {mistake}" for mistake in self.mistakes_in(response, values, base)]
        for text in (MARKUP, FORMULA):
            mistakes += self.keep(text, base)
            mistakes += self.foreign_touched(put_back(self.world.kept))
        for name, options in self.odd_bodies(base) if is_first else ():
            response = self.visitor.client.send(self.form.action, method=self.form.method, **options)
            if response.status_code not in EXPECTED:
                mistakes.append(f"{name}: {response.status_code}")
        mistakes += self.foreign_touched(put_back(self.world.kept))
        self.visitor.come_back()
        return [f"{self.form.method} {self.form.action}: {mistake}" for mistake in mistakes]

    def filled(self) -> Values:
        """Return values that the form takes, as far as filling in what it asks for does it; forms met are kept."""
        values = self.form.chosen()
        for _ in range(2):
            response = self.send(values)
            if response.status_code not in SHOWN_AGAIN:
                break
            for form in self.world.crawler.forms_in(tree_of(response.text), self.form.page):
                if self.world.forms.setdefault(form.key, (self.visitor, form))[1] is form:
                    self.new_forms.append(form)
            asked = [control for control in self.form.of_kind("text") if has_error(response, control)]
            values |= {control.name: ["Something"] for control in asked}
        put_back(self.world.kept)
        self.visitor.come_back()
        return values

    def rounds(self, base: Values) -> Iterator[tuple[str, Values]]:
        """Return what to send: each value at each control once, then nothing, too much and everything twice.

        Of two forms that hold the fields of an entry each gets every other value.
        """
        names = [control.name for control in self.form.controls if control.name != TOKEN]
        hostile = hostile_values(self.world)
        for shift in self.world.share_of(self.form, len(hostile)) if names else ():
            turned = {name: [hostile[(place + shift) % len(hostile)]] for place, name in enumerate(names)}
            yield f"hostile {shift}", {**base, **turned}
        yield "nothing", {TOKEN: base.get(TOKEN, [])}
        yield "too much", {**base, **extra_fields(self.world), **{f"{name}[]": ["x"] for name in names}}
        if names:
            yield "twice", {**base, **{name: [MARKUP, FORMULA] for name in names}}

    def odd_fields(self, base: Values) -> Iterator[tuple[str, Values]]:
        """Return what is sent to one form of a view, for it is refused before one looks at fields."""
        yield "a wrong token", {**base, TOKEN: [MARKUP]}
        yield "1,001 fields", {**base, **{f"x{number}": ["y"] for number in range(1_001)}}

    def send(self, values: Values) -> TestResponse:
        """Send the values as a browser would; lone surrogates go as the bytes that stand for them."""
        query = urlencode(values, doseq=True, encoding="utf-8", errors="surrogatepass")
        self.visitor.come_back()
        if self.form.method == "GET":
            return self.visitor.client.send(f"{self.form.action.partition('?')[0]}?{query}")
        return self.visitor.client.send(
            self.form.action, method="POST", data=query, content_type="application/x-www-form-urlencoded"
        )

    def mistakes_in(self, response: TestResponse, sent: Values, base: Values) -> Iterator[str]:
        """Tell what is wrong with the answer."""
        if response.status_code not in EXPECTED:
            yield f"answered {response.status_code}"
        yield from harm_in(response)
        if response.status_code in LEADS_ON:
            yield from self.foreign_touched(put_back(self.world.kept))
        if response.status_code in SHOWN_AGAIN and self.is_shown_in(response):
            changed = [one for one in self.form.controls if one.name in sent and sent[one.name] != base.get(one.name)]
            for control in changed:
                yield from self.mistakes_at(control, response, sent[control.name])

    def mistakes_at(self, control: Control, response: TestResponse, sent: Sequence[str]) -> Iterator[str]:
        """Tell whether what was typed is lost, or what cannot be chosen is not refused."""
        if control.kind == "text" and shown(sent[0]) not in response.text:
            yield f"{control.name} has lost {sent[0][:60]!r}"
        if control.kind == "choice" and not has_error(response, control):
            yield f"{control.name} takes {sent[0][:60]!r} without a word"

    def is_shown_in(self, response: TestResponse) -> bool:
        return all(f'name="{control.name}"' in response.text for control in self.form.controls)

    def keep(self, text: str, base: Values) -> list[str]:
        """Write the text wherever it is taken; return what went wrong, and leave what was kept where it is."""
        texts = self.form.of_kind("text")
        values = {**base, **{control.name: [text] for control in texts}}
        refused: list[Control] = []
        response = self.send(values)
        if response.status_code in SHOWN_AGAIN:
            look_at(Page(self.visitor.client, response, self.form.page))
            refused = [control for control in texts if has_error(response, control)]
            values |= {control.name: base[control.name] for control in refused}
            response = self.send(values) if refused else response
        mistakes = [f"{text[:20]!r}: {mistake}" for mistake in harm_in(response)]
        if response.status_code in LEADS_ON and len(refused) < len(texts):
            held = repr([row for rows in all_rows().values() for row in rows.values()])
            mistakes += [] if repr(text)[1:-1] in held else [f"{text[:20]!r} was taken, but is not kept"]
            page = self.visitor.client.open(urljoin(self.form.action, response.headers["Location"]))
            mistakes += harm_in(page.response)
        return mistakes

    def odd_bodies(self, base: Values) -> Iterator[tuple[str, dict[str, Any]]]:
        """Return bodies that are no form."""
        token = {"X-CSRFToken": (base.get(TOKEN) or [""])[0]}
        for body in ({name: {"a": ["b"]} for name in base}, list(base), "x", 5, None):
            yield f"JSON {type(body).__name__}", {"json": body, "headers": token}
        files: dict[str, Any] = {name: (BytesIO(b"x"), "x.txt") for name in base if name != TOKEN}
        yield "files", {"data": {**files, TOKEN: base.get(TOKEN, [""])[0]}}
        slots = [control.name for control in self.form.controls if f"{control.name}_says" in base]
        for name, content in HOSTILE_FILES if slots else ():
            hostile = {slot: (BytesIO(content), name) for slot in slots}
            yield f"{name!r}", {"data": {**base, **hostile, **{f"{slot}_says": MARKUP for slot in slots}}}
        parts = {f"x{number}": "y" for number in range(1_001)}
        yield "1,001 parts", {"data": parts, "content_type": "multipart/form-data", "headers": token}
        for kind in ("text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded", "x"):
            yield kind, {"data": b"\xff\xfe%ZZ&=&&\0", "content_type": kind, "headers": token}

    def foreign_touched(self, rows: Sequence[Any]) -> list[str]:
        """Tell which rows of what is not the visitor's were touched, or which now name something of it."""
        touched = [row for row in rows if self.visitor.foreign_ids & {one for one in row if isinstance(one, UUID)}]
        return [f"touched what is not theirs: {row}" for row in touched]


def hostile_values(world: World) -> list[str]:
    """Return what is sent in place of what a form expects."""
    return [
        MARKUP,
        FORMULA,
        f"a{LONE_SURROGATE}b",
        "a\0b\x1b[31m\x07\x85\x7f\ufffe",
        "x" * 100_000,
        "9" * 400,
        "1e999999",
        "30 Feb 2027",
        "1,2,3.4.5 EUR",
        str(world.foreign.id),
        str(world.foreign.sides[0].id),
        str(world.foreign.sides[0].places[0].id),
        str(max(world.visitors[0].foreign_ids)),
        str(uuid4()),
    ]


def extra_fields(world: World) -> Values:
    """Return fields that no form has, named as what lies behind it."""
    own = (
        "id",
        "plan_id",
        "entry_id",
        "person_id",
        "by",
        "type",
        "entry_type",
        "language",
        "data",
        "meta",
        "form",
        "self",
    )
    return {name: [str(world.foreign.id)] for name in own}


def hostile_queries(world: World) -> Iterator[str]:
    """Return what may stand behind the question mark of an address."""
    for value in hostile_values(world):
        named = dict.fromkeys(sorted(world.parameters), value[:2_000])
        yield urlencode(named, encoding="utf-8", errors="surrogatepass")
    yield "&".join(f"{name}[a][b][c]={'x' * 50}" for name in sorted(world.parameters)) * 20
    yield "&".join(f"x{number}=y" for number in range(1_001))
    yield "%ff%00&=&&%ZZ"


def shown(text: str) -> str:
    """Return what a page holds if it shows what was typed."""
    arrived = text.replace(LONE_SURROGATE, "%ED%B2%80")  # as Werkzeug writes bytes that are no UTF-8
    return str(escape(visible_text(normalised(arrived)).strip()))


def has_error(response: TestResponse, control: Control) -> bool:
    return (
        re.search(rf'id="({re.escape(control.name)}|{re.escape(control.id)})(-\d+)?-error"', response.text) is not None
    )


def harm_in(response: TestResponse) -> list[str]:
    """Return what became of hostile text that should have stayed text."""
    if response.mimetype != "text/html":
        return []
    ours = r"(?![^>]*src=\"/(static/|plans/[0-9a-f-]{36}/files/[0-9a-f-]{36}/photo\"))"
    found = [one[0] for one in re.finditer(rf"<(script|img){ours}[^>]*>", response.text)]
    found += re.findall(r"href=\"\s*javascript:[^\"]*", response.text, re.IGNORECASE)
    return found + re.findall(r"<[^<>]*\son\w+\s*=\s*['\"]?alert", response.text)


def one_page_for_each_view(world: World) -> dict[str, Visitor]:
    """Return one address of each view."""
    found: dict[str, tuple[str, Visitor]] = {}
    for path, visitor in world.pages.items():
        matched = world.crawler.endpoint_of(path, "GET")
        assert matched is not None
        found.setdefault(matched[0], (path, visitor))
    return dict(found.values())


def seeds_of(world: World) -> list[str]:
    """Return every address that can be made of what is in the plan; links lead to the others."""
    adapter = world.app.url_map.bind("localhost")
    plan = {"plan_id": world.plan.id}
    place_id = world.plan.sides[0].places[0].id
    known: list[Mapping[str, Any]] = [{}, plan, {"place_id": place_id}, {"person_id": world.account_id}]
    for entry_type, entry_id in world.entries.items():
        of_type = {**plan, "section": entry_type.section}
        known += [of_type, {**of_type, "type_name": entry_type.type_name()}, {**of_type, "entry_id": entry_id}]
    addresses = ["/"]
    for rule in world.app.url_map.iter_rules():
        for values in known:
            if rule.arguments == set(values) and "GET" in (rule.methods or set()):
                addresses += [adapter.build(rule.endpoint, values)]
    return addresses


def make_world(app: Flask) -> World:
    load_vocabularies()
    plan, foreign = make_plan("Surat", ("Rotterdam", "Delft")), make_plan("Pune", "Oslo")
    editor, other = make_member(plan, side=1), make_member(foreign)
    make_member(plan, Role.LEAD)
    entries = {entry_type: entry_of(plan, entry_type, 1, by=editor) for entry_type in entry_types()}
    theirs = {entry_of(foreign, entry_type, 0, by=other) for entry_type in entry_types()}
    of_installation = {foreign.programme_id, other.id, *(place.id for place in foreign.places)}
    foreign_ids = {foreign.id, foreign.pairing_id, *(side.id for side in foreign.sides), *theirs}
    return World(
        app=app,
        plan=plan,
        foreign=foreign,
        account_id=make_person().id,
        entries=entries,
        crawler=Crawler(app, {entry_id: entry_type.type_name() for entry_type, entry_id in entries.items()}),
        visitors=[
            visitor_of(app, editor, foreign_ids | of_installation),
            visitor_of(app, make_office(plan), foreign_ids),
            visitor_of(app, None, foreign_ids | of_installation),
        ],
        kept=all_rows(),
    )


def make_office(plan: PlanFacts) -> Person:
    """Make somebody who coordinates the plan's programme, with an expert in it, and administers the installation."""
    person = make_holder(Role.COORDINATOR, programme_id=plan.programme_id)
    make_holder(Role.EXPERT, programme_id=plan.programme_id, given=[plan.id])
    make_holder(Role.EXPERT, programme_id=plan.programme_id)
    post = Post(role=Role.ADMINISTRATOR, title="administrator")
    session().add(post)
    session().flush()
    session().add(PostHolder(post_id=post.id, person_id=person.id, since=NOON))
    session().commit()
    return person


def visitor_of(app: Flask, person: Person | None, foreign_ids: set[UUID]) -> Visitor:
    client = PageClient(app)
    cookie = client.sign_in(person).browser.get_cookie("session") if person else None
    return Visitor(client, cookie.value if cookie else "", foreign_ids)


def entry_of(plan: PlanFacts, entry_type: type[Entry], side: int, *, by: Person) -> UUID:
    if holds_file(entry_type):
        return make_photo(plan, entry_of(plan, entry_type_named("update"), side, by=by), by=by)
    if entry_type.is_per_place:
        return make_entry(plan, entry_type, by=by, place_id=plan.sides[side].places[0].id)
    return make_entry(plan, entry_type, by=by)
