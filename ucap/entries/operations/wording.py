"""Putting other words into the texts of a plan, wherever they stand."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from ucap.core.database import session, transactional
from ucap.entries.fields import Line, Prose
from ucap.entries.models import Entry, is_column
from ucap.entries.queries.changing import entries_to_reword
from ucap.history import log


@transactional
def reword_plan(
    plan_id: UUID,
    reword: Callable[[str], str],
    *,
    by_id: UUID,
    at: datetime,
    only: Collection[tuple[UUID, str]] | None = None,
) -> None:
    """Give each text of the plan's entries, of deleted ones, too, the words that become of it.

    Each entry that has others then is of another version, which its history tells. Whoever calls this has checked that
    it is for them to do.

    Args:
        only: the entries and their fields of which that is done, if not of all.

    Raises:
        NotFound: if there is no such plan.
    """
    log.open_change(plan_id, by_id=by_id, at=at)
    for entry, texts in entries_to_reword(plan_id):
        meant = [text for text in texts if only is None or (entry.id, text.field) in only]
        changed = [text for text in meant if reword(text.text) != text.text]
        own = {name: value for name, value in _own_texts(entry).items() if only is None or (entry.id, name) in only}
        columns = {name: reword(value) for name, value in own.items() if reword(value) != value}
        if changed or columns:
            entry.version += 1
        for text in changed:
            text.text, text.version = reword(text.text), entry.version
        for name, value in columns.items():
            setattr(entry, name, value)
    session().flush()


def _own_texts(entry: Entry) -> dict[str, str]:
    """Return the texts that lie in columns, by field."""
    names = [name for name, field in entry.fields.items() if is_column(field) and isinstance(field.kind, Line | Prose)]
    return {name: value for name in names if isinstance(value := getattr(entry, name), str)}
