from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from tests.factories import make_entry, make_member, make_plan
from tests.pages import Page, PageClient
from tests.rows import digest_of_rows
from ucap.core.money import Money
from ucap.directory.operations import load_vocabularies
from ucap.directory.queries import term_by_code
from ucap.entries.queries.reading import EntryFacts, entries_of_plan
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.activities import Activity, ActivityKind
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective

ADD = {"add": "y"}


def test_lines_become_entries_once_they_have_been_looked_at(client: PageClient) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/").follow("Paste a list")
    form = form.follow("Specific objectives")
    before = digest_of_rows()

    preview = form.submit({"text": "Fewer flooded streets\r\n\r\nMore shade\r\n"})
    unchanged = digest_of_rows()
    page = preview.submit(ADD)

    assert preview.status == 200
    assert rows_shown(preview) == [["1", "Fewer flooded streets"], ["3", "More shade"]]
    assert "Add 2 objectives" in preview.text
    assert preview.form()["text"] == "Fewer flooded streets\n\nMore shade\n"
    assert unchanged == before
    assert page.path == f"/plans/{plan.id}/objectives/"
    assert "2 objectives added." in page.text
    assert [entry.title() for entry in objectives_of(plan)] == ["Fewer flooded streets", "More shade"]


def test_rows_of_a_spreadsheet_fill_fields_of_every_kind(client: PageClient) -> None:
    load_vocabularies()
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="Storing rain")
    target = term_by_code("sdg_target", "11.5")
    form = client.sign_in(asha).open(address(plan))

    preview = form.submit(
        {
            "text": "TARGET date\tObjective \ttarget\tUnit\tAREA of cooperation\tSDG targets\tBaseline\n"
            '3 May 2027\t"Fewer ""wet""\nstreets"\t1 200,50\tm³\tstoring  rain\t6.3; 11.5\t\n'
        }
    )
    preview.submit(ADD)

    assert rows_shown(preview)[0][1:6] == ["3 May 2027", 'Fewer "wet" streets', "1,200.5", "m³", "Storing rain"]
    (objective,) = objectives_of(plan)
    assert objective.title() == 'Fewer "wet"\nstreets'
    assert objective.columns["target"] == Decimal("1200.5")
    assert objective.columns["due_on"] == date(2027, 5, 3)
    assert objective.columns["baseline"] is None
    assert objective.attached["area"] == (area,)
    assert target is not None
    assert target.id in objective.attached["sdg_targets"]
    assert len(objective.attached["sdg_targets"]) == 2


def test_choices_sides_and_several_links_are_written_by_name(client: PageClient) -> None:
    plan = make_plan("Surat", ("Rotterdam", "Delft"))
    asha = make_member(plan)
    dry = make_entry(plan, Objective, by=asha, statement="Dry streets; safe schools")
    shade = make_entry(plan, Objective, by=asha, statement="Shade")
    form = client.sign_in(asha).open(address(plan, "measures", "measure"))

    preview = form.submit(
        {
            "text": "title;Given by;Received by;How it is transferred;Objectives it serves\n"
            'Water plaza;delft;SURAT;adapt;"Dry streets; safe schools"\n'
            "Cool roofs;Rotterdam, Delft;Surat;Be inspired;Shade\n"
        }
    )
    several = preview.submit({"text": 'title\tobjectives\nBoth\t"dry streets; safe schools\nSHADE"', "checked": ""})

    assert preview.error_at("text") == ""
    assert rows_shown(preview)[0][1:4] == ["Water plaza", "Rotterdam, Delft", "Surat"]
    preview.submit(ADD)
    several.submit(ADD)
    plaza, roofs, both = entries_of_plan(plan.id, [Measure])
    assert plaza.columns["giver_id"] == roofs.columns["giver_id"] == plan.sides[1].id
    assert plaza.columns["mode"] is TransferMode.ADAPT
    assert plaza.attached["objectives"] == (dry,)
    assert both.attached["objectives"] == (dry, shade)


def test_what_cannot_be_read_is_said_beside_its_cell_and_nothing_is_added(client: PageClient) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(address(plan))
    before = digest_of_rows()

    preview = form.submit(
        {
            "text": "Objective\tTarget\tTarget date\tArea of cooperation\n"
            "Good\t1\t\t\nBad\tmany\t30 Feb 2027\tNowhere\n\t5\t\t"
        }
    )
    refused = preview.submit(ADD)

    assert "Row 3, Target: Write this as a number" in preview.text
    assert "Write this as a number" in cell(preview, "row-3-target")
    assert "many" in cell(preview, "row-3-target")
    assert "Write this as a day that exists" in cell(preview, "row-3-due_on")
    assert "is called “Nowhere”" in cell(preview, "row-3-area")
    assert "Fill in this field" in cell(preview, "row-4-statement")
    assert "Add 1 objective" in preview.text
    assert "Correct the rows with errors, or leave them out." in refused.error_at("skip_rows")
    assert digest_of_rows() == before


def test_rows_with_errors_are_left_out_if_one_says_so(client: PageClient) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(address(plan))

    preview = form.submit({"text": "Objective\tTarget\nGood\t1\nBad\tmany"})
    page = preview.submit({**ADD, "skip_rows": "y"})

    assert "1 objective added." in page.text
    assert [entry.title() for entry in objectives_of(plan)] == ["Good"]


def test_columns_that_are_not_recognised_are_named_and_block_until_one_decides(client: PageClient) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(address(plan))

    preview = form.submit({"text": "Objective\tTraget\tColour\tObjective\t\nGood\t1\tred\tagain\tlost"})
    refused = preview.submit(ADD)
    added = refused.submit({**ADD, "skip_columns": "y"})

    assert "Column 2, “Traget”, is not known. If it is “Target”, correct its heading." in preview.text
    assert "Column 3, “Colour”, is not known. Write one of the names below over it, or delete it." in preview.text
    assert "Column 4, “Objective”, is there twice. Delete one." in preview.text
    assert "Column 5 has no heading. Write one of the names below over it." in preview.text
    assert "leave them out" in refused.error_at("skip_columns")
    assert "1 objective added." in added.text
    assert [entry.title() for entry in objectives_of(plan)] == ["Good"]


def test_what_may_be_there_already_is_left_out_unless_one_decides_otherwise(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_entry(plan, Objective, by=asha, statement="Dry streets")
    form = client.sign_in(asha).open(address(plan))

    preview = form.submit({"text": "dry  Streets\nMore shade\nMore shade"})
    kept = preview.form()
    page = preview.submit({**ADD, "leave_out": ["1"]})

    assert kept["leave_out"] == ["1", "3"]
    assert "Has the same title as an entry of the plan." in preview.text
    assert "Has the same title as row 2." in preview.text
    assert "Add 1 objective" in preview.text
    assert "2 objectives added." in page.text
    assert [entry.title() for entry in objectives_of(plan)] == ["Dry streets", "More shade", "More shade"]


def test_a_list_of_nothing_but_duplicates_adds_nothing_unless_one_decides_otherwise(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_entry(plan, Objective, by=asha, statement="Dry streets")
    preview = client.sign_in(asha).open(address(plan)).submit({"text": "Dry streets"})

    page = preview.submit(ADD)

    assert "All rows are left out" in page.text
    assert len(objectives_of(plan)) == 1
    assert "1 objective added." in page.submit({**ADD, "leave_out": []}).text


def test_a_list_changed_after_it_was_looked_at_is_shown_again(client: PageClient) -> None:
    plan = make_plan()
    preview = client.sign_in(make_member(plan)).open(address(plan)).submit({"text": "Dry streets"})

    again = preview.submit({**ADD, "text": "Dry streets\nMore shade"})

    assert "Look at it again, then add it." in again.text
    assert len(rows_shown(again)) == 2
    assert objectives_of(plan) == []
    assert "2 objectives added." in again.submit(ADD).text


@pytest.mark.parametrize("changes", [{"key": "x"}, {"key": ""}, {"checked": "x"}, {"key": "\0"}])
def test_a_form_that_does_not_say_what_was_looked_at_adds_nothing(client: PageClient, changes: dict[str, str]) -> None:
    plan = make_plan()
    preview = client.sign_in(make_member(plan)).open(address(plan)).submit({"text": "Dry streets"})

    page = preview.submit({**ADD, **changes})

    assert page.status == 200
    assert objectives_of(plan) == []


def test_the_same_confirmation_twice_adds_once(client: PageClient) -> None:
    plan = make_plan()
    preview = client.sign_in(make_member(plan)).open(address(plan)).submit({"text": "Dry streets\nMore shade"})

    first, second = preview.submit(ADD), preview.submit(ADD)

    assert "2 objectives added." in first.text
    assert "2 objectives added." in second.text
    assert len(objectives_of(plan)) == 2


def test_several_places_may_be_written_in_a_column_or_chosen_for_all_rows(client: PageClient) -> None:
    plan = make_plan(("Surat", "Pune"), "Rotterdam")
    surat, pune = plan.sides[0].places
    form = client.sign_in(make_member(plan)).open(address(plan, "activities", "activity"))

    refused = form.submit({"text": "Workshop"})
    chosen = form.submit({"text": "Workshop", "place_id": str(surat.id)})
    written = form.submit({"text": "Title\tPlace\nVisit\tPUNE\nCampaign\t", "place_id": str(surat.id)})
    foreign = form.submit({"text": "Title\tPlace\nVisit\tRotterdam"})
    chosen.submit(ADD)
    written.submit(ADD)

    assert "Choose the place" in refused.error_at("place_id")
    assert "Surat" in rows_shown(chosen)[0]
    assert "“Rotterdam” cannot be chosen. Write one of these: Surat, Pune." in foreign.text
    places = {entry.title(): entry.place_id for entry in entries_of_plan(plan.id, [Activity])}
    assert places == {"Workshop": surat.id, "Visit": pune.id, "Campaign": surat.id}


def test_a_person_of_one_place_is_not_asked_for_it(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    form = client.sign_in(make_member(plan)).open(address(plan, "activities", "activity"))

    page = form.submit({"text": "Title\tCost\tKind\tProgress\nWorkshop\t12,00,000 INR\tstudy visit\t40 %"}).submit(ADD)

    assert "1 activity added." in page.text
    (activity,) = entries_of_plan(plan.id, [Activity])
    assert activity.place_id == plan.sides[0].places[0].id
    assert activity.columns["cost"] == Money(Decimal(1200000), "INR")
    assert activity.columns["kind"] is ActivityKind.STUDY_VISIT


def test_a_row_that_breaks_a_rule_is_refused_like_the_form_would(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    form = client.sign_in(make_member(plan)).open(address(plan, "measures", "measure"))

    preview = form.submit({"text": "title\tgiver_id\treceiver_id\nPlaza\tSurat\tSurat"})

    assert "Choose another side" in cell(preview, "row-2-receiver_id")


def test_bullets_and_numbers_before_all_lines_are_dropped(client: PageClient) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(address(plan))

    bullets = form.submit({"text": "• Dry streets\n•\tMore shade"})
    numbers = form.submit({"text": "1. Dry streets\n2) More shade"})
    some = form.submit({"text": "- Dry streets\nMore shade"})

    assert [row[1:] for row in rows_shown(bullets)] == [["Dry streets"], ["More shade"]]
    assert [row[1:] for row in rows_shown(numbers)] == [["Dry streets"], ["More shade"]]
    assert [row[1:] for row in rows_shown(some)] == [["- Dry streets"], ["More shade"]]


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "safe\u202etxt.exe",
        "🌧👩🏽\u200d🔬",
        "{{ 7 * 7 }} %(name)s %s",
        "x" * 300,
        '5" pipes, and more; really',
    ],
)
def test_hostile_text_stays_text(client: PageClient, text: str) -> None:
    plan = make_plan()
    preview = client.sign_in(make_member(plan)).open(address(plan)).submit({"text": f"{text}\nMore shade"})

    page = preview.submit(ADD)

    assert preview.soup.find("script", string=True) is None
    assert "2 objectives added." in page.text
    assert objectives_of(plan)[0].title() == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Paste or type a list first."),
        (" \n\t\n", "Paste or type a list first."),
        ("x" * 200_001, "Paste the list in parts: it has 200001 characters, and 200000 fit."),
        ("x\n" * 201, "Paste the list in parts: it has 201 rows, and 200 fit."),
        ("Objective\tTarget", "Add at least one row below the headings."),
        ("Target\tUnit\n5\tm", "Write the heading “Objective” over one column"),
        ("Objective\n" + "x\t" * 5_000, "Delete columns that are not needed: the list has 5001, and 100 fit."),
        ("Objective\t" * 5_000 + "\nx", "Delete columns that are not needed: the list has 5001, and 100 fit."),
        ('One\n"Two', "A cell in row 2 begins with a quotation mark that has no partner"),
        ('"' * 99_999, "A cell in row 1 begins with a quotation mark that has no partner"),
    ],
)
def test_what_is_no_list_is_refused_and_nothing_typed_is_lost(client: PageClient, text: str, said: str) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(address(plan))

    page = form.submit({"text": text})

    assert page.status == 200
    assert said in page.error_at("text")
    assert page.form()["text"] == text


@pytest.mark.parametrize("count", [199, 200])
def test_so_many_rows_fit(client: PageClient, count: int) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(address(plan))

    page = form.submit({"text": "\n".join(f"Objective {number}" for number in range(count))})

    assert f"Add {count} objectives" in page.text


@pytest.mark.parametrize("refused", ["\0", "\x1b", "\x7f", "\ufffe"])
def test_characters_that_cannot_be_kept_are_refused_in_their_cell(client: PageClient, refused: str) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(address(plan))

    preview = form.submit({"text": f"Objective\tUnit\tTarget\nDry{refused} streets\t{refused}\t{refused}1"})
    page = preview.submit({**ADD, "text": f"Objective\tUnit\tTarget\nDry{refused} streets\t{refused}\t{refused}1"})

    assert "Character 4 cannot be kept" in cell(preview, "row-2-statement")
    assert "Character 1 cannot be kept" in cell(preview, "row-2-unit")
    assert "number" in cell(preview, "row-2-target")
    assert page.error_at("skip_rows")
    assert objectives_of(plan) == []


def test_many_errors_are_counted_and_each_stands_in_its_cell(client: PageClient) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(address(plan))

    preview = form.submit({"text": "Objective\tTarget\n" + "x\tmany\n" * 25})

    assert "And 5 errors more." in preview.text
    assert "Write this as a number" in cell(preview, "row-26-target")


def test_two_entries_of_the_same_title_cannot_be_linked_by_it(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_entry(plan, Area, by=asha, focus="Rain")
    make_entry(plan, Area, by=asha, focus="Rain")

    preview = client.sign_in(asha).open(address(plan)).submit({"text": "Objective\tArea of cooperation\nDry\tRain"})

    assert "“Rain” could be several." in cell(preview, "row-2-area")


def test_a_long_text_is_shown_in_part(client: PageClient) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(address(plan, "measures", "measure"))

    preview = form.submit({"text": f"title\tpractice\nPlaza\t{'x' * 1_000}"})

    assert "and 760 more characters" in preview.text


def test_entries_of_another_plan_cannot_be_linked(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    foreign = make_entry(other, Area, by=make_member(other), focus="Foreign")
    form = client.sign_in(make_member(plan)).open(address(plan))

    for written in ("Foreign", str(foreign), str(uuid4())):
        preview = form.submit({"text": f"Objective\tArea of cooperation\nDry\t{written}"})
        assert "Nothing in this plan that could be linked here" in cell(preview, "row-2-area")


def test_an_observer_may_not_paste_and_is_not_asked_to(client: PageClient) -> None:
    plan = make_plan()
    make_member(plan, Role.LEAD, name="Lena Lead")
    client.sign_in(make_member(plan, Role.OBSERVER))

    page = client.open(address(plan))

    assert page.status == 403
    assert "Lena Lead" in page.text
    assert "Paste a list" not in client.open(f"/plans/{plan.id}/objectives/").text


def test_somebody_of_another_plan_may_not_know_of_it(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")

    assert client.sign_in(make_member(other)).open(address(plan)).status == 404


def address(plan: PlanFacts, section: str = "objectives", type_name: str = "objective") -> str:
    return f"/plans/{plan.id}/{section}/paste/{type_name}"


def objectives_of(plan: PlanFacts) -> list[EntryFacts]:
    return entries_of_plan(plan.id, [Objective])


def rows_shown(page: Page) -> list[list[str]]:
    """Return the texts of the preview's cells, row by row."""
    rows = page.soup.select(".ucap-preview tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])] for row in rows]


def cell(page: Page, name: str) -> str:
    """Return what stands in a cell of the preview."""
    found = page.soup.find(id=name)
    assert found is not None
    return " ".join(found.get_text(" ").split())
