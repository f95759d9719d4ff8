"""Pages of a plan: the first page with one's plans, the task list, the sections and the history."""

from operator import attrgetter

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.entries.kept_forms import mark_of_drafts
from ucap.entries.models import types_of_section
from ucap.entries.pages.drafts import listed_drafts
from ucap.entries.pages.history import shown_changes
from ucap.entries.pages.values import names_in
from ucap.entries.queries import entries_of_plan, heads_of_plan, names_of_plan
from ucap.history.queries import changes, event_number
from ucap.pairings.access import OpenPlan, plan_to_view
from ucap.pairings.queries import plans_of_person
from ucap.plans import pages
from ucap.plans.access import OpenSection, section_to_view
from ucap.web.access import loads, signed_in
from ucap.web.filters import page_language

blueprint = Blueprint("plans", __name__)


@blueprint.get("/")
@signed_in
def list_own_plans() -> ResponseReturnValue:
    """Show the plans a person works on."""
    return render_template("plans/list_own_plans.html", plans=plans_of_person(current_person().id))


@blueprint.get("/plans/<uuid:plan_id>/")
@loads(plan_to_view, unchanged_while=lambda plan: f"{plan.mark} {mark_of_drafts(plan.id, current_person())}")
def show_plan(plan: OpenPlan) -> ResponseReturnValue:
    """Show the task list of a plan."""
    page = pages.plan_page(plan, heads_of_plan(plan.id))
    return render_template("plans/show_plan.html", page=page, drafts=listed_drafts(plan.id))


@blueprint.get("/plans/<uuid:plan_id>/<section:section>/")
@loads(section_to_view, unchanged_while=attrgetter("plan.mark"))
def show_section(opened: OpenSection) -> ResponseReturnValue:
    """Show a whole section at a glance."""
    entries = entries_of_plan(opened.plan.id, types_of_section(opened.section))
    names = names_of_plan(opened.plan.id, page_language())
    page = pages.section_page(opened.plan, opened.section, entries, names)
    return render_template("plans/show_section.html", page=page)


@blueprint.get("/plans/<uuid:plan_id>/history/")
@loads(plan_to_view, unchanged_while=attrgetter("mark"))
def show_history(plan: OpenPlan) -> ResponseReturnValue:
    """Show who changed what in a plan, newest first."""
    found, older = changes(plan.id, before=request.args.get("before", type=event_number))
    names = names_in(plan, names_of_plan(plan.id, page_language()))
    changed = shown_changes(found, names)
    return render_template("plans/show_history.html", plan=plan, changes=changed, older=older)
