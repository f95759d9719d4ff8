"""Pages of a plan: the first page with one's plans, the task list, the sections and the history."""

from operator import attrgetter
from typing import cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import RuleBroken
from ucap.core.text import message
from ucap.directory.queries import label_in
from ucap.entries.access import OpenType, type_to_add
from ucap.entries.fields import Section
from ucap.entries.forms.title import TitleForm, title_form
from ucap.entries.models import types_of_section
from ucap.entries.operations import saving
from ucap.entries.pages.drafts import listed_drafts
from ucap.entries.pages.history import plan_history_page
from ucap.entries.pages.values import choosable
from ucap.entries.queries.naming import names_of_plan
from ucap.entries.queries.reading import entries_of_plan
from ucap.history.queries import event_number
from ucap.pairings.access import OpenPlan, plan_to_view
from ucap.plans.access import OpenSection, OpenTasks, section_to_view, tasks_to_view
from ucap.plans.pages.findings import findings_page
from ucap.plans.pages.own import own_page
from ucap.plans.pages.section import SectionPage, quick_add_id, section_page
from ucap.plans.pages.tasks import plan_page
from ucap.plans.queries import facts_of_plan
from ucap.plans.rules.findings import findings_of
from ucap.web.access import loads, signed_in_or
from ucap.web.filters import page_language
from ucap.web.fragments import fresh_fragment, kept_fragment
from ucap.web.notices import notify
from ucap.web.revalidation import reader_day

blueprint = Blueprint("plans", __name__)


@blueprint.get("/")
@signed_in_or("imprint.show_first_page")
def list_own_plans() -> ResponseReturnValue:
    """Show the plans a person works on."""
    return render_template("plans/list_own_plans.html", page=own_page(current_person().id))


@blueprint.get("/plans/<uuid:plan_id>/")
@loads(tasks_to_view, unchanged_while=attrgetter("mark"))
def show_plan(opened: OpenTasks) -> ResponseReturnValue:
    """Show the task list of a plan."""
    plan = opened.plan
    tasks = kept_fragment("plans/_tasks.html", lambda: {"page": plan_page(plan, facts_of_plan(plan, page_language()))})
    theme, drafts = label_in(page_language(), plan.theme_id, plan.theme), listed_drafts(opened.drafts)
    return render_template("plans/show_plan.html", plan=plan, theme=theme, tasks=tasks, drafts=drafts)


@blueprint.get("/plans/<uuid:plan_id>/missing/")
@loads(plan_to_view)
def list_findings(plan: OpenPlan) -> ResponseReturnValue:
    """Show what a plan lacks, why, and where it is mended."""
    page = findings_page(plan, findings_of(facts_of_plan(plan, page_language())))
    return render_template("plans/list_findings.html", page=page)


@blueprint.get("/plans/<uuid:plan_id>/<section:section>/")
@loads(section_to_view, unchanged_while=attrgetter("plan.mark"))
def show_section(opened: OpenSection) -> ResponseReturnValue:
    """Show a whole section at a glance."""
    return _section(opened, kept_fragment("plans/_section.html", lambda: {"page": _section_page(opened)}))


@blueprint.post("/plans/<uuid:plan_id>/<section:section>/add/<type_name>/title")
@loads(type_to_add)
def add_by_title(opened: OpenType) -> ResponseReturnValue:
    """Add an entry by its title alone, and go on where the next one is typed."""
    plan, entry_type = opened.plan, opened.type
    form = title_form(entry_type, choosable(plan, opened.names, entry_type), given=request.args)
    if form.validate_on_submit():
        try:
            entry_id = saving.add_entry(plan.id, entry_type, values=form.values(), by=current_person(), at=utc_now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            section, anchor = entry_type.section, quick_add_id(entry_type, form.area)
            rest = url_for("entries.edit_entry", plan_id=plan.id, section=section, entry_id=entry_id)
            added = message("%(type)s added.", type=entry_type.singular)
            notify(added, takes_focus=False, action=(message("Write the rest"), rest))
            return redirect(url_for("plans.show_section", plan_id=plan.id, section=section, _anchor=anchor))
    shown = OpenSection(plan, cast("Section", entry_type.section))  # as the address says
    return _section(shown, fresh_fragment("plans/_section.html", {"page": _section_page(shown, refused=form)}))


def _section(opened: OpenSection, content: Markup) -> str:
    return render_template("plans/show_section.html", plan=opened.plan, section=opened.section, content=content)


def _section_page(opened: OpenSection, *, refused: TitleForm | None = None) -> SectionPage:
    entries = entries_of_plan(opened.plan.id, types_of_section(opened.section))
    facts = facts_of_plan(opened.plan, page_language())
    return section_page(opened, entries, facts, on=reader_day(), refused=refused)


@blueprint.get("/plans/<uuid:plan_id>/history/")
@loads(plan_to_view, unchanged_while=attrgetter("mark"))
def show_history(plan: OpenPlan) -> ResponseReturnValue:
    """Show who changed what in a plan, newest first."""
    names = names_of_plan(plan.id, page_language(), with_deleted=True)
    page = plan_history_page(plan, names, before=request.args.get("before", type=event_number))
    return render_template("plans/show_history.html", page=page)
