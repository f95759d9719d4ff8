"""Drafts as pages show them: offered again in their form, listed in their plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from ucap.accounts.sessions import current_person
from ucap.core.text import Message
from ucap.entries.forms.settling import SettlingNames
from ucap.entries.models import Entry
from ucap.entries.queries.kept_forms import DraftFacts, drafts_of_form

_MOST_OFFERED = 3
_MOST_LISTED = 10


@dataclass(frozen=True)
class ShownDraft:
    """A draft that one can go on with.

    Attributes:
        kind: what is written in it.
        title: the text by which people will find the entry; empty if it is not typed yet.
        url: the form, filled with the draft.
        discard_url: where one posts to, to throw it away.
    """

    kind: Message
    title: str
    kept_at: datetime
    url: str
    discard_url: str


@dataclass(frozen=True)
class UnsavedTexts:
    """What the form's page says about drafts: the one it is filled with, and others."""

    chosen: ShownDraft | None
    offered: Sequence[ShownDraft]


@dataclass(frozen=True)
class FormDrafts:
    """The reader's drafts of one form, read only if somebody asks for them."""

    plan_id: UUID
    entry_type: type[Entry]
    entry_id: UUID | None

    @cached_property
    def drafts(self) -> Sequence[DraftFacts]:
        """Return all of them, the newest first."""
        return drafts_of_form(self.plan_id, self.entry_type, self.entry_id, person=current_person())

    @cached_property
    def chosen(self) -> DraftFacts | None:
        """Return the one that the address asks for; what is sent holds what it was filled with."""
        key = None if request.method == "POST" else request.args.get("draft", type=UUID)
        return next((draft for draft in self.drafts if draft.form_key == key), None) if key else None

    @property
    def typed(self) -> MultiDict[str, str] | None:
        """Return what fills the form: the fields of the draft asked for, as they were typed.

        A draft of a conflict that was not settled has seen the version from which both texts were made, no newer one.
        """
        if self.chosen is None:
            return None
        fields = MultiDict((name, text) for name, text in self.chosen.fields)
        fields["form_key"] = str(self.chosen.form_key)
        if SettlingNames.base_version in fields:
            fields["version"] = fields[SettlingNames.base_version]
        return fields

    def unsaved(self, form_key: UUID) -> UnsavedTexts:
        """Return what the page says of them; not of the form's own draft, which is in the form already."""
        others = [draft for draft in self.drafts if draft.form_key != form_key]
        return UnsavedTexts(
            _shown(self.chosen, back_to="form") if self.chosen else None,
            [_shown(draft, back_to="form") for draft in others[:_MOST_OFFERED]],
        )


def listed_drafts(drafts: Sequence[DraftFacts]) -> list[ShownDraft]:
    """Return the newest of the reader's drafts in a plan."""
    return [_shown(draft, back_to=None) for draft in drafts[:_MOST_LISTED]]


def _shown(draft: DraftFacts, *, back_to: str | None) -> ShownDraft:
    title = draft.type.title_field().name
    return ShownDraft(
        draft.type.singular,
        next((text for name, text in draft.fields if name == title), ""),
        draft.kept_at,
        f"{draft.path}?draft={draft.form_key}",
        url_for("drafts.discard_draft", plan_id=draft.plan_id, form_key=draft.form_key, back_to=back_to),
    )
