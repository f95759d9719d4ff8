from datetime import timedelta

import pytest

from tests.factories import NOON, change_entry, entry_of, make_entry, make_member, make_plan
from tests.pages import Page, PageClient
from tests.rows import digest_of_rows
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective

LATER = NOON + timedelta(hours=1)
MARKUP = "<script>alert(1)</script>"
ATTRIBUTE = "\" onfocus='alert(1)' autofocus x=\""


def test_over_a_newer_version_both_texts_are_shown_and_nothing_is_saved(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan), make_member(plan, side=1, name="Bram Vos")
    area = make_entry(plan, Area, by=asha, focus="Storing rain in squares")
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")
    change_entry(plan, area, by=bram, at=LATER, focus="Storing rain in gardens")
    before = digest_of_rows()

    page = form.submit({"focus": "Storing floods in squares"})

    assert page.status == 409
    assert "Not saved yet" in page.text
    assert "Bram Vos saved a newer version" in page.text
    assert "Storing rain in gardens" in page.text
    assert page.form()["focus"] == "Storing floods in squares"
    assert page.form()["version"] == "2"
    assert "squares" in text_of(page, "del")
    assert "gardens" in text_of(page, "ins")
    assert digest_of_rows() == before


def test_sending_the_page_of_the_conflict_saves(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    area = make_entry(plan, Area, by=asha, focus="Rain")
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")
    change_entry(plan, area, by=bram, focus="Theirs")

    page = form.submit({"focus": "Mine"}).submit({"focus": "Mine and theirs"})

    assert page.status == 200
    assert page.title == "Mine and theirs"
    assert entry_of(plan, area).version == 3


def test_somebody_who_saves_during_the_conflict_makes_another_one(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    area = make_entry(plan, Area, by=asha, focus="Rain")
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")
    change_entry(plan, area, by=bram, focus="Theirs")
    conflict = form.submit({"focus": "Mine"})
    change_entry(plan, area, by=bram, focus="Theirs again")

    page = conflict.submit()

    assert page.status == 409
    assert "Theirs again" in page.text
    assert page.form()["focus"] == "Mine"
    assert entry_of(plan, area).title() == "Theirs again"


def test_a_conflict_shows_names_and_labels_and_never_ids_and_codes(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan), make_member(plan, side=1)
    surat, rotterdam = plan.sides
    measure = make_entry(plan, Measure, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")
    change_entry(plan, measure, by=bram, giver_id=rotterdam.id, mode=TransferMode.BE_INSPIRED)

    page = form.submit({"giver_id": str(surat.id), "mode": "copy"})

    assert theirs(page, "giver_id").endswith("Rotterdam")
    assert theirs(page, "mode").endswith("Be inspired")
    assert page.form()["giver_id"] == str(surat.id)
    assert page.form()["mode"] == "copy"


def test_the_one_link_that_both_changed_is_shown_by_its_name(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    areas = [make_entry(plan, Area, by=asha, focus=text) for text in ("Rain", "Heat", "Noise")]
    objective = make_entry(plan, Objective, by=asha, area=(areas[0],))
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/edit")
    change_entry(plan, objective, by=bram, area=(areas[1],))

    page = form.submit({"area": str(areas[2])})

    assert page.status == 409
    assert text_of(page, "#area-conflict .ucap-conflict-field__version--base").endswith("Rain")
    assert theirs(page, "area").endswith("Heat")
    assert page.form()["area"] == str(areas[2])


def test_a_field_that_the_partner_emptied_says_so(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    measure = make_entry(plan, Measure, by=asha, practice="A square")
    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")
    change_entry(plan, measure, by=bram, practice="")

    page = form.submit({"practice": "A square that stores rain"})

    assert page.status == 409
    assert theirs(page, "practice").endswith("(empty)")
    assert page.form()["practice"] == "A square that stores rain"


@pytest.mark.parametrize(
    "version", ["", "0", "-1", "2", "999999999", "9" * 30, "1.0", "1e0", "x", "\0", "<b>", " 1", "١٢", None]
)
def test_a_garbled_or_missing_version_never_overwrites(client: PageClient, version: str | None) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="Rain")
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")
    sent = {**form.form(), "focus": "Mine", "version": version}
    before = digest_of_rows()

    page = client.post(form.path, {name: value for name, value in sent.items() if value is not None})

    assert page.status == 409
    assert page.form()["focus"] == "Mine"
    assert page.form()["version"] == "1"
    assert digest_of_rows() == before


def test_a_version_that_nobody_has_written_yet_still_shows_what_stands_in_the_plan(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="What stands there")
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")

    page = form.submit({"focus": "Mine", "version": "7"})

    assert page.status == 409
    assert "What stands there" in theirs(page, "focus")


def test_bad_input_over_a_newer_version_shows_the_errors_first(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    area = make_entry(plan, Area, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")
    change_entry(plan, area, by=bram, focus="Theirs")

    refused = form.submit({"focus": ""})
    page = refused.submit({"focus": "Mine"})

    assert refused.error_at("focus") != ""
    assert refused.form()["version"] == "1"
    assert page.status == 409
    assert entry_of(plan, area).title() == "Theirs"


def test_hostile_text_in_a_conflict_is_shown_escaped(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1, name="<script>alert(2)</script>")
    measure = make_entry(plan, Measure, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")
    change_entry(plan, measure, by=bram, practice=MARKUP, title="{{ 7 * 7 }}")

    page = form.submit({"practice": ATTRIBUTE, "title": "<i>x</i>"})

    assert page.status == 409
    assert "<script>alert" not in page.response.text
    assert page.soup.find_all(autofocus=True) == []
    assert MARKUP in page.text
    assert "{{ 7 * 7 }}" in page.text
    assert page.form()["practice"] == f"{MARKUP}\n{ATTRIBUTE.strip()}"
    assert page.form()["practice-mine"] == ATTRIBUTE.strip()


def theirs(page: Page, name: str) -> str:
    return text_of(page, f"#{name}-conflict .ucap-conflict-field__version--theirs")


def text_of(page: Page, selector: str) -> str:
    return " ".join(part.get_text(" ", strip=True) for part in page.soup.select(selector))
