"""Signing in by a provider of OpenID Connect."""

import hmac

import structlog
from flask import Blueprint, Response, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from config import OidcSettings
from ucap.accounts.operations import sessions as operations
from ucap.accounts.provider import Asked, Provider, ProviderError, address_to_ask, new_question, verified_email
from ucap.accounts.routes.accounts import let_in
from ucap.accounts.routes.visits import needs_second_step, own_address, visit_of
from ucap.core.clock import utc_now
from ucap.core.errors import NotFound
from ucap.web.access import public
from ucap.web.addresses import public_address

blueprint = Blueprint("elsewhere", __name__, url_prefix="/sign-in")

_COOKIE = "asked_elsewhere"
_ASKED_SECONDS = 600
_logger = structlog.get_logger()


def _provider() -> Provider:
    """Return the provider of the settings.

    Raises:
        NotFound: if there is none.
    """
    settings: OidcSettings | None = current_app.config["UCAP_OIDC"]
    if settings is None:
        raise NotFound
    return Provider(
        issuer=settings.issuer,
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        name=settings.name,
        return_address=public_address("elsewhere.come_back"),
    )


@blueprint.get("/elsewhere")
@public
def go_elsewhere() -> ResponseReturnValue:
    """Lead somebody to the provider; what was asked is kept in their browser, signed."""
    provider, asked = _provider(), new_question()
    try:
        address = address_to_ask(provider, asked)
    except ProviderError as error:
        return _refused(provider, error)
    answer = redirect(address, code=303)
    wanted = own_address(request.args.get("next")) or ""
    kept = _serializer().dumps([asked.state, asked.nonce, asked.verifier, wanted])
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    answer.set_cookie(
        _COOKIE, kept, max_age=_ASKED_SECONDS, path="/sign-in", secure=secure, httponly=True, samesite="Lax"
    )
    return answer


@blueprint.get("/return")
@public
def come_back() -> ResponseReturnValue:
    """Let somebody in whom the provider vouches for, who went there from this browser."""
    provider = _provider()
    try:
        asked, wanted = _asked_before()
        email = verified_email(provider, request.args.get("code", ""), asked)
    except ProviderError as error:
        return _refused(provider, error)
    token = operations.sign_in_vouched(email, visit=visit_of(email), needs_second_step=needs_second_step, at=utc_now())
    answer = Response(render_template("elsewhere/come_back.html", provider=provider.name, email=email), 403)
    if token is not None:
        answer = current_app.make_response(let_in(token, wanted=own_address(wanted)))
    answer.delete_cookie(_COOKIE, path="/sign-in")
    return answer


def _asked_before() -> tuple[Asked, str]:
    """Return what this browser asked, and where it wanted to go.

    Raises:
        ProviderError: if it asked nothing lately, or this is no answer to that.
    """
    try:
        state, nonce, verifier, wanted = _serializer().loads(request.cookies.get(_COOKIE, ""), max_age=_ASKED_SECONDS)
    except (BadSignature, ValueError) as error:
        raise ProviderError("nothing was asked from this browser") from error
    if not hmac.compare_digest(state.encode(), request.args.get("state", "").encode(errors="surrogatepass")):
        raise ProviderError("the answer is to another question")
    return Asked(state, nonce, verifier), wanted


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="asked elsewhere")


def _refused(provider: Provider, error: ProviderError) -> Response:
    _logger.warning("provider_refused", reason=str(error))
    return Response(render_template("elsewhere/come_back.html", provider=provider.name, email=None), 502)
