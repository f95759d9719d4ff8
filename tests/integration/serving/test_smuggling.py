"""Requests that two servers could read as different ones: they are refused, and nobody else's answer is touched."""

import re

import pytest

from tests.integration.serving.conftest import Served
from tests.integration.serving.raw import ask, everything_said

SECOND = b"GET /healthz HTTP/1.1\r\nHost: plans.example.org\r\nX-Smuggled: yes\r\n\r\n"
START = b"POST /sign-in HTTP/1.1\r\nHost: plans.example.org\r\n"

AMBIGUOUS = {
    "length and chunks": START + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND,
    "two lengths": START + b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(SECOND) + SECOND,
    "lengths in one line": START + b"Content-Length: 0, %d\r\n\r\n" % len(SECOND) + SECOND,
    "a signed length": START + b"Content-Length: +%d\r\n\r\n" % len(SECOND) + SECOND,
    "unknown chunks": START + b"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n" + SECOND,
    "chunks twice": START + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + SECOND,
    "a blank before the colon": START + b"Transfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + SECOND,
    "a folded line": START + b"X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + SECOND,
    "two hosts": b"GET /healthz HTTP/1.1\r\nHost: plans.example.org\r\nHost: evil.example\r\n\r\n",
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "a null byte": b"GET /healthz HTTP/1.1\r\nHost: plans.example.org\r\nX: \0\r\n\r\n",
}


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_what_could_be_two_requests_is_none(served: Served, name: str) -> None:
    said = everything_said(served.https, AMBIGUOUS[name], tls=True)

    assert re.findall(rb"HTTP/1\.1 (\d+)", said) in ([], [b"400"], [b"501"]), said[:200]
    assert b"\r\n\r\nok\n" not in said
    assert ask(served.https, "/healthz", tls=True).text == "ok\n"
