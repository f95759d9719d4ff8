"""The rules of MDN's HTTP Observatory, as it publishes them, for one answer given over https.

What it knows only of a whole site counts nothing here: whether http leads to https, and the browsers' preload lists.
"""

from collections.abc import Mapping
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from werkzeug.datastructures import Headers

BASE, LEAST_FOR_BONUS = 100, 90
_BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
_INLINE = {"'unsafe-inline'", "data:"}
_PASSIVE = ("img-src", "media-src")
_SIX_MONTHS_SECONDS = 15_552_000
_PRIVATE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
_UNSAFE_REFERRERS = {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}

Policy = Mapping[str, set[str]]


def score_of(headers: Headers, html: str = "") -> int:
    """Return the score of an answer; bonuses count only where the rest is good."""
    parts = points_of(headers, html).values()
    without_bonus = BASE + sum(points for points in parts if points < 0)
    return max(0, BASE + sum(parts) if without_bonus >= LEAST_FOR_BONUS else without_bonus)


def points_of(headers: Headers, html: str = "") -> dict[str, int]:
    """Return the points that each rule gives or takes."""
    policy = _policy_of(headers)
    return {
        "content-security-policy": -25 if policy is None else _points_of_policy(policy),
        "cookies": _points_of_cookies(headers),
        "cross-origin-resource-sharing": _points_of_sharing(headers),
        "referrer-policy": _points_of_referrer(headers),
        "strict-transport-security": _points_of_strict_transport(headers),
        "subresource-integrity": _points_of_integrity(html),
        "x-content-type-options": 0 if headers.get("X-Content-Type-Options", "").lower() == "nosniff" else -5,
        "x-frame-options": _points_of_frames(headers, policy),
        "cross-origin-resource-policy": _points_of_resource_policy(headers),
    }


def _policy_of(headers: Headers) -> Policy | None:
    """Return the sources of each directive; None if there is no policy, or one that cannot be read."""
    found: dict[str, set[str]] = {}
    for part in headers.get("Content-Security-Policy", "").split(";"):
        name, *sources = part.lower().split() or [""]
        if name in found:
            return None
        if name:
            found[name] = set(sources) or {"'none'"}
    return found or None


def _points_of_policy(policy: Policy) -> int:
    rest = policy.get("default-src", {"*"})
    scripts, styles, objects = (policy.get(name, rest) for name in ("script-src", "style-src", "object-src"))
    active = scripts | {
        source for name, own in policy.items() if name not in {*_PASSIVE, "script-src"} for source in own
    }
    passive = {source for name in _PASSIVE for source in policy.get(name, rest)}
    if scripts & (_BROAD | _INLINE) or objects & _BROAD or _is_insecure(active):
        return -20
    if "'unsafe-eval'" in scripts | styles or _is_insecure(passive):
        return -10
    if styles & (_BROAD | _INLINE):
        return 0
    return 10 if policy.get("default-src") == {"'none'"} else 5


def _is_insecure(sources: set[str]) -> bool:
    return any(source.startswith(("http:", "ftp:")) for source in sources)


def _points_of_cookies(headers: Headers) -> int:
    given = headers.getlist("Set-Cookie")
    if not given:
        return 0
    return min(_points_of_cookie(text, is_protected=_points_of_strict_transport(headers) >= 0) for text in given)


def _points_of_cookie(text: str, *, is_protected: bool) -> int:
    (cookie,) = SimpleCookie(text).values()
    is_session = any(part in cookie.key.lower() for part in ("login", "sess"))
    same_site = cookie["samesite"].lower()
    points = [5 if same_site else 0]
    if same_site not in {"", "lax", "strict", "none"} or (same_site == "none" and not cookie["secure"]):
        points.append(-20)
    if not cookie["secure"]:
        points.append((-10 if is_session else -5) if is_protected else (-40 if is_session else -20))
    if "csrf" in cookie.key.lower() and not same_site:
        points.append(-20)
    if is_session and not cookie["httponly"]:
        points.append(-30)
    return min(points)


def _points_of_sharing(headers: Headers) -> int:
    with_credentials = headers.get("Access-Control-Allow-Credentials", "").lower() == "true"
    return -50 if "Access-Control-Allow-Origin" in headers and with_credentials else 0


def _points_of_referrer(headers: Headers) -> int:
    if "Referrer-Policy" not in headers:
        return 0
    named = [name.strip().lower() for name in headers["Referrer-Policy"].split(",")]
    known = [name for name in named if name in _PRIVATE_REFERRERS | _UNSAFE_REFERRERS]
    return 5 if known and known[-1] in _PRIVATE_REFERRERS else -5


def _points_of_strict_transport(headers: Headers) -> int:
    given = headers.getlist("Strict-Transport-Security")
    ages = [part.strip()[8:] for part in ";".join(given).lower().split(";") if part.strip().startswith("max-age=")]
    if len(given) != 1 or len(ages) != 1 or not ages[0].isdecimal():
        return -20
    return 0 if int(ages[0]) >= _SIX_MONTHS_SECONDS else -10


def _points_of_integrity(html: str) -> int:
    scripts = BeautifulSoup(html, "html.parser").find_all("script", src=True)
    foreign = [script for script in scripts if urlsplit(str(script["src"])).netloc]
    if any(not str(script["src"]).startswith("https:") for script in foreign):
        return -50 if any(not script.get("integrity") for script in foreign) else -20
    if any(not script.get("integrity") for script in foreign):
        return -5
    return 5 if any(script.get("integrity") for script in scripts) else 0


def _points_of_frames(headers: Headers, policy: Policy | None) -> int:
    if policy and "frame-ancestors" in policy:
        return 5
    return 0 if headers.get("X-Frame-Options", "").strip().lower() in {"deny", "sameorigin"} else -20


def _points_of_resource_policy(headers: Headers) -> int:
    given = headers.get("Cross-Origin-Resource-Policy", "").strip().lower()
    return {"same-origin": 10, "same-site": 10, "cross-origin": 0, "": 0}.get(given, -5)
