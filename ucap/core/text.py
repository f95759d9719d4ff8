"""Text: messages that become words at the edge, and what people type made safe to keep and show."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_LONGEST_REMEMBERED = 2_000
_NONCHARACTERS = "".join(chr(plane * 0x1_0000 + last) for plane in range(0x11) for last in (0xFFFE, 0xFFFF))
"""The last two code points of each plane are no characters."""

_UNSTORABLE = re.compile(f"[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff{_NONCHARACTERS}]")
"""Control characters but tab and line ends, lone surrogates, and what is no character."""


@dataclass(frozen=True)
class Message:
    """A sentence for people, translated where it is shown.

    Attributes:
        msgid: the English text, which is also the key of its translations.
        values: what stands for the `%(name)s` in it.
        plural: the English text for any number but one; None if the sentence counts nothing.
        count: what it counts.
    """

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
    count: int = 0


def message(msgid: str, **values: object) -> Message:
    """Return the message, marked for the translators by this function's name."""
    return Message(msgid, values)


def counted(singular: str, plural: str, count: int, **values: object) -> Message:
    """Return the message in the form that the language has for the count; `%(count)s` stands for it."""
    return Message(singular, {"count": count, **values}, plural, count)


def plural_forms(singular: str, plural: str) -> tuple[str, str]:
    """Return the two texts, marked for the translators, to be counted later."""
    return singular, plural


def normalised(text: str) -> str:
    """Return the text in Unicode's composed form (NFC) with line feeds as line ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


_WITHOUT_PARTS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that Unicode does not take apart, and what people type who lack them."""


def folded(text: str) -> str:
    """Return the text as searches compare it: without case, accents and double blanks; Galați is galati."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(plain.translate(_WITHOUT_PARTS).split())


def unstorable_character(text: str) -> str | None:
    """Return the first character that cannot be kept (control, lone surrogate, noncharacter), or None."""
    found = _UNSTORABLE.search(text)
    return found[0] if found else None


def visible_text(value: str | None) -> str:
    """Return what was typed, with a mark for each character that no page can show again."""
    return _UNSTORABLE.sub("\ufffd", value or "")


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "html_inline", "html_block"])


_SAFE_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "h4", "blockquote", "code", "pre", "hr"}
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}
_HEADINGS_OF_PAGE = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}


def html_of(markdown: str, *, is_page: bool = False) -> str:
    """Return safe HTML for Markdown that a person typed; headings begin below those of the page, or are the page's."""
    make = _remembered_html if len(markdown) <= _LONGEST_REMEMBERED else _html
    return make(markdown, is_page=is_page)


@lru_cache(maxsize=2_000)
def _remembered_html(markdown: str, *, is_page: bool) -> str:
    """Return the HTML, which the same page needs again the next time it is asked for."""
    return _html(markdown, is_page=is_page)


def _html(markdown: str, *, is_page: bool) -> str:
    tokens = _markdown().parse(markdown)
    headings = _HEADINGS_OF_PAGE if is_page else _HEADINGS
    for token in tokens:
        token.tag = headings.get(token.tag, token.tag)
    html = _markdown().renderer.render(tokens, _markdown().options, {})
    return nh3.clean(
        html,
        tags=_SAFE_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


@dataclass(frozen=True)
class Run:
    """A piece of text of one style."""

    text: str
    is_strong: bool = False
    is_emphasis: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph or list item of a text, for writers that are not HTML.

    Attributes:
        kind: `paragraph`, `bullet` or `number`.
        runs: its text.
    """

    kind: str
    runs: tuple[Run, ...]


def blocks_of(markdown: str) -> list[Block]:
    """Return the paragraphs and list items of Markdown that a person typed."""
    blocks: list[Block] = []
    lists: list[str] = []
    for token in _markdown().parse(markdown):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append("bullet" if token.type.startswith("bullet") else "number")
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type in {"inline", "fence", "code_block"}:
            blocks.append(Block(lists[-1] if lists else "paragraph", _runs(token)))
    return blocks


def _runs(token: Token) -> tuple[Run, ...]:
    strong = emphasis = 0
    runs: list[Run] = []
    for child in token.children or [token]:
        strong += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        emphasis += {"em_open": 1, "em_close": -1}.get(child.type, 0)
        text = "\n" if child.type in {"softbreak", "hardbreak"} else child.content
        if text:
            runs.append(Run(text, is_strong=strong > 0, is_emphasis=emphasis > 0))
    return tuple(runs)
