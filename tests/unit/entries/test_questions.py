"""The declarations give forms that can be asked."""

import pytest

from ucap.entries.models import Entry, entry_types


@pytest.mark.parametrize("entry_type", entry_types(), ids=lambda entry_type: str(entry_type.type_name()))
def test_a_note_follows_the_field_it_is_on_and_begins_no_group(entry_type: type[Entry]) -> None:
    names = list(entry_type.fields)
    notes = [field for field in entry_type.fields.values() if field.note_of]

    assert [names[names.index(note.name) - 1] for note in notes] == [note.note_of for note in notes]
    assert [note.name for note in notes if note.group] == []
