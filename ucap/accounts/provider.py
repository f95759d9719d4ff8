"""A provider of OpenID Connect, by which people sign in, too: authorization code flow with PKCE, state and nonce.

What comes from the provider is believed only if its key signed it, for us, in answer to what this browser asked.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

_PATIENCE_SECONDS = 10
_LARGEST_ANSWER = 1_000_000
_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Signatures by a key of the provider's own; never `none`, and never one by a shared secret."""


class ProviderError(Exception):
    """The provider cannot be asked, or what it says cannot be believed; the text says why, without personal data."""


@dataclass(frozen=True)
class Provider:
    """Who vouches for people.

    Attributes:
        return_address: whole address of the page to which it sends them back.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str
    return_address: str


@dataclass(frozen=True)
class Asked:
    """What this browser asked the provider, to be compared with the answer."""

    state: str
    nonce: str
    verifier: str


def new_question() -> Asked:
    """Return what to ask the provider: three times 256 random bits."""
    return Asked(*(secrets.token_urlsafe(32) for _ in range(3)))


def address_to_ask(provider: Provider, asked: Asked) -> str:
    """Return the provider's address to which the person goes.

    Raises:
        ProviderError: if the provider cannot be asked.
    """
    challenge = base64.urlsafe_b64encode(hashlib.sha256(asked.verifier.encode()).digest()).rstrip(b"=").decode()
    parts = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": provider.return_address,
        "scope": "openid email",
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{_described(provider)['authorization_endpoint']}?{urlencode(parts)}"


def verified_email(provider: Provider, code: str, asked: Asked) -> str:
    """Exchange the code for what the provider says of the person; return the address that it has verified.

    Raises:
        ProviderError: if the provider cannot be asked or believed, or has not verified the address.
    """
    described = _described(provider)
    credentials = base64.b64encode(f"{provider.client_id}:{provider.client_secret}".encode()).decode()
    answer = _ask(
        str(described["token_endpoint"]),
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": provider.return_address,
            "code_verifier": asked.verifier,
        },
        authorization=f"Basic {credentials}",
    )
    said = _believed(provider, str(answer.get("id_token", "")), _ask(str(described["jwks_uri"])))
    if said.get("nonce") != asked.nonce:
        raise ProviderError("the answer is to another question")
    if said.get("email_verified") is not True or not isinstance(said.get("email"), str):
        raise ProviderError("the address is not verified")
    return str(said["email"])


def _described(provider: Provider) -> dict[str, Any]:
    """Return what the provider says of itself."""
    described = _ask(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if described.get("issuer") != provider.issuer:
        raise ProviderError("the provider calls itself otherwise")
    if not {"authorization_endpoint", "token_endpoint", "jwks_uri"} <= described.keys():
        raise ProviderError("the provider does not say where to ask")
    return described


def _believed(provider: Provider, token: str, keys: dict[str, Any]) -> dict[str, Any]:
    """Return what the token says, if the provider signed it for us and its time is not over."""
    import jwt  # noqa: PLC0415 - brings 9 MB into a process, which installations without a provider never need

    try:
        key_id = jwt.get_unverified_header(token).get("kid")
        found = [one for one in jwt.PyJWKSet.from_dict(keys).keys if key_id in {None, one.key_id}]
        if len(found) != 1:
            raise ProviderError("the key of the signature is not known")
        claims: dict[str, Any] = jwt.decode(
            token,
            found[0],
            algorithms=_ALGORITHMS,
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=60,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.PyJWTError as error:
        raise ProviderError(type(error).__name__) from error
    return claims


class _NoRedirect(HTTPRedirectHandler):
    """Follows nobody elsewhere: the secret is for the provider alone."""

    def redirect_request(self, *_args: object) -> None:
        """Return no other request."""


def _ask(address: str, form: dict[str, str] | None = None, *, authorization: str | None = None) -> dict[str, Any]:
    """Return what the address answers: JSON, over https unless it is of this machine."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}):
        raise ProviderError("the provider is not reached over https")
    request = Request(address, headers={"Accept": "application/json"})  # noqa: S310 - its scheme was looked at
    if form is not None:
        request.data = urlencode(form).encode()
    if authorization is not None:
        request.add_header("Authorization", authorization)
    try:
        with build_opener(_NoRedirect).open(request, timeout=_PATIENCE_SECONDS) as answer:
            found = json.loads(answer.read(_LARGEST_ANSWER))
    except (URLError, OSError, ValueError) as error:
        raise ProviderError(type(error).__name__) from error
    if not isinstance(found, dict):
        raise ProviderError("the answer is no object")
    return found
