"""Opening a page about the installation for who writes it."""

from dataclasses import dataclass

from ucap.accounts.models import Person
from ucap.core.errors import Forbidden
from ucap.imprint import queries
from ucap.imprint.models import AboutPage
from ucap.imprint.queries import TextFacts
from ucap.pairings.permissions import may_edit_imprint
from ucap.pairings.queries.rights import administrator_names, rights_of_person


@dataclass(frozen=True)
class OpenPage:
    """A page with what it says now."""

    page: AboutPage
    shown: TextFacts


def page_to_edit(page: AboutPage, person: Person) -> OpenPage:
    """Return the page, or raise Forbidden, naming the administrators, if this person may not write it."""
    if not may_edit_imprint(rights_of_person(person.id)):
        raise Forbidden(ask=administrator_names())
    return OpenPage(page, queries.text_of(page))
