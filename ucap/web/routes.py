"""Whether the application lives and is ready to work."""

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from ucap.core.database import migration_gap
from ucap.web.access import public

blueprint = Blueprint("web", __name__)


@blueprint.get("/healthz")
@public
def show_health() -> ResponseReturnValue:
    """Answer that the process lives."""
    return "ok\n", {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.get("/readyz")
@public
def show_readiness() -> ResponseReturnValue:
    """Answer whether the database is there and has the tables this release needs; 503 with the reason if not."""
    try:
        reason = migration_gap(current_app.config["UCAP_MIGRATIONS"])
    except DBAPIError:
        reason = "the database cannot be reached"
    text = f"not ready: {reason}\n" if reason else "ready\n"
    return text, 503 if reason else 200, {"Content-Type": "text/plain; charset=utf-8"}
