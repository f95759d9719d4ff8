"""Deleting entries, and the place where they can be brought back."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.text import message
from ucap.entries import access
from ucap.entries.access import OpenEntry
from ucap.entries.operations import deleting
from ucap.entries.pages.deleted import deleted_page
from ucap.entries.queries.linking import whole_of
from ucap.pairings.access import OpenPlan, plan_to_view
from ucap.web.access import loads
from ucap.web.filters import page_language
from ucap.web.notices import notify, notify_of_undoable

blueprint = Blueprint("deleting", __name__, url_prefix="/plans/<uuid:plan_id>")


@blueprint.get("/deleted/")
@loads(plan_to_view)
def list_deleted(plan: OpenPlan) -> ResponseReturnValue:
    """Show what was deleted from a plan, newest first."""
    return render_template("deleting/list_deleted.html", page=deleted_page(plan))


@blueprint.post("/<part:section>/<uuid:entry_id>/delete")
@loads(access.entry_to_edit)
def delete_entry(opened: OpenEntry) -> ResponseReturnValue:
    """Delete an entry at once, for it can be undone."""
    plan, entry = opened.plan, opened.entry
    deleting.delete_entry(plan.id, entry.id, by=current_person(), at=utc_now())
    undo_url = url_for("deleting.bring_back_entry", plan_id=plan.id, section=entry.type.section, entry_id=entry.id)
    notify_of_undoable(message("Deleted: %(title)s", title=entry.title(page_language())), undo_url)
    return redirect(_where_it_stood(opened))


@blueprint.post("/<part:section>/<uuid:entry_id>/bring-back")
@loads(access.entry_to_edit)
def bring_back_entry(opened: OpenEntry) -> ResponseReturnValue:
    """Bring a deleted entry back, and show it where it stands."""
    plan, entry = opened.plan, opened.entry
    deleting.bring_back_entry(plan.id, entry.id, by=current_person(), at=utc_now())
    notify(message("Back in the plan: %(title)s", title=entry.title(page_language())), takes_focus=False)
    return redirect(_where_it_stood(opened, anchor=f"edit-{entry.id}"))


def _where_it_stood(opened: OpenEntry, *, anchor: str | None = None) -> str:
    """Return the page of the section; of a part, that of its whole, which shows where it was if it is deleted, too."""
    plan_id, section = opened.plan.id, opened.entry.type.section
    if opened.entry.type.part_of:
        whole_id = whole_of(opened.entry.id)
        return url_for("entries.show_entry", plan_id=plan_id, section=section, entry_id=whole_id)
    return url_for("plans.show_section", plan_id=plan_id, section=section, _anchor=anchor)
