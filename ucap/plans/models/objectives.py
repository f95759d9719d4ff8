"""Objectives: areas of cooperation, what each side offers and needs, and results that can be measured."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped

from ucap.core.text import message, plural_forms
from ucap.entries.fields import Check, Choices, Section
from ucap.entries.models import Entry, choice, day, line, links, number, side, terms, translated_line, translated_prose


class Direction(Choices):
    """Whether a side offers something or needs it."""

    OFFER = "offer", message("We offer this")
    NEED = "need", message("We need this")


class Area(Entry):
    """An area of cooperation: what the places work on together, in one focus sentence."""

    __tablename__ = "areas"
    section = Section.OBJECTIVES
    singular = message("Area of cooperation")
    plural = message("Areas of cooperation")
    adding = message("Add an area of cooperation")
    count = plural_forms("%(count)s area", "%(count)s areas")
    purpose = message("What the places work on together. Each area holds one to four specific objectives.")
    is_expected = True

    focus = translated_line(
        message("Focus"),
        help=message("One sentence that says what you will work on together."),
        example=message("Storing monsoon and storm water in public squares that people enjoy on dry days."),
        is_essential=True,
    )
    main_theme = terms(
        message("Main theme"),
        "iuc_theme",
        is_single=True,
        is_needed=True,
        help=message("The theme of the programme under which others will look for it."),
    )
    further_themes = terms(
        message("Further themes"),
        "iuc_theme",
        help=message("Other themes that it touches."),
    )


class Offer(Entry):
    """What a side offers or needs in an area of cooperation."""

    __tablename__ = "offers"
    section = Section.OBJECTIVES
    singular = message("Offer or need")
    plural = message("Offers and needs")
    adding = message("Add an offer or a need")
    count = plural_forms("%(count)s offer or need", "%(count)s offers and needs")
    purpose = message("What each side can give the other, and what it is looking for.")

    title = translated_line(
        message("In one line"),
        help=message("What you offer, or what you are looking for."),
        example=message("Ten years of experience with water plazas"),
        is_essential=True,
    )
    side_id: Mapped[UUID | None] = side(
        message("Side"),
        is_needed=True,
        help=message("Who offers it, or looks for it."),
    )
    direction: Mapped[Direction | None] = choice(
        Direction,
        message("Offer or need"),
        is_needed=True,
        is_badge=True,
        help=message("Whether the side gives it, or looks for it."),
    )
    area = links(
        message("Area of cooperation"),
        "area",
        is_single=True,
        is_needed=True,
        help=message("What it would help with."),
    )
    description = translated_prose(
        message("More about it"),
        help=message("Conditions, limits, people who know it."),
        example=message("Two engineers who built them can travel for a week in spring."),
    )


class Objective(Entry):
    """A specific objective: a result that can be measured."""

    __tablename__ = "objectives"
    section = Section.OBJECTIVES
    singular = message("Specific objective")
    plural = message("Specific objectives")
    adding = message("Add an objective")
    count = plural_forms("%(count)s objective", "%(count)s objectives")
    purpose = message("A result that can be measured, with an indicator, a target and a date.")
    is_expected = True
    checks = (
        Check(
            code="target-without-baseline",
            field="baseline",
            said=message("The target has no baseline to be compared with."),
            why=message(
                "Progress is the way from a baseline to a target: without the first, nobody can tell it later."
            ),
            passes=lambda values: values.get("target") is None or values.get("baseline") is not None,
        ),
        Check(
            code="target-is-baseline",
            field="target",
            said=message("The target is the same as the baseline."),
            why=message("An objective says what will be different: its target differs from today's value."),
            passes=lambda values: values.get("target") is None or values.get("target") != values.get("baseline"),
        ),
    )

    statement = translated_line(
        message("Objective"),
        help=message("What will be different, for whom and where."),
        example=message("Fewer flooded streets in the old town after heavy rain."),
        is_essential=True,
    )
    area = links(
        message("Area of cooperation"),
        "area",
        is_single=True,
        is_needed=True,
        help=message("The area this objective belongs to."),
    )
    indicator = translated_line(
        message("Indicator"),
        group=message("How it is measured"),
        is_needed=True,
        help=message("What you will measure."),
        example=message("Streets closed by flooding in a year"),
    )
    unit: Mapped[str | None] = line(
        message("Unit"),
        is_needed=True,
        help=message("What the numbers count, such as m³, % or streets."),
        example=message("streets"),
    )
    baseline: Mapped[Decimal | None] = number(
        message("Baseline"), is_needed=True, help=message("The value today, before you begin.")
    )
    target: Mapped[Decimal | None] = number(
        message("Target"), is_needed=True, help=message("The value you want to reach.")
    )
    due_on: Mapped[date | None] = day(
        message("Target date"), is_needed=True, help=message("When the target should be reached.")
    )
    sdg_targets = terms(
        message("SDG targets"),
        "sdg_target",
        group=message("What else it serves"),
        help=message("Targets of the Sustainable Development Goals that this objective helps to reach."),
    )
    agendas = terms(
        message("Other agendas"),
        "nua_transformative_commitment",
        "nua_effective_implementation",
        "uaeu_theme",
        "green_deal_area",
        "gcom_pillar",
        "s3_principle",
        help=message(
            "New Urban Agenda, Urban Agenda for the EU, Green Deal, Global Covenant of Mayors; smart specialisation "
            "for regions."
        ),
    )
