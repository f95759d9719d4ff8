"""Every text goes through gettext: in a language that wraps each message in ⟦⟧, nothing else has letters but data."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from flask import Flask
from sqlalchemy import update

from config import ROOT
from tests.conftest import settings_for
from tests.factories import change_entry, make_coordinator, make_entry, make_member, make_plan
from tests.pages import Page, PageClient, tree_of
from ucap.accounts.models import Person
from ucap.app import create_app
from ucap.core import languages
from ucap.core.clock import utc_now
from ucap.core.database import Model, db, session
from ucap.core.errors import RuleBroken
from ucap.core.text import Message
from ucap.directory.models import Network, NetworkRole, Term
from ucap.entries.operations.deleting import delete_entry
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts, plans
from ucap.pairings.rules import THEMES, WORKING_LANGUAGES
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective
from ucap.plans.models.states import MeasureState
from ucap.web.errors import error_page

# A walk over everything says little of any line, and counting lines takes as long as the walk.
pytestmark = pytest.mark.no_cover

LANGUAGE = "eo"
OPENED, CLOSED = "⟦", "⟧"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "said_later": None,
    "message": None,
    "counted": (1, 2),
    "plural_forms": (1, 2),
}
DATA = re.compile(
    r"""
    \bXx\w*                             # what this test has written
    | \b[\w.]+@demo\.example | demo-password   # the accounts of the demonstration, which are told as they are typed
    | https?://\S+ | \bUTC\b | \bGMT\b
    | m³
    | \(copy\)                          # in the language of the text that was copied
    """,
    re.VERBOSE,
)
LETTER = re.compile(r"[^\W\d_]")
TOLD = ("alt", "aria-label", "title", "placeholder", "label")


def messages() -> Iterator[str | tuple[str, ...]]:
    """Return every message marked in the source, the two forms of a counted one together."""
    for folder, kind in (("ucap", "python"), ("templates", "jinja2")):
        for _file, _line, text, _comments, _context in extract_from_dir(
            ROOT / folder, [("**.py" if kind == "python" else "**.html", kind)], keywords=KEYWORDS
        ):
            yield text


@pytest.fixture(scope="session")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of catalogues with one language, in which each message stands in brackets."""
    made = Catalog(locale=LANGUAGE)
    for text in messages():
        forms = (text,) if isinstance(text, str) else text
        wrapped = tuple(f"{OPENED}{form}{CLOSED}" for form in forms)
        made.add(text, wrapped if len(wrapped) > 1 else wrapped[0])
    folder = tmp_path_factory.mktemp("translations")
    (folder / LANGUAGE / "LC_MESSAGES").mkdir(parents=True)
    with (folder / LANGUAGE / "LC_MESSAGES" / "messages.mo").open("wb") as file:
        write_mo(file, made)
    return folder


@pytest.fixture
def translated(app: Flask, catalogs: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[PageClient]:
    """Give a browser whose reader likes the language of brackets best."""
    monkeypatch.setattr(languages, "CATALOGS", catalogs)
    languages.catalog.cache_clear()
    own = create_app(settings_for(app.config["SQLALCHEMY_DATABASE_URI"], tmp_path))
    own.testing = True
    own.config["PROPAGATE_EXCEPTIONS"] = False
    client = PageClient(own)
    client.browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = LANGUAGE
    yield client
    with own.app_context():
        db.session.remove()
        db.engine.dispose()
    languages.catalog.cache_clear()


@pytest.fixture
def plan(app: Flask) -> PlanFacts:
    """Give a plan all of whose words begin with Xx."""
    made = make_plan("Xxsurat", ("Xxrotterdam", "Xxdelft"), is_illustrative=True)
    for table, column in (("programmes", "name"), ("terms", "label"), ("pairings", "topic")):
        session().execute(update(Model.metadata.tables[table]).values({column: f"Xx{column}"}))
    session().commit()
    return plans([made.id])[0]


def untranslated(page: Page) -> list[str]:
    """Return the texts on the page, read out or shown, that have letters outside the brackets and are no data."""
    tree = deepcopy(page.tree)
    for compared in tree.find_class("ucap-word-diff"):  # where a message is cut into its words
        compared.text = " ".join(compared.itertext())
        del compared[:]
    texts = tree.xpath("//text()[not(parent::script or parent::style)]")
    texts += tree.xpath(" | ".join(f"//@{name}" for name in TOLD))
    return [left for text in texts if (left := left_of(text))]


def left_of(text: str) -> str:
    """Return what has letters outside the brackets and is no data; empty if nothing has."""
    outside = _outside_brackets(text)
    if not LETTER.search(outside):
        return ""
    left = without_data(outside)
    return left if LETTER.search(left) else ""


def _outside_brackets(text: str) -> str:
    """Return the text without what stands in brackets, however deep; a value in a message may stand in its own."""
    depth, left = 0, []
    for character in text:
        depth += (character == OPENED) - (character == CLOSED)
        left.append(character if depth == 0 and character != CLOSED else " ")
    return "".join(left)


def without_data(text: str) -> str:
    """Return the text without data: words of this test, countries, languages, days."""
    for known in _known_names():
        text = text.replace(known, "")
    for known in languages.locale_of(LANGUAGE).months["format"]["abbreviated"].values():
        text = re.sub(rf"\b{known}\b", "", text)
    return re.sub(r"\b(la|de|a)\b", "", DATA.sub("", text))


@cache
def _known_names() -> list[str]:
    """Return the names of a country, of the months and of languages, the longest of these first."""
    locale = languages.locale_of(LANGUAGE)
    tags = (*WORKING_LANGUAGES, LANGUAGE)
    named = sorted((languages.language_text(tag, LANGUAGE) for tag in tags), key=len, reverse=True)
    return [str(locale.territories["IN"]), *locale.months["format"]["wide"].values(), *named]


def look(client: PageClient, path: str, status: int = 200) -> Page:
    page = client.open(path)
    assert page.status == status
    assert untranslated(page) == [], path
    return page


def written(plan: PlanFacts, by: Person) -> dict[str, str]:
    """Write entries full and bare; return the addresses of the full ones."""
    area = make_entry(plan, Area, by=by, focus="Xxarea")
    make_entry(plan, Area, by=by, focus="Xxbare")
    values: dict[str, Any] = {
        "area": (area,),
        "indicator": "Xxindicator",
        "unit": "m³",
        "target": Decimal("1.5"),
        "due_on": date(2027, 12, 31),
    }
    objective = make_entry(plan, Objective, by=by, statement="Xxobjective", **values)
    make_entry(plan, Objective, by=by, statement="Xxloose")
    measure = make_entry(
        plan,
        Measure,
        by=by,
        title="Xxmeasure",
        practice="Xxpractice",
        giver_id=plan.sides[0].id,
        receiver_id=plan.sides[1].id,
        mode=TransferMode.ADAPT,
        state=MeasureState.PILOTED,
        objectives=(objective,),
    )
    make_entry(plan, Measure, by=by, title="Xxundecided")
    change_entry(plan, measure, by=by, title="Xxchanged", state=MeasureState.ADOPTED, objectives=())
    return {
        "area": f"/plans/{plan.id}/objectives/{area}/",
        "objective": f"/plans/{plan.id}/objectives/{objective}/",
        "measure": f"/plans/{plan.id}/measures/{measure}/",
    }


def test_there_are_many_messages_and_none_is_made_of_pieces() -> None:
    found = [text if isinstance(text, str) else text[0] for text in messages()]

    assert len(found) > 150
    assert all(LETTER.search(text) for text in found)


def test_the_pages_of_a_written_plan_are_translated(translated: PageClient, plan: PlanFacts) -> None:
    by = make_member(plan, name="Xxasha")
    addresses = written(plan, by)
    translated.sign_in(by)

    for path in (
        "/",
        *(
            f"/plans/{plan.id}/{part}"
            for part in ("", "missing/", "objectives/", "measures/", "history/", "glance", "export/", "export/html")
        ),
    ):
        assert OPENED in look(translated, path).text
    for address in addresses.values():
        for part in ("", "edit", "history", "history?field=x", "restore/10000"):
            look(translated, f"{address}{part}", 404 if part == "restore/10000" else 200)
    for query in ("", "?from=0", "?from=1000-01-01&to=x&section=measures", "?from=5&to=3", "?from=9000-01-01"):
        look(translated, f"/plans/{plan.id}/history/compare{query}")
    for query in ("?person=x&from=x", "?section=measures&what=measure.title&from=2026-01-01", "?to=1999-01-01"):
        look(translated, f"/plans/{plan.id}/history/{query}")


def test_the_pages_of_pairings_are_translated(translated: PageClient, plan: PlanFacts) -> None:
    translated.sign_in(make_coordinator(plan, name="Xxmarta"))
    session().execute(update(Term).values(scheme=THEMES))
    session().commit()
    here = f"/pairings/{plan.pairing_id}/"

    look(translated, f"/pairings/add/{plan.programme_id}")
    for part, values in (
        ("phase", {"to": "drafting", "reason": "Xxreason"}),
        ("milestones", {"piloting": "2020-01-01", "decided": "2099-01-01"}),
        ("pause", {"reason": "Xxreason"}),
        ("edit", {"topic": "Xxnew", "body_0": "Xxbody", "common_language": ""}),
    ):
        form = look(translated, f"{here}{part}")
        assert untranslated(form.submit(values)) == []
        assert untranslated(form.submit(values)) == []
    for address in (here, f"{here}restart", f"{here}phase?to=archived", f"/plans/{plan.id}/"):
        look(translated, address)
    for query in ("", "?q=Xxnew&phase=drafting&country=IN&sort=changed", "?phase=x", "?q=Xxnothing"):
        look(translated, f"/pairings/{query}")


def test_restoring_is_translated(translated: PageClient, plan: PlanFacts) -> None:
    by = make_member(plan, name="Xxasha")
    address = written(plan, by)["measure"]
    history = look(translated.sign_in(by), f"{address}history")

    whole = look(translated, history.link("Restore the whole entry as it stood then"))
    assert untranslated(whole.submit({"version": "1"})) == []
    assert untranslated(whole.submit()) == []
    assert untranslated(look(translated, whole.path)) == []
    assert untranslated(look(translated, history.link("Restore what stood before"))) == []


def test_the_pages_of_an_empty_plan_are_translated(translated: PageClient, plan: PlanFacts) -> None:
    translated.sign_in(make_member(plan, name="Xxasha"))

    adding = ("objectives/add/area", "measures/add/measure", "objectives/paste/area", "activities/paste/activity")
    for part in ("", "missing/", "objectives/", "measures/", "history/", "glance", "export/", "export/html", *adding):
        look(translated, f"/plans/{plan.id}/{part}")


def test_what_an_observer_and_a_person_without_a_plan_see_is_translated(
    translated: PageClient, plan: PlanFacts
) -> None:
    make_member(plan, Role.LEAD, name="Xxlead")
    addresses = written(plan, make_member(plan, name="Xxasha"))
    translated.sign_in(make_member(plan, Role.OBSERVER, name="Xxobserver"))

    for part in ("", "missing/", "objectives/", "measures/"):
        look(translated, f"/plans/{plan.id}/{part}")
    look(translated, addresses["measure"])
    look(translated, f"{addresses['measure']}edit", 403)
    translated.sign_in(make_member(make_plan("Xxa", "Xxb"), name="Xxother"))
    look(translated, f"/plans/{plan.id}/", 404)


def test_what_can_be_done_with_entries_is_translated(translated: PageClient, plan: PlanFacts) -> None:
    by = make_member(plan, name="Xxasha")
    address = written(plan, by)["measure"]
    form = translated.sign_in(by).open(f"{address}edit")
    section = translated.open(f"/plans/{plan.id}/measures/")
    bracketed = {
        button.get_text("").split(OPENED)[1].split(CLOSED)[0]: button
        for button in section.soup.select("main form button")
    }

    for name in ("Move down", "Duplicate", "Add", "Delete"):
        page = section.press(" ".join(bracketed[name].get_text("").split()))
        assert untranslated(page) == [], name
    look(translated, f"/plans/{plan.id}/deleted/")
    look(translated, f"/plans/{plan.id}/history/")
    delete_entry(plan.id, UUID(address.split("/")[-2]), by=by, at=utc_now())
    look(translated, address, 410)
    assert untranslated(form.submit({"title": "Xxmine"})) == []


def test_the_pages_of_the_directory_are_translated(translated: PageClient, plan: PlanFacts) -> None:
    place = plan.sides[0].places[0].id
    network = Network(name="Xxnetwork", role=NetworkRole.NETWORK, as_of=2021, source="Xxsource", focus="Xxfocus")
    session().add(network)
    session().execute(
        update(Model.metadata.tables["places"]).values(
            latitude=1.5, longitude=2.5, population=5, population_source="Xxsource"
        )
    )
    session().commit()
    translated.sign_in(make_coordinator(plan, name="Xxmarta"))

    for path in ("/places/", "/places/?q=Xx&sort=country", "/networks/", f"/networks/{network.id}/"):
        assert OPENED in look(translated, path).text
    for part in ("", "merge", f"merge?into={plan.sides[1].places[0].id}"):
        look(translated, f"/places/{place}/{part}")
    form = translated.open(f"/places/{place}/edit")
    for page in (form, form.submit({"time_zone": "Xx"}), form.submit({"version": "0"})):
        for country in page.tree.xpath("//*[@id='country']//option[@value]"):
            country.text = ""
        assert untranslated(page) == []
    translated.sign_in(make_member(plan, name="Xxasha"))
    look(translated, "/places/add", 403)


def test_refusals_and_notices_are_translated(translated: PageClient, plan: PlanFacts) -> None:
    translated.sign_in(make_member(plan, name="Xxasha"))
    form = look(translated, f"/plans/{plan.id}/objectives/add/objective")

    refused = form.submit({"statement": "", "target": "Xx", "due_on": "Xx", "unit": "Xx" * 200})
    added = form.submit({"statement": "Xxadded"})

    assert refused.error_at("target")
    assert untranslated(refused) == []
    assert OPENED in added.text
    assert untranslated(added) == []


def test_what_becomes_of_a_pasted_list_is_translated(translated: PageClient, plan: PlanFacts) -> None:
    translated.sign_in(make_member(plan, name="Xxasha"))
    form = look(translated, f"/plans/{plan.id}/objectives/paste/objective")

    wrong = form.submit({"text": "Objective\tTarget\tArea of cooperation\tXx\tXx\tUnti\nXx\tXx\tXx\tXx\tXx\tXx\nXx"})
    refused = wrong.submit({"add": "y"})
    empty = form.submit({"text": ""})
    added = form.submit({"text": "Xxadded"}).submit({"add": "y"})

    for page in (wrong, refused, empty, added):
        assert [text for text in untranslated(page) if "\t" not in text] == []  # what was pasted is shown as it came
    assert refused.error_at("skip_columns")
    assert OPENED in added.text


def test_what_was_not_among_the_choices_is_refused_in_the_readers_language(
    translated: PageClient, plan: PlanFacts
) -> None:
    translated.sign_in(make_member(plan, name="Xxasha"))
    form = look(translated, f"/plans/{plan.id}/measures/add/measure")

    refused = form.submit({"title": "Xx", "giver_id": "Xx", "mode": "Xx", "objectives": ["Xx"]})

    assert refused.error_at("mode")
    assert untranslated(refused) == []


def test_a_conflict_is_translated(translated: PageClient, plan: PlanFacts) -> None:
    asha, bram = make_member(plan, name="Xxasha"), make_member(plan, side=1, name="Xxbram")
    area = make_entry(plan, Area, by=asha, focus="Xxold")
    form = translated.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")
    change_entry(plan, area, by=bram, focus="Xxtheirs")

    page = form.submit({"focus": "Xxmine"})

    assert page.status == 409
    assert untranslated(page) == []


def test_signing_in_is_translated(translated: PageClient, app: Flask) -> None:
    form = look(translated, "/sign-in")

    empty = form.submit({"email": "", "password": ""})
    wrong = form.submit({"email": "Xx@demo.example", "password": "Xx"})

    assert empty.error_at("email")
    assert untranslated(empty) == []
    assert untranslated(wrong) == []


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 413, 429, 500, 503])
def test_error_pages_are_translated(translated: PageClient, code: int) -> None:
    with translated.app.test_request_context(headers={"Accept-Language": LANGUAGE}):
        response = error_page(code)

    texts = tree_of(response.get_data(as_text=True)).xpath("//body//text()")
    assert any(OPENED in text for text in texts)
    assert [text for text in texts if left_of(text)] == []


def test_a_refusal_outside_a_form_is_translated(translated: PageClient) -> None:
    broken = RuleBroken(Message("Choose one of the sides of this plan."))

    with translated.app.test_request_context(headers={"Accept-Language": LANGUAGE}):
        body = error_page(400, text=broken.message).get_data(as_text=True)

    assert f"{OPENED}Choose one of the sides of this plan.{CLOSED}" in body
