"""What values of entries are in words, in the language of a document: labels and names, never codes and ids."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from babel.support import NullTranslations

from ucap.core.languages import catalog, day_text, money_text, number_text, words
from ucap.core.money import Money
from ucap.core.text import Message
from ucap.document.models import Fact, Facts, Heading, Words
from ucap.document.records import PlanRecords
from ucap.entries.fields import YEAR, Choices, Field, FieldValue, Number, Prose, Several
from ucap.entries.models import Entry
from ucap.entries.queries.judging import related_among
from ucap.entries.queries.reading import EntryFacts


@dataclass(frozen=True)
class Wording:
    """Says what is in the records of a plan, in a language."""

    records: PlanRecords
    language: str

    @cached_property
    def _translations(self) -> NullTranslations:
        return catalog(self.language)

    def said(self, message: Message) -> str:
        """Return the message in words."""
        return words(message, self._translations)

    def day(self, day: date | None) -> str:
        """Return the day in words, and a dash for none."""
        return day_text(day, self.language) if day else "–"

    def money(self, money: Money | None) -> str:
        """Return the money in words, and a dash for none."""
        return money_text(money, self.language) if money else "–"

    def number(self, number: Decimal | None, unit: str = "") -> str:
        """Return the number with its unit, and a dash for none."""
        return "–" if number is None else f"{number_text(number, self.language)} {unit}".strip()

    def verdicts(self, entry_type: type[Entry], on: date) -> dict[UUID, str]:
        """Return what is judged of the entries of a type on the day, in words; nothing of those of which nothing is."""
        judged = entry_type.judged
        if judged is None:
            return {}
        related = related_among(self.records.entries, entry_type, self.language)
        found = {
            one.id: judged.judgement_of(one.values(self.language), related.get(one.id, ()), on).verdict
            for one in self.records.of_type(entry_type)
        }
        return {entry_id: self.said(verdict.label) for entry_id, verdict in found.items() if verdict is not None}

    def title(self, entry: EntryFacts) -> Words:
        """Return what the entry is called."""
        return self._in_words(
            entry, entry.type.title_field(), entry.value(entry.type.title_field().name, self.language)
        )[0]

    def text(self, entry: EntryFacts, name: str) -> Words:
        """Return the value of a field, several on a line; a dash for none."""
        values = self.values(entry, name)
        if not values:
            return Words("–")
        return values[0] if len(values) == 1 else Words("; ".join(one.text for one in values), values[0].language)

    def values(self, entry: EntryFacts, name: str) -> list[Words]:
        """Return the values of a field; none if it is empty."""
        value = entry.value(name, self.language)
        return [] if value is None or value in ("", ()) else self._in_words(entry, entry.type.fields[name], value)

    def heading(self, level: int, entry: EntryFacts, marks: Sequence[str] = ()) -> Heading:
        """Return a heading that names an entry, with its place and badges as marks."""
        badges = [
            one.text
            for name, declared in entry.type.fields.items()
            if declared.is_badge or name == "place_id"
            for one in self.values(entry, name)
        ]
        return Heading(level, self.title(entry), [*marks, *badges])

    def facts(self, entry: EntryFacts, names: Collection[str] | None = None) -> Facts:
        """Return the filled fields of an entry, or those of them that are named, without what its heading says."""
        title = entry.type.title_field().name
        wanted = [
            declared
            for name, declared in entry.type.fields.items()
            if name not in {title, "place_id"} and not declared.is_badge and (names is None or name in names)
        ]
        return Facts([fact for declared in wanted if (fact := self.fact(entry, declared.name)).values])

    def fact(self, entry: EntryFacts, name: str) -> Fact:
        """Return a field with its label."""
        declared = entry.type.fields[name]
        return Fact(self.said(declared.label), self.values(entry, name), isinstance(declared.kind, Prose))

    def _in_words(self, entry: EntryFacts, declared: Field, value: FieldValue) -> list[Words]:
        if isinstance(declared.kind, Several) and isinstance(value, tuple):
            return [found for one in value if (found := self._called(one))]
        if isinstance(value, UUID):
            return [found] if (found := self._called(value)) else []
        if declared.is_translated:
            return [Words(str(value or ""), self._language_of(entry, declared.name))]
        return [Words(self._plain(declared, value))]

    def _language_of(self, entry: EntryFacts, name: str) -> str:
        """Return the language of the text that is shown; empty if it is the document's."""
        return "" if entry.texts.get(name, {}).get(self.language) or entry.language == self.language else entry.language

    @cached_property
    def _names(self) -> dict[UUID, Words | None]:
        return {}

    def _called(self, one: UUID) -> Words | None:
        """Return what the id is called; None for what is no longer in the plan."""
        if one not in self._names:
            self._names[one] = self._looked_up(one)
        return self._names[one]

    def _looked_up(self, one: UUID) -> Words | None:
        records = self.records
        if one in records.by_id:
            return self.title(records.by_id[one])
        if one in records.terms:
            term = records.terms[one]
            return Words(term.label, "" if term.language == self.language else term.language)
        if one in records.organisations:
            return Words(records.organisations[one].name)
        return Words(records.marks[one]) if one in records.marks else None

    def _plain(self, declared: Field, value: FieldValue) -> str:
        match value:
            case Choices():
                return self.said(value.label)
            case Money():
                return money_text(value, self.language)
            case Decimal() if declared.kind == YEAR:
                return str(int(value))
            case Decimal():
                unit = declared.kind.unit if isinstance(declared.kind, Number) else ""
                return self.number(value, unit)
            case date():
                return day_text(value, self.language)
            case _:
                return str(value or "")
