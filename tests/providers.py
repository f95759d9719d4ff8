"""A small provider of OpenID Connect on this machine, which can be told to lie."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from ucap.core.clock import utc_now

CLIENT_ID, CLIENT_SECRET = "ucap", "a secret of ours"


@cache
def key_named(name: str) -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


class TestProvider(ThreadingHTTPServer):
    """Says what it is told to say of whoever comes.

    Attributes:
        claims: what its tokens say beside or instead of the truth.
        described: what it says of itself beside or instead of the truth.
        signs_with: the name of the key it signs with; "own" is the one it publishes.
    """

    __test__ = False
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}/city"
        self.claims: dict[str, Any] = {"email": "asha@example.org", "email_verified": True}
        self.described: dict[str, Any] = {}
        self.signs_with = "own"
        self.algorithm = "RS256"
        self.questions: dict[str, Mapping[str, str]] = {}

    def agree(self, address: str) -> str:
        """Let the person agree, who comes to the address; return where they are sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == (
            "code",
            CLIENT_ID,
            "S256",
        )
        code = f"code {len(self.questions)}"
        self.questions[code] = asked
        path = urlsplit(asked["redirect_uri"]).path
        return f"{path}?code={code}&state={asked['state']}"

    def description(self) -> dict[str, Any]:
        own = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        return own | self.described

    def keys(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(key_named("own").public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]}

    def token(self, form: Mapping[str, str], authorization: str) -> dict[str, Any]:
        """Return a token for a code, once, if all that goes with it is right."""
        expected = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        asked = self.questions.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if asked is None or authorization != f"Basic {expected}" or form["redirect_uri"] != asked["redirect_uri"]:
            return {"error": "invalid_grant"}
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return {"error": "invalid_grant"}
        now = int(utc_now().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "1",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        }
        keys: dict[str, Any] = {"RS256": key_named(self.signs_with), "HS256": CLIENT_SECRET * 3, "none": None}
        key = keys[self.algorithm]
        signed = jwt.encode(
            claims | self.claims, None if self.algorithm == "none" else key, self.algorithm, {"kid": "1"}
        )
        return {"id_token": signed, "access_token": "x", "token_type": "Bearer"}


class _Handler(BaseHTTPRequestHandler):
    server: TestProvider

    def do_GET(self) -> None:
        if self.path == "/city/.well-known/openid-configuration":
            self._answer(self.server.description())
        elif self.path == "/city/keys":
            self._answer(self.server.keys())
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self._answer(self.server.token(form, self.headers.get("Authorization", "")))

    def _answer(self, found: dict[str, Any]) -> None:
        body = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def running_provider() -> Iterator[TestProvider]:
    """Let a provider run."""
    server = TestProvider()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
