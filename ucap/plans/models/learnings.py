"""Learnings: what was learnt, from what, and what changed because of it."""

from uuid import UUID

from sqlalchemy.orm import Mapped

from ucap.core.text import message, plural_forms
from ucap.entries.fields import Check, Choices, Section
from ucap.entries.models import Entry, choice, links, side, translated_line, translated_prose


class Verdict(Choices):
    """Whether what was tried worked."""

    WORKED = "worked", message("It worked")
    MIXED = "mixed", message("Mixed")
    DID_NOT_WORK = "did_not_work", message("It did not work")


class Confidence(Choices):
    """How sure one is."""

    LOW = "low", message("An impression")
    MEDIUM = "medium", message("Fairly sure")
    HIGH = "high", message("Sure, with evidence")


class Readers(Choices):
    """Who may read a learning."""

    OWN_SIDE = "own_side", message("Our side")
    BOTH_SIDES = "both_sides", message("Both sides")
    NETWORK = "network", message("The network")
    PUBLIC = "public", message("Everybody")


class Naming(Choices):
    """Whether the place is named to others."""

    NAMED = "named", message("Name our place")
    UNNAMED = "unnamed", message("Do not name our place")


class Learning(Entry):
    """Something a place learnt."""

    __tablename__ = "learnings"
    section = Section.LEARNINGS
    singular = message("Learning")
    plural = message("Learnings")
    adding = message("Add a learning")
    count = plural_forms("%(count)s learning", "%(count)s learnings")
    purpose = message("What a place learnt, how it knows, and what it changed because of it.")
    is_per_place = True
    is_expected = True
    over = ("verdict", Verdict.DID_NOT_WORK)
    checks = (
        Check(
            code="shared-without-naming",
            field="naming",
            said=message("Others may read it, but nobody has said whether the place may be named."),
            why=message("Before a learning leaves the two sides, its place decides whether it is named."),
            passes=lambda values: (
                values.get("readers") not in {Readers.NETWORK, Readers.PUBLIC} or values.get("naming") is not None
            ),
        ),
    )

    title = translated_line(
        message("What was learnt"),
        help=message("One sentence that helps somebody who was not there."),
        example=message("Traders accept works when their stalls stay open."),
        is_essential=True,
    )
    description = translated_prose(
        message("More about it"),
        help=message("What happened, and why you think so."),
        example=message("Works began at night and left one row of stalls free; nobody objected."),
    )
    learnt_from = links(
        message("Learnt from"),
        "measure",
        "activity",
        "pilot",
        is_needed=True,
        help=message("The measures, activities and pilots it comes from."),
    )
    from_side_id: Mapped[UUID | None] = side(
        message("Learnt from which side"),
        help=message("Whose experience it is."),
    )
    evidence = translated_prose(
        message("Evidence"),
        is_needed=True,
        help=message("How you know: figures, reports, what people said."),
        example=message("Turnover of 40 stalls before and during the works, counted by the association."),
    )
    verdict: Mapped[Verdict | None] = choice(
        Verdict,
        message("Did it work?"),
        is_needed=True,
        is_badge=True,
        help=message("What failed teaches as much as what worked."),
    )
    confidence: Mapped[Confidence | None] = choice(
        Confidence,
        message("How sure are you?"),
        help=message("How far others can rely on it."),
    )
    changed = translated_prose(
        message("What we changed because of it"),
        group=message("What follows"),
        is_needed=True,
        help=message("What you do differently now."),
        example=message("Every tender now asks for a plan of how shops stay open."),
    )
    helps = translated_prose(
        message("Whom else it helps"),
        help=message("Departments, cities or trades that face the same."),
        example=message("Any city that rebuilds streets with shops in them"),
    )
    readers: Mapped[Readers | None] = choice(
        Readers,
        message("Who may read it"),
        is_needed=True,
        help=message("The widest circle that you are content with; you can widen it later."),
    )
    naming: Mapped[Naming | None] = choice(
        Naming,
        message("Naming the place"),
        help=message("Whether readers outside the two sides may see where it was learnt."),
    )
