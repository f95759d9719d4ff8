"""Adding several entries at once, all or none."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.entries.fields import FieldValues
from ucap.entries.kept_forms import SentForm
from ucap.entries.models import Entry
from ucap.entries.operations.saving import add_entry, open_to_change
from ucap.entries.queries.naming import added_with


@transactional
def add_entries(
    plan_id: UUID, entry_type: type[Entry], *, rows: Sequence[FieldValues], key: UUID, by: Person, at: datetime
) -> list[UUID]:
    """Add an entry for each of the rows, in their order; return their ids.

    The same rows sent again with the same key are not added again.

    Raises:
        RuleBroken: if the values of a row make no sense; none is added then.
        Forbidden, NotFound: if the person may not write in the plan.
    """
    open_to_change(plan_id, by=by, at=at)
    digest = _digest_of(plan_id, entry_type, rows)
    sent = session().get(SentForm, (by.id, key))
    if sent is not None and sent.digest == digest:
        return added_with(sent.entry_id)
    added = [add_entry(plan_id, entry_type, values=values, by=by, at=at) for values in rows]
    if added:
        session().merge(
            SentForm(person_id=by.id, form_key=key, digest=digest, entry_id=added[0], version=1, sent_at=at)
        )
    return added


def _digest_of(plan_id: UUID, entry_type: type[Entry], rows: Sequence[FieldValues]) -> str:
    """Return the digest of what was sent."""
    sent = (str(plan_id), entry_type.type_name(), [sorted(values.items()) for values in rows])
    return hashlib.sha256(repr(sent).encode("utf-8", "surrogatepass")).hexdigest()
