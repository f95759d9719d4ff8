"""What the pages of accounts show, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for

from ucap.accounts.models import ACCOUNT_CHANGES, Person
from ucap.accounts.queries import second_step_of
from ucap.administration.forms import STATE_LABELS, AccountsForm
from ucap.administration.queries import (
    AccountFacts,
    AccountsOnPage,
    AccountState,
    ChangeFacts,
    HeldPost,
    changes_of_account,
    posts_of_invitations,
    posts_of_people,
)
from ucap.core.text import Message, counted
from ucap.pairings.models import Role
from ucap.privacy.queries.reading import sole_posts_of
from ucap.web.filters import said
from ucap.web.forms import Narrowing


@dataclass(frozen=True)
class ListedAccount:
    """An account in the list.

    Attributes:
        is_expired: whether the invitation ran out.
    """

    facts: AccountFacts
    state: Message
    posts: Sequence[HeldPost]
    is_expired: bool


@dataclass(frozen=True)
class AccountsPage:
    """A page of the list of accounts; `earlier` and `later` lead to those beside it."""

    form: AccountsForm
    accounts: Sequence[ListedAccount]
    count: Message
    asked: Sequence[Narrowing]
    all_url: str
    earlier: str | None
    later: str | None


def accounts_page(form: AccountsForm, found: AccountsOnPage, *, at: datetime) -> AccountsPage:
    """Return a page of the list."""
    invited = [one.id for one in found.accounts if one.state is AccountState.INVITED]
    others = [one.id for one in found.accounts if one.state is not AccountState.INVITED]
    posts = {
        **(posts_of_people(others) if others else {}),
        **(posts_of_invitations(invited) if invited else {}),
    }
    asked = {name: form.asked_in(name) for name in ("q", "state") if form.asked_in(name)}
    return AccountsPage(
        form=form,
        accounts=[
            ListedAccount(
                one, STATE_LABELS[one.state], posts.get(one.id, []), one.expires_at is not None and at >= one.expires_at
            )
            for one in found.accounts
        ],
        count=counted("%(count)s account", "%(count)s accounts", found.total),
        asked=[_narrowing(form, asked, name) for name in asked],
        all_url=url_for("administration.list_accounts"),
        earlier=_address(asked, before=found.accounts[0].id) if found.has_earlier and found.accounts else None,
        later=_address(asked, after=found.accounts[-1].id) if found.has_later and found.accounts else None,
    )


def _narrowing(form: AccountsForm, asked: dict[str, str], name: str) -> Narrowing:
    state = form.wanted_state
    value = said(STATE_LABELS[state]) if name == "state" and state else asked[name]
    return Narrowing(str(form[name].label.text), value, _address({k: v for k, v in asked.items() if k != name}))


def _address(asked: dict[str, str], **more: UUID) -> str:
    parts: dict[str, Any] = {**asked, **more}
    return url_for("administration.list_accounts", **parts)


@dataclass(frozen=True)
class ShownChange:
    """What was done to an account, in words."""

    what: Message
    facts: ChangeFacts


@dataclass(frozen=True)
class AccountShown:
    """The page of an account.

    Attributes:
        sole: the places of the sides whose only lead it is.
        is_only_administrator: whether nobody else could administer.
    """

    person: Person
    state: Message
    second_step_since: datetime | None
    posts: Sequence[HeldPost]
    changes: Sequence[ShownChange]
    sole: Sequence[str]
    is_only_administrator: bool
    is_own: bool


def account_shown(person: Person, *, reader: Person) -> AccountShown:
    """Return the page of an account for who looks after it."""
    step = second_step_of(person.id)
    alone = sole_posts_of(person.id)
    state = AccountState.ACTIVE if person.is_active else AccountState.DEACTIVATED
    return AccountShown(
        person=person,
        state=STATE_LABELS[state],
        second_step_since=step.set_up_at if step else None,
        posts=posts_of_people([person.id], with_former=True).get(person.id, []),
        changes=[ShownChange(ACCOUNT_CHANGES[one.kind], one) for one in changes_of_account(person.id)],
        sole=[", ".join(post.places) for post in alone if post.role is Role.LEAD],
        is_only_administrator=any(post.role is Role.ADMINISTRATOR for post in alone),
        is_own=person.id == reader.id,
    )
