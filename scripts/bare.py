"""The least a server can do: `/bytes/N` answers a page of N bytes of HTML. The benchmark compares pages to it."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


@cache
def page_of(size: int) -> bytes:
    """Return HTML of so many bytes."""
    return b"<!DOCTYPE html><title>Bare</title>".ljust(size, b".")[:size]


def server(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request, as WSGI wants it."""
    size = environ["PATH_INFO"].rpartition("/")[2]
    body = page_of(int(size) if size.isdecimal() else 0)
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
