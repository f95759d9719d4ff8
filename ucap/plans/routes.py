"""Pages of a plan: the first page with one's plans, the task list, the sections and the history."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import RuleBroken
from ucap.core.text import message
from ucap.entries.access import OpenType, type_to_add
from ucap.entries.forms.title import TitleForm, title_form
from ucap.entries.models import types_of_section
from ucap.entries.operations import saving
from ucap.entries.pages.history import shown_changes
from ucap.entries.pages.values import choosable, names_in
from ucap.entries.queries import entries_of_plan, heads_of_plan, names_of_plan
from ucap.history.queries import changes, event_number
from ucap.pairings.access import OpenPlan, plan_to_view
from ucap.pairings.queries import plans_of_person
from ucap.plans import pages
from ucap.plans.access import OpenSection, section_to_view
from ucap.web.access import loads, signed_in
from ucap.web.filters import page_language
from ucap.web.navigation import notify

blueprint = Blueprint("plans", __name__)


@blueprint.get("/")
@signed_in
def list_own_plans() -> ResponseReturnValue:
    """Show the plans a person works on."""
    return render_template("plans/list_own_plans.html", plans=plans_of_person(current_person().id))


@blueprint.get("/plans/<uuid:plan_id>/")
@loads(plan_to_view)
def show_plan(plan: OpenPlan) -> ResponseReturnValue:
    """Show the task list of a plan."""
    return render_template("plans/show_plan.html", page=pages.plan_page(plan, heads_of_plan(plan.id)))


@blueprint.get("/plans/<uuid:plan_id>/<section:section>/")
@loads(section_to_view)
def show_section(opened: OpenSection) -> ResponseReturnValue:
    """Show a whole section at a glance."""
    return _section(opened)


@blueprint.post("/plans/<uuid:plan_id>/<section:section>/add/<type_name>/title")
@loads(type_to_add)
def add_by_title(opened: OpenType) -> ResponseReturnValue:
    """Add an entry by its title alone, and go on where the next one is typed."""
    plan, entry_type = opened.plan, opened.type
    form = title_form(entry_type, choosable(plan, opened.names), given=request.args)
    if form.validate_on_submit():
        try:
            entry_id = saving.add_entry(plan.id, entry_type, values=form.values(), by=current_person(), at=utc_now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            section, anchor = entry_type.section, pages.quick_add_id(entry_type, form.area)
            rest = url_for("entries.edit_entry", plan_id=plan.id, section=section, entry_id=entry_id)
            added = message("%(type)s added.", type=entry_type.singular)
            notify(added, takes_focus=False, action=(message("Write the rest"), rest))
            return redirect(url_for("plans.show_section", plan_id=plan.id, section=section, _anchor=anchor))
    return _section(OpenSection(plan, entry_type.section), refused=form)


def _section(opened: OpenSection, *, refused: TitleForm | None = None) -> str:
    entries = entries_of_plan(opened.plan.id, types_of_section(opened.section))
    names = names_of_plan(opened.plan.id, page_language())
    page = pages.section_page(opened, entries, names, refused=refused)
    return render_template("plans/show_section.html", page=page)


@blueprint.get("/plans/<uuid:plan_id>/history/")
@loads(plan_to_view)
def show_history(plan: OpenPlan) -> ResponseReturnValue:
    """Show who changed what in a plan, newest first."""
    found, older = changes(plan.id, before=request.args.get("before", type=event_number))
    names = names_in(plan, names_of_plan(plan.id, page_language(), with_deleted=True))
    changed = shown_changes(found, names)
    return render_template("plans/show_history.html", plan=plan, changes=changed, older=older)
