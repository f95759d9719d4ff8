"""What frames every page: navigation, who is signed in, and notices after something was done."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, g, request, session, url_for
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, URLSafeSerializer

from ucap.core.clock import utc_now
from ucap.core.text import Message, message
from ucap.web.filters import page_direction, page_language, said

_LONGEST_NOTICE = 1_000
_IS_KEPT = "page_is_kept"


@dataclass(frozen=True)
class Link:
    """A place to go to."""

    label: str
    url: str
    current: bool = False


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


@dataclass(frozen=True)
class SessionEnd:
    """In how many seconds the session ends: if it is not used until then, and however much it is used."""

    unused_seconds: int
    at_most_seconds: int


@dataclass(frozen=True)
class Shell:
    """What the layout needs on every page."""

    person_name: str | None
    navigation: list[Link]
    account_url: str
    sign_in_url: str
    sign_out_url: str
    home_url: str
    stay_url: str
    session_end: SessionEnd | None
    csrf_token: str
    is_demo: bool
    notices: list[Notice]
    about: list[Link]


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


Links = Callable[[], list[Link]]


def frame_pages(app: Flask, *, is_demo: bool, navigation: Links, about: Links) -> None:
    """Give every template its frame; `navigation` makes the links for who is signed in, `about` those for everybody."""

    def frame() -> dict[str, object]:
        return {
            "shell": _shell(is_demo=is_demo, navigation=navigation, about=about),
            "page_lang": page_language(),
            "page_dir": page_direction(),
            "static_url": static_url,
        }

    app.context_processor(frame)
    app.after_request(_keep_notice)


def _shell(*, is_demo: bool, navigation: Links, about: Links) -> Shell:
    person = getattr(session, "person", None)
    return Shell(
        person_name=person.name if person else None,
        navigation=navigation() if person else [],
        account_url=url_for("account.show_account"),
        sign_in_url=url_for("accounts.sign_in"),
        sign_out_url=url_for("accounts.sign_out"),
        home_url=url_for("plans.list_own_plans"),
        stay_url=url_for("sessions.stay_signed_in"),
        session_end=_session_end(),
        csrf_token=generate_csrf() if person else "",
        is_demo=is_demo,
        notices=_notices(),
        about=about(),
    )


def _session_end() -> SessionEnd | None:
    """Return when the session ends; None for strangers, and on pages that the browser keeps longer than a moment."""
    end = getattr(session, "end", None)
    if end is None or g.get(_IS_KEPT, False):
        return None
    now = utc_now()
    return SessionEnd(int((end.unused_at - now).total_seconds()), int((end.at_most_at - now).total_seconds()))


def say_page_is_kept() -> None:
    """Say that the browser keeps the present page and asks whether it is unchanged: it must not tell the time."""
    setattr(g, _IS_KEPT, True)


def is_notice_waiting() -> bool:
    """Tell whether the next page has something to tell."""
    return _notice_cookie() in request.cookies


def _notice_cookie() -> str:
    """Return the cookie's name; over https the prefix binds it to this host."""
    return "__Host-notice" if current_app.config["SESSION_COOKIE_SECURE"] else "notice"


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="notice")


def _notices() -> list[Notice]:
    kept = request.cookies.get(_notice_cookie())
    if not kept:
        return []
    g.notice_shown = True
    try:
        text, kind, takes_focus, action = _serializer().loads(kept)
    except (BadSignature, ValueError):
        return []
    return [Notice(text, kind, takes_focus, NoticeAction(*action) if action else None)]


def _keep_notice(response: Response) -> Response:
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    if "notice" in g:
        kept = _serializer().dumps(g.notice)
        response.set_cookie(_notice_cookie(), kept, max_age=60, secure=secure, httponly=True, samesite="Lax")
    elif "notice_shown" in g:
        response.delete_cookie(_notice_cookie(), secure=secure, httponly=True, samesite="Lax")
    return response


def static_url(filename: str) -> str:
    """Return the address of a static file, with a mark of its content, so that browsers may keep it for good."""
    address = f"{request.script_root}{current_app.static_url_path}/{filename}"
    return f"{address}?v={_content_mark(str(current_app.static_folder), filename)}"


@cache
def _content_mark(folder: str, filename: str) -> str:
    return hashlib.sha256((Path(folder) / filename).read_bytes()).hexdigest()[:10]
