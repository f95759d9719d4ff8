"""The page of a section."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask import url_for

from ucap.core.text import Message, message
from ucap.entries.access import may_change
from ucap.entries.fields import FieldValue, Section
from ucap.entries.forms.title import PLACE, TitleForm
from ucap.entries.models import Entry, types_of_section
from ucap.entries.pages.judging import ShownJudgement, shown_judgement, without_own_judgement
from ucap.entries.pages.values import ShownField, names_in, shown_fields, terms_in
from ucap.entries.queries.reading import EntryFacts
from ucap.pairings.access import OpenPlan
from ucap.pairings.queries.plans import PlaceFacts
from ucap.plans.access import OpenSection
from ucap.plans.models.objectives import Area, Objective
from ucap.plans.pages.findings import SectionFindings, section_findings
from ucap.plans.rules.facts import Facts
from ucap.plans.rules.findings import findings_of
from ucap.web.filters import page_language, said

SECTION_HELP = {
    Section.CONTEXT: message("Where each place stands: its role, its problem in figures, its mandate."),
    Section.OBJECTIVES: message("What you work on together, and the results you want to measure."),
    Section.MEASURES: message("What one city gives and the other receives, and what has to change on the way."),
    Section.ACTIVITIES: message("What each place does, when, with whom and with which money."),
    Section.LEARNINGS: message("What you learnt from each other, and what changed because of it."),
    Section.COMMITMENTS: message("What each place promises for the time after the plan."),
}


@dataclass(frozen=True)
class QuickAdd:
    """One line under a list that adds an entry by its title; errors and typed texts are empty unless it was refused.

    Attributes:
        id: of the field for the title.
        places: those to choose from; none if it is clear which one.
    """

    id: str
    url: str
    label: str
    title_name: str
    places: Sequence[PlaceFacts]
    title: str = ""
    title_error: str = ""
    place_name: str = PLACE
    place_label: str = ""
    place: str = ""
    place_error: str = ""


@dataclass(frozen=True)
class Move:
    """A step that an entry can be moved in its list.

    Attributes:
        button: `up` or `down`.
        to_position: where that is.
        next_button: the button to go on at, for the first has none that leads up and the last none that leads down.
    """

    button: str
    to_position: int
    next_button: str


@dataclass(frozen=True)
class ListedEntry:
    """An entry in a list: its filled fields by name, what is judged of it; `quick_add` adds an entry inside it."""

    entry: EntryFacts
    title: str
    fields: dict[str, ShownField]
    judged: ShownJudgement | None
    can_edit: bool
    moves: Sequence[Move]
    quick_add: QuickAdd | None


@dataclass(frozen=True)
class ListedType:
    """The entries of one type in a section; without a right to add one there is no `quick_add`."""

    type: type[Entry]
    entries: Sequence[ListedEntry]
    quick_add: QuickAdd | None


@dataclass(frozen=True)
class SectionPage:
    """A section at a glance."""

    plan: OpenPlan
    section: Section
    help: Message
    types: Sequence[ListedType]
    missing: SectionFindings
    missing_url: str
    errors: Sequence[dict[str, str]]


def section_page(
    opened: OpenSection, own: Sequence[EntryFacts], facts: Facts, *, on: date, refused: TitleForm | None = None
) -> SectionPage:
    """Return what the page of a section shows on a day: its own entries, what it lacks, a line that was refused."""
    plan, section = opened.plan, opened.section
    called, moves = names_in(plan, facts.heads, types=types_of_section(section), term_ids=terms_in(own)), _moves(own)
    lines = _quick_adds(plan, section, [entry.id for entry in own if entry.type is Area], refused)
    listed = [
        ListedEntry(
            entry,
            entry.title(page_language()),
            {shown.name: shown for shown in without_own_judgement(entry, shown_fields(entry, called), even_given=True)},
            shown_judgement(entry, facts.related, on),
            may_change(plan, entry.place_id),
            moves[entry.id],
            lines.get((Objective, entry.id)),
        )
        for entry in own
    ]
    return SectionPage(
        plan=plan,
        section=section,
        help=SECTION_HELP[section],
        types=[
            ListedType(
                entry_type, [one for one in listed if one.entry.type is entry_type], lines.get((entry_type, None))
            )
            for entry_type in types_of_section(section)
        ],
        missing=section_findings(plan, section, findings_of(facts)),
        missing_url=url_for("plans.list_findings", plan_id=plan.id),
        errors=[error for line in lines.values() for error in _errors(line)],
    )


_Lines = dict[tuple[type[Entry], UUID | None], QuickAdd]


def _quick_adds(plan: OpenPlan, section: Section, areas: Sequence[UUID], refused: TitleForm | None) -> _Lines:
    """Return the lines that add entries: one a type, but objectives are added inside their area."""
    if not plan.can_edit:
        return {}
    types = types_of_section(section)
    lines: _Lines = {(one, None): _quick_add(plan, one) for one in types if one is not Objective}
    if Objective in types:
        lines |= {(Objective, area): _quick_add(plan, Objective, area) for area in areas}
    if refused is not None:
        area = refused.area if refused.area in areas else None  # it may have been deleted meanwhile
        line = _quick_add(plan, refused.entry_type, area)
        title = refused.entry_type.title_field().name
        lines[refused.entry_type, area] = replace(
            line,
            title=refused.typed(title),
            title_error=refused.error_at(title) or refused.other_error,
            place=refused.typed(PLACE),
            place_error=refused.error_at(PLACE),
        )
    return lines


def _quick_add(plan: OpenPlan, entry_type: type[Entry], area: UUID | None = None) -> QuickAdd:
    name = entry_type.type_name()
    return QuickAdd(
        id=quick_add_id(entry_type, area),
        url=url_for("plans.add_by_title", plan_id=plan.id, section=entry_type.section, type_name=name, area=area),
        label=said(message("Add an objective to this area") if area else entry_type.adding),
        title_name=entry_type.title_field().name,
        places=plan.own_places if entry_type.is_per_place and len(plan.own_places) > 1 else [],
        place_label=said(message("Place")),
    )


def quick_add_id(entry_type: type[Entry], area: UUID | None) -> str:
    """Return the id of the field into which the title of a new entry is typed."""
    return f"add-{entry_type.type_name()}-{area}" if area else f"add-{entry_type.type_name()}"


def _errors(line: QuickAdd) -> list[dict[str, str]]:
    found = [(line.title_error, line.id), (line.place_error, f"{line.id}-place")]
    return [{"text": text, "href": f"#{field_id}"} for text, field_id in found if text]


def _moves(entries: Sequence[EntryFacts]) -> dict[UUID, list[Move]]:
    """Return the steps that each entry can be moved in the list that it is shown in, objectives inside their area."""
    lists: dict[tuple[str, FieldValue], list[EntryFacts]] = defaultdict(list)
    for entry in entries:
        lists[entry.type.type_name(), entry.value("area") if entry.type is Objective else None].append(entry)
    moves: dict[UUID, list[Move]] = {}
    for listed in lists.values():
        last = len(listed) - 1
        for number, entry in enumerate(listed):
            up = [Move("up", listed[number - 1].position, "up" if number > 1 else "down")] if number else []
            down = (
                [Move("down", listed[number + 1].position, "down" if number < last - 1 else "up")]
                if number < last
                else []
            )
            moves[entry.id] = [*up, *down]
    return moves
