"""Putting other words into registers, and into the lists that were entered there."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from ucap.core.database import session, transactional
from ucap.directory.models import Organisation
from ucap.history import log
from ucap.history.operations import erase_from_chain
from ucap.stakeholders.queries.entered import entered_lists_to_change
from ucap.stakeholders.queries.organisations import organisations_of

_TEXTS = ("name", "website", "note")


@transactional
def erase_from_registers(
    place_ids: Collection[UUID], reword: Callable[[str], str], *, by_id: UUID, at: datetime
) -> None:
    """Give the texts of the places' registers the words that become of them, and erase what they held before.

    Merged organisations and entered lists are reached, too. Whoever calls this has checked that it is for them to do.
    """
    for organisation_id in organisations_of(place_ids):
        log.open_change(organisation_id, by_id=by_id, at=at)
        _reword(session().get_one(Organisation, organisation_id, populate_existing=True), reword)
        erase_from_chain(organisation_id, matching=lambda text: reword(text) != text, by_id=by_id, at=at)
    for entered in entered_lists_to_change(place_ids):
        made = _reworded(entered.made, reword)
        if made != entered.made:
            entered.made = made
    session().flush()


def _reword(organisation: Organisation, reword: Callable[[str], str]) -> None:
    changed = {name: reword(text) for name in _TEXTS if reword(text := getattr(organisation, name)) != text}
    if changed:
        organisation.version += 1
    for name, text in changed.items():
        setattr(organisation, name, text)
    session().flush()


def _reworded(kept: Any, reword: Callable[[str], str]) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(kept, str):
        return reword(kept)
    if isinstance(kept, list):
        return [_reworded(one, reword) for one in kept]
    if isinstance(kept, dict):
        return {name: _reworded(one, reword) for name, one in kept.items()}
    return kept
