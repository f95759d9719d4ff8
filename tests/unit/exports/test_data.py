import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from tests.unit.exports.documents import NOON, full_records, make_entry_facts, make_records, piloted_plan
from ucap.core.money import Money
from ucap.document.records import PlanRecords
from ucap.entries.models import entry_types
from ucap.exports.calendar import ics_of
from ucap.exports.data import json_of, schema
from ucap.exports.tables import csv_of
from ucap.exports.workbook import xlsx_of
from ucap.pairings.models import Phase
from ucap.pairings.queries.milestones import MilestoneFacts
from ucap.plans.models.activities import Activity, ActivityKind
from ucap.plans.models.measures import Measure, Module, TransferMode
from ucap.plans.models.objectives import Objective
from ucap.plans.models.states import Outcome

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", " \t=1+1", "\u200b=1+1", "\uff1d1+1", '=HYPERLINK("http://example.org")']


def an_activity(title: str = "Works") -> PlanRecords:
    return make_records(
        make_entry_facts(
            Activity,
            title=title,
            kind=ActivityKind.WORKS,
            cost=Money(Decimal("1200.50"), "EUR"),
            progress=Decimal("12.5"),
            starts_on=date(2027, 3, 1),
        )
    )


def tables(content: bytes) -> dict[str, list[list[str]]]:
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: list(csv.reader(StringIO(archive.read(name).decode("utf-8-sig")))) for name in archive.namelist()}


def test_a_workbook_has_a_sheet_a_type_with_typed_cells_under_a_frozen_head() -> None:
    plan = an_activity()

    book = load_workbook(BytesIO(xlsx_of(plan, language="en")))

    assert len(book.sheetnames) == len(entry_types())
    sheet = book["Activities"]
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, [cell.value for cell in sheet[2]], strict=True))
    assert sheet.freeze_panes == "A2"
    assert (row["Plan"], row["Title"], row["Kind"]) == ("Surat – Rotterdam", "Works", "Works")
    assert (row["Cost"], row["Cost: currency"], row["Progress"]) == (1200.5, "EUR", 12.5)
    assert row["Begins on"] == datetime(2027, 3, 1)  # noqa: DTZ001 - cells know no time zones
    assert row["Ends on"] is None


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_runs(text: str) -> None:
    plan = an_activity(text)

    sheet = load_workbook(BytesIO(xlsx_of(plan, language="en")))["Activities"]
    row = tables(csv_of(plan, language="en"))["activity.csv"][1]

    title = sheet.cell(2, 3)
    assert (title.data_type, title.value, title.hyperlink) == ("s", f"'{text}", None)
    assert row[1] == f"'{text}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<r><t>rich</t></r>", "<r><t>rich</t></r>"),
        ("<r>", "<r>"),
        ('a & b < c > d "e"', 'a & b < c > d "e"'),
        (" around ", " around "),
        ("two\nlines\tand", "two\nlines\tand"),
        ("_x0041_ stays", "_x0041_ stays"),
        ("bell \x07", "bell \x07"),
        ("\ud800 \ufffe", "\ufffd \ufffd"),
    ],
)
def test_a_cell_says_what_was_typed(text: str, shown: str) -> None:
    sheet = load_workbook(BytesIO(xlsx_of(an_activity(text), language="en")))["Activities"]

    assert unescape(sheet.cell(2, 3).value) == shown


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2027, 3, 1), date.max])
def test_a_day_is_the_day_of_a_spreadsheet(day: date) -> None:
    plan = make_records(make_entry_facts(Activity, title="Works", starts_on=day))

    sheet = load_workbook(BytesIO(xlsx_of(plan, language="en")))["Activities"]

    assert datetime.combine(day, time()) in [cell.value for cell in sheet[2]]


def test_the_same_word_of_two_lists_has_the_label_of_each() -> None:
    plan = make_records(
        make_entry_facts(Measure, mode=TransferMode.ADAPT), make_entry_facts(Module, outcome=Outcome.ADAPT)
    )

    book = load_workbook(BytesIO(xlsx_of(plan, language="en")))

    assert "Adapt" in [cell.value for cell in book["Transfer measures"][2]]
    assert "Adapt it" in [cell.value for cell in book["Modules"][2]]


def test_a_number_with_more_digits_than_a_spreadsheet_keeps_is_text() -> None:
    plan = make_records(make_entry_facts(Objective, statement="x", target=Decimal("123456789012.123456")))

    sheet = load_workbook(BytesIO(xlsx_of(plan, language="en")))["Specific objectives"]

    assert "123456789012.123456" in [cell.value for cell in sheet[2]]


def test_tables_are_one_a_type_and_the_same_each_time() -> None:
    plan = full_records()

    made = csv_of(plan, language="en")

    found = tables(made)
    assert sorted(found) == sorted(f"{one.type_name()}.csv" for one in entry_types())
    assert found["measure.csv"][1][1] == "Water plaza "
    assert len(found["commitment.csv"]) == 1
    assert csv_of(plan, language="en") == made


def test_json_keeps_to_its_schema_and_holds_all_languages() -> None:
    Draft202012Validator.check_schema(schema())
    whole = piloted_plan()
    activity = an_activity()

    for records in (whole, activity, full_records("नमस्ते 東京 \u202e")):
        data = json.loads(json_of(records, at=NOON))
        assert list(Draft202012Validator(schema()).iter_errors(data)) == []

    (told,) = json.loads(json_of(activity, at=NOON))["entries"]
    assert told["fields"]["title"] == {"en": "Works"}
    assert told["fields"]["cost"] == {"amount": "1200.50", "currency": "EUR"}
    assert (told["fields"]["kind"], told["fields"]["starts_on"]) == ("works", "2027-03-01")


def test_the_schema_refuses_what_is_no_plan() -> None:
    data = json.loads(json_of(an_activity(), at=NOON))
    data["entries"][0]["fields"]["kind"] = "nonsense"

    assert list(Draft202012Validator(schema()).iter_errors(data)) != []


def test_a_calendar_has_all_days_as_whole_days_with_lasting_names() -> None:
    records = replace(an_activity(), milestones=[MilestoneFacts(Phase.PILOTING, date(2027, 1, 1), None)])

    made = Calendar.from_ical(ics_of(records, language="en"))
    again = Calendar.from_ical(ics_of(records, language="de"))

    begins, phase = made.walk("VEVENT")
    entry = records.entries[0]
    assert str(begins["UID"]) == f"{entry.id}-starts_on@ucap"
    assert (begins.decoded("DTSTART"), begins.decoded("DTEND")) == (date(2027, 3, 1), date(2027, 3, 2))
    assert begins.decoded("DTSTAMP") == NOON.astimezone(UTC)
    assert str(begins["SUMMARY"]) == "Works – Begins on"
    assert (str(phase["SUMMARY"]), phase.decoded("DTSTART")) == ("Piloting", date(2027, 1, 1))
    assert [str(one["UID"]) for one in again.walk("VEVENT")] == [str(one["UID"]) for one in made.walk("VEVENT")]


def test_a_calendar_takes_text_as_text() -> None:
    title = "a;b,c\\d\nEND:VEVENT\r\nBEGIN:VALARM"

    (event,) = Calendar.from_ical(ics_of(an_activity(title), language="en")).walk("VEVENT")

    assert event.subcomponents == []
    assert str(event["SUMMARY"]).startswith("a;b,c\\d")
