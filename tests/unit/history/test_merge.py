# ruff: noqa: RUF001 - marks of other scripts look like Latin ones
import random
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ucap.history.merge import Kind, Pick, Stretch, composed, merge, proposal, sentences_of

SENTENCES = st.sampled_from(
    [
        "The square stores rain.",
        "The square stores more rain.",
        "The square stores rain and shade.",
        "Who pays for it?",
        "Nobody knew!",
        "The works cost 3.5 million.",
        "広場は雨水をためる。",
        "広場は雨水を多くためる。",
        "市場は休まない！",
        "चौक बारिश का पानी रोकता है।",
        "من يدفع؟",
        "بازار کھلا رہتا ہے۔",
    ]
)
BLANKS = st.sampled_from([" ", "\n", "\n\n", "  "])
TEXTS = st.lists(st.tuples(SENTENCES, BLANKS)).map(lambda pairs: "".join(map("".join, pairs)).strip())
LINES = st.lists(st.sampled_from(["- Open\n", "- Open late\n", "# Why\n\n", "1. Dry\n", "Rain. ", "Rain"])).map("".join)
ANY = TEXTS | LINES | st.text() | st.text(st.sampled_from("aB. \n。।?1-"))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("No end", ["No end"]),
        ("One. Two! Three? Four… Five", ["One. ", "Two! ", "Three? ", "Four… ", "Five"]),
        ("He said “Stop.” Then he left.", ["He said “Stop.” ", "Then he left."]),
        ("It cost 3.5 million. We paid.", ["It cost 3.5 million. ", "We paid."]),
        ("See e.g. Barcelona, i.e. Catalonia. Yes.", ["See e.g. Barcelona, i.e. Catalonia. ", "Yes."]),
        ("J. S. Bach came. We sang.", ["J. S. Bach came. ", "We sang."]),
        ("Am 3. Mai begann es. Im Jahr 2027. Dann", ["Am 3. Mai begann es. ", "Im Jahr 2027. ", "Dann"]),
        ("We need approx. twenty trees. Or more.", ["We need approx. twenty trees. ", "Or more."]),
        ("Read www.example.org today.", ["Read www.example.org today."]),
        ("What?! Really.", ["What?! ", "Really."]),
        ("# Why\n\nBecause.\nSo", ["# Why\n\n", "Because.\n", "So"]),
        (
            "- one\n- two. Still two.\n1. first\n2. next",
            ["- one\n", "- two. ", "Still two.\n", "1. first\n", "2. next"],
        ),
        ("雨が降る。水はどこへ？「川へ。」海！終", ["雨が降る。", "水はどこへ？", "「川へ。」", "海！", "終"]),
        ("पानी बहता है। क्यों? क्योंकि॥अंत", ["पानी बहता है। ", "क्यों? ", "क्योंकि॥", "अंत"]),
        ("أين الماء؟ هنا. نعم! شكرا", ["أين الماء؟ ", "هنا. ", "نعم! ", "شكرا"]),
        ("پانی کہاں ہے؟ یہاں ہے۔ جی", ["پانی کہاں ہے؟ ", "یہاں ہے۔ ", "جی"]),
        ("Մեկ։ Երկու", ["Մեկ։ ", "Երկու"]),
        ("ውሃ። ዝናብ", ["ውሃ። ", "ዝናብ"]),
        ("\n\n  One.", ["\n\n  ", "One."]),
    ],
)
def test_a_text_is_split_where_its_script_ends_sentences(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences


@given(ANY)
@example("\ud800.\u2028 \x1c")
def test_the_sentences_are_the_whole_text(text: str) -> None:
    assert "".join(sentences_of(text)) == text


@given(ANY, ANY, ANY)
@example("One. Two.", "One.", "One. Two, changed.")
@example("", "\n", " ")
def test_the_stretches_are_all_three_texts(base: str, theirs: str, mine: str) -> None:
    stretches = merge(base, theirs, mine)

    assert "".join(stretch.base for stretch in stretches) == base
    assert "".join(stretch.theirs for stretch in stretches) == theirs
    assert "".join(stretch.mine for stretch in stretches) == mine


@given(ANY, ANY)
def test_a_change_of_one_side_is_taken_over(base: str, changed: str) -> None:
    assert proposal(merge(base, changed, base)) == changed
    assert proposal(merge(base, base, changed)) == changed


@given(ANY, ANY)
def test_a_change_that_both_made_is_taken_over_once(base: str, changed: str) -> None:
    stretches = merge(base, changed, changed)

    assert proposal(stretches) == changed
    assert {stretch.kind for stretch in stretches} <= {Kind.SAME, Kind.ALIKE}


@given(ANY, ANY, ANY)
def test_either_text_can_be_had_whole(base: str, theirs: str, mine: str) -> None:
    stretches = merge(base, theirs, mine)

    for pick, text in ((Pick.BASE, base), (Pick.THEIRS, theirs), (Pick.MINE, mine)):
        assert composed(stretches, dict.fromkeys(range(len(stretches)), pick)) == text


@given(ANY, ANY, ANY)
def test_it_makes_no_difference_who_saved_first(base: str, theirs: str, mine: str) -> None:
    swapped = {Kind.THEIRS: Kind.MINE, Kind.MINE: Kind.THEIRS}

    there, back = merge(base, theirs, mine), merge(base, mine, theirs)

    assert back == [Stretch(swapped.get(s.kind, s.kind), s.base, s.mine, s.theirs) for s in there]


@given(ANY, ANY, ANY)
def test_the_same_texts_are_merged_the_same_way(base: str, theirs: str, mine: str) -> None:
    assert merge(base, theirs, mine) == merge(base, theirs, mine)


@given(ANY, ANY, ANY)
def test_nothing_that_either_side_wrote_vanishes(base: str, theirs: str, mine: str) -> None:
    merged = proposal(merge(base, theirs, mine))

    for text in (theirs, mine):
        for sentence in {sentence.strip() for sentence in sentences_of(text)} - {s.strip() for s in sentences_of(base)}:
            assert sentence in merged


@given(TEXTS, TEXTS, TEXTS)
def test_no_sentence_is_made_that_nobody_wrote(base: str, theirs: str, mine: str) -> None:
    merged = proposal(merge(base, theirs, mine))

    written = {sentence.strip() for text in (base, theirs, mine) for sentence in sentences_of(text)}
    assert {sentence.strip() for sentence in sentences_of(merged)} <= written


@given(ANY, ANY, ANY)
def test_what_is_proposed_can_be_picked(base: str, theirs: str, mine: str) -> None:
    for stretch in merge(base, theirs, mine):
        assert stretch.proposed in stretch.picks


def test_changes_to_different_sentences_both_stand() -> None:
    base = "Rain floods the market. The drains are old. The city pays."

    stretches = merge(
        base,
        "Rain floods the market each June. The drains are old. The city pays.",
        "Rain floods the market. The drains are old. The city pays half.",
    )

    assert [stretch.kind for stretch in stretches] == [Kind.THEIRS, Kind.SAME, Kind.MINE]
    assert proposal(stretches) == "Rain floods the market each June. The drains are old. The city pays half."


def test_changes_to_neighbouring_sentences_both_stand() -> None:
    stretches = merge(
        "The market floods. The drains are old.",
        "The market floods in June. The drains are old.",
        "The market floods. The drains are very old.",
    )

    assert proposal(stretches) == "The market floods in June. The drains are very old."


def test_a_sentence_that_both_reworded_is_proposed_in_both_words() -> None:
    stretches = merge("We store rain here. Yes.", "We store storm rain here. Yes.", "We store all rain here. Yes.")

    assert stretches[0] == Stretch(
        Kind.CONFLICT, "We store rain here.", "We store storm rain here.", "We store all rain here."
    )
    assert stretches[0].picks == [Pick.BOTH, Pick.THEIRS, Pick.MINE, Pick.BASE]
    assert proposal(stretches) == "We store storm rain here. We store all rain here. Yes."


@pytest.mark.parametrize("is_mine", [False, True])
def test_what_one_deleted_and_the_other_reworded_stays_to_be_seen(*, is_mine: bool) -> None:
    base, deleted, reworded = "Rain falls. Nobody measures it.", "Rain falls.", "Rain falls. Nobody measures it yet."

    stretches = merge(base, *((deleted, reworded) if is_mine else (reworded, deleted)))

    assert stretches[-1].kind is Kind.CONFLICT
    assert stretches[-1].picks == [Pick.THEIRS, Pick.MINE, Pick.BASE]
    assert stretches[-1].proposed is (Pick.MINE if is_mine else Pick.THEIRS)
    assert proposal(stretches) == reworded


def test_what_both_added_at_the_end_stands_one_after_the_other() -> None:
    assert proposal(merge("One.", "One.\n\nTheirs.", "One. Mine.")) == "One.\n\nTheirs. Mine."
    assert proposal(merge("", "Theirs.", "Mine.")) == "Theirs. Mine."


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ("- Roof\n- End", "- Roof east\n- End", "- Roof west\n- End", "- Roof east\n- Roof west\n- End"),
        ("広場は雨。", "広場は大雨。", "広場は小雨。", "広場は大雨。広場は小雨。"),
        ("चौक का पानी।", "चौक का सारा पानी।", "चौक का पानी भी।", "चौक का सारा पानी। चौक का पानी भी।"),
        ("نخزن المطر.", "نخزن كل المطر.", "نخزن المطر هنا.", "نخزن كل المطر. نخزن المطر هنا."),
    ],
)
def test_both_stand_as_the_script_or_list_wants_it(base: str, theirs: str, mine: str, merged: str) -> None:
    assert proposal(merge(base, theirs, mine)) == merged


def test_blanks_that_both_changed_are_nothing_to_choose_between() -> None:
    stretches = merge("One. Two.", "One.\nTwo.", "One.\n\nTwo.")

    assert [stretch.is_blank for stretch in stretches] == [False, True, False]
    assert proposal(stretches) == "One.\n\nTwo."


def test_sentences_that_one_side_changed_in_a_row_are_one_choice() -> None:
    stretches = merge("One day. Two days. End.", "One fine day. Two fine days. End.", "One day. Two days. End.")

    assert [stretch.kind for stretch in stretches] == [Kind.THEIRS, Kind.SAME]


def test_what_is_picked_is_put_together() -> None:
    stretches = merge("We store rain here. Yes.", "We store storm rain here. No.", "We store all rain here. Yes.")

    assert composed(stretches, {0: Pick.MINE}) == "We store all rain here. No."
    assert composed(stretches, {0: Pick.BASE, 2: Pick.BASE}) == "We store rain here. Yes."


def of_words(distinct: int, length: int, end: str) -> str:
    chance = random.Random(f"{distinct}{length}{end}")  # noqa: S311 - a text, no secret
    words = (f"Word{chance.randrange(distinct)}{end}" for _ in range(length))
    return "".join(words)[:20_000]


@pytest.mark.parametrize(
    ("distinct", "length", "end"),
    [
        (10, 480, ". "),
        (400, 480, ". "),
        (1, 480, "। "),
        (5, 2_000, ". "),
        (5, 2_000, "\n"),
        (10**6, 240, " of seven words that all say alike. "),
    ],
)
def test_long_texts_are_merged_in_time(distinct: int, length: int, end: str) -> None:
    texts = [of_words(distinct, length - less, end) for less in (0, 1, 2)]

    began = process_time()
    stretches = merge(*texts)
    took = process_time() - began

    assert took < 10  # one that compares everything with everything takes minutes
    assert "".join(stretch.theirs for stretch in stretches) == texts[1]
