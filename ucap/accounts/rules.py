"""How long sessions and links live, which passwords are too easy, and how often one may try."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from ucap.accounts.models import LinkPurpose
from ucap.core.errors import RuleBroken
from ucap.core.text import Message, message

IDLE_LIMIT = timedelta(hours=12)
ABSOLUTE_LIMIT = timedelta(days=7)
SEEN_STEP = timedelta(minutes=5)
HALF_SESSION_LIVES = timedelta(minutes=15)
"""So long one has for the second step."""

LINK_LIVES = timedelta(hours=48)
PASSWORD_LINK_LIVES = timedelta(hours=2)

LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
"""As HTML has it for what one types (RFC 5322 allows more, which nobody uses)."""

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1_000
FEWEST_DIFFERENT = 5
_SHORTEST_WORD = 4
_AROUND_WORDS = "0123456789 !\"#$%&'()*+,-./:;<=>?@[]^_`{|}~"

TRIES_WINDOW = timedelta(minutes=15)
MOST_OF_PAIR = 5
MOST_OF_NETWORK = 60
MOST_OF_ACCOUNT = 20
KNOWN_FOR = timedelta(days=30)
"""So long after signing in from a network, a person is known to come from there."""

MOST_EXPORTS = 30
EXPORTS_WINDOW = timedelta(minutes=10)
"""So many files somebody may have made in so long a time: of plans, and of what is kept about them."""

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What a browser says that it is, its own name before those of others that it calls itself, too."""

_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def has_ended(*, created_at: datetime, last_seen_at: datetime, at: datetime) -> bool:
    """Tell whether a session is over: unused for `IDLE_LIMIT`, or older than `ABSOLUTE_LIMIT`."""
    return at - last_seen_at >= IDLE_LIMIT or at - created_at >= ABSOLUTE_LIMIT


def is_seen_note_due(*, last_seen_at: datetime, at: datetime) -> bool:
    """Tell whether the session's last use should be written down again."""
    return at - last_seen_at >= SEEN_STEP


def refusal_of_link(
    *, used_at: datetime | None, withdrawn_at: datetime | None, expires_at: datetime, at: datetime
) -> Message | None:
    """Tell why the link cannot be used, or None if it can."""
    if used_at is not None:
        return message("This link was used already, and each works once.")
    if withdrawn_at is not None:
        return message("This link was withdrawn.")
    if at >= expires_at:
        return message("The time in which this link could be used is over.")
    return None


def brings_people_in(purpose: LinkPurpose) -> bool:
    """Tell whether a link of this purpose makes an account for its address if there is none."""
    return purpose in {LinkPurpose.FIRST_ADMINISTRATOR, LinkPurpose.INVITATION}


def refusal_of_password(password: str, *, email: str, name: str) -> Message | None:
    """Tell why the password is too easy to guess, or None if it is not.

    As NIST SP 800-63B asks: long, not among the commonest, not made of what everybody knows of the person, and free in
    what else it is made of.
    """
    if len(password) < SHORTEST_PASSWORD:
        return message(
            "Use %(count)s characters or more; a few words in a row are easy to remember.", count=SHORTEST_PASSWORD
        )
    if len(set(password)) < FEWEST_DIFFERENT:
        return message("Use more different characters: this password repeats a few of them.")
    plain = password.casefold()
    if {plain, plain.strip(_AROUND_WORDS), "".join(plain.split())} & _common_passwords():
        return message("Choose another password: this one is among the first that anybody would try.")
    if (
        any(word in plain for word in _words_about(email, name))
        and _rest_without(plain, email, name) < SHORTEST_PASSWORD
    ):
        return message("Choose a password without your name or email address in it.")
    return None


def _words_about(email: str, name: str) -> set[str]:
    """Return what everybody knows of the person and would try."""
    found = [email, email.partition("@")[0], *email.replace("@", ".").split("."), *name.split(), "".join(name.split())]
    return {word.casefold() for word in found if len(word) >= _SHORTEST_WORD}


def _rest_without(password: str, email: str, name: str) -> int:
    """Return how many characters are left when one takes out what everybody knows of the person."""
    for word in sorted(_words_about(email, name), key=len, reverse=True):
        password = password.replace(word, "")
    return len(password)


@cache
def _common_passwords() -> frozenset[str]:
    return frozenset((Path(__file__).parent / "data" / "common_passwords.txt").read_text(encoding="utf-8").split())


def browser_of(user_agent: str) -> tuple[str | None, str | None]:
    """Return the names of the browser and of the system it runs on, as far as it says them."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), None)
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), None)
    return browser, system


@dataclass(frozen=True)
class Tries:
    """How many tries failed lately, and when the oldest of them was."""

    count: int
    oldest_at: datetime | None


def wait_before_try(*, pair: Tries, network: Tries, account: Tries, is_known: bool, at: datetime) -> timedelta | None:
    """Return how long to wait before the next try, or None if it may be made.

    Few tries are free for one network at one account, more for a network at all accounts, and at one account from all
    networks. The last would let anybody lock a person out: it does not hold where the person is known to come from.
    """
    reached = [
        tries.oldest_at
        for tries, most in ((pair, MOST_OF_PAIR), (network, MOST_OF_NETWORK), (account, MOST_OF_ACCOUNT))
        if tries.count >= most and tries.oldest_at is not None and not (tries is account and is_known)
    ]
    return max(TRIES_WINDOW - (at - oldest_at) for oldest_at in reached) if reached else None


def wait_before_export(taken: Tries, *, at: datetime) -> timedelta | None:
    """Return how long somebody has to wait before the next file, or None if they may have it now."""
    if taken.count < MOST_EXPORTS or taken.oldest_at is None:
        return None
    return EXPORTS_WINDOW - (at - taken.oldest_at)


def digest_of_token(token: str) -> str:
    """Return the SHA-256 under which a token is kept; 256 random bits need no salt."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def address_of_person(email: str) -> str:
    """Return the address as it is kept.

    Raises:
        RuleBroken: if no mail could be sent to it.
    """
    address = email.strip().lower()
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise RuleBroken(message("Enter an email address, such as name@city.example."), field="email")
    return address
