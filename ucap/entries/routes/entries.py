"""Pages of single entries: read, add, edit, and their history."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import EditConflict, RuleBroken
from ucap.core.text import message
from ucap.entries import access
from ucap.entries.access import OpenEntry, OpenType
from ucap.entries.forms.entry import EntryForm, entry_form
from ucap.entries.operations import saving
from ucap.entries.pages.conflict import conflict, values_before
from ucap.entries.pages.entry import entry_page
from ucap.entries.pages.history import entry_history_page
from ucap.entries.pages.values import choosable, names_in
from ucap.entries.queries import EntryFacts
from ucap.history.queries import changes_since, event_number
from ucap.web.access import loads
from ucap.web.navigation import notify

blueprint = Blueprint("entries", __name__, url_prefix="/plans/<uuid:plan_id>/<section:section>")


@blueprint.get("/<uuid:entry_id>/")
@loads(access.entry_to_look_up)
def show_entry(opened: OpenEntry) -> ResponseReturnValue:
    """Show an entry with all its fields; where one was that is deleted, say so."""
    body = render_template("entries/show_entry.html", page=entry_page(opened))
    return make_response(body, 410 if opened.deletion else 200)


@blueprint.route("/add/<type_name>", methods=["GET", "POST"])
@loads(access.type_to_add)
def add_entry(opened: OpenType) -> ResponseReturnValue:
    """Let an editor add an entry."""
    form = entry_form(opened.type, choosable(opened.plan, opened.names), given=request.args)
    if form.validate_on_submit():
        try:
            entry_id = saving.add_entry(
                opened.plan.id, opened.type, values=form.values(), by=current_person(), at=utc_now()
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            notify(message("%(type)s added.", type=opened.type.singular))
            return redirect(
                url_for(
                    "entries.show_entry",
                    plan_id=opened.plan.id,
                    section=opened.type.section,
                    entry_id=entry_id,
                )
            )
    return render_template("entries/add_entry.html", plan=opened.plan, entry_type=opened.type, form=form)


@blueprint.route("/<uuid:entry_id>/edit", methods=["GET", "POST"])
@loads(access.entry_to_edit)
def edit_entry(opened: OpenEntry) -> ResponseReturnValue:
    """Let an editor change an entry; over a newer version nothing is saved, and both texts are shown."""
    entry = opened.entry
    if opened.deletion and request.method != "POST":
        return redirect(_address(opened, entry))
    form = entry_form(entry.type, choosable(opened.plan, opened.names, but=entry.id), entry=entry)
    if form.validate_on_submit():
        try:
            saving.save_entry(
                opened.plan.id,
                entry.id,
                values=form.values(),
                seen_version=form.seen_version,
                by=current_person(),
                at=utc_now(),
            )
        except RuleBroken as broken:
            form.refuse(broken)
        except EditConflict:
            newer = access.entry_to_edit(opened.plan.id, entry.type.section, entry.id, current_person())
            return _show_conflict(newer, form)
        else:
            notify(message("%(type)s saved.", type=entry.type.singular))
            return redirect(_address(opened, entry))
    page = entry_page(opened)
    return render_template("entries/edit_entry.html", page=page, form=form, conflict=None)


def _show_conflict(newer: OpenEntry, form: EntryForm) -> ResponseReturnValue:
    """Show what stands in the plan now beside what was typed; saving again replaces what is shown."""
    entry = newer.entry
    seen = form.seen_version if form.seen_version < entry.version else 0  # nobody can have read a later one
    base = values_before(entry, changes_since(newer.plan.id, entry.id, seen))
    compared = conflict(entry, form.values(), base, names_in(newer.plan, newer.names))
    form.take({**compared.taken})
    form.version.data = str(entry.version)
    page = entry_page(newer)
    body = render_template("entries/edit_entry.html", page=page, form=form, conflict=compared)
    return make_response(body, 409)


@blueprint.get("/<uuid:entry_id>/history")
@loads(access.entry_to_look_up)
def show_entry_history(opened: OpenEntry) -> ResponseReturnValue:
    """Show who changed what in an entry."""
    page = entry_history_page(opened, before=request.args.get("before", type=event_number))
    return render_template("entries/show_entry_history.html", page=page)


def _address(opened: OpenEntry, entry: EntryFacts) -> str:
    return url_for("entries.show_entry", plan_id=opened.plan.id, section=entry.type.section, entry_id=entry.id)
