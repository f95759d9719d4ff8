from decimal import Decimal
from uuid import uuid4

import pytest

from tests.factories import entry_of, make_entry, make_member, make_plan
from tests.pages import Page, PageClient
from tests.rows import digest_of_rows
from ucap.core.text import normalised
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective

HOSTILE = {
    "markup": "<script>alert(1)</script>",
    "attribute": "\" onfocus='alert(1)' autofocus x=\"",
    "template": "{{ 7 * 7 }} {% raw %} %(name)s %s {0}",
    "formula": "=cmd|' /C calc'!A0",
    "right to left": "safe\u202etxt.exe",
    "emoji": "🌧👩🏽\u200d🔬",
    "chinese": "海綿城市",
    "combining": "Cafe\u0301 Mu\u0308nchen",
    "lines": "one\r\ntwo\rthree",
    "backslashes": "\\0 \\x00 \\u202e ' -- ; DROP TABLE entries",
    "markdown": "[click](javascript:alert(1)) ![x](http://evil.example/x.png) <b>",
}
REFUSED = {
    "nul": "a\0b",
    "escape": "a\x1b[31m",
    "bell": "\x07",
    "c1": "a\x85b",
    "delete": "a\x7f",
    "noncharacter": "a\ufffeb",
    "long": "x" * 100_000,
}


def test_an_empty_title_is_refused_and_nothing_typed_is_lost(client: PageClient) -> None:
    form = measure_form(client)
    before = digest_of_rows()

    page = form.submit({"title": " ", "practice": "Typed text"})

    assert page.status == 200
    assert "Fill in this field" in page.error_at("title")
    assert page.form()["practice"] == "Typed text"
    assert digest_of_rows() == before


def test_a_measure_cannot_go_from_a_side_to_itself(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    measure = make_entry(plan, Measure, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")

    page = form.submit({"giver_id": str(plan.sides[0].id), "receiver_id": str(plan.sides[0].id)})

    assert "Choose another side" in page.error_at("receiver_id")
    assert page.form()["giver_id"] == str(plan.sides[0].id)
    assert entry_of(plan, measure).version == 1


@pytest.mark.parametrize("name", ["title", "practice", "why_it_works", "must_change"])
@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_text_that_cannot_be_kept_is_refused_beside_its_field(client: PageClient, name: str, text: str) -> None:
    form = measure_form(client)
    before = digest_of_rows()

    page = form.submit({name: text})

    assert page.status == 200
    assert page.error_at(name) != ""
    shown = str(page.form()[name])
    assert len(shown) == len(text)
    assert shown.replace("\ufffd", "") == "".join(character for character in text if character in shown)
    assert digest_of_rows() == before


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_kept_as_text_and_shown_escaped_on_every_page(client: PageClient, text: str) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/edit")

    page = form.submit({"statement": text, "indicator": text, "unit": text})

    assert page.status == 200
    kept = entry_of(plan, objective).values()
    assert kept["statement"] == kept["indicator"] == kept["unit"] == normalised(text)
    assert_harmless(page, text)
    for address in ("objectives/", f"objectives/{objective}/edit", f"objectives/{objective}/history", "history/"):
        assert_harmless(client.open(f"/plans/{plan.id}/{address}"), text)
    assert_harmless(client.open(f"/plans/{plan.id}/glance"), text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_prose_becomes_harmless_html(client: PageClient, text: str) -> None:
    plan = make_plan()
    asha = make_member(plan)
    measure = make_entry(plan, Measure, by=asha, objectives=(make_entry(plan, Objective, by=asha, statement=text),))
    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")

    page = form.submit({"title": text, "practice": text, "must_change": text})

    assert entry_of(plan, measure).values()["practice"] == normalised(text)
    for shown in (page, client.open(f"/plans/{plan.id}/measures/"), client.open(f"/plans/{plan.id}/glance")):
        assert shown.status == 200
        assert_no_script(shown)


@pytest.mark.parametrize("name", ["giver_id", "receiver_id", "objectives", "mode", "state"])
@pytest.mark.parametrize("what", ["of another plan", "of another kind", "random", "no id", "nul", "object"])
def test_a_choice_that_is_not_offered_is_refused_beside_its_field(client: PageClient, name: str, what: str) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    asha, oda = make_member(plan), make_member(other)
    measure = make_entry(plan, Measure, by=asha)
    foreign = make_entry(other, Objective, by=oda)
    area = make_entry(plan, Area, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")
    before = digest_of_rows()
    sent = {
        "of another plan": str(other.sides[0].id if name.endswith("_id") else foreign),
        "of another kind": str(area),
        "random": str(uuid4()),
        "no id": "1 OR 1=1",
        "nul": "\0",
        "object": "[object Object]",
    }[what]

    page = form.submit({name: sent, "practice": "Typed text"})

    assert page.status == 200
    assert page.error_at(name) != ""
    assert page.form()["practice"] == "Typed text"
    assert digest_of_rows() == before


@pytest.mark.parametrize("what", ["of another plan", "of another kind", "itself", "random", "no id"])
def test_an_area_that_is_not_offered_is_refused(client: PageClient, what: str) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    asha, oda = make_member(plan), make_member(other)
    objective = make_entry(plan, Objective, by=asha)
    foreign = make_entry(other, Area, by=oda)
    measure = make_entry(plan, Measure, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/edit")
    before = digest_of_rows()
    sent = {
        "of another plan": str(foreign),
        "of another kind": str(measure),
        "itself": str(objective),
        "random": str(uuid4()),
        "no id": "1",
    }[what]

    page = form.submit({"area": sent})

    assert page.error_at("area") != ""
    assert digest_of_rows() == before


def test_one_foreign_link_among_good_ones_saves_none(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    asha, oda = make_member(plan), make_member(other)
    good, foreign = make_entry(plan, Objective, by=asha), make_entry(other, Objective, by=oda)
    measure = make_entry(plan, Measure, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")
    before = digest_of_rows()

    page = form.submit({"objectives": [str(good), str(foreign)]})

    assert page.error_at("objectives") != ""
    assert page.form()["objectives"] == str(good)
    assert digest_of_rows() == before


def test_the_same_link_twice_is_one_link(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha)
    measure = make_entry(plan, Measure, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")

    page = form.submit({"objectives": [str(objective), str(objective)]})

    assert page.status == 200
    assert entry_of(plan, measure).values()["objectives"] == (objective,)


def test_an_id_in_other_letters_is_the_same_one(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    measure = make_entry(plan, Measure, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")

    page = form.submit({"giver_id": f"{{{str(plan.sides[0].id).upper()}}}"})

    assert page.status == 200
    assert entry_of(plan, measure).columns["giver_id"] == plan.sides[0].id


def test_a_missing_field_keeps_what_stands_there(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha, statement="Dry streets", unit="m³", baseline=Decimal(5))
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/edit")

    kept = form.form()
    page = client.post(form.path, {"csrf_token": kept["csrf_token"], "version": kept["version"], "indicator": "Days"})

    assert page.status == 200
    saved = entry_of(plan, objective)
    assert saved.title() == "Dry streets"
    assert saved.columns["unit"] == "m³"
    assert saved.columns["baseline"] == 5


def test_fields_nobody_asked_for_change_nothing(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")
    extra = {
        "id": str(uuid4()),
        "plan_id": str(other.id),
        "type": "measure",
        "position": "9",
        "created_by_id": str(uuid4()),
        "language": "de",
        "entry_type": "x",
        "data": "x",
        "meta": "x",
    }

    before = digest_of_rows(without={"sent_forms"})
    page = form.submit(extra)

    assert page.status == 200
    assert digest_of_rows(without={"sent_forms"}) == before


@pytest.mark.parametrize("body", [{"focus": 5}, ["focus"], "focus", 5, None, {"focus": {"a": ["b"]}}])
def test_json_is_no_form(client: PageClient, body: object) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")
    before = digest_of_rows()

    page = client.open(form.path, method="POST", json=body, headers={"X-CSRFToken": form.csrf_token})

    assert page.status < 500
    assert digest_of_rows() == before


@pytest.mark.parametrize("path", ["measures/{}/edit", "context/{}/edit", "nothing/{}/edit"])
def test_an_entry_is_in_its_own_section_only(client: PageClient, path: str) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/{path.format(area)}")

    assert page.status == 404


def measure_form(client: PageClient) -> Page:
    plan = make_plan()
    asha = make_member(plan)
    measure = make_entry(plan, Measure, by=asha)
    return client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")


def objective_form(client: PageClient) -> Page:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha)
    return client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/edit")


def assert_harmless(page: Page, text: str) -> None:
    """Check that the page shows the text, as text."""
    assert page.status == 200
    shown = page.text + " ".join(str(tag.get("value")) for tag in page.soup.find_all("input"))
    assert " ".join(normalised(text).split()) in " ".join(shown.split())
    assert_no_script(page)


def assert_no_script(page: Page) -> None:
    """Check that nothing typed became markup that does anything."""
    assert [tag for tag in page.soup.find_all("script") if not str(tag.get("src")).startswith("/static/")] == []
    assert [tag for tag in page.soup.find_all("img") if not str(tag.get("src")).startswith("/static/")] == []
    assert [tag for tag in page.soup.find_all(href=True) if str(tag["href"]).lower().startswith("javascript")] == []
    assert [tag for tag in page.soup.select("*") if any(name.startswith("on") for name in tag.attrs)] == []
    assert page.soup.find_all(autofocus=True) == []
