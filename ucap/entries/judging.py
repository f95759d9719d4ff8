"""What follows from facts, told with its reasons, and what somebody may say instead: with a reason, until a day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from ucap.core.text import Message, message
from ucap.entries.fields import Check, Choices, FieldValue, FieldValues

Verdict = TypeVar("Verdict", bound=Choices)

WITHOUT_REASON = "judged-without-reason"
"""The code of the check that an own judgement has a reason; without one it does not count."""


@dataclass(frozen=True)
class Reason(Generic[Verdict]):
    """What a rule found: what that makes of it, the facts, and the rule itself."""

    code: str
    verdict: Verdict
    facts: Message
    why: Message


@dataclass(frozen=True)
class Override(Generic[Verdict]):
    """What somebody says instead of the rules, and the last day of that; None where it holds until it is taken back."""

    verdict: Verdict
    because: str
    until: date | None

    def holds_on(self, on: date) -> bool:
        """Tell whether it counts on the day: with a reason, until its last day."""
        return bool(self.because) and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Judgement(Generic[Verdict]):
    """What is judged of something on a day.

    Attributes:
        verdict: what counts; None for what is not judged.
        computed: what the rules say.
        override: what somebody says instead; None if nobody does, or no longer.
    """

    verdict: Verdict | None
    computed: Verdict | None
    reasons: Sequence[Reason[Verdict]]
    override: Override[Verdict] | None


def override_on(given: Override[Verdict] | None, computed: Verdict | None, on: date) -> Override[Verdict] | None:
    """Return what was given if it takes the place of what was computed on the day; what is not judged has none."""
    return given if computed is not None and given is not None and given.holds_on(on) else None


def judgement(
    computed: Verdict | None, reasons: Sequence[Reason[Verdict]], given: Override[Verdict] | None, on: date
) -> Judgement[Verdict]:
    """Return what counts on the day: what was computed, unless an override holds."""
    holds = override_on(given, computed, on)
    return Judgement(holds.verdict if holds else computed, computed, reasons, holds)


def why_own_does_not_count(
    own: Choices | None, because: str, until: date | None, on: date, *, has_end: bool = True
) -> Message | None:
    """Tell why what somebody says instead of the rules does not count on the day; None if it does, or nobody does."""
    if own is None:
        return None
    waits_for_end = has_end and until is None
    if not because and waits_for_end:
        said = message(
            "“%(own)s” is written as an own judgement. It counts once it has a reason and a last day.", own=own.label
        )
    elif not because:
        said = message("“%(own)s” is written as an own judgement. It counts once it has a reason.", own=own.label)
    elif waits_for_end:
        said = message("“%(own)s” is written as an own judgement. It counts once it has a last day.", own=own.label)
    elif until is not None and until < on:
        said = message("“%(own)s” was judged by people, and that is over: the rules count again.", own=own.label)
    else:
        return None
    return said


def own_judgement_checks(name: str, *, has_end: bool = True) -> tuple[Check, ...]:
    """Return the checks of an own judgement in the field of this name, whose reason and last day are beside it."""
    reason = Check(
        code=WITHOUT_REASON,
        field=f"{name}_because",
        said=message("Somebody judged it themselves, and nobody can read why."),
        why=message("A judgement takes the place of the computed one only with a reason."),
        passes=lambda values: values.get(name) is None or bool(values.get(f"{name}_because")),
    )
    end = Check(
        code="judged-without-end",
        field=f"{name}_until",
        said=message("Somebody judged it themselves, and not until when."),
        why=message("A judgement takes the place of the computed one only until a day."),
        passes=lambda values: values.get(name) is None or values.get(f"{name}_until") is not None,
    )
    return (reason, end) if has_end else (reason,)


@dataclass(frozen=True)
class Related:
    """An entry that links to the one that is judged: its type, its title, its values that need no translation."""

    type_name: str
    title: str
    columns: Mapping[str, FieldValue]


Rule = Callable[[FieldValues, Sequence[Related], date], tuple[Choices | None, Sequence[Reason[Any]]]]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What is judged of every entry of a type.

    Attributes:
        field: the choice that holds an own judgement; its reason is in `<field>_because`, its end in `<field>_until`.
        label: what is judged.
        rule: returns what the facts make of it, None where nothing is judged, and why.
        otherwise: what is said where no rule has found anything.
        colours: by which colour each verdict is marked.
        quiet: the verdicts that are no mark beside a title, for all is as it should be.
        has_end: whether an own judgement ends on a day.
        by: the types of the entries that are judged with it, each with its field that links to it.
    """

    field: str
    label: Message
    rule: Rule
    otherwise: Message
    colours: Mapping[Choices, str]
    quiet: Sequence[Choices] = ()
    has_end: bool = True
    by: tuple[tuple[str, str], ...] = ()

    def judgement_of(self, values: FieldValues, related: Sequence[Related], on: date) -> Judgement[Choices]:
        """Return what is judged of an entry with these values on the day."""
        computed, reasons = self.rule(values, related, on)
        return judgement(computed, reasons, self._own(values), on)

    def note_on(self, values: FieldValues, on: date) -> Message | None:
        """Tell why an own judgement among the values does not count on the day; None if it does, or there is none."""
        own, until = values.get(self.field), values.get(f"{self.field}_until")
        because = str(values.get(f"{self.field}_because") or "")
        return why_own_does_not_count(
            own if isinstance(own, Choices) else None,
            because,
            until if isinstance(until, date) else None,
            on,
            has_end=self.has_end,
        )

    def _own(self, values: FieldValues) -> Override[Choices] | None:
        own, until = values.get(self.field), values.get(f"{self.field}_until")
        last = until if isinstance(until, date) else None
        if not isinstance(own, Choices) or (self.has_end and last is None):
            return None
        return Override(own, str(values.get(f"{self.field}_because") or ""), last)
