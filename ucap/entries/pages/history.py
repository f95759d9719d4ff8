"""What changed in entries, as pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import request
from wtforms.fields.choices import SelectFieldBase

from ucap.accounts.queries import names_of
from ucap.core.languages import day_text, local_day, moment_in, moment_text
from ucap.core.text import Message, counted, message
from ucap.entries.access import OpenEntry
from ucap.entries.fields import Field, FieldValue, Several, part_of, value_from_log
from ucap.entries.forms.history import HistoryForm, entry_history_form, history_form
from ucap.entries.models import DELETED, entry_type_named, types_of_section
from ucap.entries.pages.values import Names, field_text, names_in, with_past_places
from ucap.entries.queries.naming import EntryName, ids_of_entries
from ucap.entries.queries.reading import EntryFacts
from ucap.history.compare import Part, word_parts
from ucap.history.models import ERASED, POSITION
from ucap.history.queries import Change, EventFacts, Wanted, authors_of, count_of_changes
from ucap.history.queries import changes as changes_of
from ucap.pairings.access import OpenPlan
from ucap.pairings.queries.plans import PlanFacts
from ucap.web.filters import page_language, reader_zone, said

_ERASED = message("(erased)")


@dataclass(frozen=True)
class ChangedField:
    """A field in a history: what it is called and how its value changed; of links, each by itself.

    Attributes:
        before: the event after which the field held what stood before; None if that is nothing to restore.
        after: the same of what was written.
        is_erased: whether one of the two was erased, so that nobody can know or restore it.
    """

    name: str
    label: Message
    comparisons: Sequence[Sequence[Part]]
    before: int | None = None
    after: int | None = None
    is_erased: bool = False


@dataclass(frozen=True)
class ShownChange:
    """A change in a history; the entry is None if it is no longer in the plan.

    Attributes:
        what: what was done to the entry, in a word or two.
        number: of its last event.
        is_present: whether it made the entry what it is now.
        is_erasure: whether it is no change of an entry, but says that personal data was erased.
    """

    entry: EntryName | None
    is_beginning: bool
    what: Message
    by: str
    at: datetime
    fields: Sequence[ChangedField]
    number: int
    is_present: bool = False
    is_erasure: bool = False


@dataclass(frozen=True)
class ShownDay:
    """The changes of a day in the reader's time zone."""

    day: date
    changes: Sequence[ShownChange]


def shown_changes(changes: Sequence[Change], names: Names, present: EntryFacts | None = None) -> list[ShownChange]:
    """Return changes in labels and terms, texts compared word by word; `present` is the entry if all are its own."""
    people = names_of({change.by_id for change in changes})
    names = with_past_places(names, changes)
    return [_shown_change(change, _author(change, people), names, present) for change in changes]


def _author(change: Change, people: Mapping[UUID, str]) -> str:
    """Return who made the change: a member, or whoever was asked by one and has no account."""
    name = people[change.by_id]
    return said(message("By personal link from %(name)s", name=name)) if change.is_by_link else name


def days_of(changes: Sequence[ShownChange]) -> list[ShownDay]:
    """Return the changes under the days on which they were made."""
    zone = reader_zone()
    return [ShownDay(day, list(found)) for day, found in groupby(changes, key=lambda one: local_day(one.at, zone))]


def _shown_change(change: Change, by: str, names: Names, present: EntryFacts | None) -> ShownChange:
    entry = names.entries.get(change.record_id)
    declared = entry.type.fields if entry else {}
    is_beginning = change.version == 1 and all(event.field not in {POSITION, ERASED} for event in change.events)
    events: dict[str, list[EventFacts]] = {}
    for event in change.events:
        events.setdefault(event.field, []).append(event)
    fields = [_changed_field(declared[name], events[name], names) for name in declared if name in events]
    if present is not None:
        fields = [_restorable(field, events[field.name], change, present) for field in fields]
    return ShownChange(
        entry=entry,
        is_beginning=is_beginning,
        what=_what_was_done(change, is_beginning=is_beginning, has_new_text=bool(fields)),
        by=by,
        at=change.at,
        fields=fields,
        number=change.last_number,
        is_present=present is not None and change.version == present.version,
        is_erasure=any(event.field == ERASED for event in change.events),
    )


def _what_was_done(change: Change, *, is_beginning: bool, has_new_text: bool) -> Message:
    """Return what was done to the entry, in a word or two."""
    events = {event.field: event for event in change.events}
    if is_beginning:
        return message("Added")
    if ERASED in events:
        return message("Personal data erased from the history")
    if DELETED in events:
        if events[DELETED].new is not None:
            return message("Deleted")
        return message("Brought back and changed") if has_new_text else message("Brought back")
    if POSITION in events:
        return message("Moved from place %(old)s to %(new)s", old=events[POSITION].old, new=events[POSITION].new)
    return message("Changed")


def _changed_field(field: Field, events: Sequence[EventFacts], names: Names) -> ChangedField:
    return ChangedField(
        field.name,
        field.label,
        [
            compared(field, (event.old, event.is_old_erased), (event.new, event.is_new_erased), names)
            for event in events
        ],
        is_erased=any(event.is_old_erased or event.is_new_erased for event in events),
    )


def compared(field: Field, old: tuple[str | None, bool], new: tuple[str | None, bool], names: Names) -> list[Part]:
    """Compare two values of a field, each as JSON with whether it was erased, word by word."""
    before, after = (
        said(_ERASED) if is_erased else field_text(field, value_from_log(field, value), names)
        for value, is_erased in (old, new)
    )
    return word_parts(before, after)


def _restorable(field: ChangedField, events: Sequence[EventFacts], change: Change, present: EntryFacts) -> ChangedField:
    """Return the field with the events after which it held what can be restored: something else than it holds now."""
    declared = present.type.fields[field.name]
    is_beginning = change.version == 1
    if isinstance(declared.kind, Several):
        has_before, has_after = not is_beginning, change.version != present.version
    else:
        now = present.value(field.name) or None
        has_before = any(_is_other(declared, event.old, now) for event in events)
        has_after = any(_is_other(declared, event.new, now) for event in events)
    erased_before = any(event.is_old_erased for event in events)
    erased_after = any(event.is_new_erased for event in events)
    return ChangedField(
        field.name,
        field.label,
        field.comparisons,
        before=change.first_number - 1 if has_before and not erased_before else None,
        after=change.last_number if has_after and not erased_after else None,
        is_erased=field.is_erased,
    )


def _is_other(field: Field, logged: str | None, now: FieldValue) -> bool:
    value = value_from_log(field, logged)
    return value not in (None, "", now)


@dataclass(frozen=True)
class Chip:
    """Something that is asked for, in words, and where it is not."""

    label: Message
    value: str
    url: str


@dataclass(frozen=True)
class PlanHistoryPage:
    """The history of a plan, or what was asked for of it.

    Attributes:
        count: how many changes there are of what was asked for, in words.
        asked: what was asked for.
        older: where the next page begins; None if there is none.
    """

    plan: PlanFacts
    form: HistoryForm
    count: Message
    asked: Sequence[Chip]
    all_url: str
    days: Sequence[ShownDay]
    older: str | None


def plan_history_page(plan: OpenPlan, entries: Sequence[EntryName], *, before: int | None) -> PlanHistoryPage:
    """Return what the history of a plan shows."""
    form = history_form(entries, names_of(authors_of(plan.id)))
    wanted = _wanted(plan.id, form)
    found, older = changes_of(plan.id, wanted=wanted, before=before)
    return PlanHistoryPage(
        plan=plan,
        form=form,
        count=_count(plan.id, wanted),
        asked=_chips(form),
        all_url=request.path,
        days=days_of(shown_changes(found, names_in(plan, entries, types={entry.type for entry in entries}))),
        older=_older(form, older),
    )


def _wanted(plan_id: UUID, form: HistoryForm) -> Wanted:
    type_name, _point, field = str(form.asked("what") or "").partition(".")
    section, entry, person = (form.asked(name) for name in ("section", "entry", "person"))
    since, until = form.asked("from"), form.asked("to")
    zone = reader_zone()
    return Wanted(
        records=_records(plan_id, section, type_name, entry),
        field=field or None,
        by_id=UUID(str(person)) if person else None,
        since=moment_in(since, time(), zone) if isinstance(since, date) else None,
        until=_end_of(until, zone) if isinstance(until, date) else None,
    )


def _end_of(day: date, zone: str) -> datetime:
    return moment_in(day + timedelta(days=1) if day < date.max else day, time(), zone)


def _records(plan_id: UUID, section: object, type_name: str, entry: object) -> Any:  # noqa: ANN401 - of SQLAlchemy
    types = types_of_section(part_of(str(section))) if section else None
    if type_name:
        named = entry_type_named(type_name)
        types = [one for one in types or [named] if one is named]
    if types is None and not entry:
        return None
    return ids_of_entries(plan_id, types, UUID(str(entry)) if entry else None)


def _count(plan_id: UUID, wanted: Wanted, record_id: UUID | None = None) -> Message:
    return counted("%(count)s change", "%(count)s changes", count_of_changes(plan_id, wanted, record_id=record_id))


def _chips(form: HistoryForm) -> list[Chip]:
    """Return what is asked for, each with the address that asks for all else."""
    found = []
    for field in form:
        value = form.asked(field.name)
        if isinstance(value, date):
            found.append(
                Chip(Message(str(field.label.text)), day_text(value, page_language()), _address(form, but=field.name))
            )
        elif value is not None and isinstance(field, SelectFieldBase):
            chosen = next(label for _value, label, is_selected, _looks in field.iter_choices() if is_selected)
            found.append(Chip(Message(str(field.label.text)), chosen, _address(form, but=field.name)))
    return found


def _older(form: HistoryForm, number: int | None) -> str | None:
    return None if number is None else _address(form, before=number)


def _address(form: HistoryForm, *, but: str = "", before: int | None = None) -> str:
    """Return the address of this page that asks for the same, but for one field, before an event."""
    given = {field.name: request.args.get(field.name) for field in form if field.name != but}
    asked = {name: value for name, value in given.items() if value}
    return f"{request.path}?{urlencode({**asked, **({'before': before} if before else {})})}".rstrip("?")


@dataclass(frozen=True)
class EntryHistoryPage:
    """The history of an entry; attributes as in the history of a plan.

    Attributes:
        versions: the moments that can be compared: number of an event and words, the newest first.
    """

    plan: PlanFacts
    entry: EntryFacts
    title: str
    form: HistoryForm
    count: Message
    asked: Sequence[Chip]
    all_url: str
    days: Sequence[ShownDay]
    older: str | None
    can_edit: bool
    versions: Sequence[tuple[int, str]]


def entry_history_page(opened: OpenEntry, *, before: int | None) -> EntryHistoryPage:
    """Return what the history of an entry shows."""
    entry = opened.entry
    form = entry_history_form(entry.type)
    asked = form.asked("field")
    wanted = Wanted(field=str(asked) if asked else None)
    found, older = changes_of(opened.plan.id, record_id=entry.id, wanted=wanted, before=before)
    shown = shown_changes(found, names_in(opened.plan, opened.names, types={entry.type}), entry)
    language, zone = page_language(), reader_zone()
    return EntryHistoryPage(
        plan=opened.plan,
        entry=entry,
        title=entry.title(page_language()),
        form=form,
        count=_count(opened.plan.id, wanted, entry.id),
        asked=_chips(form),
        all_url=request.path,
        days=days_of(shown),
        older=_older(form, older),
        can_edit=opened.can_edit,
        versions=[(one.number, f"{moment_text(one.at, language, zone)}, {one.by}") for one in shown],
    )
