"""What a plan lacks, as pages show it: what, why, and where it is mended."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import request, url_for

from ucap.core.text import Message, counted, message
from ucap.entries.access import may_change
from ucap.entries.fields import Choices, Section
from ucap.entries.pages.values import Marked
from ucap.entries.queries.naming import EntryName
from ucap.pairings.access import OpenPlan
from ucap.pairings.models import PHASE_LABELS
from ucap.pairings.queries.plans import SideFacts
from ucap.plans.rules.facts import Finding, Mend
from ucap.web.filters import said


class Due(Choices):
    """When something that is missing is asked for."""

    NOW = "now", message("Missing now")
    LATER = "later", message("Asked for later")


@dataclass(frozen=True)
class ShownFinding:
    """Something that is missing, as a page shows it.

    Attributes:
        action: what its link says; the link opens the very field, or what the reader may read of it.
        turn: whose turn it is, if the reader cannot mend it.
        later: from when on it is asked for; None if it is due.
    """

    code: str
    said: Message
    why: Message
    facts: Message
    action: Message
    url: str
    turn: Message | None
    later: Message | None


@dataclass(frozen=True)
class Subject:
    """What findings are about: an entry, a place, a side, or none of them, which is the whole section.

    Attributes:
        mark: the place or side, and its mark.
    """

    entry: EntryName | None
    url: str
    mark: Marked | None
    findings: Sequence[ShownFinding]


@dataclass(frozen=True)
class SectionFindings:
    """What a section lacks, by what it is about; `words` say how much."""

    section: Section
    subjects: Sequence[Subject]
    count: int
    words: Message


@dataclass(frozen=True)
class FilterOption:
    """An answer by which a list is narrowed, and how much it would leave."""

    text: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True)
class Filter:
    """A question by which a list is narrowed."""

    name: str
    label: Message
    options: Sequence[FilterOption]


@dataclass(frozen=True)
class FindingsPage:
    """What a plan lacks.

    Attributes:
        count: how many findings there are under the filters; `all_count` without them.
    """

    plan: OpenPlan
    filters: Sequence[Filter]
    sections: Sequence[SectionFindings]
    count: Message
    all_count: int


def shown_finding(plan: OpenPlan, finding: Finding) -> ShownFinding:
    """Return a finding as the person who opened the plan sees it."""
    mend = finding.mend
    can_mend = _can_mend(plan, finding)
    return ShownFinding(
        code=finding.code,
        said=finding.said,
        why=finding.why,
        facts=finding.facts,
        action=_action(mend) if can_mend else _reading(mend),
        url=_mending_url(plan, mend) if can_mend else _reading_url(plan, finding),
        turn=None if can_mend else _turn(finding.side),
        later=None if finding.is_due else message("Asked for from “%(phase)s” on", phase=PHASE_LABELS[finding.since]),
    )


def _can_mend(plan: OpenPlan, finding: Finding) -> bool:
    """Tell whether the reader can: what a side has not done yet, only its own people can do."""
    if finding.side and finding.mend.place_id is None:
        return plan.can_edit and finding.side.id == plan.writing_side.id
    return may_change(plan, finding.mend.place_id)


def _action(mend: Mend) -> Message:
    return message("Go to “%(field)s”", field=mend.type.fields[mend.field].label) if mend.entry else mend.type.adding


def _reading(mend: Mend) -> Message:
    return message("Read the entry") if mend.entry else message("Read the section")


def _turn(side: SideFacts | None) -> Message:
    if side is None:
        return message("It is the turn of whoever writes for the sides.")
    return message("It is the turn of %(side)s.", side=side.name)


def _mending_url(plan: OpenPlan, mend: Mend) -> str:
    section = mend.type.section
    if mend.entry:
        parts: dict[str, Any] = {"plan_id": plan.id, "section": section, "entry_id": mend.entry.id}
        return url_for("entries.edit_entry", **parts, _anchor=mend.field)
    added: dict[str, Any] = {"section": section, "type_name": mend.type.type_name(), **mend.given}
    return url_for("entries.add_entry", plan_id=plan.id, **added, _anchor=mend.field)


def _reading_url(plan: OpenPlan, finding: Finding) -> str:
    entry = finding.mend.entry
    if entry is None:
        return url_for("plans.show_section", plan_id=plan.id, section=finding.section)
    parts: dict[str, Any] = {"plan_id": plan.id, "section": entry.type.section, "entry_id": entry.id}
    return url_for("entries.show_entry", **parts, _anchor=finding.mend.field)


def section_findings(plan: OpenPlan, section: Section, findings: Sequence[Finding]) -> SectionFindings:
    """Return those of the findings that are about the section, by what they are about, what is due first."""
    own = [finding for finding in findings if finding.section is section]
    order = {_subject_key(finding): number for number, finding in reversed(list(enumerate(own)))}
    grouped = groupby(sorted(own, key=lambda one: order[_subject_key(one)]), key=_subject_key)
    subjects = [_subject(plan, list(about)) for _key, about in grouped]
    return SectionFindings(section, subjects, len(own), missing_words(own))


def _subject_key(finding: Finding) -> UUID | None:
    about = finding.entry or finding.place or finding.side
    return about.id if about else None


def _subject(plan: OpenPlan, findings: Sequence[Finding]) -> Subject:
    entry, place, side = findings[0].entry, findings[0].place, findings[0].side
    parts: dict[str, Any] = {"plan_id": plan.id, "section": entry.type.section, "entry_id": entry.id} if entry else {}
    name = place.name if place else side.name if side else ""
    return Subject(
        entry=entry,
        url=url_for("entries.show_entry", **parts) if entry else "",
        mark=Marked(name, side.position) if side else None,
        findings=[shown_finding(plan, finding) for finding in findings],
    )


@dataclass(frozen=True)
class _Answer:
    """An answer to a question by which findings are narrowed."""

    value: str
    label: str
    holds: Callable[[Finding], bool]


_Questions = Mapping[str, tuple[Message, Sequence[_Answer]]]
_Chosen = Mapping[str, _Answer]


def findings_page(plan: OpenPlan, findings: Sequence[Finding]) -> FindingsPage:
    """Return what the plan lacks, narrowed as the address says; what it says that is no choice narrows nothing."""
    questions = _questions(plan)
    chosen = {
        name: answer
        for name, (_label, answers) in questions.items()
        for answer in answers
        if answer.value == request.args.get(name)
    }
    left = _narrowed(findings, chosen)
    sections = [section_findings(plan, section, left) for section in Section]
    return FindingsPage(
        plan=plan,
        filters=[_filter(plan, findings, name, questions, chosen) for name in questions],
        sections=[section for section in sections if section.count],
        count=missing_words(left),
        all_count=len(findings),
    )


def missing_words(findings: Sequence[Finding]) -> Message:
    """Return how many things are missing now and how many are asked for later, in words."""
    now = sum(finding.is_due for finding in findings)
    if not findings:
        return message("Nothing is missing")
    if now == len(findings):
        return missing_now(now)
    if now == 0:
        return missing_later(len(findings))
    return message("%(now)s, and %(later)s", now=missing_now(now), later=missing_later(len(findings) - now))


def missing_now(count: int) -> Message:
    """Return how many things the phase misses, in words."""
    return counted("%(count)s thing is missing", "%(count)s things are missing", count)


def missing_later(count: int) -> Message:
    """Return how many things are only asked for by a later phase, in words."""
    return counted("%(count)s is asked for later", "%(count)s are asked for later", count)


def _questions(plan: OpenPlan) -> _Questions:
    return {
        "due": (
            message("When"),
            [_Answer(str(due), said(due.label), partial(_is_due, due)) for due in Due],
        ),
        "side": (
            message("Whose"),
            [_Answer(str(side.position), side.name, partial(_concerns, side)) for side in plan.sides],
        ),
        "section": (
            message("Section"),
            [_Answer(str(section), said(section.label), partial(_is_in, section)) for section in Section],
        ),
    }


def _is_due(due: Due, finding: Finding) -> bool:
    return finding.is_due is (due is Due.NOW)


def _concerns(side: SideFacts, finding: Finding) -> bool:
    return finding.concerns(side)


def _is_in(section: Section, finding: Finding) -> bool:
    return finding.section is section


def _narrowed(findings: Sequence[Finding], chosen: _Chosen) -> list[Finding]:
    return [finding for finding in findings if all(answer.holds(finding) for answer in chosen.values())]


def _filter(plan: OpenPlan, findings: Sequence[Finding], name: str, questions: _Questions, chosen: _Chosen) -> Filter:
    """Return a question with its answers, each with how many findings it would leave."""
    label, answers = questions[name]
    others = {other: answer for other, answer in chosen.items() if other != name}
    under_others = _narrowed(findings, others)
    kept = {other: answer.value for other, answer in others.items()}
    options = [FilterOption(said(message("All")), len(under_others), _url(plan, kept), is_current=name not in chosen)]
    for answer in answers:
        left = len(_narrowed(under_others, {name: answer}))
        is_current = chosen.get(name) is answer
        options.append(
            FilterOption(answer.label, left, _url(plan, {**kept, name: answer.value}), is_current=is_current)
        )
    return Filter(name, label, options)


def _url(plan: OpenPlan, chosen: Mapping[str, str]) -> str:
    parts: dict[str, Any] = {**chosen}
    return url_for("plans.list_findings", plan_id=plan.id, **parts)
