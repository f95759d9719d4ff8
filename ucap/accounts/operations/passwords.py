"""Passwords: kept as hashes, which are slow by design and so never computed inside a transaction."""

import secrets
import unicodedata
from collections.abc import Callable
from datetime import datetime
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, update

from ucap.accounts import queries, rules
from ucap.accounts.access import link_to_use
from ucap.accounts.models import AttemptKind, LinkPurpose, OneUseLink, Person, SignInSession
from ucap.accounts.operations.attempts import Visit, begin_attempt, note_success
from ucap.accounts.operations.links import make_link, use_link
from ucap.accounts.rules import digest_of_token
from ucap.core.database import session, transactional
from ucap.core.errors import NotFound, RuleBroken
from ucap.core.outbox import write_mail
from ucap.core.text import message

NOBODY = "nobody@example.org"

_hasher = PasswordHasher()  # argon2id with the parameters of RFC 9106, section 4, second choice


def hash_of(password: str) -> str:
    """Return the hash under which the password is kept."""
    return _hasher.hash(_one_form(password))


def is_password(password: str, password_hash: str | None) -> bool:
    """Tell whether the password is the one of the hash; without a hash it takes as long to say no."""
    try:
        _hasher.verify(password_hash or _hash_of_nothing(), _one_form(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def _one_form(password: str) -> str:
    """Return the password as every keyboard writes it (NFKC, as NIST SP 800-63B asks)."""
    return unicodedata.normalize("NFKC", password)


@cache
def _hash_of_nothing() -> str:
    """Return the hash that unknown addresses are checked against, so that the answer takes as long."""
    return hash_of(secrets.token_urlsafe(16))


def hash_of_new(password: str, *, email: str, name: str) -> str:
    """Return the hash of a password that somebody chose.

    Raises:
        RuleBroken: if it is too easy to guess.
    """
    refusal = rules.refusal_of_password(password, email=email, name=name)
    if refusal is not None:
        raise RuleBroken(refusal, field="password")
    return hash_of(password)


def ask_for_password(email: str, *, visit: Visit, at: datetime, address_of: Callable[[str], str]) -> None:
    """Write a mail with a link to choose a new password, if the address has an account.

    Args:
        address_of: makes the link's address of its token.

    Raises:
        TooManyAttempts: if that was asked for too often.
    """
    begin_attempt(AttemptKind.NEW_PASSWORD, visit, at=at)
    _write_password_mail(email, language=visit.language, at=at, address_of=address_of)


@transactional
def _write_password_mail(email: str, *, language: str, at: datetime, address_of: Callable[[str], str]) -> None:
    """Make the link and write the mail; for unknown addresses both are undone, so that it takes as long."""
    person = queries.person_by_email(email)
    known = person if person is not None and person.is_active else None
    link, token = make_link(
        known.email if known else NOBODY,
        LinkPurpose.PASSWORD,
        at=at,
        lives=rules.PASSWORD_LINK_LIVES,
        person_id=known.id if known else None,
    )
    mail = write_mail(
        link.email,
        message("Choose a new password"),
        [
            message("Somebody, most likely you, asked for a new password for the UCAP tracker. Choose it here:"),
            address_of(token),
            message("The link works once, for two hours. If you did not ask for it, do nothing: your password stays."),
        ],
        language=(known.language if known else None) or language,
        at=at,
    )
    session().flush()
    if known is None:
        session().delete(mail)
        session().delete(link)


def choose_password(token: str, password: str, *, visit: Visit, at: datetime) -> UUID:
    """Use the link to give its person a new password; all their sessions end. Return who they are.

    Raises:
        NotFound, Gone: if there is no such link, or it cannot be used any more.
        RuleBroken: if the password is too easy to guess.
    """
    person = _person_of_link(link_to_use(token, at=at))
    password_hash = hash_of_new(password, email=person.email, name=person.name)
    return _choose_password(token, password_hash, language=visit.language, at=at)


@transactional
def _choose_password(token: str, password_hash: str, *, language: str, at: datetime) -> UUID:
    person = _person_of_link(use_link(token, at=at))
    _set_password(person, password_hash, keep=None, language=language, at=at)
    return person.id


def _person_of_link(link: OneUseLink) -> Person:
    person = queries.person_by_id(link.person_id) if link.person_id else None
    if link.purpose is not LinkPurpose.PASSWORD or person is None or not person.is_active:
        raise NotFound
    return person


def change_password(person: Person, current: str, new: str, *, keep: str, visit: Visit, at: datetime) -> None:
    """Give the person a new password, who types the present one; all their sessions end but that of the token `keep`.

    Raises:
        RuleBroken: if the present password is not right, or the new one too easy to guess.
        TooManyAttempts: if the present one was tried too often.
    """
    attempt_id = begin_attempt(AttemptKind.PASSWORD, visit, at=at)
    present = queries.person_by_id(person.id)
    seen_hash = present.password_hash if present else None
    if not is_password(current, seen_hash):
        raise RuleBroken(message("This is not your present password."), field="current")
    password_hash = hash_of_new(new, email=person.email, name=person.name)
    _change_password(person.id, password_hash, attempt_id=attempt_id, keep=keep, language=visit.language, at=at)


@transactional
def _change_password(
    person_id: UUID, password_hash: str, *, attempt_id: UUID, keep: str, language: str, at: datetime
) -> None:
    person = queries.person_by_id(person_id)
    if person is None or not person.is_active:
        raise NotFound
    note_success(attempt_id)
    _set_password(person, password_hash, keep=digest_of_token(keep), language=language, at=at)


def _set_password(person: Person, password_hash: str, *, keep: str | None, language: str, at: datetime) -> None:
    person.password_hash = password_hash
    others = SignInSession.token_digest != (keep or "")
    session().execute(delete(SignInSession).where(SignInSession.person_id == person.id, others))
    session().execute(
        update(OneUseLink)
        .where(
            OneUseLink.person_id == person.id,
            OneUseLink.purpose == LinkPurpose.PASSWORD,
            OneUseLink.used_at.is_(None),
            OneUseLink.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )
    write_mail(
        person.email,
        message("Your password was changed"),
        [
            message("The password of your account in the UCAP tracker was changed, and all other sessions were ended."),
            message(
                "If that was not you, ask for a new password on the sign-in page at once, and tell your administrator."
            ),
        ],
        language=person.language or language,
        at=at,
    )
