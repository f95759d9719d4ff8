"""The task list of a plan: how far each section is, and what it lacks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from ucap.core.text import Message, counted, message
from ucap.entries.fields import Section
from ucap.entries.models import types_of_section
from ucap.entries.pages.values import Marked
from ucap.entries.queries.naming import EntryHead
from ucap.pairings.access import OpenPlan
from ucap.pairings.models import PHASE_LABELS, Phase
from ucap.plans.pages.findings import Due, Subject, missing_later, missing_now, missing_words, section_findings
from ucap.plans.pages.section import SECTION_HELP
from ucap.plans.rules.facts import Facts, Finding, is_per_place
from ucap.plans.rules.findings import findings_of
from ucap.plans.rules.phases import EXPECTED, Standing, State, standing
from ucap.plans.rules.states import state_of_section, state_of_side

_SHOWN_AT_ONCE = 3
_EXPECTED = {
    State.NOT_STARTED: message("The phase does not ask for it yet."),
    State.IN_PROGRESS: message("The phase expects it to be begun."),
    State.READY: message("The phase expects it to be ready."),
}


@dataclass(frozen=True)
class SideState:
    """How far a side is with a section."""

    side: Marked
    state: State


@dataclass(frozen=True)
class Task:
    """A section in the task list.

    Attributes:
        url: where it is written.
        counts: how many entries there are of each of the types of which there are some, in words.
        state: how far it is as a whole.
        standing: how that stands to what the phase expects.
        expected: what the phase expects, in a sentence.
        missing: how many things are missing, in words.
        first: the first of them, by what they are about.
        missing_url: where all of them are.
        rule: how its states are made, in a sentence.
        last: the entry that was changed last.
    """

    section: Section
    help: Message
    url: str
    counts: Sequence[Message]
    sides: Sequence[SideState]
    state: State
    standing: Standing
    expected: Message
    missing: Message
    first: Sequence[Subject]
    missing_url: str
    rule: Message
    last: EntryHead | None


@dataclass(frozen=True)
class Progress:
    """How far the plan is, against the phase of its pairing.

    Attributes:
        ready: how many sections are ready, in words.
        expected: what the phase expects, in a sentence.
        behind: how many sections are behind it, in words.
        now, later: how many things are missing, and how many a later phase asks for, in words; None if none.
    """

    phase: Message
    step: int
    steps: int
    ready: Message
    expected: Message
    behind: Message
    now: Message | None
    later: Message | None
    now_url: str
    later_url: str


@dataclass(frozen=True)
class PlanPage:
    """The task list of a plan."""

    plan: OpenPlan
    progress: Progress
    tasks: Sequence[Task]


def plan_page(plan: OpenPlan, facts: Facts) -> PlanPage:
    """Return the task list of a plan."""
    findings = findings_of(facts)
    tasks = [_task(plan, section, facts, findings) for section in Section]
    return PlanPage(plan, _progress(plan, tasks, findings), tasks)


def _task(plan: OpenPlan, section: Section, facts: Facts, findings: Sequence[Finding]) -> Task:
    entries = facts.in_section(section)
    states = [state_of_side(facts, findings, section, side) for side in facts.sides]
    state = state_of_section(states)
    own = [finding for finding in findings if finding.section is section]
    of_type = Counter(head.type for head in entries)
    return Task(
        section=section,
        help=SECTION_HELP[section],
        url=url_for("plans.show_section", plan_id=plan.id, section=section),
        counts=[one.count_of(of_type[one]) for one in types_of_section(section) if of_type[one]],
        sides=[SideState(Marked(side.name, side.position), one) for side, one in zip(facts.sides, states, strict=True)],
        state=state,
        standing=standing(state, plan.phase, section),
        expected=_EXPECTED[EXPECTED[plan.phase][section]],
        missing=missing_words(own),
        first=section_findings(plan, section, own[:_SHOWN_AT_ONCE]).subjects,
        missing_url=url_for("plans.list_findings", plan_id=plan.id, section=section),
        rule=_rule(section),
        last=max(entries, key=lambda entry: (entry.changed_at, entry.id), default=None),
    )


def _rule(section: Section) -> Message:
    if is_per_place(section):
        return message(
            "A side is in progress once one of its places has an entry here, and ready when its places lack nothing."
        )
    return message(
        "A side is in progress once its people have written here, and ready when nothing is missing that concerns it."
    )


def _progress(plan: OpenPlan, tasks: Sequence[Task], findings: Sequence[Finding]) -> Progress:
    behind = sum(task.standing is Standing.BEHIND for task in tasks)
    now = sum(finding.is_due for finding in findings)
    later = len(findings) - now
    return Progress(
        phase=PHASE_LABELS[plan.phase],
        step=list(Phase).index(plan.phase) + 1,
        steps=len(Phase),
        ready=ready_words([task.state for task in tasks]),
        expected=_expected_of(plan.phase),
        behind=_behind(behind),
        now=missing_now(now) if now else None,
        later=missing_later(later) if later else None,
        now_url=url_for("plans.list_findings", plan_id=plan.id, due=Due.NOW),
        later_url=url_for("plans.list_findings", plan_id=plan.id, due=Due.LATER),
    )


def ready_words(states: Sequence[State]) -> Message:
    """Return how many sections are ready, in words."""
    ready = sum(state is State.READY for state in states)
    return counted("%(count)s of %(all)s sections ready", "%(count)s of %(all)s sections ready", ready, all=len(states))


def _behind(count: int) -> Message:
    if not count:
        return message("No section is behind.")
    return counted("%(count)s section is behind.", "%(count)s sections are behind.", count)


def _expected_of(phase: Phase) -> Message:
    wanted = Counter(EXPECTED[phase].values())
    label = PHASE_LABELS[phase]
    if wanted[State.NOT_STARTED] == len(Section):
        return message("The phase “%(phase)s” does not expect any section yet.", phase=label)
    if wanted[State.READY] == len(Section):
        return message("The phase “%(phase)s” expects all six to be ready.", phase=label)
    return message(
        "The phase “%(phase)s” expects %(ready)s ready and %(begun)s begun.",
        phase=label,
        ready=counted("%(count)s section", "%(count)s sections", wanted[State.READY]),
        begun=counted("%(count)s section", "%(count)s sections", wanted[State.IN_PROGRESS]),
    )
