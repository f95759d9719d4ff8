"""What the page of an account shows, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ucap.accounts import queries, rules
from ucap.accounts.models import Person, SignInSession
from ucap.core.languages import locale_of, translated_languages
from ucap.core.text import Message, message


@dataclass(frozen=True)
class ShownSession:
    """A browser in which the person is signed in."""

    id: UUID
    browser: Message
    begun_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True)
class AccountPage:
    """An account, as its person sees it.

    Attributes:
        language: its name; None where there is no choice.
        second_step_since: when it was set up; None if there is none.
    """

    name: str
    email: str
    time_zone: str
    language: Message | str | None
    second_step_since: datetime | None
    is_step_needed: bool
    codes_left: int
    sessions: list[ShownSession]

    @property
    def has_others(self) -> bool:
        """Tell whether the person is signed in elsewhere, too."""
        return len(self.sessions) > 1


def account_page(person: Person, *, token: str, is_step_needed: bool) -> AccountPage:
    """Return what the person is shown in the browser of the token."""
    step = queries.second_step_of(person.id)
    here = rules.digest_of_token(token)
    return AccountPage(
        name=person.name,
        email=person.email,
        time_zone=person.time_zone,
        language=_language_of(person) if len(translated_languages()) > 1 else None,
        second_step_since=step.set_up_at if step else None,
        is_step_needed=is_step_needed,
        codes_left=queries.unused_recovery_codes(person.id) if step else 0,
        sessions=[_shown(one, is_this=one.token_digest == here) for one in queries.sessions_of(person.id)],
    )


def _language_of(person: Person) -> Message | str:
    if person.language is None:
        return message("As your browser asks for")
    return locale_of(person.language).get_display_name(person.language) or person.language


def _shown(found: SignInSession, *, is_this: bool) -> ShownSession:
    return ShownSession(found.id, _words_of(found), found.created_at, found.last_seen_at, is_this)


def _words_of(found: SignInSession) -> Message:
    if found.browser and found.system:
        return message("%(browser)s on %(system)s", browser=found.browser, system=found.system)
    if found.browser or found.system:
        return message("%(browser)s", browser=found.browser or found.system)
    return message("An unknown browser")
