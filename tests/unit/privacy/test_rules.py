from uuid import UUID

import pytest

from ucap.core.languages import words_in
from ucap.pairings.models import Role
from ucap.privacy.rules import (
    former_address,
    is_called_after,
    is_telling,
    mentions,
    place_of_words,
    refusal_to_erase,
    words_of_names,
)


def test_nobody_who_can_be_replaced_is_refused() -> None:
    assert refusal_to_erase([]) is None
    assert refusal_to_erase([(Role.EDITOR, ["Surat"]), (Role.COORDINATOR, [])]) is None


@pytest.mark.parametrize(
    ("posts", "words"),
    [
        ([(Role.LEAD, ["Rotterdam", "Delft"])], "the only lead of Rotterdam, Delft."),
        ([(Role.ADMINISTRATOR, [])], "the only administrator."),
        ([(Role.EDITOR, ["Surat"]), (Role.LEAD, ["Surat"])], "the only lead of Surat."),
    ],
)
def test_a_post_that_must_not_be_empty_is_handed_over_first(posts: list[tuple[Role, list[str]]], words: str) -> None:
    refusal = refusal_to_erase(posts)

    assert refusal is not None
    assert words in words_in(refusal.message, "en")


@pytest.mark.parametrize(
    ("filename", "name", "is_after"),
    [
        ("asha_rao-2.jpg", "Asha Rao", True),
        ("photoASHARAO.jpg", "Asha Rao", True),
        ("AşhaRáo2024.pdf", "Asha Rao", True),
        ("asha.jpg", "Asha Rao", False),
        ("VisitAnn2.pdf", "Ann", True),
        ("planning.pdf", "Ann", False),
        ("plan.pdf", "–", False),
    ],
)
def test_a_file_is_called_after_somebody_however_the_name_is_put_together(
    filename: str, name: str, *, is_after: bool
) -> None:
    assert is_called_after(filename, name) is is_after


@pytest.mark.parametrize("text", ["Asha Rao", "ask ASHA RAO, please", "(Asha Rao)", "Asha Rao’s office"])
def test_a_name_is_found_as_words_of_its_own(text: str) -> None:
    assert mentions(text, "Asha Rao")


@pytest.mark.parametrize("text", ["Asha Raoul", "Natasha Rao", "Asha", "", "AshaRao"])
def test_part_of_another_word_is_no_name(text: str) -> None:
    assert not mentions(text, "Asha Rao")


def test_signs_in_a_name_are_only_signs() -> None:
    assert mentions("by J. (Jo) B", "J. (Jo) B")
    assert not mentions("by JX (Jo) B", "J. (Jo) B")


def test_the_address_of_a_former_member_is_one_that_nobody_can_have() -> None:
    assert former_address(UUID(int=1)) == "00000000000000000000000000000001@erased.invalid"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Zyta Planted", True),
        ("zyta@planted", True),
        ("Z.Planted", True),
        ("600700", True),
        ("Rose", False),
        (" Office ", False),
        ("60070", False),
        ("", False),
    ],
)
def test_words_that_mean_one_person_are_told_from_any_word(words: str, *, expected: bool) -> None:
    assert is_telling(words) is expected


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Rose"], ["Rose"]),
        (["Li"], ["Li"]),
        (["Li Wang"], ["Wang"]),
        (["Ana-Lucía O’Hara", "Ana-Lucía"], ["Ana-Lucía", "O’Hara"]),
        (["–"], []),
    ],
)
def test_words_by_which_somebody_may_be_called_alone(names: list[str], words: list[str]) -> None:
    assert words_of_names(names) == words


def test_a_place_shows_what_stands_around_the_word() -> None:
    text = f"{'a' * 60} Rose\ndrew {'b' * 90}"

    assert place_of_words(text, ["Rose"]) == f"…{'a' * 39} Rose drew {'b' * 70}…"
    assert place_of_words("roses and primrose", ["Rose"]) is None
    assert place_of_words("A ROSE", ["Rose"]) == "A ROSE"
