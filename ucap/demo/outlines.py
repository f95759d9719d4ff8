"""The outlines of the demonstration: plans told in a few facts, made into steps that agree with how far they are."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from ucap.demo.writing import Step, Story
from ucap.pairings.models import Phase
from ucap.pairings.queries.plans import PlanFacts

_FILE = Path(__file__).resolve().parent / "data" / "outlines.json"
_LAST_DAY = date(2026, 11, 20)
_FRIDAY = 4
_LINKED_TO = {"area", "objective", "measure"}
"""Types to which others link at once: they are written before."""

_NEXT = timedelta(days=6)
_NOON = time(11, 30, tzinfo=UTC)
_SIDES = "ab"

Outline = Mapping[str, Any]
"""What is told of a plan: of sides `a` and `b` their people, problem, figure and whom they asked, and what both do."""


def outlines() -> dict[str, Outline]:
    """Return the outlines by the titles of their plans."""
    read: dict[str, Outline] = json.loads(_FILE.read_text(encoding="utf-8"))
    return read


def story_of(plan: PlanFacts, outline: Outline, reached: Mapping[Phase, date], emails: Mapping[str, str]) -> Story:
    """Return how the plan came about: whatever its phase allows for, written since the phase was reached.

    Args:
        reached: the day on which each phase was reached, the last one last.
        emails: who writes for side `a` and who for side `b`.
    """
    places = {letter: side.places[0].name for letter, side in zip(_SIDES, plan.sides, strict=False)}
    sides = {letter: side.name for letter, side in zip(_SIDES, plan.sides, strict=False)}
    telling = _Telling(outline, places, sides, emails)
    tried = Phase.DECIDED if Phase.DECIDED in reached else Phase.PILOTING
    parts: dict[Phase, Callable[[], Iterable[dict[str, Any]]]] = {
        Phase.EXPLORING: telling.beginnings,
        Phase.FOCUS_AGREED: telling.objectives,
        Phase.DRAFTING: telling.measures,
        Phase.ENDORSED: telling.commitments,
        tried: telling.learnings,
    }
    steps: list[Step] = []
    last_on = list(reached.values())[-1]
    for number, phase in enumerate([one for one in parts if one in reached] or [Phase.EXPLORING]):
        steps += _dated(
            parts[phase](), reached.get(phase, last_on) + timedelta(days=2 + (len(plan.title) + number) % 7)
        )
    steps += [later for step in steps for later in _followed(step)]
    registered_at = min(step["at"] for step in steps)
    organisations = [{**one, "at": registered_at} for letter in _SIDES for one in telling.organisations(letter)]
    return {"organisations": organisations, "steps": steps, "contacts": []}


def _followed(step: Step) -> Iterator[Step]:
    """Return what was reported later of an activity, which begins as planned."""
    values = step["values"]
    if step["add"] == "activity" and values["status"] != "planned":
        is_over = values["status"] == "done"
        on = date.fromisoformat(values["ends_on" if is_over else "starts_on"]) + timedelta(days=2)
        said = {"status": values["status"], **({"progress": "100"} if is_over else {})}
        values["status"] = "planned"
    else:
        return
    at = max(datetime.combine(on, _NOON), datetime.fromisoformat(step["at"]) + timedelta(hours=1))
    yield {"save": step["name"], "by": step["by"], "values": said, "at": at.isoformat()}


def _dated(steps: Iterable[dict[str, Any]], first: date) -> Iterator[Step]:
    """Put the steps on working days, one after the other, what one writes in a row together."""
    day, kind, minutes = first, (False, ""), 0
    for step in steps:
        if (step["add"] in _LINKED_TO, step["by"]) != kind:
            day, kind, minutes = day + _NEXT, (step["add"] in _LINKED_TO, step["by"]), minutes + 47
        working = min(day, _LAST_DAY)
        working -= timedelta(days=max(0, working.weekday() - _FRIDAY))
        at = datetime.combine(working, time(8, tzinfo=UTC)) + timedelta(minutes=minutes)
        yield {**step, "at": at.isoformat()}


class _Telling:
    """Makes steps, without their days, of an outline."""

    def __init__(
        self, outline: Outline, places: Mapping[str, str], sides: Mapping[str, str], emails: Mapping[str, str]
    ) -> None:
        """Keep what the steps name."""
        self._outline = outline
        self._places = places
        self._sides = sides
        self._emails = emails

    def _step(self, letter: str, entry_type: str, called: str, /, **values: Any) -> dict[str, Any]:
        return {"add": entry_type, "name": called, "by": self._emails[letter], "values": values}

    def _of_place(self, letter: str, entry_type: str, called: str, /, **values: Any) -> dict[str, Any]:
        return self._step(letter, entry_type, called, place_id=self._places[letter], **values)

    def organisations(self, letter: str) -> Iterator[dict[str, Any]]:
        """Return what the registers hold."""
        for name, kind, _why in self._outline[letter]["asked"]:
            by = self._emails[letter]
            yield {"place": self._places[letter], "name": name, "kind": kind, "languages": "", "by": by}

    def beginnings(self) -> Iterator[dict[str, Any]]:
        """Return where each place stands, and whom it asked."""
        for letter in _SIDES:
            own = self._outline[letter]
            yield self._of_place(
                letter,
                "situation",
                f"situation-{letter}",
                problem_in_short=own["problem"],
                problem=own["figures"],
                strategies=own["strategy"],
                role=own.get("role", "intermediary"),
            )
            baseline = dict(zip(("indicator", "value", "unit", "year", "source"), own["baseline"], strict=True))
            yield self._of_place(letter, "baseline", f"baseline-{letter}", **baseline)
            for name, _kind, why in own["asked"]:
                asked = {"name": name, "organisation_id": name, "why_asked": why, "planning": "consulted"}
                yield self._of_place(letter, "stakeholder", f"stakeholder-{letter}-{name}", **asked)

    def objectives(self) -> Iterator[dict[str, Any]]:
        """Return what both want, and what each offers and needs."""
        theme = f"iuc_theme:{self._outline['theme']}"
        yield self._step("a", "area", "area", focus=self._outline["focus"], main_theme=[theme])
        for letter in _SIDES:
            for direction in ("offer", "need"):
                yield self._step(
                    letter,
                    "offer",
                    f"{direction}-{letter}",
                    title=self._outline[letter][direction],
                    side_id=self._sides[letter],
                    direction=direction,
                    area=["area"],
                )
        for number, told in enumerate(self._outline["objectives"]):
            names = ("statement", "indicator", "unit", "baseline", "target", "due_on")
            values = dict(zip(names, told, strict=True))
            yield self._step(_SIDES[number % 2], "objective", f"objective-{number}", area=["area"], **values)

    def measures(self) -> Iterator[dict[str, Any]]:
        """Return what one gives the other, and what each does for it."""
        told = self._outline["measure"]
        giver, receiver = (told["from"], "b" if told["from"] == "a" else "a")
        values = {name: told[name] for name in ("title", "practice", "why_it_works", "must_change", "mode")}
        yield self._step(
            giver,
            "measure",
            "measure",
            giver_id=self._sides[giver],
            receiver_id=self._sides[receiver],
            objectives=["objective-0"],
            **values,
        )
        for letter, given in zip(_SIDES, self._outline["activities"], strict=True):
            yield self._of_place(letter, "activity", f"activity-{letter}", measures=["measure"], **given)

    def commitments(self) -> Iterator[dict[str, Any]]:
        """Return what each place promises."""
        for letter, given in zip(_SIDES, self._outline.get("commitments", ()), strict=False):
            yield self._of_place(letter, "commitment", f"commitment-{letter}", carries=["measure"], **given)

    def learnings(self) -> Iterator[dict[str, Any]]:
        """Return what each place learnt."""
        for letter, given in zip(_SIDES, self._outline.get("learnings", ()), strict=False):
            yield self._of_place(letter, "learning", f"learning-{letter}", learnt_from=["measure"], **given)
