"""Putting the entries of a section in order, and copying them."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import RuleBroken
from ucap.core.text import message
from ucap.entries import access
from ucap.entries.access import OpenEntry
from ucap.entries.forms.moving import MovingForm
from ucap.entries.operations import arranging
from ucap.web.access import loads
from ucap.web.filters import page_language
from ucap.web.notices import notify

blueprint = Blueprint("arranging", __name__, url_prefix="/plans/<uuid:plan_id>/<part:section>/<uuid:entry_id>")


@blueprint.post("/move")
@loads(access.entry_to_edit)
def move_entry(opened: OpenEntry) -> ResponseReturnValue:
    """Move an entry to another place in its list, and go on at the button that was pressed."""
    entry, form = opened.entry, MovingForm()
    if not form.validate_on_submit():
        raise RuleBroken(arranging.NO_SUCH_PLACE)
    arranging.move_entry(opened.plan.id, entry.id, to_position=form.position, by=current_person(), at=utc_now())
    title = entry.title(page_language())
    is_up = form.position < entry.position
    notify(
        message("Moved up: %(title)s", title=title) if is_up else message("Moved down: %(title)s", title=title),
        takes_focus=False,
    )
    return redirect(_place_in_section(opened, f"{form.next_button}-{entry.id}"))


@blueprint.post("/duplicate")
@loads(access.entry_to_edit)
def duplicate_entry(opened: OpenEntry) -> ResponseReturnValue:
    """Copy an entry, and show the copy behind it."""
    entry = opened.entry
    copy_id = arranging.duplicate_entry(opened.plan.id, entry.id, by=current_person(), at=utc_now())
    edit_url = url_for("entries.edit_entry", plan_id=opened.plan.id, section=entry.type.section, entry_id=copy_id)
    notify(
        message("Copied: %(title)s", title=entry.title(page_language())),
        takes_focus=False,
        action=(message("Edit the copy"), edit_url),
    )
    return redirect(_place_in_section(opened, f"edit-{copy_id}"))


def _place_in_section(opened: OpenEntry, anchor: str) -> str:
    section = opened.entry.type.section
    return url_for("plans.show_section", plan_id=opened.plan.id, section=section, _anchor=anchor)
