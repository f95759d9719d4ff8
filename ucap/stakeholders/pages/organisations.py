"""What pages of organisations show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from ucap.accounts.models import Person
from ucap.core.errors import NotFound
from ucap.core.languages import language_text
from ucap.core.text import Message, counted
from ucap.directory.models import HELIX_LABELS, SUBTYPES
from ucap.directory.queries import TermFacts, terms_of
from ucap.pairings.permissions import Rights, may_view
from ucap.pairings.queries.plans import PlanFacts, plans
from ucap.pairings.queries.rights import rights_of
from ucap.places.pages.history import RecordChange
from ucap.stakeholders.access import OpenOrganisation, OpenRegister
from ucap.stakeholders.forms.organisations import OrganisationForm, RegisterForm
from ucap.stakeholders.pages.history import changes_of_organisation
from ucap.stakeholders.queries.organisations import (
    OrganisationFacts,
    RegisterPage,
    organisation_by_id,
    plans_with,
)
from ucap.web.filters import page_language
from ucap.web.forms import Narrowing

LONGEST_LIST_OF_PLANS = 50


def subtypes() -> list[TermFacts]:
    """Return the kinds of organisations, in the reader's language where they are known in it."""
    return terms_of([SUBTYPES], page_language())


@dataclass(frozen=True)
class ListedOrganisation:
    """An organisation in a list."""

    facts: OrganisationFacts
    helix: Message
    subtype: str
    languages: Sequence[str]


@dataclass(frozen=True)
class ListPage:
    """A page of a register.

    Attributes:
        earlier, later: addresses of the pages before and after; None if there is none.
    """

    register: OpenRegister
    form: RegisterForm
    organisations: Sequence[ListedOrganisation]
    count: Message
    asked: Sequence[Narrowing]
    all_url: str
    earlier: str | None
    later: str | None


def list_page(register: OpenRegister, form: RegisterForm, found: RegisterPage, kinds: Sequence[TermFacts]) -> ListPage:
    """Return a page of the register."""
    asked, shown = form.asked(), found.organisations
    place_id = register.place.id
    return ListPage(
        register=register,
        form=form,
        organisations=[listed_organisation(one, kinds) for one in shown],
        count=counted("%(count)s organisation", "%(count)s organisations", found.total),
        asked=[
            Narrowing(str(form[name].label.text), form.text_of(name), _address(place_id, asked, without=name))
            for name in asked
        ],
        all_url=url_for("organisations.list_organisations", place_id=place_id),
        earlier=_address(place_id, asked, before=shown[0].id) if found.has_earlier and shown else None,
        later=_address(place_id, asked, after=shown[-1].id) if found.has_later and shown else None,
    )


def _address(place_id: UUID, asked: Mapping[str, str], *, without: str = "", **more: UUID) -> str:
    parts: dict[str, Any] = {**asked, **more}
    parts.pop(without, None)
    return url_for("organisations.list_organisations", place_id=place_id, **parts)


def listed_organisation(facts: OrganisationFacts, kinds: Sequence[TermFacts]) -> ListedOrganisation:
    """Return the organisation as lists show it."""
    return ListedOrganisation(
        facts,
        HELIX_LABELS[facts.helix],
        next((kind.label for kind in kinds if kind.id == facts.subtype_id), ""),
        [language_text(tag, page_language()) for tag in facts.languages],
    )


@dataclass(frozen=True)
class OrganisationPage:
    """The page of an organisation.

    Attributes:
        plans: those in which it is a stakeholder and that the reader may see.
    """

    listed: ListedOrganisation
    can_keep: bool
    plans: Sequence[PlanFacts]
    changes: Sequence[RecordChange]


def organisation_page(opened: OpenOrganisation, reader: Person) -> OrganisationPage:
    """Return the page of an organisation for a reader."""
    rights: dict[UUID, Rights] = {}
    visible = []
    for plan_id, pairing_id in plans_with(opened.facts.id)[:LONGEST_LIST_OF_PLANS]:
        own = rights.setdefault(pairing_id, rights_of(reader.id, pairing_id))
        if may_view(own, plan_id):
            visible.append(plan_id)
    kinds = subtypes()
    return OrganisationPage(
        listed_organisation(opened.facts, kinds),
        opened.can_keep,
        plans(visible) if visible else [],
        changes_of_organisation(opened.facts.id, kinds),
    )


@dataclass(frozen=True)
class Difference:
    """A field in which what was typed differs from what somebody else has saved meanwhile."""

    name: str
    label: str
    stands: str


def conflict_of(form: OrganisationForm, organisation_id: UUID, kinds: Sequence[TermFacts]) -> list[Difference]:
    """Return what somebody else has saved meanwhile and is not what the form says; the form takes the new version."""
    found = organisation_by_id(organisation_id)
    if found is None:
        raise NotFound
    standing = OrganisationForm.of(kinds, found, is_posted=False)
    form.version.data = str(found.version)
    return [
        Difference(name, str(form[name].label.text), standing.text_of(name))
        for name in form.shown
        if standing.text_of(name) != form.text_of(name)
    ]
