"""What the values of entries look like on a page, in the reader's language: labels and names, never codes and ids."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from flask import url_for

from ucap.core.languages import day_text, money_text, number_text
from ucap.core.money import Money
from ucap.core.text import Message, message
from ucap.directory.queries import (
    PARTNERSHIP,
    OrganisationName,
    TermFacts,
    crosswalk,
    merged_places,
    organisation_of_places,
    organisations_of_places,
    terms_named,
    terms_of,
)
from ucap.entries.fields import Choices, Field, FieldValue, Links, Number, OrganisationOfPlan, Prose, Terms
from ucap.entries.forms.entry import Choosable, term_label
from ucap.entries.forms.inputs import Suggestion, written_number
from ucap.entries.models import Entry, entry_types
from ucap.entries.queries.naming import EntryName, organisations_in, themes_of_plan
from ucap.entries.queries.reading import EntryFacts
from ucap.history.queries import Change
from ucap.pairings.access import OpenPlan
from ucap.pairings.queries.plans import PlanFacts
from ucap.web.filters import page_language, said

MOST_LISTED = 50
"""Up to so many organisations are a list to choose from; of more, one types a part of the name."""

_MOST_FOUND = 10
_PLACE = "place_id"
"""What the log calls the place of an entry."""


class Marked(NamedTuple):
    """The name of a side or place, and the position that says which mark it carries."""

    name: str
    position: int


@dataclass(frozen=True)
class Names:
    """What ids are called: sides and places of the plan, entries in it, terms, organisations it speaks of."""

    marks: Mapping[UUID, Marked]
    entries: Mapping[UUID, EntryName]
    terms: Mapping[UUID, TermFacts]
    organisations: Mapping[UUID, str] = field(default_factory=dict)

    def of(self, one: UUID) -> str:
        """Return what the id is called, or words for an entry that is no longer in the plan."""
        if one in self.marks:
            return self.marks[one].name
        if one in self.organisations:
            return self.organisations[one]
        if one in self.terms:
            return term_label(self.terms[one])
        if one in self.entries:
            return self.entries[one].title
        return said(message("an entry that is no longer in the plan"))


def names_in(
    plan: PlanFacts,
    entries: Sequence[EntryName],
    *,
    types: Collection[type[Entry]],
    term_ids: Sequence[UUID] | None = None,
) -> Names:
    """Return the names of a plan's sides, places and entries, and of these terms or all that entry types use.

    Args:
        types: of which entries the values are shown; if they speak of organisations, those are named, too.
    """
    return Names(
        marks={
            **{side.id: Marked(side.name, side.position) for side in plan.sides},
            **{place.id: Marked(place.name, side.position) for side in plan.sides for place in side.places},
        },
        entries={entry.id: entry for entry in entries},
        organisations=organisations_in(plan.id, types),
        terms=_terms() if term_ids is None else terms_named(term_ids, page_language()) if term_ids else {},
    )


def with_past_places(names: Names, changes: Sequence[Change]) -> Names:
    """Return the names with those of places that the changes name and that were merged since into one of the plan's.

    If they name none but the plan's, as nearly always, nothing is asked.
    """
    events = [event for change in changes for event in change.events if event.field == _PLACE]
    named = {UUID(json.loads(text)) for event in events for text in (event.old, event.new) if text}
    unknown = named - names.marks.keys()
    former = merged_places(unknown) if unknown else {}
    marks = {
        one: Marked(name, names.marks[kept].position) for one, (name, kept) in former.items() if kept in names.marks
    }
    return replace(names, marks={**names.marks, **marks}) if marks else names


def _terms() -> dict[UUID, TermFacts]:
    return {term.id: term for term in terms_of(_schemes_of(entry_types()), page_language())}


def _schemes_of(types: Sequence[type[Entry]]) -> list[str]:
    """Return the vocabularies that entry types use."""
    kinds = [field.kind for entry_type in types for field in entry_type.fields.values()]
    return sorted({scheme for kind in kinds if isinstance(kind, Terms) for scheme in kind.schemes})


def terms_in(entries: Sequence[EntryFacts]) -> list[UUID]:
    """Return the ids of the terms that these entries use, each once."""
    found = {
        term_id
        for entry in entries
        for name, targets in entry.attached.items()
        if name in entry.type.fields and isinstance(entry.type.fields[name].kind, Terms)
        for term_id in targets
    }
    return sorted(found)


def choosable(
    plan: OpenPlan,
    entries: Sequence[EntryName],
    entry_type: type[Entry],
    *,
    but: UUID | None = None,
    is_whole: bool = False,
) -> Choosable:
    """Return what can be chosen in a form of the plan; `but` is the entry itself, which cannot link to itself.

    Args:
        is_whole: whether long registers are wanted, too, whose organisations are otherwise found by their names.
    """
    organisations = _organisations(plan, entry_type, most=None if is_whole else MOST_LISTED + 1)
    terms = terms_of(_schemes_of([entry_type]), page_language())
    return Choosable(
        sides=plan.sides,
        places=plan.own_places,
        entries=[entry for entry in entries if entry.id != but],
        terms=terms,
        suggestions=_suggestions(plan, terms),
        organisations=organisations,
        register=PlanRegister(plan) if len(organisations) > MOST_LISTED and not is_whole else None,
    )


@dataclass(frozen=True)
class PlanRegister:
    """The registers of a plan's places, in which organisations are found by their names."""

    plan: PlanFacts

    @property
    def url(self) -> str:
        """Return where scripts ask for names."""
        return url_for("finding.find_organisations", plan_id=self.plan.id)

    @property
    def _places(self) -> list[UUID]:
        return [place.id for place in self.plan.places]

    def called(self, text: str) -> Sequence[OrganisationName]:
        """Return the first organisations in whose name the text is."""
        return organisations_of_places(self._places, text=text, most=_MOST_FOUND)

    def named(self, organisation_id: UUID) -> OrganisationName | None:
        """Return the organisation of this id; None if it is in none of the registers."""
        return organisation_of_places(organisation_id, self._places)


def _organisations(plan: PlanFacts, entry_type: type[Entry], *, most: int | None) -> list[OrganisationName]:
    """Return whom the registers of the plan's places and the plan itself name, if the entry type speaks of such."""
    if not any(isinstance(one.kind, OrganisationOfPlan) for one in entry_type.fields.values()):
        return []
    known = organisations_of_places([place.id for place in plan.places], most=most)
    if most is not None and len(known) == most:
        return known
    archived = organisations_in(plan.id, [entry_type]).items() - {(one.id, one.name) for one in known}
    return [*known, *(OrganisationName(*one) for one in sorted(archived, key=lambda one: one[1]))]


def _suggestions(plan: OpenPlan, terms: Sequence[TermFacts]) -> list[Suggestion]:
    """Return those of the terms that are often chosen with the plan's themes, and those that fit every plan."""
    by_code = {(term.scheme, term.code): term for term in terms}
    if not any(other in by_code for others in crosswalk().values() for other in others):
        return []
    themes = themes_of_plan(plan.id, page_language())
    reasons = [(theme.label, (theme.scheme, theme.code)) for theme in themes] + [("", PARTNERSHIP)]
    found = [(label, crosswalk().get(source, frozenset())) for label, source in reasons]
    return [
        Suggestion(label, [term for term in terms if (term.scheme, term.code) in others]) for label, others in found
    ]


@dataclass(frozen=True)
class ShownField:
    """A field as a page shows it.

    Attributes:
        text: the value in words; empty if there is none.
        is_prose: whether the text is Markdown.
        links: the entries linked to.
        side: the side chosen, or that of the place chosen, by name and position.
        is_badge: whether it is a mark beside the title.
        is_missing: whether agreement will need a value and there is none.
        fault: what a check of the entry has found here; None if it found nothing.
    """

    name: str
    label: Message
    text: str
    language: str
    is_prose: bool
    links: Sequence[EntryName]
    side: Marked | None
    is_badge: bool
    is_missing: bool
    fault: Message | None = None


def value_text(value: FieldValue, names: Names) -> str:
    """Return a value in words, in the reader's language: labels and names, never codes and ids."""
    language = page_language()
    match value:
        case None:
            return ""
        case Choices():
            return said(value.label)
        case UUID():
            return names.of(value)
        case tuple():
            return "\n".join(names.of(target) for target in value)
        case Money():
            return money_text(value, language)
        case Decimal():
            return number_text(value, language)
        case date():
            return day_text(value, language)
        case _:
            return value


def shown_fields(entry: EntryFacts, names: Names) -> list[ShownField]:
    """Return the fields of an entry for reading, the one that names it left out."""
    values = entry.values(page_language())
    missing = set(entry.missing)
    faults = {check.field: check.said for check in reversed(entry.type.checks) if not check.passes(values)}
    return [
        replace(_shown_field(entry, field, values[name], names, is_missing=name in missing), fault=faults.get(name))
        for name, field in entry.type.fields.items()
        if field is not entry.type.title_field()
    ]


def field_text(field: Field, value: FieldValue, names: Names) -> str:
    """Return the value of a field in words: a number with its unit, a year without separators."""
    if not isinstance(field.kind, Number) or not isinstance(value, Decimal):
        return value_text(value, names)
    return written_number(field.kind, value) + (f" {field.kind.unit}" if field.kind.unit else "")


def _language_of_terms(value: FieldValue, names: Names) -> str:
    """Return the language of terms that are called nothing in the reader's; empty if there is none to say."""
    found = {names.terms[one].language for one in value if one in names.terms} if isinstance(value, tuple) else set()
    return found.pop() if len(found) == 1 and found != {page_language()} else ""


def _shown_field(entry: EntryFacts, field: Field, value: FieldValue, names: Names, *, is_missing: bool) -> ShownField:
    targets = value if isinstance(field.kind, Links) and isinstance(value, tuple) else ()
    linked = [names.entries[target] for target in targets if target in names.entries]
    return ShownField(
        name=field.name,
        label=field.label,
        text="" if linked else field_text(field, value, names),
        language=entry.language if field.is_translated else _language_of_terms(value, names),
        is_prose=isinstance(field.kind, Prose),
        links=linked,
        side=names.marks.get(value) if isinstance(value, UUID) else None,
        is_badge=field.is_badge,
        is_missing=is_missing,
    )
