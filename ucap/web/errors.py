"""Error pages: every error has a page of ours that tells the person what to do."""

import errno
import math
from datetime import datetime, timedelta

import structlog
from flask import Flask, Response, current_app, make_response, render_template, request, url_for
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateNotFound
from sqlalchemy.exc import InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.routing import RequestRedirect

from ucap.core.clock import utc_now
from ucap.core.errors import EditConflict, Forbidden, Gone, NotFound, RuleBroken, TooManyAttempts
from ucap.core.text import Message, counted, message
from ucap.web.filters import page_direction, page_language, said
from ucap.web.frame import static_url

_logger = structlog.get_logger()

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DISK_FULL = message(
    "The server's disk is full, so this was not taken. Go back, save without files, and tell the helpdesk."
)
_STALE_TOKEN = message("This page was open while your session ended or changed. Load it again, then repeat the step.")


def answer_errors(app: Flask) -> None:
    """Register one handler for each error that operations and loaders raise, and one for HTTP's own."""
    app.register_error_handler(NotFound, lambda _error: error_page(404))
    app.register_error_handler(Forbidden, lambda error: error_page(403, ask=error.ask))
    app.register_error_handler(EditConflict, lambda _error: error_page(409))
    app.register_error_handler(Gone, lambda error: error_page(410, text=error.message))
    app.register_error_handler(RuleBroken, lambda error: error_page(400, text=error.message))
    app.register_error_handler(TooManyAttempts, _answer_too_many)
    app.register_error_handler(HTTPException, _answer_http_error)


def error_page(
    code: int, *, text: Message | None = None, ask: list[str] | None = None, wait: Message | None = None
) -> Response:
    """Return the page of an error; `ask` are names of people who can help, `wait` says when to try again."""
    error: dict[str, object] = {
        "message": said(text) if text else None,
        "ask": ask or [],
        "wait": said(wait) if wait else None,
    }
    if request_ctx.url_adapter is None:  # the request's host name is none of ours: no address can be made
        return make_response(_bare_page("wrong_host", {**error, "home_url": "/"}), 400)
    error["home_url"] = url_for("plans.list_own_plans")
    if code >= 500:  # noqa: PLR2004 - HTTP's own border
        return make_response(_bare_page(str(code), error, static_url=static_url), code)
    try:
        body = render_template(f"errors/{code}.html", error=error)
    except TemplateNotFound:
        body = render_template("errors/400.html", error=error)
    return make_response(body, code)


def _answer_too_many(error: TooManyAttempts) -> Response:
    page = error_page(429, text=error.message, wait=_wait_words(error.wait))
    page.headers["Retry-After"] = str(math.ceil(error.wait.total_seconds()))
    return page


def _bare_page(name: str, error: dict[str, object], **values: object) -> str:
    """Return a page without its frame, which needs a session; when the database is away there is none."""
    pages = current_app.jinja_env
    found = pages.get_or_select_template([f"errors/{name}.html", "errors/500.html"])
    return found.render(error=error, page_lang=page_language(), page_dir=page_direction(), **values)


def _answer_http_error(error: HTTPException) -> Response | HTTPException:
    if isinstance(error, RequestRedirect):
        return error
    if isinstance(error, InternalServerError):
        return _answer_own_fault(error)
    text = _STALE_TOKEN if isinstance(error, CSRFError) else getattr(error, "said", None)
    page = error_page(error.code or 500, text=text, wait=_wait_of(error))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            page.headers[name] = value
    return page


def _wait_of(error: HTTPException) -> Message | None:
    """Return in words when to try again, if the error says so."""
    after = getattr(error, "retry_after", None)
    if isinstance(after, datetime):
        return _wait_words(after - utc_now())
    return _wait_words(timedelta(seconds=after)) if isinstance(after, int) else None


def _wait_words(wait: timedelta) -> Message:
    """Return in words when to try again."""
    minutes = max(1, math.ceil(wait / timedelta(minutes=1)))
    return counted("Try again in %(count)s minute.", "Try again in %(count)s minutes.", minutes)


def _answer_own_fault(error: InternalServerError) -> Response:
    """Write the error down without what people typed; a database that is away is not ours to mend."""
    cause = error.original_exception
    if isinstance(cause, (OperationalError, InterfaceError)):
        _logger.error("database_unavailable", endpoint=request.endpoint, error=type(cause).__name__)
        page = error_page(503)
        page.headers["Retry-After"] = "30"
        return page
    if isinstance(cause, OSError) and cause.errno in _NO_ROOM:  # such as for what is being sent, before it is looked at
        _logger.error("disk_full", endpoint=request.endpoint, errno=cause.errno)
        return error_page(503, text=_DISK_FULL)
    _logger.error("unexpected_error", endpoint=request.endpoint, exc_info=cause)
    return error_page(500)
