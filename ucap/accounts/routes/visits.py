"""Who comes to the doors of accounts, and what features above accounts have to say about them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import cast
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue

from ucap.accounts import rules
from ucap.accounts.models import OneUseLink, Person
from ucap.accounts.operations.attempts import Visit
from ucap.accounts.operations.exports import count_export
from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.text import Message, unstorable_character
from ucap.web.filters import page_language
from ucap.web.visitors import keyed_digest, network_digest

_FOLLOWERS = "ucap_followers_of_links"
_DECIDERS = "ucap_deciders_of_second_steps"


@dataclass(frozen=True)
class LinkFollower:
    """What a feature does with the one-use links that it had made; of others it knows nothing and does nothing.

    Attributes:
        tells: what the link is for, for the page that it opens; None if it is not the feature's.
        follows: what is done in the transaction that uses the link.
    """

    tells: Callable[[OneUseLink], Message | None]
    follows: Callable[[OneUseLink, Person, datetime], None]


def follow_links(app: Flask, followers: Sequence[LinkFollower]) -> None:
    """Let these features act when a one-use link brings somebody in."""
    app.extensions[_FOLLOWERS] = followers


def followers_of_links() -> Sequence[LinkFollower]:
    """Return the features that act on links."""
    return cast("Sequence[LinkFollower]", current_app.extensions.get(_FOLLOWERS, ()))


def require_second_steps(app: Flask, deciders: Sequence[Callable[[UUID], bool]]) -> None:
    """Let these say who must have a second step: whoever one of them names."""
    app.extensions[_DECIDERS] = deciders


def needs_second_step(person_id: UUID) -> bool:
    """Tell whether the person must have a second step."""
    deciders = cast("Sequence[Callable[[UUID], bool]]", current_app.extensions.get(_DECIDERS, ()))
    return any(decide(person_id) for decide in deciders)


def visit_of(email: str) -> Visit:
    """Return who comes, naming the address, by the present request."""
    browser, system = rules.browser_of(request.user_agent.string)
    return Visit(
        account=keyed_digest(f"account {email.strip().lower()}"),
        network=network_digest(),
        language=page_language(),
        browser=browser,
        system=system,
    )


def own_address(wanted: str | None) -> str | None:
    """Return the address if it is a path of ours; never one that a browser would take for another site's."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return None
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or unstorable_character(wanted) or any(blank in wanted for blank in "\t\r\n"):
        return None
    return wanted


def makes_file(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Count what the view makes among the files that the person may have made in a while; labels stand above this."""

    @wraps(view)
    def count_first(*loaded: object, **parts: object) -> ResponseReturnValue:
        count_export(current_person().id, at=utc_now())
        return view(*loaded, **parts)

    return count_first
