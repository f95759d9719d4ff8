"""Loading what the directory lists; everybody who is signed in reads it."""

from dataclasses import dataclass
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.errors import NotFound
from ucap.core.text import unstorable_character
from ucap.directory import queries
from ucap.directory.queries import NetworkFacts


@dataclass(frozen=True)
class OpenVocabulary:
    """A vocabulary that is there."""

    scheme: str


def network_to_view(network_id: UUID, person: Person) -> NetworkFacts:  # noqa: ARG001 - everybody may
    """Return the network, or raise NotFound if there is none."""
    found = queries.network_by_id(network_id)
    if found is None:
        raise NotFound
    return found


def vocabulary_to_view(scheme: str, person: Person) -> OpenVocabulary:  # noqa: ARG001 - everybody may
    """Return the vocabulary, or raise NotFound if there is none of the name."""
    if unstorable_character(scheme) or not queries.has_vocabulary(scheme):
        raise NotFound
    return OpenVocabulary(scheme)
