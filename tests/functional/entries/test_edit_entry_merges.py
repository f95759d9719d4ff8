from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from tests.factories import change_entry, entry_of, make_entry, make_member, make_plan
from tests.pages import Page, PageClient
from tests.rows import digest_of_rows
from ucap.accounts.models import Person
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective

BASE = "Rain floods the market. The drains are old. The city pays."
THEIRS = "Rain floods the market each June. The drains are old. The city pays half of it."
MINE = "Rain floods the market. The drains are very old. The city pays all of it."
BOTH = "Rain floods the market each June. The drains are very old. The city pays half of it. The city pays all of it."


def test_changes_to_different_fields_both_stand_and_a_notice_says_so(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan), make_member(plan, side=1, name="Bram Vos")
    first, second = (make_entry(plan, Area, by=asha, focus=text) for text in ("First", "Second"))
    objective = make_entry(plan, Objective, by=asha, area=(first,), unit="m³", statement="Dry streets")
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/edit")
    change_entry(plan, objective, by=bram, area=(second,), baseline=Decimal("12.5"), due_on=date(2028, 2, 29))

    page = form.submit({"statement": "Dry streets for all", "unit": ""})

    assert page.status == 200
    assert "Specific objective saved. Bram Vos (Rotterdam) changed" in page.text
    assert "Baseline" in page.text
    assert "both changes stand" in page.text
    saved = entry_of(plan, objective)
    assert saved.version == 3
    assert saved.changed_by == asha.name
    assert saved.value("statement") == "Dry streets for all"
    assert saved.value("unit") is None
    assert saved.value("area") == (second,)
    assert saved.value("baseline") == Decimal("12.5")
    assert saved.value("due_on") == date(2028, 2, 29)


def test_links_that_either_added_or_took_away_all_stand(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    one, two, three, four = (make_entry(plan, Objective, by=asha, statement=text) for text in ("1", "2", "3", "4"))
    measure = make_entry(plan, Measure, by=asha, objectives=(one, two))
    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")
    change_entry(plan, measure, by=bram, objectives=(two, three))

    page = form.submit({"objectives": [str(one), str(four)]})

    assert page.status == 200
    linked = entry_of(plan, measure).value("objectives")
    assert isinstance(linked, tuple)
    assert set(linked) == {three, four}


def test_the_same_change_by_both_is_saved_without_a_word(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    area = make_entry(plan, Area, by=asha, focus="Rain")
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")
    change_entry(plan, area, by=bram, focus="Storm")

    page = form.submit({"focus": "Storm"})

    assert page.status == 200
    assert "meanwhile" not in page.text
    assert entry_of(plan, area).version == 2


def test_a_change_of_ones_own_in_another_window_is_called_that(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha, statement="Dry streets")
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/edit")
    change_entry(plan, objective, by=asha, unit="m³")

    page = form.submit({"statement": "Dry streets for all"})

    assert "You changed Unit meanwhile in another window" in page.text


def test_changes_that_make_no_sense_together_are_a_conflict_with_its_reason(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan), make_member(plan, side=1)
    surat = plan.sides[0].id
    measure = make_entry(plan, Measure, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")
    change_entry(plan, measure, by=bram, receiver_id=surat)
    before = digest_of_rows()

    page = form.submit({"giver_id": str(surat)})

    assert page.status == 409
    assert "They changed other fields than you" in page.text
    assert page.error_at("receiver_id").endswith("Choose another side than the one it comes from.")
    assert page.form()["giver_id"] == page.form()["receiver_id"] == str(surat)
    assert digest_of_rows() == before
    assert page.submit({"receiver_id": str(plan.sides[1].id)}).status == 200


def test_a_form_that_came_in_part_empties_nothing(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha)
    measure = make_entry(plan, Measure, by=asha, practice="A square", objectives=(objective,), mode=TransferMode.ADAPT)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")
    part = {name: str(form.form()[name]) for name in ("csrf_token", "version")}

    page = client.post(form.path, {**part, "title": "New title"})

    assert page.status == 200
    saved = entry_of(plan, measure)
    assert saved.title() == "New title"
    assert saved.value("practice") == "A square"
    assert saved.value("objectives") == (objective,)
    assert saved.value("mode") is TransferMode.ADAPT


def test_a_text_that_both_changed_is_shown_three_times_with_a_merge_of_its_sentences(client: PageClient) -> None:
    page = conflict_over_practice(client)

    assert page.status == 409
    assert version_of(page, "base") == f"When you began {BASE}"
    assert "Bram Vos" in version_of(page, "theirs")
    assert "each June" in version_of(page, "theirs")
    assert "very" in version_of(page, "mine")
    assert legends(page) == ["Changed by Bram Vos", "Changed by you", "Both of you changed this"]
    assert page.form()["practice"] == BOTH
    assert page.form()["practice-mine"] == MINE
    assert picks(page) == ["theirs", "mine", "both"]


def test_the_text_that_stands_there_is_saved_by_hand_or_as_proposed(client: PageClient) -> None:
    page = conflict_over_practice(client)

    saved = page.submit({"practice": "By hand."})

    assert saved.status == 200
    assert "By hand." in saved.text


def test_without_scripts_a_button_puts_the_chosen_parts_together(client: PageClient) -> None:
    page = conflict_over_practice(client)
    first, second, third = part_names(page)
    before = digest_of_rows()

    page = page.submit({first: "base", second: "mine", third: "theirs", "title": "My own", "compose": "practice"})

    together = "Rain floods the market. The drains are very old. The city pays half of it."
    assert page.status == 409
    assert page.form()["practice"] == together
    assert page.form()["practice-mine"] == MINE
    assert page.form()["title"] == "My own"
    assert picks(page) == ["base", "mine", "theirs"]
    assert digest_of_rows() == before
    assert together in page.submit().text


def test_parts_chosen_without_putting_them_together_are_shown_before_they_are_saved(client: PageClient) -> None:
    page = conflict_over_practice(client)
    before = digest_of_rows()

    page = page.submit({part_names(page)[2]: "mine"})

    assert page.status == 409
    assert page.form()["practice"] == BOTH.replace(" The city pays half of it.", "")
    assert digest_of_rows() == before
    assert page.submit().status == 200


def test_a_text_written_by_hand_is_saved_whatever_was_chosen(client: PageClient) -> None:
    page = conflict_over_practice(client)

    saved = page.submit({part_names(page)[2]: "mine", "practice": "By hand."})

    assert saved.status == 200
    assert "By hand." in saved.text


def test_bad_input_on_the_page_of_a_conflict_keeps_the_choice(client: PageClient) -> None:
    page = conflict_over_practice(client)

    refused = page.submit({"title": "", "practice": "By hand."})

    assert refused.error_at("title")
    assert refused.form()["practice"] == "By hand."
    assert refused.form()["practice-mine"] == MINE
    assert picks(refused) == ["theirs", "mine", "both"]
    assert refused.submit({"title": "Named"}).title == "Named"


def test_somebody_who_saves_during_the_choice_is_met_with_the_text_put_together(client: PageClient) -> None:
    plan = make_plan()
    bram = make_member(plan, side=1, name="Bram Vos")
    measure = make_entry(plan, Measure, by=bram, practice=BASE)
    page = conflict_over(client, plan, measure, bram)
    change_entry(plan, measure, by=bram, practice=THEIRS.replace("half of it", "nothing"))

    again = page.submit()

    assert again.status == 409
    assert again.form()["practice-mine"] == BOTH
    assert version_of(again, "base") == f"When you began {THEIRS}"
    assert again.form()["base_version"] == "2"
    assert again.form()["version"] == "3"


@pytest.mark.parametrize("base_version", ["", "x", "-1", "2", "7", "9" * 30, "٥"])
def test_a_garbled_beginning_saves_what_stands_in_the_form(client: PageClient, base_version: str) -> None:
    page = conflict_over_practice(client)

    saved = page.submit({"base_version": base_version, "practice": "By hand."})

    assert saved.status == 200
    assert "By hand." in saved.text


@pytest.mark.parametrize("pick", ["", "x", "<b>", "both"])
def test_a_part_that_is_none_of_the_choices_stays_as_proposed(client: PageClient, pick: str) -> None:
    page = conflict_over_practice(client)

    page = page.submit({part_names(page)[0]: pick, "practice-part-999": "base", "compose": "practice"})

    assert page.status == 409
    assert page.form()["practice"] in {BOTH, THEIRS}


@pytest.mark.parametrize("field", ["title", "no_such_field", "<b>", ""])
def test_asking_to_put_another_field_together_loses_nothing(client: PageClient, field: str) -> None:
    page = conflict_over_practice(client)

    page = page.submit({"compose": field, "practice": "By hand."})

    assert "By hand." in (page.form()["practice"] if page.status == 409 else page.text)


def conflict_over_practice(client: PageClient) -> Page:
    """Open a measure's form, let the partner change its practice meanwhile, and send another one."""
    plan = make_plan()
    bram = make_member(plan, side=1, name="Bram Vos")
    return conflict_over(client, plan, make_entry(plan, Measure, by=bram, practice=BASE), bram)


def conflict_over(client: PageClient, plan: PlanFacts, measure: UUID, bram: Person) -> Page:
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/measures/{measure}/edit")
    change_entry(plan, measure, by=bram, practice=THEIRS)
    return form.submit({"practice": MINE})


def version_of(page: Page, which: str) -> str:
    """Return one of the three texts with its title, as one reads it."""
    (found,) = page.soup.select(f"#practice-conflict .ucap-conflict-field__version--{which}")
    return " ".join(found.get_text(" ", strip=True).split())


def legends(page: Page) -> list[str]:
    return [legend.get_text(strip=True) for legend in page.soup.select("#practice-conflict legend")]


def part_names(page: Page) -> list[str]:
    """Return the names of the choices, in the order of the text."""
    radios = page.soup.select("#practice-conflict input[type=radio]")
    return list(dict.fromkeys(str(radio["name"]) for radio in radios))


def picks(page: Page) -> list[object]:
    return [page.form()[name] for name in part_names(page)]
