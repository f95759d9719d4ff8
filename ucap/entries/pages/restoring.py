"""What restoring an earlier text would do, as a page shows it before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ucap.core.errors import NotFound
from ucap.core.text import Message
from ucap.entries.access import OpenEntry
from ucap.entries.operations.restoring import Wish
from ucap.entries.pages.history import ChangedField
from ucap.entries.pages.values import field_text, names_in
from ucap.entries.past import restored
from ucap.entries.queries.reading import EntryFacts, past_of_entry
from ucap.history.compare import word_parts
from ucap.history.queries import moment_of
from ucap.pairings.queries.plans import PlanFacts
from ucap.web.filters import page_language


@dataclass(frozen=True)
class RestorePage:
    """What would change if something of an entry's past were restored.

    Attributes:
        at: when the entry held it.
        field: what is to be restored; None for the whole entry.
        fields: how what stands now would change.
        erased: what cannot be restored.
        is_partial: whether links to entries that are gone would be left out.
    """

    plan: PlanFacts
    entry: EntryFacts
    title: str
    at: datetime
    field: Message | None
    fields: Sequence[ChangedField]
    erased: Sequence[Message]
    is_partial: bool


def restore_page(opened: OpenEntry, wish: Wish) -> RestorePage:
    """Return what the page shows, or raise NotFound if the entry was not there then or has no such field."""
    entry, declared = opened.entry, opened.entry.type.fields
    at = moment_of(opened.plan.id, wish.number) if 0 < wish.number <= opened.plan.version else None
    if at is None or (wish.field is not None and wish.field not in declared):
        raise NotFound
    past = past_of_entry(opened.plan.id, entry, wish.number)
    if not past.has_begun:
        raise NotFound
    present = entry.values()
    standing = {name.id for name in opened.names}
    made = restored(entry.type, present, past, field=wish.field, standing=standing)
    names = names_in(opened.plan, opened.names, types={opened.entry.type})
    return RestorePage(
        plan=opened.plan,
        entry=entry,
        title=entry.title(page_language()),
        at=at,
        field=declared[wish.field].label if wish.field else None,
        fields=[
            ChangedField(
                name,
                declared[name].label,
                [word_parts(*(field_text(declared[name], values[name], names) for values in (present, made.values)))],
            )
            for name in made.fields
        ],
        erased=[declared[name].label for name in made.erased],
        is_partial=made.is_partial,
    )
