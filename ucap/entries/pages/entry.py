"""The page of a single entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ucap.entries.access import OpenEntry
from ucap.entries.pages.judging import ShownJudgement, shown_judgement, without_own_judgement
from ucap.entries.pages.values import ShownField, names_in, shown_fields, terms_in
from ucap.entries.queries.judging import related_in_plan
from ucap.entries.queries.naming import Deletion, EntryName, linking_to
from ucap.entries.queries.reading import EntryFacts
from ucap.pairings.queries.plans import PlanFacts
from ucap.web.filters import page_language


@dataclass(frozen=True)
class EntryPage:
    """A page about one entry: read it, edit it or see its history; `deletion` is there if it is deleted.

    Attributes:
        judged: what is judged of it, if it stands and that is something.
    """

    plan: PlanFacts
    entry: EntryFacts
    title: str
    fields: Sequence[ShownField]
    judged: ShownJudgement | None
    linked_from: Sequence[EntryName]
    can_edit: bool
    deletion: Deletion | None


def entry_page(opened: OpenEntry, on: date) -> EntryPage:
    """Return what the page of an entry shows on a day."""
    entry = opened.entry
    related = related_in_plan(opened.plan.id, entry.type, page_language())
    names = names_in(opened.plan, opened.names, term_ids=terms_in([entry]))
    linking = linking_to(opened.plan.id, entry.id)
    return EntryPage(
        plan=opened.plan,
        entry=entry,
        title=entry.title(page_language()),
        fields=without_own_judgement(entry, shown_fields(entry, names)),
        judged=None if opened.deletion else shown_judgement(entry, related, on),
        linked_from=[names.entries[other] for other in linking if other in names.entries],
        can_edit=opened.can_edit,
        deletion=opened.deletion,
    )
