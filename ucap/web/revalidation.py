"""Pages that a browser may keep and ask about again: unchanged ones are answered 304, without making them."""

import hashlib
from collections.abc import Callable
from datetime import date
from functools import cache

from flask import Response, g, make_response, request, session
from flask.typing import ResponseReturnValue

from config import ROOT
from ucap.core.clock import utc_now
from ucap.core.languages import local_day
from ucap.web.filters import page_language, reader_zone
from ucap.web.notices import is_notice_waiting, say_page_is_kept


def unless_unchanged(mark: str, make_page: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Answer 304 if the browser has the page as it is now, else the page with its entity tag (RFC 9110, 8.8.3).

    The tag covers the mark, which stands for the data, and what every page depends on: address, session, language, the
    reader's day, the release. A page with a notice is shown once and not kept.
    """
    g.page_mark = mark
    if request.method not in {"GET", "HEAD"} or is_notice_waiting():
        return make_page()
    tag = _tag(mark)
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
    else:
        say_page_is_kept()
        answer = make_response(make_page())
        if answer.status_code != 200:  # noqa: PLR2004 - OK
            return answer
    answer.set_etag(tag, weak=True)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _tag(mark: str) -> str:
    frame = (str(session.get("csrf_token")), str(getattr(session, "is_administrator", False)))
    parts = (mark, request.full_path, *frame, page_language(), str(reader_day()), _release())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def reader_day() -> date:
    """Return the day that it is where the reader is."""
    return local_day(utc_now(), reader_zone())


@cache
def _release() -> str:
    """Return a digest of the sources: another release may make another page of the same data."""
    digest = hashlib.sha256()
    for folder in (ROOT / "templates", ROOT / "ucap"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".html", ".mo"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()
