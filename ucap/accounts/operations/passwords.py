"""Passwords: kept as hashes, which are slow by design and so never computed inside a transaction."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_hasher = PasswordHasher()  # argon2id with the parameters of RFC 9106, section 4, second choice


def hash_of(password: str) -> str:
    """Return the hash under which the password is kept."""
    return _hasher.hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Tell whether the password is the one of the hash; without a hash it takes as long to say no."""
    try:
        _hasher.verify(password_hash or _hash_of_nothing(), password)
    except VerificationError:
        return False
    return password_hash is not None


@cache
def _hash_of_nothing() -> str:
    """Return the hash that unknown addresses are checked against, so that the answer takes as long."""
    return hash_of(secrets.token_urlsafe(16))
