"""The declarations give forms that can be asked."""

import pytest

from ucap.entries.fields import Line, Prose
from ucap.entries.models import Entry, entry_types


@pytest.mark.parametrize("entry_type", entry_types(), ids=lambda entry_type: str(entry_type.type_name()))
def test_a_note_follows_the_field_it_is_on_and_begins_no_group(entry_type: type[Entry]) -> None:
    names = list(entry_type.fields)
    notes = [field for field in entry_type.fields.values() if field.note_of]

    assert [names[names.index(note.name) - 1] for note in notes] == [note.note_of for note in notes]
    assert [note.name for note in notes if note.group] == []


@pytest.mark.parametrize("entry_type", entry_types(), ids=lambda entry_type: str(entry_type.type_name()))
def test_every_question_is_explained_and_what_one_types_shown_by_an_example(entry_type: type[Entry]) -> None:
    asked = [field for field in entry_type.fields.values() if not (field.note_of or field.is_given)]
    # a note only says more, and what is given nobody is asked for
    written = [field for field in asked if isinstance(field.kind, Line | Prose)]  # other kinds bring their own example

    assert [field.name for field in asked if not field.help] == []
    assert [field.name for field in written if not field.example] == []
