"""Labels of views: who may use them. A view without a label stops the application from starting."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, Response, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect

from ucap.core.clock import utc_now
from ucap.web.held import HeldForm, SignInNeeded
from ucap.web.revalidation import unless_unchanged

View = Callable[..., ResponseReturnValue]
ViewType = TypeVar("ViewType", bound=Callable[..., object])

csrf = CSRFProtect()

SIGN_IN_SCHEME = 'Session realm="UCAP tracker"'
"""What an answer 401 has to name; browsers do not know the scheme and show the page."""

_LABEL = "ucap_label"
_RETURNS_FORM = "ucap_returns_form"


class UnlabelledViewError(Exception):
    """A view does not say who may use it."""


def _person() -> object:
    """Return who is signed in, as the session interface says, or None."""
    return getattr(session, "person", None)


def public(view: ViewType) -> ViewType:
    """Label a view as open to everybody."""
    setattr(view, _LABEL, "public")
    return view


def opens(loader: Callable[..., object]) -> Callable[[View], View]:
    """Label a view as open to everybody who knows its address, which holds a secret: the loader gets that and the time.

    It is called with those parts of the address that it names; the view gets what it returns as its first argument, and
    all parts, too.
    """
    names = [name for name in inspect.signature(loader).parameters if name != "at"]

    def label(view: View) -> View:
        @wraps(view)
        def with_object(**parts: Any) -> ResponseReturnValue:
            loaded = loader(**{name: parts[name] for name in names}, at=utc_now())
            if _person() is not None:
                csrf.protect()
            return view(loaded, **parts)

        setattr(with_object, _LABEL, f"{loader.__module__}.{loader.__name__}")
        return with_object

    return label


def signed_in(view: View) -> View:
    """Label a view as open to everybody who is signed in; strangers are shown the sign-in page."""
    return _guarded(view, "signed_in")


def signed_in_or(endpoint: str) -> Callable[[View], View]:
    """Label a view as open to everybody who is signed in; strangers are led to another page, which is theirs."""

    def label(view: View) -> View:
        guarded = _guarded(view, "signed_in")

        @wraps(guarded)
        def run(**parts: Any) -> ResponseReturnValue:
            if _person() is None and getattr(session, "half", None) is None:
                return redirect(url_for(endpoint), code=303)
            return guarded(**parts)

        return run

    return label


def loads(
    loader: Callable[..., object],
    *,
    unchanged_while: Callable[[Any], str] | None = None,
    returns_form: bool = False,
    largest: Callable[..., int | None] | None = None,
) -> Callable[[View], View]:
    """Label a view as open to whom the loader of its object lets in.

    The loader is called with those parts of the address that it names, and the person; the view gets what it returns
    in their place. A page that is the same while a mark of what was loaded is the same says so by `unchanged_while`.
    `returns_form` says that the view is a form's and shows it again, filled, as long as it is not valid, which it is
    not without the session's token: then what was typed outlives its session. `largest` says of the
    parts of an address how many bytes the view takes there, if that is more than others do, because files come along.
    """
    consumed = [name for name in inspect.signature(loader).parameters if name != "person"]

    def label(view: View) -> View:
        @wraps(view)
        def with_object(**parts: Any) -> ResponseReturnValue:
            loaded = loader(**{name: parts.pop(name) for name in consumed}, person=_person())
            if unchanged_while is None:
                return view(loaded, **parts)
            return unless_unchanged(unchanged_while(loaded), lambda: view(loaded, **parts))

        return _guarded(
            with_object, f"{loader.__module__}.{loader.__name__}", returns_form=returns_form, largest=largest
        )

    return label


def _guarded(
    view: View, label: str, *, returns_form: bool = False, largest: Callable[..., int | None] | None = None
) -> View:
    @wraps(view)
    def run(**parts: Any) -> ResponseReturnValue:
        most = largest(**parts) if largest else None
        if most is not None and request.mimetype == "multipart/form-data":  # as which files come, and nothing else does
            request.max_content_length = most
        if _person() is None:
            return _ask_to_sign_in(returns_form=returns_form)
        try:
            csrf.protect()
        except CSRFError:
            if not returns_form:
                raise
            answer = make_response(view(**parts))
            answer.status_code = 400
            return answer
        return view(**parts)

    setattr(run, _LABEL, label)
    setattr(run, _RETURNS_FORM, returns_form)
    return run


def _ask_to_sign_in(*, returns_form: bool) -> ResponseReturnValue:
    """Lead a stranger to the sign-in page and from there back; a script is only told that nobody is signed in.

    Raises:
        SignInNeeded: if a form was posted that can be held until its writer has signed in.
    """
    if request.headers.get("X-Requested-With") == "fetch":
        return Response(status=401, mimetype="text/plain", headers={"WWW-Authenticate": SIGN_IN_SCHEME})
    is_read = request.method in {"GET", "HEAD"}
    held = HeldForm.of_request() if returns_form and not is_read else None
    if held is not None:
        raise SignInNeeded(held)
    wanted = request.full_path.rstrip("?") if is_read else None
    return redirect(url_for(getattr(session, "door", "accounts.sign_in"), next=wanted), code=303)


def label_of(view: Callable[..., object]) -> str | None:
    """Return who may use the view: `public`, `signed_in`, or the name of its loader."""
    return cast("str | None", getattr(view, _LABEL, None))


def returns_form(view: Callable[..., object]) -> bool:
    """Tell whether the view shows a form again that came without a session or with the token of another."""
    return bool(getattr(view, _RETURNS_FORM, False))


def refuse_unlabelled_views(app: Flask) -> None:
    """Stop the application from starting if a view does not say who may use it.

    Raises:
        UnlabelledViewError: naming the views.
    """
    forgotten = sorted(endpoint for endpoint, view in app.view_functions.items() if label_of(view) is None)
    if forgotten:
        raise UnlabelledViewError(f"label who may use these views: {', '.join(forgotten)}")
