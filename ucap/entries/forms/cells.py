"""Cells of a pasted list: read by the inputs of the entry's own form, once names are swapped for what a form sends."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from werkzeug.datastructures import MultiDict
from wtforms import ValidationError

from ucap.core.text import Message, message, visible_text
from ucap.entries import fields as declared
from ucap.entries.fields import FieldValue
from ucap.entries.forms.entry import Choosable, EntryForm
from ucap.entries.forms.inputs import CodesField
from ucap.web.filters import said
from ucap.web.forms import clean_text

_MOST_NAMED = 12
_LONGEST_QUOTED = 80


@dataclass(frozen=True)
class Cell:
    """A cell as it was read.

    Attributes:
        text: as it was written.
        value: what would be kept; None if there is an error.
        error: what is wrong with it, in words; empty if nothing is.
    """

    text: str
    value: FieldValue
    error: str = ""


def folded(text: str) -> str:
    """Return the text without differences of case, width and blanks, to be compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class CellReader:
    """Reads the cells of one field."""

    def __init__(self, form: EntryForm, field: declared.Field, choosable: Choosable) -> None:
        """Read as the form's own input does; a choice may be written by its code or by its name."""
        self._form = form
        self._input = form[field.name]
        self._kind = field.kind
        self._offered = _offered(field.kind, choosable)
        self._known: dict[str, set[str]] = defaultdict(set)
        for sent, names in self._offered:
            for name in (sent, *names):
                self._known[folded(name)].add(sent)

    def read(self, text: str) -> Cell:
        """Return the cell with this text."""
        is_choice = isinstance(self._kind, declared.Choice | declared.SideOfPlan | declared.Several)
        if is_choice and not clean_text(text):
            return Cell("", () if isinstance(self._kind, declared.Several) else None)
        try:
            sent = self._sent_for(text) if is_choice else [text]
        except ValidationError as unknown:
            return Cell(visible_text(text), None, str(unknown))
        self._input.process(MultiDict([(self._input.name, one) for one in sent]))
        if not self._input.validate(self._form):
            return Cell(visible_text(text), None, str(self._input.errors[0]))
        return Cell(visible_text(text), self._input.value)  # type: ignore[attr-defined] # each input of an entry has one

    def _sent_for(self, text: str) -> list[str]:
        """Return what a browser would send if the person had chosen what the cell names."""
        splits = list(_splits(clean_text(text))) if isinstance(self._kind, declared.Several) else [[text]]
        parts = min(splits, key=lambda parts: sum(folded(part) not in self._known for part in parts))
        sent: dict[str, None] = {}
        for part in parts:
            meant = self._known.get(folded(part), set())
            if len(meant) != 1:
                raise ValidationError(said(self._refusal_of(part, is_ambiguous=bool(meant))))
            sent |= dict.fromkeys(meant)
        if isinstance(self._input, CodesField):
            return [self._input.write(tuple(UUID(one) for one in sent))]
        return list(sent)

    def _refusal_of(self, part: str, *, is_ambiguous: bool) -> Message:
        text = visible_text(clean_text(part))
        text = text if len(text) <= _LONGEST_QUOTED else f"{text[:_LONGEST_QUOTED]}…"
        if is_ambiguous:
            return message("“%(text)s” could be several. Leave the cell empty and choose in the form later.", text=text)
        if isinstance(self._kind, declared.Links):
            return message(
                "Nothing in this plan that could be linked here is called “%(text)s”. Write the whole title, or leave "
                "the cell empty.",
                text=text,
            )
        if len(self._offered) > _MOST_NAMED:
            return message("“%(text)s” is no code and no name of the list.", text=text)
        names = ", ".join(names[-1] for _sent, names in self._offered)
        return message("“%(text)s” cannot be chosen. Write one of these: %(names)s.", text=text, names=names)


def _splits(text: str) -> Iterator[Sequence[str]]:
    """Return the ways to take a text apart that may name several things, the whole first."""
    yield [text]
    for separator in "\n;,":
        parts = [part for part in text.split(separator) if part.strip()]
        if parts:
            yield parts


def _offered(kind: declared.Kind, choosable: Choosable) -> list[tuple[str, tuple[str, ...]]]:
    """Return what can be chosen: what a browser sends for it, and what people call it, its usual name last."""
    match kind:
        case declared.Choice():
            return [(str(choice), (said(choice.label),)) for choice in kind.choices]
        case declared.PlaceOfPlan():
            return [(str(place.id), (place.name,)) for place in choosable.places]
        case declared.OrganisationOfPlan():
            return [(str(one.id), (one.name,)) for one in choosable.organisations]
        case declared.SideOfPlan():
            return [(str(side.id), (*(place.name for place in side.places), side.name)) for side in choosable.sides]
        case declared.Links():
            linked = [entry for entry in choosable.entries if entry.type.type_name() in kind.to]
            return [(str(entry.id), (entry.title,)) for entry in linked]
        case declared.Terms():
            terms = [term for term in choosable.terms if term.scheme in kind.schemes]
            return [(str(term.id), (term.code, term.label)) for term in terms]
        case _:
            return []
