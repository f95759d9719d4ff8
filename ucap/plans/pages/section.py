"""The page of a section, and the links between the pages of a plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for

from ucap.core.text import Message, message
from ucap.entries.access import may_change
from ucap.entries.fields import Section
from ucap.entries.models import Entry, types_of_section
from ucap.entries.pages.values import ShownField, names_in, shown_fields, terms_in
from ucap.entries.queries import EntryFacts
from ucap.pairings.access import OpenPlan
from ucap.plans.pages.findings import SectionFindings, section_findings
from ucap.plans.rules.facts import Facts
from ucap.plans.rules.findings import findings_of
from ucap.web.filters import page_language, said
from ucap.web.navigation import Link

SECTION_HELP = {
    Section.CONTEXT: message("Where each place stands: its role, its problem in figures, its mandate."),
    Section.OBJECTIVES: message("What you work on together, and the results you want to measure."),
    Section.MEASURES: message("What one city gives and the other receives, and what has to change on the way."),
    Section.ACTIVITIES: message("What each place does, when, with whom and with which money."),
    Section.LEARNINGS: message("What you learnt from each other, and what changed because of it."),
    Section.COMMITMENTS: message("What each place promises for the time after the plan."),
}


@dataclass(frozen=True)
class ListedEntry:
    """An entry in a list, with its filled fields by name."""

    entry: EntryFacts
    title: str
    fields: dict[str, ShownField]
    can_edit: bool


@dataclass(frozen=True)
class ListedType:
    """The entries of one type in a section."""

    type: type[Entry]
    entries: Sequence[ListedEntry]


@dataclass(frozen=True)
class SectionPage:
    """A section at a glance."""

    plan: OpenPlan
    section: Section
    help: Message
    types: Sequence[ListedType]
    missing: SectionFindings
    missing_url: str


def section_page(plan: OpenPlan, section: Section, own: Sequence[EntryFacts], facts: Facts) -> SectionPage:
    """Return what the page of a section shows of its own entries and of what it lacks."""
    called = names_in(plan, facts.heads, term_ids=terms_in(own))
    listed = [
        ListedEntry(
            entry,
            entry.title(page_language()),
            {shown.name: shown for shown in shown_fields(entry, called)},
            may_change(plan, entry.place_id),
        )
        for entry in own
    ]
    return SectionPage(
        plan=plan,
        section=section,
        help=SECTION_HELP[section],
        types=[
            ListedType(entry_type, [one for one in listed if one.entry.type is entry_type])
            for entry_type in types_of_section(section)
        ],
        missing=section_findings(plan, section, findings_of(facts)),
        missing_url=url_for("plans.list_findings", plan_id=plan.id),
    )


def plan_tabs(plan: OpenPlan) -> list[Link]:
    """Return the links between the pages of a plan, the present one marked."""
    tabs = [
        (message("Overview"), url_for("plans.show_plan", plan_id=plan.id)),
        *((section.label, url_for("plans.show_section", plan_id=plan.id, section=section)) for section in Section),
        (message("At a glance"), url_for("exports.show_glance", plan_id=plan.id)),
        (message("History"), url_for("plans.show_history", plan_id=plan.id)),
    ]
    overview = tabs[0][1]
    here = request.path
    return [
        Link(said(label), url, current=here == url or (url != overview and here.startswith(url))) for label, url in tabs
    ]
