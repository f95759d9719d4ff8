"""The scorer tells good answers from bad ones."""

import pytest
from werkzeug.datastructures import Headers

from tests.observatory import points_of, score_of

GOOD = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
}


def test_an_answer_that_says_nothing_scores_what_the_rules_say() -> None:
    assert score_of(Headers()) == 100 - 25 - 20 - 5 - 20


def test_a_good_answer_gets_its_bonuses() -> None:
    assert score_of(Headers(GOOD)) == 130


def test_without_strict_transport_there_are_no_bonuses() -> None:
    headers = Headers(GOOD)
    del headers["Strict-Transport-Security"]

    assert score_of(headers) == 80


@pytest.mark.parametrize(
    ("rule", "name", "value", "points"),
    [
        ("content-security-policy", "Content-Security-Policy", "default-src 'self'", 5),
        ("content-security-policy", "Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'", -20),
        ("content-security-policy", "Content-Security-Policy", "script-src 'self'", -20),
        ("content-security-policy", "Content-Security-Policy", "default-src 'none'; connect-src http://x.example", -20),
        ("content-security-policy", "Content-Security-Policy", "default-src 'none'; script-src 'unsafe-eval'", -10),
        ("content-security-policy", "Content-Security-Policy", "default-src 'none'; img-src http:", -10),
        ("content-security-policy", "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'", 0),
        ("content-security-policy", "Content-Security-Policy", "img-src 'self'; img-src 'self'", -25),
        ("cookies", "Set-Cookie", "sessionid=x; Secure; HttpOnly; SameSite=Lax", 5),
        ("cookies", "Set-Cookie", "sessionid=x; Secure; HttpOnly", 0),
        ("cookies", "Set-Cookie", "sessionid=x; HttpOnly; SameSite=Lax", -10),
        ("cookies", "Set-Cookie", "sessionid=x; Secure; SameSite=Lax", -30),
        ("cookies", "Set-Cookie", "taste=x; SameSite=Lax", -5),
        ("cookies", "Set-Cookie", "csrf=x; Secure", -20),
        ("referrer-policy", "Referrer-Policy", "unsafe-url", -5),
        ("referrer-policy", "Referrer-Policy", "nonsense", -5),
        ("strict-transport-security", "Strict-Transport-Security", "max-age=86400", -10),
        ("strict-transport-security", "Strict-Transport-Security", "includeSubDomains", -20),
        ("x-content-type-options", "X-Content-Type-Options", "sniff", -5),
        ("x-frame-options", "Content-Security-Policy", "default-src 'none'", -20),
        ("cross-origin-resource-policy", "Cross-Origin-Resource-Policy", "nonsense", -5),
    ],
)
def test_each_rule_gives_its_points(rule: str, name: str, value: str, points: int) -> None:
    assert points_of(Headers({**GOOD, name: value}))[rule] == points


@pytest.mark.parametrize(
    ("script", "points"),
    [
        ('<script src="/static/app.js"></script>', 0),
        ('<script src="/static/app.js" integrity="sha384-x"></script>', 5),
        ('<script src="https://cdn.example/x.js" integrity="sha384-x"></script>', 5),
        ('<script src="https://cdn.example/x.js"></script>', -5),
        ('<script src="//cdn.example/x.js" integrity="sha384-x"></script>', -20),
        ('<script src="http://cdn.example/x.js"></script>', -50),
    ],
)
def test_scripts_from_elsewhere_are_judged(script: str, points: int) -> None:
    assert points_of(Headers(GOOD), script)["subresource-integrity"] == points


def test_sharing_with_everybody_and_their_cookies_is_the_worst() -> None:
    shared = {"Access-Control-Allow-Origin": "https://evil.example", "Access-Control-Allow-Credentials": "true"}

    assert points_of(Headers({**GOOD, **shared}))["cross-origin-resource-sharing"] == -50
