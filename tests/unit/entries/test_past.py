"""The fold over changes, with what only rows that nobody writes yet can show."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from ucap.entries.past import between, past_of
from ucap.history.queries import Change, EventFacts
from ucap.plans.models.objectives import Area, Objective

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
RECORD, PERSON = uuid4(), uuid4()


def change(version: int, *events: EventFacts, record: UUID = RECORD) -> Change:
    return Change(record, version, PERSON, AT, events)


def test_a_text_that_was_erased_is_not_known_until_an_older_one_is_reached() -> None:
    changes = [
        change(3, EventFacts(3, "focus", "en", None, '"c"', is_old_erased=True)),
        change(2, EventFacts(2, "focus", "en", '"a"', None, is_new_erased=True)),
    ]

    at_one, at_two = (past_of(Area, "en", {"focus": "c"}, changes[:count]) for count in (1, 2))

    assert at_two.values == {"focus": "a"}
    assert at_two.erased == frozenset()
    assert at_one.values == {}
    assert at_one.erased == {"focus"}


def test_links_before_an_erased_one_are_not_known() -> None:
    first = uuid4()
    changes = [
        change(3, EventFacts(3, "area", "", None, None, is_new_erased=True)),
        change(2, EventFacts(2, "area", "", None, f'"{first}"')),
    ]

    assert past_of(Objective, "en", {"area": (first,)}, changes).erased == {"area"}


def test_texts_in_other_languages_and_fields_of_no_type_are_left_alone() -> None:
    changes = [
        change(2, EventFacts(3, "focus", "nl", '"x"', '"y"'), EventFacts(4, "position", "", '"1"', '"2"')),
        change(1, EventFacts(1, "", "", None, '"area"'), EventFacts(2, "focus", "en", None, '"a"')),
    ]

    now, before = (past_of(Area, "en", {"focus": "a"}, changes[:count]) for count in (1, 2))

    assert (now.values, now.has_begun) == ({"focus": "a"}, True)
    assert (before.values, before.has_begun) == ({"focus": None}, False)


def test_what_ends_as_it_began_is_left_out() -> None:
    link = f'"{uuid4()}"'
    changes = [
        change(3, EventFacts(3, "area", "", link, None), EventFacts(4, "statement", "en", '"b"', '"a"')),
        change(2, EventFacts(1, "area", "", None, link), EventFacts(2, "statement", "en", '"a"', '"b"')),
    ]

    assert between(changes, {RECORD: Objective}) == []


def test_the_first_before_and_the_last_after_are_told() -> None:
    changes = [
        change(3, EventFacts(2, "focus", "en", '"b"', '"c"')),
        change(2, EventFacts(1, "focus", "en", '"a"', '"b"')),
    ]

    (found,) = between(changes, {RECORD: Area})

    assert [(field.old, field.new) for field in found.fields] == [('"a"', '"c"')]
    assert (found.count, found.last_number) == (2, 2)
    assert not found.is_added
    assert not found.is_deleted
    assert not found.is_brought_back


def test_each_link_is_told_by_itself() -> None:
    kept, gone, new = (f'"{uuid4()}"' for _ in range(3))
    changes = [
        change(3, EventFacts(3, "area", "", gone, None), EventFacts(4, "area", "", None, new)),
        change(2, EventFacts(1, "area", "", None, kept), EventFacts(2, "area", "", kept, None)),
    ]

    (found,) = between(changes, {RECORD: Objective})

    assert [(field.old, field.new) for field in found.fields] == [(gone, None), (None, new)]


def test_entries_added_deleted_and_brought_back_are_told_so() -> None:
    added, deleted, back, never = (uuid4() for _ in range(4))
    changes = [
        change(3, EventFacts(6, "deleted", "", None, '"2026"'), record=never),
        change(1, EventFacts(5, "", "", None, '"area"'), record=never),
        change(3, EventFacts(4, "deleted", "", '"2026"', None), record=back),
        change(2, EventFacts(3, "deleted", "", None, '"2026"'), record=deleted),
        change(1, EventFacts(1, "", "", None, '"area"'), EventFacts(2, "focus", "en", None, '"a"'), record=added),
    ]

    found = between(changes, {})

    assert [one.record_id for one in found] == [back, deleted, added]
    assert [(one.is_added, one.is_deleted, one.is_brought_back) for one in found] == [
        (False, False, True),
        (False, True, False),
        (True, False, False),
    ]
    assert [field.field for field in found[2].fields] == ["focus"]


def test_a_value_that_was_erased_is_told_as_changed() -> None:
    changes = [change(2, EventFacts(1, "focus", "en", None, '"b"', is_old_erased=True))]

    (found,) = between(changes, {RECORD: Area})

    assert found.fields[0].is_old_erased
