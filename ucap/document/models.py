"""A document as plain values: all that a writer knows. What is new to say is a block here and a case in each writer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Words:
    """A text for people, and the language that it is in (BCP 47); empty if that is the document's."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 begins a chapter. The marks say in a word or two what the reader should know of it."""

    level: int
    words: Words
    marks: Sequence[str] = ()


@dataclass(frozen=True)
class Prose:
    """Paragraphs and lists, as Markdown that somebody typed."""

    words: Words


@dataclass(frozen=True)
class Fact:
    """A label with what is said under it: a text, several, or Markdown."""

    label: str
    values: Sequence[Words]
    is_prose: bool = False


@dataclass(frozen=True)
class Facts:
    """Labelled values."""

    facts: Sequence[Fact]


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: Sequence[Words]


@dataclass(frozen=True)
class Table:
    """A table with a head.

    Attributes:
        weights: how wide the columns are beside each other.
        figures: which columns, counted from 0, hold what is compared digit under digit.
    """

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Words]]
    weights: Sequence[int]
    figures: Collection[int] = ()


@dataclass(frozen=True)
class Count:
    """A number in large figures, and what it counts."""

    number: int
    label: str


@dataclass(frozen=True)
class Counts:
    """Numbers beside each other."""

    counts: Sequence[Count]


@dataclass(frozen=True)
class Figure:
    """A picture as SVG of our own making, what it shows in words, and what stands under it."""

    svg: str
    description: str
    caption: str


@dataclass(frozen=True)
class Note:
    """A remark that is no part of the text: what is missing, left out or personal."""

    text: str
    is_warning: bool = False


@dataclass(frozen=True)
class PageBreak:
    """Where a new page begins."""


Block = Heading | Prose | Facts | Bullets | Table | Counts | Figure | Note | PageBreak


@dataclass(frozen=True)
class Frame:
    """The words around every document, in its language."""

    contents: str
    page: str


@dataclass(frozen=True)
class Document:
    """A document of a plan, or of several.

    Attributes:
        kind: what it is, such as a full plan; title: whose it is.
        sides: what stands on the cover for each side.
        cover: labels and values under the title.
        status: what the reader holds in hands, with its day.
        illustration: that the text is illustrative; empty if it is not.
        has_contents: whether its chapters are listed before them.
        pages: how many pages it must have, each ended by a `PageBreak`; None if as many as it takes.
    """

    kind: str
    title: str
    language: str
    direction: str
    author: str
    sides: Sequence[str]
    cover: Sequence[tuple[str, str]]
    lead: str
    status: str
    illustration: str
    frame: Frame
    blocks: Sequence[Block] = field(default=())
    has_contents: bool = False
    pages: int | None = None

    @property
    def chapters(self) -> list[Heading]:
        """Return the headings that begin chapters."""
        return [block for block in self.blocks if isinstance(block, Heading) and block.level == 1]

    @property
    def figures(self) -> list[Figure]:
        """Return the pictures."""
        return [block for block in self.blocks if isinstance(block, Figure)]
