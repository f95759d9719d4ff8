"""What lies between two moments of a plan, as a page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request
from sqlalchemy import Select

from ucap.core.languages import day_text, local_day, moment_in, moment_text
from ucap.core.text import Message, counted, message
from ucap.entries.fields import part_of
from ucap.entries.forms.comparing import ComparisonForm, TypedMoment, comparison_form
from ucap.entries.models import entry_types, types_of_section
from ucap.entries.pages.history import ChangedField, compared
from ucap.entries.pages.values import Names, names_in, with_past_places
from ucap.entries.past import FieldChange, RecordChange, between
from ucap.entries.queries.naming import EntryName, ids_of_entries
from ucap.history.queries import Wanted, changes, moment_of, number_at
from ucap.pairings.access import OpenPlan
from ucap.pairings.queries.plans import PlanFacts
from ucap.web.filters import page_language, reader_zone, said

MOST_EVENTS = 4_000
_ENTRIES_ON_A_PAGE = 40
_MOST_PAGES = MOST_EVENTS

_USUAL_DAYS_BACK = 7
_DAYS_BACK = (
    (message("Since yesterday"), 1),
    (message("Last 7 days"), _USUAL_DAYS_BACK),
    (message("Last 30 days"), 30),
)
_BEGINNING = "0"


@dataclass(frozen=True)
class Preset:
    """A span of time that is often asked for."""

    label: Message
    url: str
    is_current: bool


@dataclass(frozen=True)
class ComparedEntry:
    """What became of an entry; `entry` is None if nothing is known of it but its events.

    Attributes:
        became: added, changed, moved, deleted or brought back, in words.
        count: in how many changes.
    """

    entry: EntryName | None
    became: Message
    is_added: bool
    fields: Sequence[ChangedField]
    count: Message


@dataclass(frozen=True)
class ComparisonPage:
    """Two moments of a plan compared.

    Attributes:
        since, until: the moments in words.
        totals: how many entries were added, changed and so on, in words.
        left_out_before: when the oldest change was made that is compared, if there are too many; else None.
        previous, next: addresses of the pages before and after this one.
    """

    plan: PlanFacts
    form: ComparisonForm
    presets: Sequence[Preset]
    since: str
    until: str
    totals: Sequence[Message]
    entries: Sequence[ComparedEntry]
    left_out_before: datetime | None
    previous: str | None
    next: str | None


def comparison_page(plan: OpenPlan, entries: Sequence[EntryName], *, number: int, at: datetime) -> ComparisonPage:
    """Return page `number`, from 1, of what the comparison shows."""
    form = comparison_form(entries)
    since, until = _span(plan, form, at)
    wanted = Wanted(records=_records(plan.id, form), after=since)
    found, older = changes(plan.id, wanted=wanted, before=until + 1, most=MOST_EVENTS) if since < until else ([], None)
    names = with_past_places(names_in(plan, entries, types={entry.type for entry in entries}), found)
    folded = _in_order(between(found, {entry.id: entry.type for entry in entries}), names.entries)
    first = (number - 1) * _ENTRIES_ON_A_PAGE
    shown = folded[first : first + _ENTRIES_ON_A_PAGE]
    return ComparisonPage(
        plan=plan,
        form=form,
        presets=_presets(form, at),
        since=_words(form, "from", _first(form, at), _moment_of(plan.id, since)) or said(message("the beginning")),
        until=_words(form, "to", form.moment("to"), _moment_of(plan.id, until))
        if until < plan.version
        else said(message("now")),
        totals=_totals(folded),
        entries=[_compared_entry(one, names) for one in shown],
        left_out_before=found[-1].at if older else None,
        previous=_address(form, page=str(number - 1)) if number > 1 else None,
        next=_address(form, page=str(number + 1)) if folded[first + _ENTRIES_ON_A_PAGE :] else None,
    )


def page_number(text: str) -> int:
    """Return the number of a page as an address gives it.

    Raises:
        ValueError: if it cannot be one.
    """
    number = int(text)
    if not 0 < number <= _MOST_PAGES:
        raise ValueError("pages are numbered from 1")
    return number


def _span(plan: OpenPlan, form: ComparisonForm, at: datetime) -> tuple[int, int]:
    """Return the numbers of the last events before the two moments; a form that turns them round is refused."""
    zone = reader_zone()
    first, last = _first(form, at), form.moment("to")
    since = min(first, plan.version) if isinstance(first, int) else number_at(plan.id, _begin_of(first, zone))
    if last is None:
        until = plan.version
    else:
        until = min(last, plan.version) if isinstance(last, int) else number_at(plan.id, _end_of(last, zone))
    if until < since:
        form.refuse_turned()
    return since, until


def _first(form: ComparisonForm, at: datetime) -> TypedMoment | int:
    """Return the moment to begin with; some days ago if none is asked for."""
    asked = form.moment("from")
    usual = local_day(at, reader_zone()) - timedelta(days=_USUAL_DAYS_BACK)
    return TypedMoment(usual, None) if asked is None else asked


def _begin_of(moment: TypedMoment, zone: str) -> datetime:
    return moment_in(moment.day, moment.time or time(), zone)


def _end_of(moment: TypedMoment, zone: str) -> datetime:
    """Return the moment when the day, or the minute, is over."""
    return _begin_of(moment, zone) + (timedelta(days=1) if moment.time is None else timedelta(minutes=1))


def _records(plan_id: UUID, form: ComparisonForm) -> Select[UUID] | None:
    section, entry = form.asked("section"), form.asked("entry")
    if section is None and entry is None:
        return None
    return ids_of_entries(
        plan_id, types_of_section(part_of(section)) if section else None, UUID(entry) if entry else None
    )


def _presets(form: ComparisonForm, at: datetime) -> list[Preset]:
    today = local_day(at, reader_zone())
    spans = [(label, str(today - timedelta(days=back))) for label, back in _DAYS_BACK]
    usual = str(today - timedelta(days=_USUAL_DAYS_BACK))
    asked = "" if request.args.get("to") else request.args.get("from") or usual
    return [
        Preset(label, _address(form, **{"from": text, "to": ""}), asked == text)
        for label, text in (*spans, (message("Since the beginning"), _BEGINNING))
    ]


def _address(form: ComparisonForm, **changed: str) -> str:
    given = {**{field.name: request.args.get(field.name) for field in form}, **changed}
    return f"{request.path}?{urlencode({name: value for name, value in given.items() if value})}"


def _moment_of(plan_id: UUID, number: int) -> datetime | None:
    return moment_of(plan_id, number) if number else None


def _words(form: ComparisonForm, name: str, asked: TypedMoment | int | None, at: datetime | None) -> str:
    """Return a moment in words: as it was asked for, or when the event was made that was asked for."""
    language, zone = page_language(), reader_zone()
    if isinstance(asked, TypedMoment):
        day = day_text(asked.day, language)
        return day if asked.time is None else f"{day}, {asked.time:%H:%M}"
    if at is None:
        return ""
    if isinstance(asked, int):
        form.show(name, at.astimezone(ZoneInfo(zone)) + timedelta(minutes=1 if name == "from" else 0))
    return moment_text(at, language, zone)


def _in_order(found: Sequence[RecordChange], names: Mapping[UUID, EntryName]) -> list[RecordChange]:
    """Return the entries in the order of the plan; those of which nothing is known come last."""
    order = entry_types()
    places = {entry.id: (order.index(entry.type), place) for place, entry in enumerate(names.values())}
    return sorted(found, key=lambda one: (*places.get(one.record_id, (len(order), 0)), str(one.record_id)))


def _totals(found: Sequence[RecordChange]) -> list[Message]:
    added = sum(one.is_added for one in found)
    deleted = sum(one.is_deleted for one in found)
    back = sum(one.is_brought_back for one in found)
    changed = len(found) - added - deleted - back
    totals = [
        (added, counted("%(count)s entry added", "%(count)s entries added", added)),
        (changed, counted("%(count)s entry changed", "%(count)s entries changed", changed)),
        (deleted, counted("%(count)s entry deleted", "%(count)s entries deleted", deleted)),
        (back, counted("%(count)s entry brought back", "%(count)s entries brought back", back)),
    ]
    return [words for count, words in totals if count]


def _compared_entry(one: RecordChange, names: Names) -> ComparedEntry:
    entry = names.entries.get(one.record_id)
    changed: dict[str, list[FieldChange]] = {}
    for field in one.fields:
        changed.setdefault(field.field, []).append(field)
    declared = entry.type.fields if entry else {}
    fields = [
        ChangedField(
            name,
            declared[name].label,
            [
                compared(declared[name], (f.old, f.is_old_erased), (f.new, f.is_new_erased), names)
                for f in changed[name]
            ],
        )
        for name in declared
        if name in changed and not one.is_deleted
    ]
    return ComparedEntry(
        entry=entry,
        became=_became(one, has_fields=bool(fields) or entry is None),
        is_added=one.is_added,
        fields=fields,
        count=counted("%(count)s change", "%(count)s changes", one.count),
    )


def _became(one: RecordChange, *, has_fields: bool) -> Message:
    if one.is_added:
        return message("Added")
    if one.is_deleted:
        return message("Deleted")
    if one.is_brought_back:
        return message("Brought back")
    return message("Changed") if has_fields else message("Moved")
