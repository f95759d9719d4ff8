"""The pilots of the illustrative plan: what is tried where, what was measured, spent and told on the way."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.files import BroughtFile
from ucap.entries.fields import Field, FieldValue, Links, Terms, value_from_log
from ucap.entries.models import Entry
from ucap.entries.operations.attaching import NewFile, attach_files, in_store
from ucap.entries.operations.saving import add_entry
from ucap.pairings.queries.plans import PlanFacts
from ucap.pilots.models.following import Indicator, Milestone, Reading, Risk, Update
from ucap.pilots.models.pilots import Pilot
from ucap.pilots.models.spending import Cost, Funding, Rate

_DATA = Path(__file__).resolve().parent / "data" / "surat_rotterdam_pilots.json"
_WRITERS = {"Surat": "surat@demo.example", "Rotterdam": "rotterdam@demo.example"}
_COLUMNS: Mapping[str, tuple[type[Entry], Sequence[str]]] = {
    "milestones": (Milestone, ("title", "due_on", "done_on", "note")),
    "costs": (Cost, ("title", "planned", "spent", "spent_on")),
    "fundings": (Funding, ("title", "family", "amount", "status", "since")),
    "rates": (Rate, ("title", "one", "other", "rated_on")),
    "risks": (Risk, ("title", "likelihood", "impact", "response", "owner", "state")),
    "updates": (Update, ("told_on", "title", "text")),
}
"""The parts of a pilot that the data keeps as rows, and what stands in their columns."""

_PICTURE = (960, 720)
_PICTURES: Mapping[tuple[str, str], tuple[str, str]] = {
    ("Surat", "2026-06-24"): (
        "illustration_corner.jpg",
        "Drawing, illustrative: the lowered corner of the market, water up to its second step; stools stand above.",
    ),
    ("Rotterdam", "2026-06-16"): (
        "illustration_streets.jpg",
        "Drawing, illustrative: a map of six streets between square and dike, each with two red dots for its contacts.",
    ),
    ("Rotterdam", "2026-07-15"): (
        "illustration_doors.jpg",
        "Drawing, illustrative: a house with the order of knocking, five doors on the ground floor, then two above.",
    ),
}
"""The pictures of updates by place and day: the file, drawn for this, and what it shows."""

_OF_READING = ("read_on", "value", "quality", "note")
_SCHEMES = {"family": "finance_family", "quality": "data_quality_u4ssc"}
_DAYS_OF_SAVING = ("told_on", "read_on")
_AT = "T15:00:00+00:00"

FindTerm = Callable[[str, str], UUID]


@dataclass(frozen=True)
class _Writing:
    """Who writes the pilots of a place, and what they name."""

    plan: PlanFacts
    place_id: UUID
    by: Person
    begun: str
    known: Mapping[str, UUID]
    terms: FindTerm

    def add(self, entry_type: type[Entry], given: Mapping[str, Any], **links: tuple[UUID, ...]) -> UUID:
        """Write an entry of the place, on the day that it is about."""
        values: dict[str, FieldValue] = {
            name: self._value(entry_type.fields[name], value) for name, value in given.items() if value is not None
        }
        day = next((given[name] for name in _DAYS_OF_SAVING if given.get(name)), self.begun)
        return add_entry(
            self.plan.id,
            entry_type,
            values={**values, **links, "place_id": self.place_id},
            by=self.by,
            at=datetime.fromisoformat(f"{day}{_AT}"),
        )

    def illustrate(self, update_id: UUID, day: str, name: str, says: str) -> None:
        """Put a picture to a progress update; it was made by us and is kept as it is."""
        content, (width, height) = (_DATA.parent / name).read_bytes(), _PICTURE
        picture = NewFile(BroughtFile("jpg", name, content, content, width, height), says, "file_1")
        with in_store([picture]) as files:
            at = datetime.fromisoformat(f"{day}{_AT}")
            attach_files(self.plan.id, update_id, files, by=self.by, at=at)

    def _value(self, field: Field, value: Any) -> FieldValue:  # noqa: ANN401 - of JSON
        if isinstance(field.kind, Links):
            return tuple(self.known[name] for name in value)
        if isinstance(field.kind, Terms):
            return (self.terms(_SCHEMES[field.name], value),)
        return value_from_log(field, json.dumps(value))


def write_pilots(
    plan: PlanFacts, people: Mapping[str, Person], entries: Mapping[str, UUID], *, terms: FindTerm
) -> None:
    """Write the pilots of the plan, whose entries and stakeholders have these names."""
    places = {place.name: place.id for side in plan.sides for place in side.places}
    for row in json.loads(_DATA.read_text(encoding="utf-8")):
        by = people[_WRITERS[row["place"]]]
        writing = _Writing(plan, places[row["place"]], by, row["at"], entries, terms)
        pilot_id = writing.add(Pilot, {**row["pilot"], "partners": row["partners"]})
        for entry_type, given in _parts(row):
            part_id = writing.add(entry_type, given, pilot=(pilot_id,))
            if entry_type is Update and (row["place"], given["told_on"]) in _PICTURES:
                writing.illustrate(part_id, given["told_on"], *_PICTURES[row["place"], given["told_on"]])
        for indicator in row["indicators"]:
            own = {name: value for name, value in indicator.items() if name != "readings"}
            indicator_id = writing.add(Indicator, own, pilot=(pilot_id,))
            for reading in indicator["readings"]:
                writing.add(Reading, dict(zip(_OF_READING, reading, strict=False)), indicator=(indicator_id,))


def _parts(row: Mapping[str, Any]) -> Iterator[tuple[type[Entry], dict[str, Any]]]:
    """Return the rows of a pilot with the names of their fields."""
    for name, (entry_type, columns) in _COLUMNS.items():
        for cells in row[name]:
            yield entry_type, dict(zip(columns, cells, strict=False))
