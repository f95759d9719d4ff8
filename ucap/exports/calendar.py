"""ICS: all days of a plan, as whole days, which no time zone moves; the same day keeps its name in every file."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from icalendar import Calendar, Event

from ucap.core.text import visible_text
from ucap.document.records import PlanRecords
from ucap.document.wording import Wording
from ucap.entries.fields import Day
from ucap.entries.queries.reading import EntryFacts

_PRODUCT = "-//UCAP tracker//Plan//EN"


def ics_of(records: PlanRecords, *, language: str) -> bytes:
    """Return the days of the plan as a calendar: those of its entries, and when it means to reach its phases."""
    wording = Wording(records, language)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", records.plan.title)
    for entry in records.entries:
        for name, declared in entry.type.fields.items():
            day = entry.columns.get(name)
            if isinstance(declared.kind, Day) and isinstance(day, date):
                calendar.add_component(_event_of_entry(wording, entry, name, day))
    for milestone in records.milestones:
        day = milestone.reached_on or milestone.planned_on
        if day:
            event = _event(f"{records.plan.pairing_id}-{milestone.phase}", day, wording.said(milestone.phase.label))
            event.add("dtstamp", datetime.combine(day, time(), UTC))
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event_of_entry(wording: Wording, entry: EntryFacts, name: str, day: date) -> Event:
    label = wording.said(entry.type.fields[name].label)
    event = _event(f"{entry.id}-{name}", day, f"{wording.title(entry).text} – {label}")
    changed_at = entry.changed_at.astimezone(UTC)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", entry.version - 1)
    event.add("categories", [wording.said(entry.type.singular)])
    place = wording.records.marks.get(entry.place_id) if isinstance(entry.place_id, UUID) else None
    if place:
        event.add("location", visible_text(place))
    return event


def _event(name: str, day: date, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{name}@ucap")
    event.add("summary", visible_text(summary))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1) if day < date.max else day)
    event.add("transp", "TRANSPARENT")
    return event
