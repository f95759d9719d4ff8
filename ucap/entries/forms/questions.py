"""How a form asks: its fields in groups, and what is said beside each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ucap.core.text import Message, message
from ucap.entries import fields as declared
from ucap.entries.fields import Field
from ucap.entries.forms.inputs import CodesField, OnlyPlace, example_of
from ucap.entries.models import Entry, entry_type_named
from ucap.web.filters import said


@dataclass(frozen=True)
class Question:
    """A field in a form, with what is said beside it.

    Attributes:
        input: the field of WTForms.
        example: a good answer, or how values of the kind are typed.
        links_to: the types of the entries that it links to.
    """

    declared: Field
    input: Any
    example: str
    links_to: Sequence[type[Entry]]


@dataclass(frozen=True)
class QuestionGroup:
    """Questions under one heading, those that belong together side by side.

    Attributes:
        is_running: whether all of them report on the way.
    """

    title: Message
    questions: Sequence[Sequence[Question]]
    is_running: bool


def question_groups(entry_type: type[Entry], inputs: Mapping[str, Any]) -> list[QuestionGroup]:
    """Return the questions of a form as it asks them; a place to choose comes first, what it is a part of last."""
    groups: list[tuple[Message, list[list[Question]]]] = [(message("The basics"), [])]
    for question in _asked(entry_type, inputs):
        if question.declared.group:
            groups.append((question.declared.group, []))
        if question.declared.note_of:
            groups[-1][1][-1].append(question)
        else:
            groups[-1][1].append([question])
    return [
        QuestionGroup(title, asked, all(question.declared.is_running for together in asked for question in together))
        for title, asked in groups
        if asked
    ]


def _asked(entry_type: type[Entry], inputs: Mapping[str, Any]) -> Iterator[Question]:
    for field in sorted(entry_type.fields.values(), key=lambda field: _rank(entry_type, field)):
        if not (field.is_given or isinstance(inputs[field.name], OnlyPlace)):
            to = field.kind.to if isinstance(field.kind, declared.Links) else ()
            example = _example(field, inputs[field.name])
            yield Question(field, inputs[field.name], example, [entry_type_named(name) for name in to])


def _rank(entry_type: type[Entry], field: Field) -> int:
    """Return how late a form asks: a place first, and last what it is a part of, which is mostly given by then."""
    return 0 if isinstance(field.kind, declared.PlaceOfPlan) else 2 if field.name == entry_type.part_of else 1


def _example(field: Field, asked: Any) -> str:  # noqa: ANN401 - a field of WTForms
    if field.example:
        return said(field.example)
    if isinstance(asked, CodesField):
        return ", ".join(term.code for term in asked.terms[:2])
    return example_of(field.kind)
