"""What becomes of the values of an entry that two people changed at once."""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ucap.entries.fields import FieldValue, is_same
from ucap.entries.rules import merge
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Objective

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))
TEXTS = st.sampled_from([None, "", "a", "b", "c"])
IDS = st.lists(st.sampled_from([ONE, TWO, THREE]), unique=True).map(tuple)
VALUES = st.fixed_dictionaries(
    {
        "title": TEXTS,
        "practice": TEXTS,
        "mode": st.sampled_from([None, *TransferMode]),
        "giver_id": st.sampled_from([None, ONE, TWO]),
        "objectives": IDS,
    }
)


@given(VALUES, VALUES, VALUES)
def test_every_change_stands_or_is_contested(
    base: dict[str, FieldValue], theirs: dict[str, FieldValue], mine: dict[str, FieldValue]
) -> None:
    merged = merge(Measure, base, theirs, mine)

    for name in base.keys() - {*merged.contested, "objectives"}:
        changed = [values[name] for values in (theirs, mine) if not is_same(values[name], base[name])]
        for value in changed or [base[name]]:
            assert is_same(merged.values[name], value)
    for name in merged.contested:
        assert not is_same(theirs[name], base[name])
        assert not is_same(mine[name], base[name])
        assert not is_same(mine[name], theirs[name])


@given(VALUES, VALUES, VALUES)
def test_what_either_linked_or_unlinked_stands(
    base: dict[str, FieldValue], theirs: dict[str, FieldValue], mine: dict[str, FieldValue]
) -> None:
    merged = merge(Measure, base, theirs, mine).values["objectives"]

    for one in (ONE, TWO, THREE):
        before, other, own = (one in ids_in(values["objectives"]) for values in (base, theirs, mine))
        after = one in ids_in(merged)
        assert after == (own if other == before else other)


@given(VALUES, VALUES)
def test_a_change_of_one_alone_is_its_values(base: dict[str, FieldValue], changed: dict[str, FieldValue]) -> None:
    for theirs, mine in ((changed, base), (base, changed), (changed, changed)):
        merged = merge(Measure, base, theirs, mine)

        assert merged.contested == []
        assert all(is_same(merged.values[name], changed[name]) for name in base)


@given(VALUES, VALUES, VALUES)
def test_the_same_is_contested_whoever_was_first(
    base: dict[str, FieldValue], theirs: dict[str, FieldValue], mine: dict[str, FieldValue]
) -> None:
    assert merge(Measure, base, theirs, mine).contested == merge(Measure, base, mine, theirs).contested


def test_a_field_that_was_not_sent_is_not_changed() -> None:
    merged = merge(Measure, {"title": "a", "practice": "b"}, {"title": "a", "practice": "c"}, {"title": "d"})

    assert merged.contested == []
    assert (merged.values["title"], merged.values["practice"]) == ("d", "c")


def test_the_only_link_is_contested_where_several_are_not() -> None:
    merged = merge(Objective, {"area": (ONE,)}, {"area": (TWO,)}, {"area": (THREE,)})

    assert merged.contested == ["area"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (None, "", True),
        (None, (), True),
        ("", None, True),
        (Decimal(0), None, False),
        (Decimal(0), Decimal("0.0"), True),
        ((ONE, TWO), (TWO, ONE), True),
        ((ONE,), (ONE, TWO), False),
        ("a", "b", False),
    ],
)
def test_values_are_the_same_if_they_say_the_same(one: FieldValue, other: FieldValue, *, expected: bool) -> None:
    assert is_same(one, other) is expected
    assert is_same(other, one) is expected


def ids_in(value: FieldValue) -> tuple[UUID, ...]:
    return value if isinstance(value, tuple) else ()
