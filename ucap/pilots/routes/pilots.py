"""Pages of pilots: the list of a plan's, and each at a glance. They are written by the forms that all entries have."""

from operator import attrgetter

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.entries.access import entry_to_look_up
from ucap.entries.fields import Beside
from ucap.entries.pages.entry import entry_page
from ucap.pairings.access import OpenPlan, plan_to_view
from ucap.pilots.access import OpenPilot, pilot_to_view
from ucap.pilots.pages.listing import pilots_page
from ucap.pilots.pages.pilot import pilot_page
from ucap.web.access import loads
from ucap.web.revalidation import reader_day

blueprint = Blueprint("pilots", __name__, url_prefix="/plans/<uuid:plan_id>/pilots")


@blueprint.get("/")
@loads(plan_to_view, unchanged_while=attrgetter("mark"))
def list_pilots(plan: OpenPlan) -> ResponseReturnValue:
    """Show the pilots of a plan."""
    return render_template("pilots/list_pilots.html", page=pilots_page(plan, reader_day()))


@blueprint.get("/<uuid:entry_id>/")
@loads(pilot_to_view, unchanged_while=attrgetter("plan.mark"))
def show_pilot(opened: OpenPilot) -> ResponseReturnValue:
    """Show a pilot at a glance; a part of one, or one that was deleted, as any entry."""
    if not opened.is_standing_pilot:
        return _show_as_any_entry(opened)
    return render_template("pilots/show_pilot.html", page=pilot_page(opened, reader_day()))


def _show_as_any_entry(opened: OpenPilot) -> ResponseReturnValue:
    """Show what stands at an address of this kind and has no page of its own kind."""
    entry = entry_to_look_up(opened.plan.id, Beside.PILOTS, opened.found.id, current_person())
    body = render_template("entries/show_entry.html", page=entry_page(entry, reader_day()))
    return make_response(body, 410 if entry.deletion else 200)
