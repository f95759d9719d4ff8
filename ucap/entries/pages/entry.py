"""The page of a single entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from ucap.core.languages import DEFAULT_LANGUAGE
from ucap.entries.access import OpenEntry
from ucap.entries.pages.files import ShownFile, shown_file
from ucap.entries.pages.judging import ShownJudgement, shown_judgement, without_own_judgement
from ucap.entries.pages.parts import Whole, whole_of_part
from ucap.entries.pages.values import ShownField, names_in, shown_fields, terms_in
from ucap.entries.queries.judging import related_in_plan
from ucap.entries.queries.linking import linking_to
from ucap.entries.queries.naming import Deletion, EntryName, names_of_entries
from ucap.entries.queries.reading import EntryFacts
from ucap.pairings.queries.plans import PlanFacts
from ucap.web.filters import page_language


@dataclass(frozen=True)
class EntryPage:
    """A page about one entry: read it, edit it or see its history.

    Attributes:
        deletion: when and by whom it was deleted; None if it stands.
        file: what it holds, if it is of a type that holds files and stands.
        erase_url: where the file it holds is erased for good; empty if it holds none, or for who may not.
        judged: what is judged of it, if it stands and that is something.
        whole: what it belongs to, if it is a part.
    """

    plan: PlanFacts
    entry: EntryFacts
    title: str
    fields: Sequence[ShownField]
    judged: ShownJudgement | None
    linked_from: Sequence[EntryName]
    can_edit: bool
    deletion: Deletion | None
    file: ShownFile | None
    erase_url: str
    whole: Whole | None


def entry_page(opened: OpenEntry, on: date) -> EntryPage:
    """Return what the page of an entry shows on a day."""
    entry = opened.entry
    related = related_in_plan(opened.plan.id, entry.type, page_language())
    names = names_in(opened.plan, opened.names, types={entry.type}, term_ids=terms_in([entry]))
    file = shown_file(entry, can_edit=False)
    can_erase = file is not None and opened.can_edit
    return EntryPage(
        plan=opened.plan,
        entry=entry,
        title=entry.title(page_language()),
        fields=without_own_judgement(entry, shown_fields(entry, names)),
        judged=None if opened.deletion else shown_judgement(entry, related, on),
        linked_from=names_of_entries(opened.plan.id, linking_to(opened.plan.id, entry.id), DEFAULT_LANGUAGE),
        can_edit=opened.can_edit,
        deletion=opened.deletion,
        file=None if opened.deletion else file,
        erase_url=url_for("files.erase_file", plan_id=opened.plan.id, entry_id=entry.id) if can_erase else "",
        whole=whole_of_part(opened.plan.id, entry.type, entry.attached.get(entry.type.part_of, ()), opened.names),
    )
