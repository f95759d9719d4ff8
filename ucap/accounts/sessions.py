"""The session interface: a random token in a cookie, its digest in the database, nothing at all for strangers."""

import hashlib
import hmac
from typing import Any, cast

from flask import Flask, Request, Response
from flask import session as session_proxy
from flask.sessions import SessionInterface, SessionMixin

from ucap.accounts import queries, rules
from ucap.accounts.models import Person
from ucap.accounts.operations.sessions import note_session_seen
from ucap.accounts.operations.tokens import digest_of_token
from ucap.core.clock import utc_now
from ucap.core.database import release


class BrowserSession(dict[str, Any], SessionMixin):
    """What Flask calls the session: who is signed in, and the seed of the CSRF tokens.

    Attributes:
        person: who is signed in, or None.
        token: the cookie's value now; empty for a stranger.
        had_cookie: whether the request carried a session's cookie.
    """

    def __init__(self, *, person: Person | None = None, token: str = "", had_cookie: bool = False) -> None:
        """Derive the CSRF seed from the token, so that it lives and dies with the session."""
        super().__init__()
        self.person = person
        self.token = token
        self.had_cookie = had_cookie
        self.modified = False  # the cookie is sent when a session begins, not with every answer
        if token:
            self["csrf_token"] = hmac.new(token.encode(), b"csrf", hashlib.sha256).hexdigest()


class DatabaseSessions(SessionInterface):
    """Opens the session a cookie stands for, and writes the cookie when one signs in or out."""

    def cookie_name(self, app: Flask) -> str:
        """Return the cookie's name; over https the prefix binds it to this host."""
        return "__Host-session" if app.config["SESSION_COOKIE_SECURE"] else "session"

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        """Return the session of the request; an empty one for strangers and ended sessions."""
        token = request.cookies.get(self.cookie_name(app), "")
        if not token:
            return BrowserSession()
        now = utc_now()
        found = queries.session_by_digest(digest_of_token(token))
        if found is None or not found.person.is_active:
            return BrowserSession(had_cookie=True)
        if rules.has_ended(created_at=found.created_at, last_seen_at=found.last_seen_at, at=now):
            return BrowserSession(had_cookie=True)
        person = found.person
        release(person)
        if rules.is_seen_note_due(last_seen_at=found.last_seen_at, at=now):
            note_session_seen(found.id, at=now)
        return BrowserSession(person=person, token=token, had_cookie=True)

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
    here.token = token
    here.modified = True


def forget_session_here() -> None:
    """Take the session from this browser with the answer."""
    here = browser_session()
    here.person = None
    here.token = ""
