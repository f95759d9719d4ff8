"""Sealing secrets with the application's key, so that the database alone does not tell them."""

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def sealed(secret: str, key: str) -> str:
    """Return the secret as it may be kept."""
    return _fernet(key).encrypt(secret.encode()).decode()


def opened(kept: str, key: str) -> str | None:
    """Return the secret that was sealed; None if it was with another key."""
    from cryptography.fernet import InvalidToken  # noqa: PLC0415 - see below

    try:
        return _fernet(key).decrypt(kept.encode()).decode()
    except InvalidToken:
        return None


def _fernet(key: str) -> "Fernet":
    from cryptography.fernet import Fernet  # noqa: PLC0415 - 8 MB of a process, which few sign-ins need
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - likewise
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415 - likewise

    derived = HKDF(SHA256(), length=32, salt=None, info=b"secrets of second steps").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
