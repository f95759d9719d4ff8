"""Restoring what an entry was at an earlier moment."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import EditConflict, RuleBroken
from ucap.core.text import message
from ucap.entries import access
from ucap.entries.access import OpenEntry
from ucap.entries.forms.restoring import RestoreForm
from ucap.entries.operations import restoring
from ucap.entries.operations.restoring import Wish
from ucap.entries.pages.restoring import restore_page
from ucap.web.access import loads
from ucap.web.notices import notify

blueprint = Blueprint("restoring", __name__, url_prefix="/plans/<uuid:plan_id>/<part:section>")


@blueprint.route("/<uuid:entry_id>/restore/<int:number>", methods=["GET", "POST"])
@loads(access.entry_to_edit)
def restore_entry(opened: OpenEntry, number: int) -> ResponseReturnValue:
    """Let an editor restore what a field, or the whole entry, held after an event; asks first."""
    entry = opened.entry
    wish = Wish(number, request.args.get("field") or None)
    page = restore_page(opened, wish)
    form = RestoreForm(data={"version": str(entry.version)})
    is_conflict = False
    if form.validate_on_submit():
        try:
            restoring.restore_entry(
                opened.plan.id,
                entry.id,
                wish=wish,
                seen_version=form.seen_version,
                by=current_person(),
                at=utc_now(),
            )
        except RuleBroken as broken:
            form.refuse(broken)
        except EditConflict:
            newer = access.entry_to_edit(opened.plan.id, entry.type.section, entry.id, current_person())
            page, is_conflict = restore_page(newer, wish), True
            form.version.data = str(newer.entry.version)
        else:
            notify(
                message("%(type)s restored. The text that stood before is in the history.", type=entry.type.singular)
            )
            address = url_for(
                "entries.show_entry", plan_id=opened.plan.id, section=entry.type.section, entry_id=entry.id
            )
            return redirect(address)
    body = render_template("restoring/restore_entry.html", page=page, form=form, is_conflict=is_conflict)
    return make_response(body, 409 if is_conflict else 200)
