"""Clients that keep a server waiting: others are answered as quickly as ever."""

from tests.integration.serving.conftest import Served
from tests.integration.serving.raw import ask, half_sent, seconds_beside

MANY = 200

# Whoever waited for a slow client would wait until the server lets it go, after 20 seconds or more.
NOT_HELD_UP_SECONDS = 5


def test_idle_clients_and_slow_headers_hold_nobody_up(served: Served) -> None:
    slow = [b"", b"GET /sign-in HTTP/1.1\r\nHost: plans.exam"] * (MANY // 2) + [b"", b"GET / HTTP/1.1\r\nX-Slow: "] * (
        MANY // 2
    )

    seconds = seconds_beside(slow, served.server, lambda: ask(served.server, "/sign-in"))

    assert len(slow) == 2 * MANY
    assert seconds[-1] < NOT_HELD_UP_SECONDS, seconds


def test_slow_bodies_hold_nobody_up_behind_the_recipe(served: Served) -> None:
    slow = [half_sent("/sign-in", 2_000)] * MANY

    seconds = seconds_beside(slow, served.https, lambda: ask(served.https, "/sign-in", tls=True), tls=True)

    assert seconds[-1] < NOT_HELD_UP_SECONDS, seconds


def test_what_comes_slowly_but_whole_is_answered(served: Served) -> None:
    answer = ask(served.https, "/sign-in", tls=True, method="POST", body=b"email=asha%40example.org&password=wrong")

    assert answer.status == 200
    assert "The email address or the password is not right." in answer.text
