from datetime import date
from decimal import Decimal

import pytest

from tests.factories import entry_of, make_entry, make_member, make_plan
from tests.pages import Page, PageClient
from tests.rows import digest_of_rows
from ucap.plans.models.objectives import Objective

NO_NUMBERS = [
    "1e999",
    "-1e999",
    "NaN",
    "sNaN",
    "sNaN,",
    "Infinity",
    "-Infinity",
    "9" * 30,
    "1.1234567",
    "1000000000000000",
    "1,e9999999",
    "1,e99999999999",
    "1,2,3",
    "12,00.5",
    "0x10",
    "1/2",
    "--1",
    "12 m³",
    "<script>1</script>",
    "=1+1",
    "1\0",
    "\u202e1",
    "1" * 100_000,
    "1e3",
    "0e-999999999",
]
NO_DAYS = [
    "2027-02-30",
    "0000-00-00",
    "99999-01-01",
    "2027-13-01",
    "tomorrow",
    "2027-01-01T00:00",
    "2027-01-01 2028-01-01",
    "0001-01-01",
    "31.12.27",
    "2027-01-01\0",
    "<script>1</script>",
    "9" * 100_000,
]


@pytest.mark.parametrize("text", NO_NUMBERS, ids=lambda text: ascii(text[:12]))
def test_what_is_no_number_is_refused_and_stays_in_the_form(client: PageClient, text: str) -> None:
    form = objective_form(client)
    before = digest_of_rows()

    page = form.submit({"baseline": text, "unit": "m³"})

    assert page.status == 200
    assert page.error_at("baseline") != ""
    assert page.form()["baseline"] == text.replace("\0", "\ufffd")
    assert page.form()["unit"] == "m³"
    assert digest_of_rows() == before


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1200.5", Decimal("1200.5")),
        ("1,200.5", Decimal("1200.5")),
        (" -3 ", Decimal(-3)),
        ("0", Decimal(0)),
        ("-0", Decimal(0)),
        ("0.000001", Decimal("0.000001")),
        ("999999999999999.999999", Decimal("999999999999999.999999")),
        ("1 200,50", Decimal("1200.5")),
        ("12,00,000", Decimal(1200000)),
        ("1.000000000000", Decimal(1)),
    ],
)
def test_numbers_are_kept_exactly(client: PageClient, text: str, number: Decimal) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/edit")

    page = form.submit({"baseline": text})

    assert page.status == 200
    assert entry_of(plan, objective).columns["baseline"] == number
    assert len(str(client.open(form.path).form()["baseline"])) <= 26


def test_a_number_can_be_saved_again_as_the_form_shows_it(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha, baseline=Decimal("1234567.123456"), target=Decimal("-0.5"))
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/edit")
    before = digest_of_rows(without={"sent_forms"})

    form.submit()

    assert digest_of_rows(without={"sent_forms"}) == before


@pytest.mark.parametrize("text", NO_DAYS, ids=lambda text: ascii(text[:12]))
def test_what_is_no_day_is_refused_and_stays_in_the_form(client: PageClient, text: str) -> None:
    form = objective_form(client)
    before = digest_of_rows()

    page = form.submit({"due_on": text})

    assert page.status == 200
    assert "Write this as a day that exists" in page.error_at("due_on")
    assert page.form()["due_on"] == text.replace("\0", "\ufffd")
    assert digest_of_rows() == before


@pytest.mark.parametrize(
    ("text", "day", "shown"),
    [
        ("1000-01-01", date(1000, 1, 1), "1 January 1000"),
        ("9999-12-31", date(9999, 12, 31), "31 December 9999"),
        (" 2028-02-29 ", date(2028, 2, 29), "29 February 2028"),
        ("31.12.2027", date(2027, 12, 31), "31 December 2027"),
        ("3 May 2027", date(2027, 5, 3), "3 May 2027"),
    ],
)
def test_days_that_exist_are_kept_and_shown(client: PageClient, text: str, day: date, shown: str) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/edit")

    page = form.submit({"due_on": text})

    assert page.status == 200
    assert entry_of(plan, objective).columns["due_on"] == day
    assert client.open(form.path).form()["due_on"] == shown


def objective_form(client: PageClient) -> Page:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha)
    return client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/edit")
