import re
from uuid import UUID

import pytest

from tests.factories import change_entry, make_entry, make_member, make_plan
from tests.pages import Page, PageClient
from tests.rows import digest_of_rows
from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.entries.queries.kept_forms import DraftFacts, drafts_of_plan
from ucap.entries.rules import MOST_FIELDS, MOST_TYPED
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.objectives import Area, Objective

NOWHERE = "type=area&entry=22869a9b-552a-4ada-a3c2-3a736b2b18a0"


def test_what_stands_in_a_new_form_is_kept(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/objective")

    answer = keep(form, {"statement": "Dry str", "baseline": "abc"})

    assert (answer.status, answer.response.data) == (204, b"")
    assert re.fullmatch(r"\d\d:\d\d", answer.response.headers["X-Kept-At"])
    kept = only_draft(plan, asha)
    assert (kept.type, kept.entry_id, kept.path) == (Objective, None, form.path)
    assert {("statement", "Dry str"), ("baseline", "abc")} <= {(name, text) for name, text in kept.fields}


def test_what_stands_in_the_form_of_an_entry_is_kept(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")

    answer = keep(form, {"focus": "Rai"})

    assert answer.status == 204
    kept = only_draft(plan, asha)
    assert (kept.type, kept.entry_id, kept.path) == (Area, area, form.path)


def test_the_token_is_not_kept(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/area")

    keep(form, {"focus": "Rai"})

    kept = only_draft(plan, asha).fields
    assert "csrf_token" not in [name for name, _text in kept]
    assert form.csrf_token not in str(kept)


@pytest.mark.parametrize("text", ["a\0b", "\x1b", "\ufffe", "🌧 ünï", "<b>", "'; DROP TABLE drafts", "x" * 30_000])
def test_any_text_can_be_kept_and_shown_again(client: PageClient, text: str) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/area")

    answer = keep(form, {"focus": text, text[:50]: text})

    assert answer.status == 204
    again = client.open(f"{form.path}?draft={only_draft(plan, asha).form_key}")
    assert again.status == 200
    assert again.form()["focus"] == text.replace("\0", "\ufffd").replace("\x1b", "\ufffd").replace("\ufffe", "\ufffd")


@pytest.mark.parametrize(
    "fields",
    [{"focus": "x" * (MOST_TYPED + 1)}, {f"f{number}": "" for number in range(MOST_FIELDS + 1)}],
    ids=["long", "many"],
)
def test_more_than_any_form_can_hold_is_refused(client: PageClient, fields: dict[str, str]) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/area")
    before = digest_of_rows()

    answer = keep(form, fields)

    assert answer.status == 400
    assert "too much text for a draft" in answer.text
    assert digest_of_rows() == before


@pytest.mark.parametrize("body", [{"focus": 5}, ["focus"], "focus", None])
def test_json_is_an_empty_draft_and_no_fault(client: PageClient, body: object) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/add/area")

    answer = client.open(draft_url(form), method="POST", json=body, headers={"X-CSRFToken": form.csrf_token})

    assert answer.status == 204


@pytest.mark.parametrize("query", ["", "type=", "type=nothing", "type=area&entry=", "type=area&entry=x", NOWHERE])
def test_a_draft_of_nothing_is_not_found(client: PageClient, query: str) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/add/area")
    before = digest_of_rows()

    answer = client.post(f"{draft_url(form).partition('?')[0]}?{query}", form.form())

    assert answer.status == 404
    assert digest_of_rows() == before


@pytest.mark.parametrize("key", ["x", "not-a-uuid", "00000000", "1" * 100])
def test_a_key_that_is_none_leads_nowhere(client: PageClient, key: str) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/add/area")

    assert client.post(f"/plans/{plan.id}/drafts/{key}/keep?type=area", form.form()).status == 404


def test_an_entry_of_another_plan_has_no_draft_here(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    foreign = make_entry(other, Area, by=make_member(other))
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/add/area")

    assert client.post(f"{draft_url(form)}&entry={foreign}", form.form()).status == 404


def test_a_draft_is_kept_over_a_newer_version_too(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")
    change_entry(plan, area, by=make_member(plan, side=1), focus="Newer")

    answer = keep(form, {"focus": "Mine"})

    assert answer.status == 204
    assert ["version", "1"] in only_draft(plan, asha).fields


def test_a_stranger_is_told_so_and_nothing_is_kept(client: PageClient) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/add/area")
    client.browser.delete_cookie("session", domain="localhost")
    before = digest_of_rows()

    answer = client.send(draft_url(form), method="POST", data=form.form(), headers={"X-Requested-With": "fetch"})

    assert (answer.status_code, answer.data) == (401, b"")
    assert answer.headers["WWW-Authenticate"].startswith("Session")
    assert digest_of_rows() == before


def test_a_stale_token_keeps_nothing(client: PageClient) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/add/area")
    before = digest_of_rows()

    answer = keep(form, {"csrf_token": "stale"})

    assert answer.status == 400
    assert digest_of_rows() == before


def test_an_observer_may_not_and_somebody_of_another_plan_may_not_know(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/add/area")

    statuses = []
    for person in (make_member(plan, Role.OBSERVER), make_member(other)):
        token = client.sign_in(person).open("/").csrf_token
        statuses.append(keep(form, {"csrf_token": token}).status)

    assert statuses == [403, 404]


def draft_url(form: Page) -> str:
    (found,) = form.soup.select("form[data-draft-url]")
    return str(found["data-draft-url"])


def keep(form: Page, changes: dict[str, str]) -> Page:
    """Send what the script of the form would send after these changes."""
    return form.client.post(draft_url(form), {**form.form(), **changes})


def only_draft(plan: PlanFacts, person: Person) -> DraftFacts:
    session().rollback()
    (draft,) = drafts_of_plan(plan.id, person)
    assert isinstance(draft.form_key, UUID)
    return draft
