"""Checking that records beside the plans, organisations and contact people, are what their log says."""

from collections.abc import Iterator
from uuid import UUID

from ucap.core.database import session
from ucap.directory.models import ORGANISATION_FIELDS, Organisation
from ucap.history.chain import json_of
from ucap.history.models import ERASED
from ucap.history.queries import kept_events
from ucap.history.verify import Fault, KeptChain, KeptEvent, Verified, fitting_events
from ucap.stakeholders.models.contacts import CONTACT_FIELDS, ContactPerson

_RECORDS = ((Organisation, ORGANISATION_FIELDS), (ContactPerson, CONTACT_FIELDS))


def verify_record(chain: KeptChain) -> Iterator[int | Verified]:
    """Walk a chain and compare what it ends in with the record; yield each event's number, then what came of it."""
    newest: dict[str, KeptEvent] = {}
    count, fault = 0, None
    for found in fitting_events(chain, kept_events(chain.id)):
        if isinstance(found, Fault):
            fault = found
            break
        if found.field != ERASED:
            newest[found.field] = found
        count = found.number
        yield count
    yield Verified(count, fault or next(_faults(newest, _standing_values(chain.id)), None))


def _faults(newest: dict[str, KeptEvent], standing: dict[str, str | None]) -> Iterator[Fault]:
    for name in sorted(newest.keys() | standing.keys()):
        event, row = newest.get(name), standing.get(name)
        said = event.new.value if event and event.new else None
        is_erased = event is not None and event.new is not None and event.new.value is None
        if said != row and not is_erased:
            yield Fault(event.number if event else None, f"left another {name} than the record holds")


def _standing_values(record_id: UUID) -> dict[str, str | None]:
    for model, names in _RECORDS:
        record = session().get(model, record_id, populate_existing=True)
        if record is not None:
            return {name: json_of(getattr(record, name)) for name in names}
    return {}
