"""What the demonstration's data promises: each full plan is complete, and no text stands twice."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ucap.entries.fields import Links
from ucap.entries.models import entry_type_named

DATA = Path(__file__).resolve().parents[3] / "ucap/demo/data"
STORIES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((DATA / "plans").glob("*.json"))}
OUTLINES = json.loads((DATA / "outlines.json").read_text(encoding="utf-8"))
LEAST = {
    "baseline": 4,
    "objective": 3,
    "measure": 4,
    "module": 4,
    "activity": 8,
    "learning": 5,
    "commitment": 5,
    "pilot": 3,
}
CONDITIONS = {"mandate", "money", "skills", "data", "support", "physical"}
PARAGRAPH = 60
"""From so many characters on a text counts as a paragraph: shorter ones may be said twice."""


@pytest.fixture(params=STORIES)
def story(request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 - of JSON
    return STORIES[request.param]


def test_there_are_five_full_plans_and_61_outlines() -> None:
    assert len(STORIES) == 5
    assert len(OUTLINES) == 61
    assert all(path.stat().st_size < 400_000 for path in DATA.rglob("*.*"))


def test_a_full_plan_has_enough_of_everything(story: dict[str, Any]) -> None:
    entries = entries_of(story)
    places = {one["place"] for one in story["organisations"]}
    asked = Counter(entry["place_id"] for entry in entries if entry["type"] == "stakeholder")
    directions = {(entry["giver_id"], entry["receiver_id"]) for entry in entries if entry["type"] == "measure"}

    assert {kind: least for kind, least in LEAST.items() if count(entries, kind) < least} == {}
    assert all(asked[place] >= 8 for place in places)
    assert len(directions) == len(places) == 2
    assert {entry.get("stage") for entry in entries if entry["type"] == "pilot"} > {"running"}
    assert any(entry.keys() >= CONDITIONS and entry.get("outcome") for entry in entries if entry["type"] == "module")


def test_each_stakeholder_was_asked_something(story: dict[str, Any]) -> None:
    entries = entries_of(story)
    heard = {entry["stakeholder"][0] for entry in entries if entry["type"] == "engagement"}

    assert {entry["called"] for entry in entries if entry["type"] == "stakeholder"} <= heard


def test_indicators_can_be_followed(story: dict[str, Any]) -> None:
    entries = entries_of(story)
    of_objectives = ("indicator", "unit", "baseline", "target", "due_on")
    of_pilots = ("unit", "baseline_value", "baseline_on", "target", "target_on")

    assert all(entry.get(name) for entry in entries if entry["type"] == "objective" for name in of_objectives)
    assert all(entry.get(name) for entry in entries if entry["type"] == "indicator" for name in of_pilots)
    assert all(entry.get(name) for entry in entries if entry["type"] == "baseline" for name in ("unit", "year"))


def test_what_runs_was_read_twelve_times(story: dict[str, Any]) -> None:
    entries = entries_of(story)
    running = {entry["called"] for entry in entries if entry["type"] == "pilot" and entry["stage"] == "running"}
    read = Counter(entry["indicator"][0] for entry in entries if entry["type"] == "reading")

    followed = [entry for entry in entries if entry["type"] == "indicator" and entry["pilot"][0] in running]
    assert followed
    assert all(read[entry["called"]] >= 12 for entry in followed)


def test_every_link_leads_to_an_entry_written_before(story: dict[str, Any]) -> None:
    written: set[str] = set()
    for step in story["steps"]:
        entry_type = entry_type_named(step["add"]) if "add" in step else None
        called = step.get("save") or step.get("restore") or step.get("attach")
        assert entry_type or called in written
        links = {
            name for name, field in (entry_type.fields if entry_type else {}).items() if isinstance(field.kind, Links)
        }
        assert {one for name in links for one in step["values"].get(name, ())} <= written
        written.add(step.get("name", ""))


def test_several_people_wrote_over_months_and_changed_their_minds(story: dict[str, Any]) -> None:
    steps = story["steps"]

    assert len({step["by"] for step in steps}) == 4
    assert len({step["at"][:7] for step in steps}) >= 8
    assert sum("restore" in step for step in steps) >= 2
    assert sum("save" in step for step in steps) >= 20
    assert len({step["language"] for step in steps if "language" in step}) >= 1


def test_no_paragraph_stands_twice() -> None:
    texts = Counter(
        text
        for told in (*(story["steps"] for story in STORIES.values()), OUTLINES)
        for text in texts_of([step.get("values") for step in told] if isinstance(told, list) else told)
        if len(text) >= PARAGRAPH
    )

    saved_again = {text for story in STORIES.values() for text in texts_of(saved_values(story))}
    assert {text for text, times in texts.items() if times > 1} - saved_again == set()


def entries_of(story: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the entries as they stand at the end: their values, their type, and how steps call them."""
    entries: dict[str, dict[str, Any]] = {}
    for step in story["steps"]:
        if "add" in step:
            entries[step["name"]] = {**step["values"], "type": step["add"], "called": step["name"]}
        elif "save" in step:
            entries[step["save"]].update(step["values"])
    return list(entries.values())


def count(entries: list[dict[str, Any]], kind: str) -> int:
    return sum(entry["type"] == kind for entry in entries)


def saved_values(story: Mapping[str, Any]) -> list[Any]:
    return [step["values"] for step in story["steps"] if "save" in step]


def texts_of(told: Any) -> Iterator[str]:  # noqa: ANN401 - of JSON
    """Return every text within."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        for value in told.values():
            yield from texts_of(value)
    elif isinstance(told, list):
        for value in told:
            yield from texts_of(value)
