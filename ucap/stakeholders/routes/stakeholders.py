"""Pages of a plan's stakeholders: the list, the picture, the helix balance and the engagements."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ucap.core.clock import utc_now
from ucap.core.languages import local_day
from ucap.pairings.access import OpenPlan, plan_to_view
from ucap.stakeholders.pages import stakeholders as pages
from ucap.stakeholders.pages.balance import balance_page
from ucap.web.access import loads
from ucap.web.filters import reader_zone

blueprint = Blueprint("stakeholders", __name__, url_prefix="/plans/<uuid:plan_id>/stakeholders")


@blueprint.get("/")
@loads(plan_to_view)
def list_stakeholders(plan: OpenPlan) -> ResponseReturnValue:
    """Show the stakeholders of a plan, place by place."""
    page = pages.stakeholders_page(plan, local_day(utc_now(), reader_zone()))
    return render_template("stakeholders/list_stakeholders.html", page=page)


@blueprint.get("/influence")
@loads(plan_to_view)
def show_influence(plan: OpenPlan) -> ResponseReturnValue:
    """Show influence and interest as a picture, and the same as a table."""
    page = pages.influence_page(plan, local_day(utc_now(), reader_zone()))
    return render_template("stakeholders/show_influence.html", page=page)


@blueprint.get("/balance")
@loads(plan_to_view)
def show_balance(plan: OpenPlan) -> ResponseReturnValue:
    """Show who takes part where, who is missing, why that is said, and who could be asked."""
    return render_template("stakeholders/show_balance.html", page=balance_page(plan))


@blueprint.get("/engagements")
@loads(plan_to_view)
def list_engagements(plan: OpenPlan) -> ResponseReturnValue:
    """Show what was asked, what became of it, and who has not heard back."""
    page = pages.engagements_page(plan, local_day(utc_now(), reader_zone()))
    return render_template("stakeholders/list_engagements.html", page=page)
