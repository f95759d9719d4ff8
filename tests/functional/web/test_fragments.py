"""Parts of pages that a process keeps: nobody sees an old one, another's token, or what another may do."""

import contextvars
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask, g
from flask_babel import force_locale
from sqlalchemy import update

from tests.factories import change_entry, make_entry, make_member, make_person, make_plan
from tests.pages import PageClient
from tests.queries import count_queries
from ucap.accounts.models import Person
from ucap.accounts.operations.sessions import begin_session
from ucap.core.clock import utc_now
from ucap.core.database import Model, session
from ucap.pairings.models import Phase, Role
from ucap.plans.models.objectives import Objective
from ucap.web import fragments, revalidation
from ucap.web.fragments import Fragments, kept_fragment

PAGES = ["", "objectives/"]


@pytest.fixture(autouse=True)
def own_fragments(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fragments]:
    kept = Fragments(100_000)
    monkeypatch.setattr(fragments, "_fragments", kept)
    yield kept
    assert kept.bytes <= kept.most_bytes


@pytest.mark.parametrize("path", PAGES)
def test_a_page_seen_again_by_the_partner_asks_only_who_reads_and_what_changed(client: PageClient, path: str) -> None:
    plan = make_plan()
    asha, meera = make_member(plan), make_member(plan, name="Meera Shah")
    make_entry(plan, Objective, by=asha, statement="Dry streets")
    address = f"/plans/{plan.id}/{path}"
    first = main_part(client, asha, address)

    client.sign_in(meera)
    with count_queries() as statements:
        again = client.send(address)

    assert tokenless(again.text) == first
    assert len(statements) <= 5


def test_a_change_by_the_partner_is_seen_at_once(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    objective = make_entry(plan, Objective, by=asha, statement="Dry streets")
    address = f"/plans/{plan.id}/objectives/"
    assert "Dry streets" in main_part(client, asha, address)

    change_entry(plan, objective, by=bram, statement="Dry cellars")
    again = main_part(client, asha, address)

    assert "Dry cellars" in again
    assert "Dry streets" not in again


@pytest.mark.parametrize("path", PAGES)
def test_the_phase_is_seen_at_once(client: PageClient, path: str) -> None:
    plan = make_plan(phase=Phase.APPLIED)
    asha = make_member(plan)
    address = f"/plans/{plan.id}/{path}"
    early = main_part(client, asha, address)

    session().execute(update(Model.metadata.tables["pairings"]).values(phase=Phase.AFTERCARE))
    session().commit()

    assert main_part(client, asha, address) != early


@pytest.mark.parametrize("path", PAGES)
def test_who_may_less_is_not_shown_what_others_may_do(client: PageClient, path: str) -> None:
    plan = make_plan()
    editor, observer = make_member(plan), make_member(plan, Role.OBSERVER)
    make_entry(plan, Objective, by=editor)
    address = f"/plans/{plan.id}/{path}"
    as_editor = client.sign_in(editor).open(address)

    as_observer = client.sign_in(observer).open(address)

    assert as_editor.soup.select("main a[href*='/edit'], main a[href*='/add/']")
    assert as_observer.soup.select("main a[href*='/edit'], main a[href*='/add/'], main form") == []


def test_each_reader_gets_the_token_of_the_own_session(client: PageClient, app: Flask) -> None:
    plan = make_plan()
    asha, meera = make_member(plan), make_member(plan, name="Meera Shah")
    make_entry(plan, Objective, by=asha, statement="Dry streets")
    address = f"/plans/{plan.id}/objectives/"
    made_for_asha = client.sign_in(asha).open(address)
    other = PageClient(app).sign_in(meera)

    kept_for_meera = other.open(address)
    used = kept_for_meera.press("Duplicate Dry streets")

    assert fields_with_tokens(kept_for_meera.soup) == {kept_for_meera.csrf_token}
    assert kept_for_meera.csrf_token != made_for_asha.csrf_token
    assert used.status == 200
    assert "Dry streets (copy)" in used.text


def test_what_was_refused_is_shown_to_who_typed_it_alone(client: PageClient) -> None:
    plan = make_plan()
    asha, meera = make_member(plan), make_member(plan, name="Meera Shah")
    address = f"/plans/{plan.id}/measures/"
    page = client.sign_in(asha).open(address)

    refused = client.post(f"{address}add/measure/title", {"csrf_token": page.csrf_token, "title": "x" * 400})

    assert "x" * 400 in str(refused.soup)
    assert "x" * 400 not in main_part(client, meera, address)
    assert "x" * 400 not in main_part(client, asha, address)


def test_each_mark_address_language_zone_and_day_has_its_own(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asha, kenji = token_of("UTC"), token_of("Asia/Tokyo")
    first = shown(app, asha, "first")

    again = shown(app, asha, "again")
    others = [
        shown(app, asha, "mark", mark="2"),
        shown(app, asha, "address", path="/b"),
        shown(app, asha, "language", language="nl"),
        shown(app, kenji, "zone"),
    ]
    monkeypatch.setattr(revalidation, "utc_now", lambda: utc_now() + timedelta(days=1))
    others.append(shown(app, asha, "day"))

    assert first == again == "<p>first</p>"
    assert others == [f"<p>{words}</p>" for words in ("mark", "address", "language", "zone", "day")]


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept = Fragments(1_000)

    kept.keep("first", ("a" * 400,))
    kept.keep("second", ("b" * 300,))
    kept.find("first")
    kept.keep("third", ("c" * 200,))

    assert kept.find("second") is None
    assert kept.find("first") == ("a" * 400,)
    assert kept.find("third") == ("c" * 200,)


def test_what_is_too_large_is_not_kept_and_what_is_replaced_not_counted_twice() -> None:
    kept = Fragments(1_000)

    kept.keep("small", ("a" * 500,))
    kept.keep("small", ("b" * 500,))
    small = kept.bytes
    kept.keep("large", ("c" * 2_000,))

    assert small < 600
    assert kept.find("large") is None
    assert kept.bytes == 0


def main_part(client: PageClient, person: Person, address: str) -> str:
    """Return the page's main part as the person sees it, without their tokens."""
    return tokenless(client.sign_in(person).open(address).response.text)


def tokenless(html: str) -> str:
    return re.sub(r'(name="csrf_token" value=)"[^"]+"', r"\1", html[html.index("<main") : html.index("</main>")])


def fields_with_tokens(soup: object) -> set[str]:
    return set(re.findall(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"', str(soup)))


def token_of(zone: str) -> str:
    """Return the token of a session of somebody who lives in the zone."""
    person = make_person()
    person.time_zone = zone
    session().commit()
    return begin_session(person.id, at=utc_now())


def shown(app: Flask, token: str, words: str, *, path: str = "/a", language: str = "en", mark: str = "1") -> str:
    """Return the fragment that a page shows, which says these words if it is made now."""

    def show() -> str:
        with app.test_request_context(path, headers={"Cookie": f"session={token}"}), force_locale(language):
            g.page_mark = mark
            return kept_fragment("previewing/preview_text.html", lambda: {"text": words}).strip()

    return contextvars.Context().run(show)
