from time import process_time
from uuid import UUID

import pytest

from ucap.stakeholders.rules.duplicates import (
    NEAR_NAME,
    SAME_NAME,
    SAME_WEBSITE,
    SAME_WORDS,
    Named,
    is_near,
    likely_pairs,
    likely_same,
    pairs_told_apart,
    site_of,
)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Traders", "TRADERS, Ltd.", SAME_NAME),
        ("Asociación Río S.A.", "Asociacion Rio", SAME_NAME),
        ("Müller & Söhne GmbH", "Muller and Sohne", SAME_NAME),
        ("Institute of Rain", "Rain Institute of", SAME_WORDS),
        ("University of Delft", "Univercity of Delft", NEAR_NAME),
        ("xUniversity of Delft", "University of Delft", NEAR_NAME),
        ("University of Delf", "University of Delft", NEAR_NAME),
        ("School 12 of Surat", "School 13 of Surat", None),
        ("Traders", "Trader", None),
        ("Water board", "Water company", None),
        ("Ltd", "GmbH", None),
    ],
)
def test_names_may_be_the_same(one: str, other: str, why: object) -> None:
    pairs = likely_pairs([Named(UUID(int=1), one, ""), Named(UUID(int=2), other, "")])

    assert [pair.why for pair in pairs] == ([why] if why else [])


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("Institute of Technology Surat", "Institute of technology", True),
        ("University of Surat", "Surat University", True),
        ("University of Surat", "University of Navsari", False),
        ("Surat", "Of Surat", False),
    ],
)
def test_the_name_of_the_place_and_small_words_are_left_out(one: str, other: str, *, may: bool) -> None:
    pair = [Named(UUID(int=1), one, ""), Named(UUID(int=2), other, "")]

    same = likely_same(UUID(int=2), pair, "Surat")

    assert same == (pair[0] if may else None)
    assert likely_same(UUID(int=3), pair, "Surat") is None


def test_two_told_apart_are_proposed_with_others_only() -> None:
    one = Named(UUID(int=1), "Traders", "", [str(UUID(int=2))])
    two, three = Named(UUID(int=2), "Traders Ltd", ""), Named(UUID(int=3), "The Traders", "")
    alone = Named(UUID(int=3), "The Traders", "", [str(UUID(int=1)), str(UUID(int=2))])

    assert likely_pairs([one, two]) == []
    assert [(pair.first.id.int, pair.second.id.int) for pair in likely_pairs([one, two, three])] == [(2, 3)]
    assert [(pair.first.id.int, pair.second.id.int) for pair in likely_pairs([two, one, three])] == [(1, 3)]
    assert likely_pairs([one, two, alone]) == []
    assert pairs_told_apart([one, two]) == [(one, two)]
    assert pairs_told_apart([one]) == []


def test_websites_tell_the_same_organisation() -> None:
    pairs = likely_pairs(
        [Named(UUID(int=1), "Rain", "https://www.rain.example/"), Named(UUID(int=2), "Other", "http://RAIN.example")]
    )

    assert [pair.why for pair in pairs] == [SAME_WEBSITE]
    assert site_of("") == ""
    assert site_of("https://a.example/b") != site_of("https://a.example/c")


def test_a_name_differs_in_two_letters_at_most_and_is_long_enough() -> None:
    assert is_near("abcdefgh", "abcdefxy")
    assert not is_near("abcdefgh", "abcdexyz")
    assert not is_near("abcdefg", "abcdefx")
    assert not is_near("abcdefgh", "abcdefgh")
    assert is_near("aaaaaaaaa", "aaaaaaaaaa")


def test_ten_thousand_are_not_each_held_against_each() -> None:
    names = [Named(UUID(int=n + 1), f"Organisation {chr(97 + n % 26)} {n * 7919 % 10_007}", "") for n in range(10_000)]
    began = process_time()

    likely_pairs(names)

    assert process_time() - began < 10, "half a second is usual; fifty million comparisons take a minute"
