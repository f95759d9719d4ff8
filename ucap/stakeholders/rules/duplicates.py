"""Which organisations of a register may be the same. Pure functions; their cost grows as the register does."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit
from uuid import UUID

from ucap.core.text import Message, folded, message

_LEGAL_FORMS = frozenset(
    (
        "ab",
        "ag",
        "as",
        "asbl",
        "asa",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "ev",
        "foundation",
        "gmbh",
        "inc",
        "incorporated",
        "kft",
        "kg",
        "limitada",
        "limited",
        "llc",
        "llp",
        "ltd",
        "ltda",
        "nv",
        "ong",
        "ou",
        "oy",
        "oyj",
        "plc",
        "pte",
        "pty",
        "pvt",
        "private",
        "sa",
        "sarl",
        "sas",
        "sl",
        "spa",
        "sp",
        "srl",
        "sro",
        "the",
        "vzw",
        "zoo",
    )
)
"""Also “the”, which people leave out."""

_SMALL_WORDS = frozenset(("and", "at", "da", "de", "del", "der", "di", "do", "du", "for", "in", "of", "van", "von"))
_NOT_A_WORD = re.compile(r"[^\w]+")
_NEIGHBOURS = 4
_SHORTEST = 8
_MOST_DIFFERENT = 2


@dataclass(frozen=True)
class Named:
    """An organisation as far as duplicates show in it."""

    id: UUID
    name: str
    website: str
    not_same: Sequence[str] | None = None

    def is_told_apart(self, other: "Named") -> bool:
        """Tell whether somebody said that the two are not the same."""
        return str(other.id) in (self.not_same or ()) or str(self.id) in (other.not_same or ())


@dataclass(frozen=True)
class Pair:
    """Two organisations that may be the same, and why that is said."""

    first: Named
    second: Named
    why: Message


SAME_NAME = message("The same name, but for case, marks and legal form.")
SAME_BUT_PLACE = message("The same words, but for the name of the place and small ones.")
SAME_WEBSITE = message("The same website.")
SAME_WORDS = message("The same words in another order.")
NEAR_NAME = message("Names that differ in one or two letters.")


def likely_pairs(organisations: Sequence[Named], place: str = "") -> list[Pair]:
    """Return the pairs that may be the same and were not told apart, the likeliest kind first, each pair once.

    Args:
        place: what the place of the register is called, which people write into names or leave out.
    """
    keys = {one.id: words_of(one.name) for one in organisations}
    own = frozenset((*words_of(place), *_SMALL_WORDS)) if place else frozenset()
    found: dict[frozenset[UUID], Pair] = {}
    for why, key_of in (
        (SAME_NAME, lambda one: " ".join(keys[one.id])),
        (SAME_WEBSITE, lambda one: site_of(one.website)),
        (SAME_WORDS, lambda one: tuple(sorted(keys[one.id]))),
        (SAME_BUT_PLACE, lambda one: tuple(sorted(word for word in keys[one.id] if word not in own))),
    ):
        for first, second in _with_same_key(organisations, key_of):
            found.setdefault(frozenset((first.id, second.id)), Pair(first, second, why))
    texts = {one.id: " ".join(keys[one.id]) for one in organisations}
    for first, second in _neighbours(organisations, texts):
        if is_near(texts[first.id], texts[second.id]):
            found.setdefault(frozenset((first.id, second.id)), Pair(first, second, NEAR_NAME))
    return [pair for pair in found.values() if not pair.first.is_told_apart(pair.second)]


def likely_same(organisation_id: UUID, organisations: Sequence[Named], place: str) -> Named | None:
    """Return the organisation that this one of the register most likely is, too; None if there is none."""
    pairs = likely_pairs(organisations, place)
    found = next((pair for pair in pairs if organisation_id in {pair.first.id, pair.second.id}), None)
    if found is None:
        return None
    return found.second if found.first.id == organisation_id else found.first


def pairs_told_apart(organisations: Sequence[Named]) -> list[tuple[Named, Named]]:
    """Return the pairs of which somebody said that they are not the same, each once."""
    named = {str(one.id): one for one in organisations}
    found = {
        tuple(sorted((one.id, named[other].id))): (one, named[other])
        for one in organisations
        for other in one.not_same or ()
        if other in named
    }
    return list(found.values())


def words_of(name: str) -> list[str]:
    """Return the words of a name without accents, marks and legal forms; all of them if it is nothing but those."""
    plain = folded(name).replace(".", "").replace("'", "").replace("’", "")
    words = [word for word in _NOT_A_WORD.split(plain.replace("&", " and ")) if word]
    return [word for word in words if word not in _LEGAL_FORMS] or words


def site_of(website: str) -> str:
    """Return what tells a website apart: its host and path, without www and the scheme; empty if there is none."""
    parts = urlsplit(website.strip().casefold())
    host = (parts.netloc.partition(":")[0]).removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}" if host else ""


def is_near(one: str, other: str) -> bool:
    """Tell whether two long names differ in one place, and there in two letters at most; never in a number."""
    if one == other or min(len(one), len(other)) < _SHORTEST:
        return False
    head = _same_letters(one, other)
    rest = min(len(one), len(other)) - head
    tail = min(rest, _same_letters(one[::-1], other[::-1]))
    parts = one[head : len(one) - tail], other[head : len(other) - tail]
    if any(letter.isdigit() for part in parts for letter in part):
        return False
    return max(map(len, parts)) <= _MOST_DIFFERENT


def _same_letters(one: str, other: str) -> int:
    """Return with how many letters the two begin alike."""
    return next(
        (at for at, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs),
        min(len(one), len(other)),
    )


def _with_same_key(
    organisations: Iterable[Named], key_of: Callable[[Named], Hashable]
) -> Iterator[tuple[Named, Named]]:
    """Yield each organisation with the last one before it that has the same key and was not told apart from it."""
    groups: dict[Hashable, list[Named]] = {}
    for one in organisations:
        key = key_of(one)
        if key not in {"", ()}:
            groups.setdefault(key, []).append(one)
    for group in groups.values():
        for index, one in enumerate(group):
            before = (group[at] for at in range(index - 1, -1, -1) if not one.is_told_apart(group[at]))
            yield from ((other, one) for other in islice(before, 1))


def _neighbours(organisations: Sequence[Named], texts: dict[UUID, str]) -> Iterator[tuple[Named, Named]]:
    """Yield each organisation with the few that follow it, read from the left and from the right.

    Names that differ in one place stand close to each other in one of the two orders.
    """
    for step in (1, -1):
        ordered = sorted(organisations, key=lambda one: (texts[one.id][::step], one.id))
        for index, one in enumerate(ordered):
            for other in ordered[index + 1 : index + 1 + _NEIGHBOURS]:
                yield one, other
