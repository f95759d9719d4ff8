"""What to show when two people changed the same entry at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ucap.accounts.models import Person
from ucap.accounts.queries import names_of
from ucap.core.languages import list_text
from ucap.core.text import Message, message
from ucap.entries import rules
from ucap.entries.access import OpenEntry
from ucap.entries.fields import Field, FieldValue, FieldValues, Line, Prose
from ucap.entries.forms.entry import EntryForm
from ucap.entries.forms.settling import Picks, Settling, SettlingNames, picks_text
from ucap.entries.models import Entry
from ucap.entries.operations.merging import Merged
from ucap.entries.pages.values import Names, field_text, names_in
from ucap.entries.queries.reading import values_at
from ucap.history.compare import Part, word_parts
from ucap.history.merge import Kind, Pick, Stretch, composed, merge
from ucap.history.queries import Change, changes_since
from ucap.pairings.queries.plans import PlanFacts, sides_of_people
from ucap.web.filters import page_language, said
from ucap.web.forms import clean_text


@dataclass(frozen=True)
class Choice:
    """One of the versions of a stretch, its words compared with the base."""

    pick: Pick
    text: str
    parts: Sequence[Part]
    is_picked: bool


@dataclass(frozen=True)
class ShownStretch:
    """A stretch of a merged text; one without choices stands as it is."""

    number: int
    kind: Kind
    text: str
    choices: Sequence[Choice]


@dataclass(frozen=True)
class ConflictField:
    """A field that two people changed to different things.

    Attributes:
        base, theirs, mine: its three values in words; the latter two compared with the first where it is a text.
        by, at: who changed it last, and when; `is_own` if it was the same person in another window.
        stretches: the proposed merge of a text; none for other values.
        picks: what the text that will be saved was put together from, as the form carries it.
    """

    name: str
    label: Message
    base: str
    theirs: str
    theirs_parts: Sequence[Part]
    mine: str
    mine_parts: Sequence[Part]
    by: str
    at: datetime
    is_own: bool
    stretches: Sequence[ShownStretch]
    picks: str


@dataclass(frozen=True)
class Conflict:
    """What to show when somebody saved a newer version meanwhile.

    Attributes:
        base_version: the version both began with.
        by: who saved since, in words; empty if it was the same person in another window.
        fields: by name, the fields that both changed, each to something else.
        taken: the labels of the fields that only the other person changed, and that the form has taken over.
        names: what the form calls what it sends beside the entry's fields.
    """

    base_version: int
    by: str
    fields: Mapping[str, ConflictField]
    taken: Sequence[Message]
    names: type[SettlingNames] = SettlingNames


@dataclass(frozen=True)
class _Meeting:
    """The three states of an entry that meet, and who made theirs."""

    opened: OpenEntry
    person: Person
    base_version: int
    base: FieldValues
    theirs: FieldValues
    mine: FieldValues
    changes: Sequence[Change]
    picks: Mapping[str, Picks]

    @property
    def merge(self) -> rules.Merge:
        """Return what becomes of them."""
        return rules.merge(self.opened.entry.type, self.base, self.theirs, self.mine)

    def stretches_of(self, name: str) -> list[Stretch]:
        """Return the stretches of a text."""
        base, theirs, mine = (str(values.get(name) or "") for values in (self.base, self.theirs, self.mine))
        return merge(base, theirs, mine)

    def texts(self) -> Iterator[tuple[str, list[Stretch]]]:
        """Yield the contested texts that are merged by sentences."""
        for name in self.merge.contested:
            if isinstance(self.opened.entry.type.fields[name].kind, Prose):
                yield name, self.stretches_of(name)


def begin_settling(newer: OpenEntry, form: EntryForm, person: Person) -> Conflict:
    """Fill the form with what is proposed when somebody saved a newer version; return what to show beside it."""
    entry = newer.entry
    seen = form.seen_version if form.seen_version < entry.version else 0  # nobody can have read a later one
    meeting = _Meeting(
        opened=newer,
        person=person,
        base_version=seen,
        base=values_at(newer.plan.id, entry, seen),
        theirs=entry.values(),
        mine=form.values(),
        changes=changes_since(newer.plan.id, entry.id, seen),
        picks={},
    )
    merged = meeting.merge
    proposed: dict[str, FieldValue] = {name: composed(stretches, {}) for name, stretches in meeting.texts()}
    form.take({**{name: merged.values[name] for name in merged.theirs}, **proposed})
    form.version.data = str(entry.version)
    return _conflict(meeting, taken=merged.theirs)


def go_on_settling(opened: OpenEntry, form: EntryForm, begun: Settling, person: Person) -> tuple[Conflict, bool] | None:
    """Return the conflict as the person saw it, and whether the parts they chose are in a text they have not yet seen.

    None if the page that was sent cannot have shown one.
    """
    entry, shown = opened.entry, form.seen_version
    if not begun.base_version < shown <= entry.version:
        return None
    changes = changes_since(opened.plan.id, entry.id, begun.base_version)
    meeting = _Meeting(
        opened=opened,
        person=person,
        base_version=begun.base_version,
        base=values_at(opened.plan.id, entry, begun.base_version),
        theirs=values_at(opened.plan.id, entry, shown),
        mine={**form.values(), **{n: t for n, t in begun.texts.items() if isinstance(_kind_of(opened, n), Prose)}},
        changes=[change for change in changes if change.version <= shown],
        picks=begun.picks,
    )
    composing = dict(_unseen_texts(meeting, form, begun))
    form.take(composing)
    return _conflict(meeting, taken=[]), bool(composing or begun.composed)


def _kind_of(opened: OpenEntry, name: str) -> object:
    field = opened.entry.type.fields.get(name)
    return field.kind if field else None


def _unseen_texts(meeting: _Meeting, form: EntryForm, begun: Settling) -> Iterator[tuple[str, str]]:
    """Yield the texts put together from parts of which the person has seen another text, and written no own one."""
    typed = form.values()
    for name, stretches in meeting.texts():
        text, before = (
            clean_text(composed(stretches, _picks_of(stretches, picks.get(name, {}))))
            for picks in (begun.picks, begun.picks_before)
        )
        is_as_it_came = typed.get(name) == (before or None)
        if begun.composed == name or (is_as_it_came and text != before):
            yield name, text


def _conflict(meeting: _Meeting, *, taken: Sequence[str]) -> Conflict:
    entry = meeting.opened.entry
    people = names_of({change.by_id for change in meeting.changes})
    others = {change.by_id for change in meeting.changes} - {meeting.person.id}
    names = names_in(meeting.opened.plan, meeting.opened.names, types={meeting.opened.entry.type})
    return Conflict(
        base_version=meeting.base_version,
        by=list_text(sorted(people[one] for one in others), page_language()),
        fields={
            name: _conflict_field(meeting, entry.type.fields[name], people, names) for name in meeting.merge.contested
        },
        taken=[entry.type.fields[name].label for name in taken],
    )


def _conflict_field(meeting: _Meeting, field: Field, people: Mapping[UUID, str], names: Names) -> ConflictField:
    base, theirs, mine = (
        field_text(field, values.get(field.name), names) for values in (meeting.base, meeting.theirs, meeting.mine)
    )
    is_text = isinstance(field.kind, Line | Prose)
    changing = (change for change in meeting.changes if any(event.field == field.name for event in change.events))
    change = next(changing, None)
    stretches = meeting.stretches_of(field.name) if isinstance(field.kind, Prose) else []
    picks = _picks_of(stretches, meeting.picks.get(field.name, {}))
    return ConflictField(
        name=field.name,
        label=field.label,
        base=base,
        theirs=theirs,
        theirs_parts=word_parts(base, theirs) if is_text else [],
        mine=mine,
        mine_parts=word_parts(base, mine) if is_text else [],
        by=people[change.by_id] if change else meeting.opened.entry.changed_by,
        at=change.at if change else meeting.opened.entry.changed_at,
        is_own=change is not None and change.by_id == meeting.person.id,
        stretches=_shown(stretches, picks),
        picks=picks_text(picks),
    )


def _picks_of(stretches: Sequence[Stretch], picks: Picks) -> dict[int, Pick]:
    """Return what is picked of each stretch between whose versions one can choose."""
    found = {}
    for number, stretch in enumerate(stretches):
        if len(stretch.picks) > 1 and not stretch.is_blank:
            pick = picks.get(number)
            found[number] = pick if pick in stretch.picks else stretch.proposed
    return found


def _shown(stretches: Sequence[Stretch], picks: Picks) -> list[ShownStretch]:
    shown: list[ShownStretch] = []
    for number, stretch in enumerate(stretches):
        if number in picks:
            shown.append(ShownStretch(number, stretch.kind, "", _choices(stretch, picks[number])))
            continue
        text = stretch.text(stretch.proposed)
        if shown and not shown[-1].choices:
            text = shown.pop().text + text
        shown.append(ShownStretch(number, Kind.SAME, text, []))
    return shown


def _choices(stretch: Stretch, picked: Pick) -> list[Choice]:
    return [
        Choice(
            pick=pick,
            text=stretch.text(pick),
            parts=word_parts(stretch.base.strip(), stretch.text(pick).strip()),
            is_picked=pick is picked,
        )
        for pick in stretch.picks
    ]


def saved_notice(plan: PlanFacts, entry_type: type[Entry], merged: Merged, person: Person) -> Message:
    """Return what to tell a person who saved: what others changed meanwhile that stands beside it."""
    if not merged.fields:
        return message("%(type)s saved.", type=entry_type.singular)
    language = page_language()
    fields = list_text([said(entry_type.fields[name].label) for name in merged.fields], language)
    if set(merged.by_ids) == {person.id}:
        return message(
            "%(type)s saved. You changed %(fields)s meanwhile in another window; both changes stand.",
            type=entry_type.singular,
            fields=fields,
        )
    people, sides = names_of({*merged.by_ids}), sides_of_people(plan.pairing_id)
    named = {side.position: side.name for side in plan.sides}
    who = [
        f"{people[one]} ({list_text([named[p] for p in sorted(sides.get(one, ()))], language)})"
        for one in merged.by_ids
    ]
    return message(
        "%(type)s saved. %(who)s changed %(fields)s meanwhile; both changes stand.",
        type=entry_type.singular,
        who=list_text(who, language),
        fields=fields,
    )
