"""Pages of pairings: the list and each by itself."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.pairings.pages.listing import pairings_page
from ucap.pairings.queries.listing import reach_of
from ucap.web.access import signed_in

blueprint = Blueprint("pairings", __name__, url_prefix="/pairings")


@blueprint.get("/")
@signed_in
def list_pairings() -> ResponseReturnValue:
    """Show the pairings that a person may open."""
    return render_template("pairings/list_pairings.html", page=pairings_page(reach_of(current_person().id)))
