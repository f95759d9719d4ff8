"""Talking to servers byte by byte."""

import socket
import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from http.client import HTTPResponse

from werkzeug.datastructures import Headers

HOST = "plans.example.org"
_PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Headers
    text: str


def connected(port: int, *, tls: bool = False, name: str = HOST) -> socket.socket:
    """Connect; the certificate is one that the test made itself."""
    plain = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE_SECONDS)
    if not tls:
        return plain
    try:
        return _any_certificate().wrap_socket(plain, server_hostname=name)
    except ssl.SSLError:
        plain.close()
        raise


@cache
def _any_certificate() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def ask(port: int, path: str, *, tls: bool = False, method: str = "GET", body: bytes = b"", host: str = HOST) -> Answer:
    """Send one whole request; return the answer."""
    with connected(port, tls=tls) as opened:
        opened.sendall(_head(path, method, host, len(body)) + body)
        response = HTTPResponse(opened, method=method)
        response.begin()
        text = response.read().decode(errors="replace")
        return Answer(response.status, Headers(response.getheaders()), text)


def _head(path: str, method: str, host: str, length: int) -> bytes:
    form = (
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n" if method == "POST" else ""
    )
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{form}Connection: close\r\n\r\n".encode()


def half_sent(path: str, length: int) -> bytes:
    """Return the head of a form of this length, and its first bytes."""
    return _head(path, "POST", HOST, length) + b"email=somebody"


def everything_said(port: int, request: bytes, *, tls: bool = False) -> bytes:
    """Send the bytes and return all that comes back until the server is done or, once it has begun to answer, says
    nothing more for a second.
    """
    said = b""
    with connected(port, tls=tls) as opened:
        try:
            opened.sendall(request)
            while part := opened.recv(65_536):
                said += part
                opened.settimeout(1)
        except OSError:
            return said
    return said


def seconds_beside(
    slow: Sequence[bytes], port: int, ask_once: Callable[[], object], *, tls: bool = False, times: int = 20
) -> list[float]:
    """Return how long each request takes while this many clients have sent these bytes and no more."""
    with ExitStack() as clients:
        for start in slow:
            opened = clients.enter_context(connected(port, tls=tls))
            opened.sendall(start)
        taken = []
        for _time in range(times):
            began = time.perf_counter()
            ask_once()
            taken.append(time.perf_counter() - began)
        return sorted(taken)
