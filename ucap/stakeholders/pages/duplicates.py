"""Organisations of a register that may be the same, and two of them side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from ucap.core.text import Message, counted
from ucap.directory.queries import TermFacts
from ucap.stakeholders.access import OpenMerging, OpenRegister
from ucap.stakeholders.pages.organisations import ListedOrganisation, listed_organisation
from ucap.stakeholders.queries.duplicates import names_of_register, plans_naming
from ucap.stakeholders.rules.duplicates import Named, Pair, likely_pairs, likely_same, pairs_told_apart

_MOST_SHOWN = 50


@dataclass(frozen=True)
class DuplicatesPage:
    """Pairs of organisations that may be the same, the likeliest kind first, and pairs that were told apart."""

    register: OpenRegister
    pairs: Sequence[Pair]
    apart: Sequence[tuple[Named, Named]]
    count: Message


def duplicates_page(register: OpenRegister) -> DuplicatesPage:
    """Return the pairs of the register that may be the same."""
    named = names_of_register(register.place.id)
    pairs = likely_pairs(named, register.place.name)
    count = counted("%(count)s pair may be the same", "%(count)s pairs may be the same", len(pairs))
    return DuplicatesPage(register, pairs[:_MOST_SHOWN], pairs_told_apart(named), count)


def likely_same_in(register: OpenRegister, organisation_id: UUID) -> Named | None:
    """Return the organisation of the register that this one most likely is, too; None if there is none."""
    return likely_same(organisation_id, names_of_register(register.place.id), register.place.name)


@dataclass(frozen=True)
class MergePage:
    """Two organisations side by side, and in how many plans the one that goes is named."""

    goes: ListedOrganisation
    stays: ListedOrganisation
    plans: Message


def merge_page(opened: OpenMerging, kinds: Sequence[TermFacts]) -> MergePage:
    """Return the page that asks whether the two are the same."""
    count = len(plans_naming(opened.goes.id))
    return MergePage(
        listed_organisation(opened.goes, kinds),
        listed_organisation(opened.stays, kinds),
        counted("%(count)s plan names it.", "%(count)s plans name it.", count),
    )
