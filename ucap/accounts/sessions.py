"""The session interface: a random token in a cookie, its digest in the database, nothing at all for strangers."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import Flask, Request, Response, g
from flask import session as session_proxy
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import ColumnElement

from ucap.accounts import queries, rules
from ucap.accounts.models import Awaited, Person
from ucap.accounts.operations.sessions import note_session_seen
from ucap.accounts.queries import OpenSession
from ucap.accounts.rules import digest_of_token
from ucap.core.clock import utc_now
from ucap.web.held import TOKEN

OWN_LANGUAGE = "own_language"
"""Where the language lies that the person chose, for the length of a request."""


@dataclass(frozen=True)
class HalfSignedIn:
    """Somebody whose password was right, and who is not signed in before another step."""

    person: Person
    awaits: Awaited


@dataclass(frozen=True)
class SessionEnd:
    """When the session ends: if it is not used until then, and however much it is used."""

    unused_at: datetime
    at_most_at: datetime


class BrowserSession(dict[str, Any], SessionMixin):
    """What Flask calls the session: who is signed in, and the seed of the CSRF tokens.

    Attributes:
        person: who is signed in, or None.
        half: who is half signed in, or None.
        is_administrator: whether who is signed in administers the installation.
        end: when the session ends; None for a stranger.
        token: the cookie's value now; empty for a stranger.
        had_cookie: whether the request carried a session's cookie.
        modified: whether the browser has to be given the token.
    """

    def __init__(self, *, person: Person | None = None, token: str = "", had_cookie: bool = False) -> None:
        """Derive the CSRF seed from the token, so that it lives and dies with the session."""
        super().__init__()
        self.person = person
        self.half: HalfSignedIn | None = None
        self.is_administrator = False
        self.end: SessionEnd | None = None
        self.had_cookie = had_cookie
        self.modified = False  # the cookie is sent when a session begins, not with every answer
        self.take(token)

    @property
    def door(self) -> str:
        """Return the endpoint of the page to which one is led who has to prove who they are."""
        is_half_in = self.half is not None and self.half.awaits is Awaited.SET_UP
        return "second_step.set_up_second_step" if is_half_in else "accounts.sign_in"

    def take(self, token: str) -> None:
        """Let the session be the one of the token."""
        self.token = token
        if token:
            self["csrf_token"] = hmac.digest(token.encode(), b"csrf", "sha256").hex()


class DatabaseSessions(SessionInterface):
    """Opens the session a cookie stands for, and writes the cookie when one signs in or out."""

    def __init__(self, administers: ColumnElement[bool]) -> None:
        """Ask with each session whether its person administers the installation."""
        self.administers = administers

    def cookie_name(self, app: Flask) -> str:
        """Return the cookie's name; over https the prefix binds it to this host."""
        return "__Host-session" if app.config["SESSION_COOKIE_SECURE"] else "session"

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        """Return the session of the request; an empty one for strangers and ended sessions."""
        token = request.cookies.get(self.cookie_name(app), "")
        if not token:
            return BrowserSession()
        now = utc_now()
        found = queries.session_by_digest(digest_of_token(token), self.administers)
        if found is None or not found.person.is_active:
            return BrowserSession(had_cookie=True)
        if rules.has_ended(created_at=found.created_at, last_seen_at=found.last_seen_at, at=now):
            return BrowserSession(had_cookie=True)
        if found.awaits is not None:
            return _half_session(found, token, now)
        seen_at = found.last_seen_at
        if rules.is_seen_note_due(last_seen_at=seen_at, at=now):
            note_session_seen(found.id, at=now)
            seen_at = now
        here = BrowserSession(person=found.person, token=token, had_cookie=True)
        here.is_administrator = found.is_administrator
        setattr(g, OWN_LANGUAGE, found.person.language)
        here.end = SessionEnd(seen_at + rules.IDLE_LIMIT, found.created_at + rules.ABSOLUTE_LIMIT)
        return here

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie after signing in, remove it when its session is over."""
        if not isinstance(session, BrowserSession):
            return
        name = self.cookie_name(app)
        secure = bool(app.config["SESSION_COOKIE_SECURE"])
        if session.modified and session.token:
            response.set_cookie(name, session.token, secure=secure, httponly=True, samesite="Lax")
        elif session.had_cookie and not session.token:
            response.delete_cookie(name, secure=secure, httponly=True, samesite="Lax")


def _half_session(found: OpenSession, token: str, now: datetime) -> BrowserSession:
    """Return the session of somebody who has to take another step; for all other pages nobody is signed in."""
    if found.awaits is None or now - found.created_at >= rules.HALF_SESSION_LIVES:
        return BrowserSession(had_cookie=True)
    here = BrowserSession(token=token, had_cookie=True)
    here.half = HalfSignedIn(found.person, found.awaits)
    return here


def browser_session() -> BrowserSession:
    """Return the session of the present request."""
    return cast("BrowserSession", session_proxy)


def current_person() -> Person:
    """Return who is signed in.

    Raises:
        ValueError: if nobody is; views for strangers must not ask.
    """
    person = browser_session().person
    if person is None:
        raise ValueError("nobody is signed in")
    return person


def begin_session_here(token: str) -> None:
    """Let this browser carry the session's token from the answer on."""
    here = browser_session()
    here.take(token)
    here.modified = True
    g.pop(TOKEN, None)  # Flask-WTF remembers the token of the session before


def forget_session_here() -> None:
    """Take the session from this browser with the answer."""
    here = browser_session()
    here.person = None
    here.token = ""
