"""Doors: requests from elsewhere are refused, and every answer carries the headers that keep browsers safe."""

from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

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


def guard(app: Flask, *, is_production: bool) -> None:
    """Put the doors into the application; in production browsers are told to come by https only (HSTS)."""
    headers = dict(_HEADERS)
    if is_production:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

    def add_headers(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    app.before_request(_refuse_foreign_changes)
    app.after_request(add_headers)


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
