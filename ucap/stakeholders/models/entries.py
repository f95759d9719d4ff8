"""Stakeholders of a plan and what was asked of them: declared like the entries of its sections."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped

from ucap.core.text import message, plural_forms
from ucap.entries.fields import Beside, Check, Choices, Number
from ucap.entries.models import Entry, choice, day, links, number, organisation, translated_line, translated_prose

SCALE = Number(least=Decimal(1), most=Decimal(5), decimals=0)
"""Of influence and interest: 1 is very little, 5 very much."""


class Involvement(Choices):
    """How somebody takes part in a phase of the work."""

    DECIDES = "decides", message("Decides with us")
    WORKS = "works", message("Works with us")
    CONSULTED = "consulted", message("Is asked for advice")
    INFORMED = "informed", message("Is kept informed")


class Stakeholder(Entry):
    """An organisation that has to do with the plan, and how."""

    __tablename__ = "stakeholders"
    section = Beside.STAKEHOLDERS
    singular = message("Stakeholder")
    plural = message("Stakeholders")
    adding = message("Add a stakeholder")
    count = plural_forms("%(count)s stakeholder", "%(count)s stakeholders")
    purpose = message("An organisation that has to do with the plan: why it was asked, and what it does in each phase.")
    is_per_place = True

    name = translated_line(
        message("Name"),
        help=message("The organisation as the plan calls it. Name no person here."),
        example=message("Market traders' association"),
        is_essential=True,
    )
    organisation_id: Mapped[UUID | None] = organisation(
        message("Organisation in the register"),
        is_needed=True,
        help=message("Its helix, website and languages are read from there."),
    )
    why_asked = translated_prose(
        message("Why it was asked"),
        is_needed=True,
        help=message("What it knows, owns or can do that the plan needs. Whoever is asked wants to know why."),
        example=message("Its members know where the water stands, and close their stalls when it does."),
    )
    leads = links(
        message("Leads"),
        "measure",
        "activity",
        "pilot",
        help=message("Measures, activities and pilots that it is in charge of."),
    )
    partner_in = links(
        message("Partner in"),
        "measure",
        "activity",
        "pilot",
        help=message("Measures, activities and pilots that it takes part in."),
    )
    planning: Mapped[Involvement | None] = choice(
        Involvement,
        message("In planning"),
        group=message("What it does in each phase"),
        help=message("While the plan is being written."),
    )
    rollout: Mapped[Involvement | None] = choice(
        Involvement, message("In roll-out"), help=message("While the measures are being prepared and tried.")
    )
    implementation: Mapped[Involvement | None] = choice(
        Involvement, message("In implementation"), help=message("While the measures run for good.")
    )
    influence: Mapped[Decimal | None] = number(
        message("Influence"),
        SCALE,
        group=message("Your own estimate"),
        is_running=True,
        help=message("How much it can further or stop: 1 is very little, 5 very much."),
    )
    interest: Mapped[Decimal | None] = number(
        message("Interest"),
        SCALE,
        is_running=True,
        help=message("How much it matters to them: 1 is very little, 5 very much."),
    )


class EngagementKind(Choices):
    """How somebody was asked."""

    MEETING = "meeting", message("Meeting")
    WORKSHOP = "workshop", message("Workshop")
    INTERVIEW = "interview", message("Interview")
    SURVEY = "survey", message("Survey")
    LETTER = "letter", message("Letter or mail")
    VISIT = "visit", message("Visit on site")
    OTHER = "other", message("Other")


class InputOutcome(Choices):
    """What happened to what somebody gave."""

    OPEN = "open", message("Still open")
    USED = "used", message("Used")
    NOT_USED = "not_used", message("Not used")


class Engagement(Entry):
    """Something that was asked of a stakeholder, what it gave, and what became of that."""

    __tablename__ = "engagements"
    section = Beside.STAKEHOLDERS
    singular = message("Engagement")
    plural = message("Engagements")
    adding = message("Add an engagement")
    count = plural_forms("%(count)s engagement", "%(count)s engagements")
    purpose = message("What was asked of a stakeholder, what it gave, and what happened to the input.")
    is_per_place = True
    checks = (
        Check(
            code="used-nowhere",
            field="used_in",
            said=message("The input is called used, and nobody can see where."),
            why=message("Whoever gave something wants to find it again: link where it went."),
            passes=lambda values: values.get("outcome") != InputOutcome.USED or bool(values.get("used_in")),
        ),
        Check(
            code="not-used-without-reason",
            field="because",
            said=message("The input was not used, and nobody can read why."),
            why=message("Whoever was asked in vain and not told why will not answer again."),
            passes=lambda values: values.get("outcome") != InputOutcome.NOT_USED or bool(values.get("because")),
        ),
    )

    asked = translated_line(
        message("What was asked"),
        help=message("The question, in a sentence."),
        example=message("Where does the water stand after an hour of rain?"),
        is_essential=True,
    )
    stakeholder = links(
        message("Stakeholder"),
        "stakeholder",
        is_single=True,
        is_needed=True,
        help=message("Who was asked."),
    )
    done_on: Mapped[date | None] = day(message("Date"), is_needed=True, help=message("The day on which it was asked."))
    kind: Mapped[EngagementKind | None] = choice(
        EngagementKind, message("How"), is_badge=True, help=message("In which way it was asked.")
    )
    gave = translated_prose(
        message("What it gave"),
        group=message("What came of it"),
        is_running=True,
        names_people=True,
        help=message("The answer. Name no person who does not speak for all."),
        example=message("A map with eleven corners where the water stands, and the order to mend them in."),
    )
    outcome: Mapped[InputOutcome | None] = choice(
        InputOutcome,
        message("What happened to the input"),
        is_running=True,
        is_badge=True,
        help=message("Used, not used, or still open."),
    )
    used_in = links(
        message("Used in"),
        "situation",
        "area",
        "objective",
        "measure",
        "module",
        "activity",
        "pilot",
        "learning",
        "commitment",
        is_running=True,
        help=message("Where in the plan it can be found again."),
    )
    because = translated_prose(
        message("Why, or why not"),
        is_running=True,
        help=message("What was made of it; above all if it was not used."),
        example=message("The two corners under the railway belong to the railway, which was told."),
    )
    told_on: Mapped[date | None] = day(
        message("Told them on"),
        is_running=True,
        help=message("The day on which the stakeholder heard what became of the answer."),
    )
