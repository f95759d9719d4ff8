"""Notices: what the next page tells after something was done."""

from dataclasses import dataclass

from flask import Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from ucap.core.text import Message, message
from ucap.web.filters import said

_LONGEST_NOTICE = 1_000
_IS_KEPT = "page_is_kept"


@dataclass(frozen=True)
class NoticeAction:
    """What a notice offers to do next: a place to go to or, if it `changes` something, a button that posts."""

    label: str
    url: str
    changes: bool


@dataclass(frozen=True)
class Notice:
    """Something to tell the person on the next page; kind is `success` or `plain`.

    Attributes:
        takes_focus: whether reading goes on from here; if not, the address says from where.
    """

    text: str
    kind: str
    takes_focus: bool
    action: NoticeAction | None


def notify(
    text: Message, *, kind: str = "success", takes_focus: bool = True, action: tuple[Message, str] | None = None
) -> None:
    """Tell the person something on the next page; kept in a signed cookie, so that showing it writes nothing.

    Args:
        action: what it offers to do next: a label and where that leads.
    """
    _tell(text, kind, takes_focus=takes_focus, action=[said(action[0]), action[1], False] if action else None)


def notify_of_undoable(text: Message, undo_url: str) -> None:
    """Tell the person what was done, with a button that undoes it by posting to the address."""
    _tell(text, "success", takes_focus=True, action=[said(message("Undo")), undo_url, True])


def _tell(text: Message, kind: str, *, takes_focus: bool, action: list[object] | None) -> None:
    g.notice = [said(text)[:_LONGEST_NOTICE], kind, takes_focus, action]


def say_page_is_kept() -> None:
    """Say that the browser keeps the present page and asks whether it is unchanged: it must not tell the time."""
    setattr(g, _IS_KEPT, True)


def is_page_kept() -> bool:
    """Tell whether the browser keeps the present page."""
    return bool(g.get(_IS_KEPT, False))


def is_notice_waiting() -> bool:
    """Tell whether the next page has something to tell."""
    return _notice_cookie() in request.cookies


def _notice_cookie() -> str:
    """Return the cookie's name; over https the prefix binds it to this host."""
    return "__Host-notice" if current_app.config["SESSION_COOKIE_SECURE"] else "notice"


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="notice")


def notices() -> list[Notice]:
    """Return what this page tells; the next one tells it no more."""
    kept = request.cookies.get(_notice_cookie())
    if not kept:
        return []
    g.notice_shown = True
    try:
        text, kind, takes_focus, action = _serializer().loads(kept)
    except (BadSignature, ValueError):
        return []
    return [Notice(text, kind, takes_focus, NoticeAction(*action) if action else None)]


def keep_notice(response: Response) -> Response:
    """Give the browser the notice for the next page, or take back what was told."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    if "notice" in g:
        kept = _serializer().dumps(g.notice)
        response.set_cookie(_notice_cookie(), kept, max_age=60, secure=secure, httponly=True, samesite="Lax")
    elif "notice_shown" in g:
        response.delete_cookie(_notice_cookie(), secure=secure, httponly=True, samesite="Lax")
    return response
