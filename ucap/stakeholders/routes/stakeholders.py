"""Pages of a plan's stakeholders: the list, the picture, the helix balance and the engagements."""

from operator import attrgetter

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from ucap.core.clock import utc_now
from ucap.core.languages import local_day
from ucap.entries.access import OpenEntry
from ucap.pairings.access import OpenPlan, plan_to_view
from ucap.stakeholders.access import stakeholder_to_view
from ucap.stakeholders.pages import stakeholders as pages
from ucap.stakeholders.pages.balance import balance_page
from ucap.stakeholders.pages.involved import involved_page
from ucap.web.access import loads
from ucap.web.filters import reader_zone
from ucap.web.revalidation import reader_day

blueprint = Blueprint("stakeholders", __name__, url_prefix="/plans/<uuid:plan_id>/stakeholders")


@blueprint.get("/")
@loads(plan_to_view)
def list_stakeholders(plan: OpenPlan) -> ResponseReturnValue:
    """Show the stakeholders of a plan, place by place."""
    page = pages.stakeholders_page(plan, local_day(utc_now(), reader_zone()))
    return render_template("stakeholders/list_stakeholders.html", page=page)


@blueprint.get("/<uuid:entry_id>/")
@loads(stakeholder_to_view, unchanged_while=attrgetter("plan.mark"))
def show_stakeholder(opened: OpenEntry) -> ResponseReturnValue:
    """Show a stakeholder with what was asked of it, or an engagement; where one was that is deleted, say so."""
    page = involved_page(opened, reader_day())
    body = render_template("stakeholders/show_stakeholder.html", page=page.entry, involved=page)
    return make_response(body, 410 if opened.deletion else 200)


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
