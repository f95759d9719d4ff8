"""Doors: requests from elsewhere are refused, and every answer carries the headers that keep browsers safe."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix

from ucap.core.text import message

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class ForeignRequest(BadRequest):
    """Another site's page asked the browser to change something here."""

    said = message("The request came from another website, so nothing was changed.")


def safe_headers(*, is_production: bool) -> Mapping[str, str]:
    """Return what every answer says to browsers; in production, that they come by https only (HSTS).

    It does not ask for a place in the browsers' own lists (`preload`): that binds a whole domain, and is its owner's.
    """
    return _HEADERS | ({"Strict-Transport-Security": "max-age=63072000; includeSubDomains"} if is_production else {})


class SafeAnswers:
    """A WSGI application whose every answer carries the headers, whoever inside gives it."""

    def __init__(self, application: WSGIApplication, headers: Mapping[str, str]) -> None:
        """Add the headers to the answers of the application, where they lack them."""
        self._application = application
        self._headers = headers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer the request."""

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Callable[[bytes], object]:
            given = {name.lower() for name, _value in headers}
            missing = [(name, value) for name, value in self._headers.items() if name.lower() not in given]
            return start_response(status, [*headers, *missing], *rest)

        return self._application(environ, start)


def believe_proxies(app: Flask, count: int) -> None:
    """Let this many servers in front say from where and how a request came; the name of the host stays as it is."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign] # Flask's own way


def guard(app: Flask, *, is_production: bool) -> None:
    """Put the doors into the application."""
    app.wsgi_app = SafeAnswers(app.wsgi_app, safe_headers(is_production=is_production))  # type: ignore[method-assign] # Flask's own way
    app.before_request(_refuse_foreign_changes)
    app.after_request(_keep_nowhere)


def _keep_nowhere(response: Response) -> Response:
    """Let nobody keep an answer that does not say otherwise."""
    _lead_on_here(response)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _lead_on_here(response: Response) -> None:
    """Let a redirect within this host name no host and no scheme: a server in front may go by others."""
    parts = urlsplit(response.headers.get("Location", ""))
    if parts.netloc and parts.netloc == request.host:
        response.headers["Location"] = urlunsplit(("", "", f"/{parts.path.lstrip('/')}", parts.query, parts.fragment))


def _refuse_foreign_changes() -> None:
    """Refuse changes that another site's page asks the browser to make.

    Browsers say where a request comes from (Fetch Metadata, else Origin); programs that are not browsers say nothing.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None and site not in {"same-origin", "none"}:
        raise ForeignRequest
    if origin is not None and _host_of(origin) != request.host:
        raise ForeignRequest


def _host_of(origin: str) -> str | None:
    """Return the host and port of an origin; None if it is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
