import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ucap.core.languages import DEFAULT_LANGUAGE, words_in
from ucap.core.text import (
    Block,
    Message,
    Run,
    blocks_of,
    counted,
    html_of,
    message,
    normalised,
    plural_forms,
    unstorable_character,
)

SAFE_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "blockquote", "code", "pre", "hr"}
TAG = re.compile(r"<\s*/?\s*([a-zA-Z][^\s/>]*)([^>]*)>")
ATTRIBUTES = re.compile(r'(?: (?:href="(?:https?:|mailto:)[^"<>]*"|href="[^":<>]*"|rel="[a-z ]+"))*\s*/?')
FRAGMENTS = st.sampled_from(
    [
        "<script>", "</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "![a](data:text/html,x)",
        "<svg/onload=alert(1)>", "[a]: javascript:x\n", "[a]", "**", "_", "`", "```\n", "# ", "> ", "- ", "1. ", "\n\n",
        "<a href='javascript:x'>", "&lt;", "&#x6A;avascript:", "<!--", "-->", "<![CDATA[", "]]>", "<style>", "\t",
        "    ", "https://a.org/?a=1&b='\"", "<https://example.org>", "<javascript:alert(1)>", "\\", "|", "---\n",
    ]
)  # fmt: skip


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800"])
def test_control_characters_and_lone_surrogates_cannot_be_kept(character: str) -> None:
    assert unstorable_character(f"ab{character}c") == character


@pytest.mark.parametrize("character", ["\ufffe", "\uffff", "\U0001fffe", "\U0010ffff"])
def test_what_is_no_character_cannot_be_kept(character: str) -> None:
    assert unstorable_character(character) == character


@pytest.mark.parametrize(
    "text", ["", "a\nb\tc\r\n", "\ufffd", "\U0001fffd", "Galați", "नमस्ते", "🏳️\u200d🌈", "\u2028", "\u00a0"]
)
def test_text_of_every_script_can_be_kept(text: str) -> None:
    assert unstorable_character(text) is None


def test_the_first_character_that_cannot_be_kept_is_named() -> None:
    assert unstorable_character("a\x01b\x00") == "\x01"


@pytest.mark.parametrize(
    ("typed", "kept"), [("a\r\nb\rc\nd", "a\nb\nc\nd"), ("e\u0301", "é"), ("\u212b", "Å"), ("ﬁ", "ﬁ"), ("", "")]
)
def test_text_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalised(typed) == kept


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a **b** *c*", "<p>a <strong>b</strong> <em>c</em></p>"),
        ("a\nb", "<p>a<br>\nb</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a", "<ol>\n<li>a</li>\n</ol>"),
        ("# a", "<h3>a</h3>"),
        ("## a", "<h4>a</h4>"),
        ("###### a", "<h4>a</h4>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("`a`", "<p><code>a</code></p>"),
        ("", ""),
    ],
)
def test_markdown_becomes_html_whose_headings_lie_below_the_pages(typed: str, shown: str) -> None:
    assert html_of(typed).strip() == shown


@pytest.mark.parametrize("url", ["https://example.org/a?b=c", "http://example.org", "mailto:a@example.org"])
def test_links_to_the_web_and_to_mail_are_kept_and_followed_by_no_robot(url: str) -> None:
    html = html_of(f"[there]({url})")

    assert f'href="{url}"' in html
    assert 'rel="noopener noreferrer nofollow"' in html


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#x6A;avascript:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](vbscript:x)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](file:///etc/passwd)",
        "<javascript:alert(1)>",
        "![x](https://example.org/track.png)",
        "![x](data:image/png;base64,AAAA)",
        "<img src=x onerror=alert(1)>",
        "<a href='https://example.org' onclick='x()'>y</a>",
        "<style>p{}</style>",
        "<iframe src=https://example.org></iframe>",
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_nothing_typed_runs_or_loads_anything(typed: str) -> None:
    html = html_of(typed)

    assert {tag.lower() for tag, _rest in TAG.findall(html)} <= {"p", "a", "br"}
    assert not re.search(r'(href|src)="(?!https?:|mailto:)', html)
    assert "<img" not in html
    assert "<script" not in html


@given(st.lists(FRAGMENTS | st.text(alphabet=string.printable, max_size=8), max_size=12).map("".join))
@example("<p onclick=x>")
@example("[a](<javascript:x>)")
def test_html_holds_no_tag_and_no_attribute_outside_the_list(typed: str) -> None:
    html = html_of(typed)

    for tag, rest in TAG.findall(html):
        assert tag.lower() in SAFE_TAGS
        assert ATTRIBUTES.fullmatch(rest), rest
    assert html.count("<") == len(TAG.findall(html))


def test_blocks_are_paragraphs_and_list_items_with_their_styles() -> None:
    blocks = blocks_of("One **two** *three*\nfour\n\n- a\n- b\n\n1. c")

    assert blocks == [
        Block(
            "paragraph",
            (
                Run("One "),
                Run("two", is_strong=True),
                Run(" "),
                Run("three", is_emphasis=True),
                Run("\n"),
                Run("four"),
            ),
        ),
        Block("bullet", (Run("a"),)),
        Block("bullet", (Run("b"),)),
        Block("number", (Run("c"),)),
    ]


def test_a_list_inside_a_list_keeps_its_kinds() -> None:
    blocks = blocks_of("- a\n  1. b\n- c\n\nd")

    assert [(block.kind, block.runs[0].text) for block in blocks] == [
        ("bullet", "a"),
        ("number", "b"),
        ("bullet", "c"),
        ("paragraph", "d"),
    ]


@pytest.mark.parametrize("typed", ["```\ncode\n```", "    code"])
def test_code_is_a_paragraph(typed: str) -> None:
    assert "".join(run.text for run in blocks_of(typed)[0].runs).strip() == "code"


def test_text_that_is_both_strong_and_emphasised_is_both() -> None:
    assert Run("a", is_strong=True, is_emphasis=True) in blocks_of("***a***")[0].runs


@given(st.text(alphabet=string.ascii_letters, min_size=1, max_size=40))
def test_every_word_typed_is_in_a_block(word: str) -> None:
    typed = f"# {word}\n\n{word} **{word}**\n\n- {word}\n\n> {word}\n\n[{word}](https://example.org) `{word}`"

    said = "".join(run.text for block in blocks_of(typed) for run in block.runs)

    assert said.count(word) >= 7


@given(st.text(max_size=200))
def test_blocks_of_any_text_have_a_known_kind(typed: str) -> None:
    assert {block.kind for block in blocks_of(typed)} <= {"paragraph", "bullet", "number"}


def test_a_message_holds_its_values() -> None:
    said = message("Hello %(name)s", name="Asha")

    assert said == Message("Hello %(name)s", {"name": "Asha"})
    assert words_in(said, DEFAULT_LANGUAGE) == "Hello Asha"


def test_a_message_inside_a_message_becomes_words_too() -> None:
    assert words_in(message("%(type)s added.", type=message("Measure")), DEFAULT_LANGUAGE) == "Measure added."


@pytest.mark.parametrize(("count", "text"), [(0, "0 areas"), (1, "1 area"), (2, "2 areas"), (21, "21 areas")])
def test_what_is_counted_has_the_form_of_its_number(count: int, text: str) -> None:
    forms = plural_forms("%(count)s area", "%(count)s areas")

    assert words_in(counted(*forms, count), DEFAULT_LANGUAGE) == text


def test_a_percent_sign_in_a_message_without_values_is_a_percent_sign() -> None:
    assert words_in(message("100 % done"), DEFAULT_LANGUAGE) == "100 % done"
