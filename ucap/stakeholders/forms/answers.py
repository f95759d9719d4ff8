"""The forms with which an organisation is asked by a personal link, and answers."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Self, cast
from uuid import UUID

from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.core.text import counted, message
from ucap.entries.forms.inputs import OneOfFew, OneOfMany
from ucap.stakeholders.queries.contacts import ContactFacts
from ucap.stakeholders.rules.answers import LIVES, LONGEST_ANSWER, USUAL_LIFE
from ucap.web.filters import said
from ucap.web.forms import DoorForm, PageForm, Present, StorableText, clean_text, said_later


class AskByLinkForm(PageForm):
    """For how long a link opens, and who gets it."""

    @classmethod
    def of(cls, contacts: Sequence[ContactFacts]) -> Self:
        """Return the form; contacts are those who have an address."""
        lives = [SelectChoice(str(days), said(counted("%(count)s day", "%(count)s days", days))) for days in LIVES]
        people = [SelectChoice(str(one.id), f"{one.name} ({one.email})") for one in contacts]
        myself = SelectChoice("", said(message("Nobody: I pass the link on myself")))
        own = {
            "contact": OneOfMany(
                said(message("Send it by mail to")),
                choices=[myself, *people],
                coerce=str,
                default="",
                description=said(message("The contact people of the stakeholder who have an address.")),
            ),
            "lives": OneOfFew(said(message("It opens for")), choices=lives, coerce=str, default=str(USUAL_LIFE.days)),
        }
        return cast("Self", type("MadeAskByLinkForm", (cls,), own)())

    @property
    def contact_id(self) -> UUID | None:
        """Return who gets the link by mail; None if nobody does."""
        chosen = str(self["contact"].data or "")
        return UUID(chosen) if chosen else None

    @property
    def chosen_life(self) -> timedelta:
        """Return for how long the link opens."""
        return timedelta(days=int(str(self["lives"].data)))


class AnswerForm(DoorForm):
    """An answer to the one question of a personal link."""

    answer = TextAreaField(
        said_later("Your answer"),
        [Present(said_later("Write your answer.")), StorableText(LONGEST_ANSWER)],
        filters=[clean_text],
        description=said_later("For your organisation. Name no person who does not speak for all."),
        render_kw={"rows": 8},
    )
