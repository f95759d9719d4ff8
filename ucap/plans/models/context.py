"""Context: where each place stands, what it may decide, and its figures."""

from decimal import Decimal

from sqlalchemy.orm import Mapped

from ucap.core.text import message, plural_forms
from ucap.entries.fields import YEAR, Check, Choices, Section
from ucap.entries.models import Entry, choice, line, number, terms, translated_line, translated_prose


class RegionalRole(Choices):
    """What a place is to its region; the role counts, not the population."""

    METROPOLITAN = "metropolitan", message("Metropolitan centre")
    INTERMEDIARY = "intermediary", message("Intermediary city")
    SMALL = "small", message("Small town")
    REGION = "region", message("Region")


class Power(Choices):
    """Who holds a power."""

    OWN = "own", message("Own power")
    SHARED = "shared", message("Shared with others")
    HIGHER = "higher", message("Held by a higher level")
    NONE = "none", message("Nobody here holds it")


class Situation(Entry):
    """The situation of a place: role, links, problem, strategies, what was tried, finances."""

    __tablename__ = "situations"
    section = Section.CONTEXT
    singular = message("Situation of a place")
    plural = message("Situation of each place")
    adding = message("Describe the situation of a place")
    count = plural_forms("%(count)s situation", "%(count)s situations")
    purpose = message("Where a place stands, in words and figures, so that the partner understands what drives it.")
    is_per_place = True
    is_expected = True

    problem_in_short = translated_line(
        message("The problem in one sentence"),
        help=message("What you want to change, for whom and where."),
        example=message("Every monsoon the old town is under water for days."),
        is_essential=True,
    )
    role: Mapped[RegionalRole | None] = choice(
        RegionalRole,
        message("Role in the region"),
        is_needed=True,
        is_badge=True,
        help=message("What the place is to its region."),
    )
    urban_rural_links = translated_prose(
        message("Links between town and country"),
        help=message("Water, food, work, waste: what flows between the place and the land around it."),
        example=message("Half of the vegetables come from farms upstream; floods cut their road to the market."),
    )
    problem = translated_prose(
        message("The problem in figures"),
        is_needed=True,
        help=message("How big the problem is and how you know. Figures to compare with later go into the baselines."),
        example=message(
            "38 streets were closed by flooding in 2025 (traffic police); two days without water each time."
        ),
    )
    strategies = translated_prose(
        message("Strategies this plugs into"),
        is_needed=True,
        help=message("Plans and programmes of the place that this plan serves, with their periods."),
        example=message("Resilience Strategy 2017-2030, goal 2: drains for every ward."),
    )
    tried_before = translated_prose(
        message("What was tried before"),
        help=message("What was done about the problem already, and what came of it."),
        example=message("Pumps were bought in 2014; they stand still when the power fails."),
    )
    finances = translated_prose(
        message("Finances"),
        help=message("What the place can spend by itself, and what it depends on others for."),
        example=message("Drains are paid from our own budget up to 2 million EUR a year; larger works need the state."),
    )


class Mandate(Entry):
    """A power that matters for the plan, and who holds it."""

    __tablename__ = "mandates"
    section = Section.CONTEXT
    singular = message("Mandate")
    plural = message("Mandates")
    adding = message("Add a mandate")
    count = plural_forms("%(count)s mandate", "%(count)s mandates")
    purpose = message(
        "Different legal powers are a known reason why transfers fail. Name each power that matters here."
    )
    is_per_place = True
    is_expected = True
    checks = (
        Check(
            code="others-decide",
            field="note",
            said=message("Others decide here, and nobody can read who."),
            why=message("What is not one's own power needs a yes from somebody: name the body to ask."),
            passes=lambda values: values.get("level") not in {Power.SHARED, Power.HIGHER} or bool(values.get("note")),
        ),
    )

    power = translated_line(
        message("Power"),
        help=message("What must be decided, permitted or paid for."),
        example=message("Building and running storm drains"),
        is_essential=True,
    )
    level: Mapped[Power | None] = choice(
        Power,
        message("Who holds it"),
        is_needed=True,
        is_badge=True,
        help=message("Whether the place can decide it alone."),
    )
    note = translated_prose(
        message("Note"),
        help=message("Which body, by which law, and whom to ask."),
        example=message("The water authority, by the Water Act; ask its planning department."),
    )


class Baseline(Entry):
    """A figure of a place before the plan begins."""

    __tablename__ = "baselines"
    section = Section.CONTEXT
    singular = message("Baseline")
    plural = message("Baselines")
    adding = message("Add a baseline")
    count = plural_forms("%(count)s baseline", "%(count)s baselines")
    purpose = message("Figures from before the plan, with year and source, so that change can be shown later.")
    is_per_place = True
    is_expected = True

    indicator = translated_line(
        message("Indicator"),
        help=message("What was measured."),
        example=message("Households connected to storm drains"),
        is_essential=True,
    )
    kpi = terms(
        message("U4SSC indicator"),
        "u4ssc_kpi",
        is_single=True,
        help=message("If it is one of the indicators of United for Smart Sustainable Cities, say which."),
    )
    value: Mapped[Decimal | None] = number(message("Value"), is_needed=True, help=message("The figure itself."))
    unit: Mapped[str | None] = line(
        message("Unit"),
        is_needed=True,
        help=message("What the number counts."),
        example=message("households"),
    )
    year: Mapped[Decimal | None] = number(
        message("Year"), YEAR, is_needed=True, help=message("The year the figure is of.")
    )
    source = translated_line(
        message("Source"),
        is_needed=True,
        help=message("Who measured it and where it was published."),
        example=message("Municipal census 2024, table 7"),
    )
    quality = terms(
        message("Data quality"),
        "data_quality_u4ssc",
        is_single=True,
        help=message("How the figure came about, on the six-step scale."),
    )
