"""Comparing two moments of a plan."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ucap.core.clock import utc_now
from ucap.entries.pages.comparing import comparison_page, page_number
from ucap.entries.queries.naming import names_of_plan
from ucap.pairings.access import OpenPlan, plan_to_view
from ucap.web.access import loads
from ucap.web.filters import page_language

blueprint = Blueprint("comparing", __name__, url_prefix="/plans/<uuid:plan_id>/history")


@blueprint.get("/compare")
@loads(plan_to_view)
def compare_moments(plan: OpenPlan) -> ResponseReturnValue:
    """Show what became of the plan's entries between two moments."""
    names = names_of_plan(plan.id, page_language(), with_deleted=True)
    number = request.args.get("page", 1, type=page_number)
    page = comparison_page(plan, names, number=number, at=utc_now())
    return render_template("comparing/compare_moments.html", page=page)
