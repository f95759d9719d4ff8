"""Plain facts of a plan, for the rules."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from tests.factories import NOON
from ucap.entries.models import Entry
from ucap.entries.queries.naming import EntryHead
from ucap.pairings.models import Phase
from ucap.pairings.queries.plans import PlaceFacts, SideFacts
from ucap.plans.rules.facts import Facts, Finding
from ucap.plans.rules.findings import findings_of

SURAT, NAVSARI, ROTTERDAM = (PlaceFacts(uuid4(), name, "IN") for name in ("Surat", "Navsari", "Rotterdam"))
FIRST = SideFacts(uuid4(), 0, "en", (SURAT, NAVSARI))
SECOND = SideFacts(uuid4(), 1, "en", (ROTTERDAM,))
BOTH = (0, 1)


def head(
    entry_type: type[Entry],
    *,
    place: PlaceFacts | None = None,
    lacks: Sequence[tuple[str, str]] = (),
    by: Sequence[int] = BOTH,
    is_over: bool = False,
) -> EntryHead:
    return EntryHead(
        uuid4(), entry_type, place.id if place else None, "en", entry_type.type_name(), lacks, by, NOON, "Asha", is_over
    )


def facts(*heads: EntryHead, links: Sequence[tuple[EntryHead, EntryHead]] = (), phase: Phase = Phase.PILOTING) -> Facts:
    linked: list[tuple[UUID, str, UUID]] = [(source.id, "any", target.id) for source, target in links]
    return Facts(phase, (FIRST, SECOND), heads, linked)


def found(code: str, of: Facts) -> list[Finding]:
    return [finding for finding in findings_of(of) if finding.code == code]
