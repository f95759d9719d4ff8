"""What the production recipe promises: one name, one way, our pages and headers, and logs without people."""

import ssl

import pytest

from tests.integration.serving.conftest import Served
from tests.integration.serving.raw import Answer, ask, connected, everything_said
from tests.observatory import points_of, score_of


def test_http_leads_to_https_on_the_same_host(served: Served) -> None:
    answer = ask(served.http, "/sign-in?next=%2Fplans%2F")

    assert answer.status == 308
    assert answer.headers["Location"] == "https://plans.example.org/sign-in?next=%2Fplans%2F"


def test_another_name_gets_no_answer(served: Served) -> None:
    assert everything_said(served.http, b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n") == b""
    with pytest.raises(ssl.SSLError):
        connected(served.https, tls=True, name="evil.example")


def test_another_host_behind_our_name_gets_no_answer(served: Served) -> None:
    said = everything_said(served.https, b"GET /sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n", tls=True)

    assert said == b""


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sign-in", 200),
        ("/", 303),
        ("/nowhere", 404),
        ("/static/vendor/ucap.css", 200),
        ("/static/js/app.js", 200),
        ("/static/nothing.css", 404),
    ],
)
def test_what_goes_through_is_as_safe_as_browsers_can_make_it(served: Served, path: str, status: int) -> None:
    answer = ask(served.https, path, tls=True)

    assert answer.status == status
    assert_safe(answer)
    assert answer.headers.getlist("Access-Control-Allow-Origin") == []


@pytest.mark.parametrize("method", ["POST", "DELETE", "OPTIONS"])
def test_a_file_that_is_asked_to_change_answers_as_safely(served: Served, method: str) -> None:
    answer = ask(served.https, "/static/js/app.js", tls=True, method=method)

    assert answer.status == 405
    assert_safe(answer)


def test_what_nginx_refuses_itself_has_a_page_of_ours(served: Served) -> None:
    answer = ask(served.https, "/sign-in", tls=True, method="POST", body=b"x" * (3 * 1024 * 1024 + 1))

    assert answer.status == 413
    assert "This could not be taken" in answer.text
    assert_safe(answer)


def test_where_photos_and_files_come_more_goes_through(served: Served) -> None:
    address = "/plans/00000000-0000-4000-8000-000000000000/pilots/add/update"

    answer = ask(served.https, address, tls=True, method="POST", body=b"x" * (4 * 1024 * 1024))

    assert answer.status == 413  # of the tracker, for these are no files
    assert "What you sent is too large" in answer.text


def test_while_the_tracker_is_away_there_is_a_page_of_ours(nginx_alone: Served) -> None:
    answer = ask(nginx_alone.https, "/plans/x/", tls=True)

    assert answer.status == 503
    assert "The UCAP tracker cannot answer just now" in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert_safe(answer)


def test_pages_with_secrets_are_not_compressed(served: Served) -> None:
    request = b"GET %s HTTP/1.1\r\nHost: plans.example.org\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"

    page = everything_said(served.https, request % b"/sign-in", tls=True)
    style = everything_said(served.https, request % b"/static/vendor/ucap.css", tls=True)

    assert b"content-encoding" not in page.lower().partition(b"\r\n\r\n")[0]
    assert b"content-encoding: gzip" in style.lower().partition(b"\r\n\r\n")[0]


def test_nobody_chooses_the_way_a_request_came(served: Served) -> None:
    forged = b"".join(
        b"%s: %s\r\n" % pair
        for pair in [
            (b"X-Forwarded-Proto", b"http"),
            (b"X-Forwarded-Host", b"evil.example"),
            (b"X-Forwarded-For", b"1.2.3.4"),
            (b"Forwarded", b"host=evil.example"),
        ]
    )

    said = everything_said(
        served.https,
        b"GET /plans/x HTTP/1.1\r\nHost: plans.example.org\r\n" + forged + b"Connection: close\r\n\r\n",
        tls=True,
    )

    assert said.startswith(b"HTTP/1.1 ")
    assert b"evil.example" not in said


def test_logs_hold_no_person_and_no_address(served: Served) -> None:
    ask(served.https, "/sign-in?next=/planted-address", tls=True)
    ask(served.https, "/sign-in", tls=True, method="POST", body=b"email=planted%40example.org&password=planted")
    logs = list(served.folder.glob("*log"))
    written = ""
    while "POST 200" not in written:  # nginx writes it down after it has answered
        ask(served.https, "/healthz", tls=True)
        written = "".join(path.read_text() for path in logs)

    assert {path.name for path in logs} >= {"log", "ucap.log", "ucap-error.log"}
    assert "planted" not in written
    assert "127.0.0.1" not in (served.folder / "ucap.log").read_text()


def assert_safe(answer: Answer) -> None:
    assert score_of(answer.headers, answer.text) >= 130, points_of(answer.headers, answer.text)
    assert "Server" not in answer.headers or answer.headers["Server"] == "nginx"
