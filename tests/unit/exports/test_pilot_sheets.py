from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.unit.exports.documents import TODAY, make_entry_facts, make_records, piloted_plan
from ucap.document.models import Bullets, Document, Figure, Heading, Note, PageBreak, Table
from ucap.document.pilot_sheets import pilots_document
from ucap.document.records import PlanRecords
from ucap.exports.typesetting import pdf_of
from ucap.pilots.models.following import Indicator, Milestone, Reading, Risk, Update
from ucap.pilots.models.pilots import Pilot, Stage

LONG = {
    "en": "A square that stores the rain of an hour and gives it back slowly, for everybody to see. ",
    "ja": "一時間の雨を蓄え、ゆっくりと返す、誰もが見ることのできる広場。",
    "ar": "ساحة تخزن مطر ساعة وتعيده ببطء ليراه الجميع. ",
}


def sheets(records: PlanRecords, language: str = "en") -> Document:
    return pilots_document(records, language=language, on=TODAY)


def page_count(document: Document) -> int:
    return len(PdfReader(BytesIO(pdf_of(document))).pages)


def much(text: str, pilots: int) -> PlanRecords:
    """Return pilots with far too much of everything."""
    entries = []
    for _ in range(pilots):
        pilot = make_entry_facts(Pilot, title=text, stage=Stage.RUNNING, hypothesis=text * 9, stop_rule=text * 9)
        own = {"pilot": (pilot.id,)}
        indicators = [make_entry_facts(Indicator, title=text, unit="m", **own) for _ in range(6)]
        readings = [
            make_entry_facts(Reading, read_on=date(2026, month, 1), value=Decimal(month), indicator=(indicator.id,))
            for indicator in indicators[:5]
            for month in (1, 2)
        ]
        parts = [make_entry_facts(kind, title=text, **own) for kind in (Milestone, Risk, Update) for _ in range(9)]
        entries += [pilot, *indicators, *readings, *parts]
    return make_records(*entries)


def test_a_sheet_tells_the_story_with_charts_figures_and_news() -> None:
    blocks = sheets(piloted_plan()).blocks

    headings = [one.words.text.strip() for one in blocks if isinstance(one, Heading)]
    captions = [one.caption.strip() for one in blocks if isinstance(one, Table)]
    (news,) = [one for one in blocks if isinstance(one, Bullets)]
    assert headings == ["Market square", "Hours under water", "Milestones", "Risks", "Money", "Latest news"]
    assert captions == ["Hours under water", "Milestones", "Risks", "Money by currency", "Who pays"]
    assert [one.text for one in news.items] == ["2 August 2026 – The first rain came It held."]
    assert sum(isinstance(one, Figure) for one in blocks) == 1
    assert not [one for one in blocks if isinstance(one, Note) and "For one page" in one.text]


@pytest.mark.parametrize("language", sorted(LONG))
@pytest.mark.parametrize("pilots", [1, 3])
def test_each_pilot_has_exactly_one_page_however_much_there_is(language: str, pilots: int) -> None:
    document = sheets(much(LONG[language] * 2, pilots), language)

    assert sum(isinstance(one, PageBreak) for one in document.blocks) == pilots - 1
    assert page_count(document) == pilots


def test_what_is_cut_is_said() -> None:
    (note,) = [one.text for one in sheets(much(LONG["en"], 1)).blocks if isinstance(one, Note)]

    assert note.startswith("For one page: ")
    for cut in ("1 indicator is left out", "milestones are left out", "risks are left out", "updates are left out"):
        assert cut in note
    assert note.endswith("The full plan has it all.")


def test_without_pilots_there_is_a_page_that_says_so() -> None:
    document = sheets(make_records())

    assert [one.text for one in document.blocks if isinstance(one, Note)] == ["There is no pilot yet."]
    assert page_count(document) == 1
