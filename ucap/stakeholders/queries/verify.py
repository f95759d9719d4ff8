"""Checking that records beside the plans, organisations and contact people, are what their log says."""

from collections.abc import Iterator
from uuid import UUID

from ucap.core.database import session
from ucap.directory.models import ORGANISATION_FIELDS, Organisation
from ucap.history.chain import json_of
from ucap.history.queries import kept_events
from ucap.history.verify import KeptChain, Standing, Verified, verified_against_rows
from ucap.stakeholders.models.contacts import CONTACT_FIELDS, ContactPerson

_RECORDS = ((Organisation, ORGANISATION_FIELDS), (ContactPerson, CONTACT_FIELDS))


def verify_record(chain: KeptChain) -> Iterator[int | Verified]:
    """Walk a chain and compare what it ends in with the record; yield each event's number, then what came of it."""
    return verified_against_rows(chain, kept_events(chain.id), lambda: _standing_values(chain.id), is_whole=True)


def _standing_values(record_id: UUID) -> Standing:
    for model, names in _RECORDS:
        record = session().get(model, record_id, populate_existing=True)
        if record is not None:
            return {(record_id, name): json_of(getattr(record, name)) for name in names}
    return {}
