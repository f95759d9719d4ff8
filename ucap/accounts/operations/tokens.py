"""Random tokens: whoever shows one is let in, so the database keeps only their digests."""

import secrets


def new_token() -> str:
    """Return 256 random bits as text that fits into addresses and cookies."""
    return secrets.token_urlsafe(32)
