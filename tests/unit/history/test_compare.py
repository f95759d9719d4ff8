import random
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ucap.history.compare import Part, word_parts

WORDS = st.lists(
    st.sampled_from(["one ", "two ", "three", "\n\n", ", ", "Galați", "e\u0301", "👩‍🚒", "नमस्ते", "\u200d"])
)
TEXTS = st.text() | WORDS.map("".join)


@given(TEXTS, TEXTS)
@example("", "")
@example("\ud800", "a\udfff")
@example("\x00\x01", "\x02\x00")
@example("e\u0301", "é")
@example("a\u2028b", "a\nb")
def test_the_parts_are_both_texts(old: str, new: str) -> None:
    parts = word_parts(old, new)

    assert "".join(part.text for part in parts if part.kind != "added") == old
    assert "".join(part.text for part in parts if part.kind != "removed") == new


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert {part.kind for part in word_parts(text, text)} <= {"same"}


def test_a_changed_word_is_shown_whole() -> None:
    parts = word_parts("fewer flooded streets", "fewer closed streets")

    assert parts == [
        Part("same", "fewer "),
        Part("removed", "flooded"),
        Part("added", "closed"),
        Part("same", " streets"),
    ]


def test_the_first_text_is_all_added_and_a_deleted_one_all_removed() -> None:
    assert word_parts("", "a b") == [Part("added", "a b")]
    assert word_parts("a b", "") == [Part("removed", "a b")]
    assert word_parts("", "") == []


@pytest.mark.parametrize("distinct", [50, 20_000])
def test_long_texts_end_in_time(distinct: int) -> None:
    chance = random.Random(1)  # noqa: S311 - a text, no secret
    old = " ".join(f"w{chance.randrange(distinct)}" for _ in range(4_000))
    new = " ".join(f"w{chance.randrange(distinct)}" for _ in range(4_000))

    began = perf_counter()
    parts = word_parts(old, new)
    took = perf_counter() - began

    assert took < 3
    assert "".join(part.text for part in parts if part.kind != "added") == old
    assert "".join(part.text for part in parts if part.kind != "removed") == new


def test_more_words_than_the_first_plane_of_unicode_has_are_told_apart() -> None:
    old = " ".join(str(number) for number in range(70_000))
    new = old.replace("69999", "x")

    parts = word_parts(old, new)

    assert [(part.kind, part.text) for part in parts[1:]] == [("removed", "69999"), ("added", "x")]
