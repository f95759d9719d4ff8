"""Pages of single entries: read, add, edit, and their history."""

from operator import attrgetter
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import EditConflict, RuleBroken
from ucap.core.text import Message, message
from ucap.entries import access
from ucap.entries.access import OpenEntry, OpenType
from ucap.entries.forms.entry import EntryForm, entry_form
from ucap.entries.forms.files import largest_request
from ucap.entries.forms.settling import settling
from ucap.entries.models import Entry
from ucap.entries.operations import attaching, sending
from ucap.entries.pages.conflict import Conflict, begin_settling, go_on_settling, saved_notice
from ucap.entries.pages.drafts import FormDrafts
from ucap.entries.pages.entry import entry_page
from ucap.entries.pages.history import entry_history_page
from ucap.entries.pages.parts import whole_of_part
from ucap.entries.pages.values import choosable
from ucap.entries.queries.linking import whole_of
from ucap.entries.queries.reading import EntryFacts
from ucap.history.queries import event_number
from ucap.web.access import loads
from ucap.web.notices import notify
from ucap.web.revalidation import reader_day

blueprint = Blueprint("entries", __name__, url_prefix="/plans/<uuid:plan_id>/<part:section>")


@blueprint.get("/<uuid:entry_id>/")
@loads(access.entry_to_look_up, unchanged_while=attrgetter("plan.mark"))
def show_entry(opened: OpenEntry) -> ResponseReturnValue:
    """Show an entry with all its fields; where one was that is deleted, say so."""
    body = render_template("entries/show_entry.html", page=entry_page(opened, reader_day()))
    return make_response(body, 410 if opened.deletion else 200)


@blueprint.route("/add/<type_name>", methods=["GET", "POST"])
@loads(access.type_to_add, returns_form=True, largest=largest_request)
def add_entry(opened: OpenType) -> ResponseReturnValue:
    """Let an editor add an entry."""
    drafts = FormDrafts(opened.plan.id, opened.type, None)
    choices = choosable(opened.plan, opened.names, opened.type)
    form = entry_form(opened.type, choices, given=request.args, typed=drafts.typed)
    if form.validate_on_submit():
        try:
            with attaching.in_store(form.new_files) as files:
                entry_id = sending.send_new(
                    opened.plan.id, opened.type, form=form.filled(files), by=current_person(), at=utc_now()
                )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            shown = _where_it_shows(opened.plan.id, opened.type, entry_id)
            notify(message("%(type)s added.", type=opened.type.singular), action=_to_part(opened.type, shown))
            return redirect(shown.partition("#")[0])
    unsaved = drafts.unsaved(form.key)
    whole = whole_of_part(opened.plan.id, opened.type, form.values().get(opened.type.part_of), opened.names)
    return render_template(
        "entries/add_entry.html", plan=opened.plan, entry_type=opened.type, form=form, unsaved=unsaved, whole=whole
    )


@blueprint.route("/<uuid:entry_id>/edit", methods=["GET", "POST"])
@loads(access.entry_to_edit, returns_form=True, largest=largest_request)
def edit_entry(opened: OpenEntry) -> ResponseReturnValue:
    """Let an editor change an entry; over a newer version nothing is saved, and both texts are shown."""
    entry = opened.entry
    if opened.deletion and request.method != "POST":
        return redirect(_address(opened, entry))
    drafts = FormDrafts(opened.plan.id, entry.type, entry.id)
    choices = choosable(opened.plan, opened.names, entry.type, but=entry.id)
    form = entry_form(entry.type, choices, entry=entry, typed=drafts.typed)
    settled = settling(request.form)
    begun = go_on_settling(opened, form, settled, current_person()) if settled else None
    if begun and begun[1]:
        return _show_conflict(opened, form, begun[0])
    if form.validate_on_submit():
        try:
            with attaching.in_store(form.new_files) as files:
                merged = sending.send_changed(
                    opened.plan.id, entry.type, entry.id, form=form.filled(files), by=current_person(), at=utc_now()
                )
        except RuleBroken as broken:
            form.refuse(broken)
        except EditConflict as conflict:
            newer = access.entry_to_edit(opened.plan.id, entry.type.section, entry.id, current_person())
            return _show_conflict(newer, form, begin_settling(newer, form, current_person()), conflict.refusal)
        else:
            shown = _where_it_shows(opened.plan.id, entry.type, entry.id)
            said = saved_notice(opened.plan, entry.type, merged, current_person())
            notify(said, action=_to_part(entry.type, shown))
            return redirect(shown.partition("#")[0])
    if begun:
        return _show_conflict(opened, form, begun[0])
    page, unsaved = entry_page(opened, reader_day()), drafts.unsaved(form.key)
    return render_template("entries/edit_entry.html", page=page, form=form, conflict=None, unsaved=unsaved)


def _show_conflict(
    opened: OpenEntry, form: EntryForm, conflict: Conflict, refusal: RuleBroken | None = None
) -> ResponseReturnValue:
    """Show what stands in the plan now beside what was typed; saving again replaces what is shown."""
    if refusal:
        form.refuse(refusal)
    body = render_template(
        "entries/edit_entry.html", page=entry_page(opened, reader_day()), form=form, conflict=conflict
    )
    return make_response(body, 409)


@blueprint.get("/<uuid:entry_id>/history")
@loads(access.entry_to_look_up, unchanged_while=attrgetter("plan.mark"))
def show_entry_history(opened: OpenEntry) -> ResponseReturnValue:
    """Show who changed what in an entry."""
    page = entry_history_page(opened, before=request.args.get("before", type=event_number))
    return render_template("entries/show_entry_history.html", page=page)


def _where_it_shows(plan_id: UUID, entry_type: type[Entry], entry_id: UUID) -> str:
    """Return the page on which what was just saved is seen: a part is read with its whole, and where in it."""
    shown_id, anchor = (whole_of(entry_id), f"part-{entry_id}") if entry_type.part_of else (entry_id, None)
    return url_for("entries.show_entry", plan_id=plan_id, section=entry_type.section, entry_id=shown_id, _anchor=anchor)


def _to_part(entry_type: type[Entry], shown: str) -> tuple[Message, str] | None:
    """Return what leads to a part on the long page of its whole."""
    return (message("See it on this page"), shown) if entry_type.part_of else None


def _address(opened: OpenEntry, entry: EntryFacts) -> str:
    return url_for("entries.show_entry", plan_id=opened.plan.id, section=entry.type.section, entry_id=entry.id)
