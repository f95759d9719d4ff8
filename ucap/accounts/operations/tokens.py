"""Random tokens: whoever shows one is let in, so the database keeps only what tells that it is the right one."""

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits as text that fits into addresses and cookies."""
    return secrets.token_urlsafe(32)


def digest_of_token(token: str) -> str:
    """Return the SHA-256 under which a token is kept; 256 random bits need no salt."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
