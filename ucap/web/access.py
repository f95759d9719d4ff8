"""Labels of views: who may use them. A view without a label stops the application from starting."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from ucap.web.revalidation import unless_unchanged

View = Callable[..., ResponseReturnValue]
ViewType = TypeVar("ViewType", bound=Callable[..., object])

csrf = CSRFProtect()

_LABEL = "ucap_label"


class UnlabelledViewError(Exception):
    """A view does not say who may use it."""


def _person() -> object:
    """Return who is signed in, as the session interface says, or None."""
    return getattr(session, "person", None)


def public(view: ViewType) -> ViewType:
    """Label a view as open to everybody."""
    setattr(view, _LABEL, "public")
    return view


def signed_in(view: View) -> View:
    """Label a view as open to everybody who is signed in; strangers are shown the sign-in page."""
    return _guarded(view, "signed_in")


def loads(
    loader: Callable[..., object], *, unchanged_while: Callable[[Any], str] | None = None
) -> Callable[[View], View]:
    """Label a view as open to whom the loader of its object lets in.

    The loader is called with those parts of the address that it names, and the person; the view gets what it returns
    in their place. A page that is the same while a mark of what was loaded is the same says so by `unchanged_while`.
    """
    consumed = [name for name in inspect.signature(loader).parameters if name != "person"]

    def label(view: View) -> View:
        @wraps(view)
        def with_object(**parts: Any) -> ResponseReturnValue:
            loaded = loader(**{name: parts.pop(name) for name in consumed}, person=_person())
            if unchanged_while is None:
                return view(loaded, **parts)
            return unless_unchanged(unchanged_while(loaded), lambda: view(loaded, **parts))

        return _guarded(with_object, f"{loader.__module__}.{loader.__name__}")

    return label


def _guarded(view: View, label: str) -> View:
    @wraps(view)
    def run(**parts: Any) -> ResponseReturnValue:
        if _person() is None:
            wanted = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else None
            return redirect(url_for("accounts.sign_in", next=wanted), code=303)
        csrf.protect()
        return view(**parts)

    setattr(run, _LABEL, label)
    return run


def label_of(view: Callable[..., object]) -> str | None:
    """Return who may use the view: `public`, `signed_in`, or the name of its loader."""
    return cast("str | None", getattr(view, _LABEL, None))


def refuse_unlabelled_views(app: Flask) -> None:
    """Stop the application from starting if a view does not say who may use it.

    Raises:
        UnlabelledViewError: naming the views.
    """
    forgotten = sorted(endpoint for endpoint, view in app.view_functions.items() if label_of(view) is None)
    if forgotten:
        raise UnlabelledViewError(f"label who may use these views: {', '.join(forgotten)}")
