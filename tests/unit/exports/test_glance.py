from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.unit.exports.documents import (
    TODAY,
    full_records,
    make_entry_facts,
    make_facts,
    make_glance,
    make_records,
    make_side,
)
from ucap.core.languages import words_in
from ucap.document.glance import Glance, glance_of
from ucap.document.models import Bullets, Counts, Heading, Note, PageBreak, Table
from ucap.document.place_glance import place_glance
from ucap.entries.queries.reading import EntryFacts
from ucap.exports.typesetting import pdf_of
from ucap.pilots.models.pilots import Pilot
from ucap.plans.models.activities import Activity, ActivityKind
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective
from ucap.plans.models.states import MeasureState

LONG = {
    "en": "A square that stores the rain of an hour and gives it back slowly, for everybody to see. ",
    "hi": "एक चौक जो एक घंटे की बारिश को संग्रहित करता है और धीरे-धीरे वापस देता है। ",
    "ja": "一時間の雨を蓄え、ゆっくりと返す、誰もが見ることのできる広場。",
    "ar": "ساحة تخزن مطر ساعة وتعيده ببطء ليراه الجميع. ",
    "th": "ลานกว้างที่เก็บน้ำฝนหนึ่งชั่วโมงและค่อยๆคืนน้ำให้ทุกคนเห็น ",
}


def headings(glance: Glance) -> list[str]:
    return [block.words.text for block in glance.document.blocks if isinstance(block, Heading)]


def tables(glance: Glance) -> list[Table]:
    return [block for block in glance.document.blocks if isinstance(block, Table)]


def page_count(glance: Glance) -> int:
    return len(PdfReader(BytesIO(pdf_of(glance.document))).pages)


def much(text: str, count: int) -> list[EntryFacts]:
    """Return far too much of everything, every text far too long."""
    areas = [make_entry_facts(Area, focus=f"{number} {text}") for number in range(count)]
    objectives = [make_entry_facts(Objective, statement=text, indicator=text, area=(one.id,)) for one in areas]
    measures = [make_entry_facts(Measure, title=text, practice=text * 9, must_change=text * 9) for _ in areas]
    visits = [make_entry_facts(Activity, title=text, kind=ActivityKind.STUDY_VISIT) for _ in areas]
    return [*areas, *objectives, *measures, *visits, *(make_entry_facts(Pilot, title=text) for _ in areas)]


def test_an_empty_plan_counts_nothing_and_has_words_for_it() -> None:
    document = make_glance().document

    (counts,) = [block for block in document.blocks if isinstance(block, Counts)]
    notes = [block.text for block in document.blocks if isinstance(block, Note)]
    assert document.title == "Surat – Rotterdam"
    assert document.status == "Working draft of 22 November 2026"
    assert {one.number for one in counts.counts} == {0}
    assert "No area of cooperation has been written yet." in notes
    assert "No transfer measure has been written yet." in notes


@pytest.mark.parametrize("is_illustrative", [True, False])
def test_illustrative_text_says_so(*, is_illustrative: bool) -> None:
    glance = make_glance(plan=make_facts(is_illustrative=is_illustrative))

    assert bool(glance.document.illustration) is is_illustrative


def test_an_objective_is_told_with_its_figures_in_words() -> None:
    area = make_entry_facts(Area, focus="Squares")
    objective = make_entry_facts(
        Objective,
        statement="Dry streets",
        area=(area.id,),
        indicator="Closed streets",
        unit="streets",
        baseline=Decimal(1240),
        target=Decimal("12.5"),
        due_on=date(2027, 12, 31),
    )

    (row,) = tables(make_glance(area, objective))[0].rows

    told = [cell.text for cell in row]
    assert told == ["Dry streets", "Closed streets", "1,240 streets", "12.5 streets", "31 December 2027"]


def test_what_is_not_known_is_a_dash_and_zero_is_a_figure() -> None:
    (row,) = tables(make_glance(make_entry_facts(Objective, statement="x", baseline=Decimal(0))))[0].rows

    assert [cell.text for cell in row] == ["x", "–", "0", "–", "–"]


def test_objectives_in_no_area_come_last() -> None:
    area, loose = make_entry_facts(Area, focus="Squares"), make_entry_facts(Objective, statement="Loose")

    assert headings(make_glance(area, loose))[1:3] == ["Squares", "Not yet in an area of cooperation"]


@pytest.mark.parametrize(
    ("giver", "receiver", "said"),
    [
        (0, 1, "From Surat to Rotterdam"),
        (1, None, "From Rotterdam"),
        (None, 0, "To Surat"),
        (None, None, "Direction not decided yet"),
    ],
)
def test_the_direction_of_a_measure_is_said(giver: int | None, receiver: int | None, said: str) -> None:
    plan = make_facts(make_side(0, "Surat"), make_side(1, "Rotterdam"))
    ids = [None if one is None else plan.sides[one].id for one in (giver, receiver)]
    measure = make_entry_facts(
        Measure,
        title="Plaza",
        giver_id=ids[0],
        receiver_id=ids[1],
        mode=TransferMode.ADAPT,
        state=MeasureState.PILOTED,
        state_because="Two were built.",
    )

    blocks = make_glance(measure, plan=plan).document.blocks

    (heading,) = [one for one in blocks if isinstance(one, Heading) and one.words.text == "Plaza"]
    assert heading.marks == [said, "Adapt", "Piloted"]


def test_only_exchanges_are_listed_as_exchanges() -> None:
    visit = make_entry_facts(Activity, title="Visit", kind=ActivityKind.STUDY_VISIT, starts_on=date(2027, 3, 1))
    works = make_entry_facts(Activity, title="Works", kind=ActivityKind.WORKS)

    (listed,) = [one for one in make_glance(visit, works).document.blocks if isinstance(one, Bullets)]

    assert [item.text for item in listed.items] == ["Visit (Study visit, 1 March 2027)"]


def test_what_fits_is_not_cut() -> None:
    glance = glance_of(full_records(), language="en", on=TODAY)

    assert [length.cuts for length in glance.lengths] == [[], []]
    assert all(0 < length.share < 100 for length in glance.lengths)


def test_what_is_cut_is_said_and_measured() -> None:
    glance = make_glance(*much(LONG["en"] * 3, 8))

    first, second = glance.lengths
    told = [words_in(cut, "en") for cut in (*first.cuts, *second.cuts)]
    notes = " ".join(block.text for block in glance.document.blocks if isinstance(block, Note))
    assert (first.share > 100, second.share > 100) == (True, True)
    assert any(cut.endswith("objectives are left out") for cut in told)
    assert any(cut.endswith("texts are shortened") for cut in told)
    assert all(cut in notes for cut in told)


@pytest.mark.parametrize("language", sorted(LONG))
@pytest.mark.parametrize("count", [0, 2, 12])
def test_it_has_exactly_two_pages_in_every_language_however_much_there_is(language: str, count: int) -> None:
    glance = make_glance(*much(LONG[language] * 2, count), language=language)

    assert sum(isinstance(block, PageBreak) for block in glance.document.blocks) == 1
    assert page_count(glance) == 2


@pytest.mark.parametrize("count", [0, 1, 9])
def test_a_place_has_exactly_two_pages_over_all_its_pairings(count: int) -> None:
    plans = [make_records(*much(LONG["en"], 4)) for _ in range(count)]

    glance = place_glance("Surat", plans, language="en", on=TODAY)

    assert page_count(glance) == 2
    assert glance.document.title == "Surat"
    assert headings(glance).count("Surat – Rotterdam") >= min(count, 1)
