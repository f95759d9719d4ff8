"""Pages on which lists of organisations are put into a register, and taken out again."""

from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import EditConflict, RuleBroken
from ucap.core.text import Message, counted, message
from ucap.entries.forms.lists import PastedList
from ucap.stakeholders import access
from ucap.stakeholders.access import OpenList, OpenRegister
from ucap.stakeholders.forms.pasting import RegisterPasteForm, RegisterRow, read_organisations
from ucap.stakeholders.operations import entering as operations
from ucap.stakeholders.operations.entering import EnteredRow
from ucap.stakeholders.pages import organisations as pages
from ucap.stakeholders.pages.pasting import register_paste_page
from ucap.stakeholders.queries.organisations import whole_register
from ucap.web.access import loads
from ucap.web.notices import notify, notify_of_undoable

blueprint = Blueprint("entering", __name__)


@blueprint.route("/places/<uuid:place_id>/organisations/paste", methods=["GET", "POST"])
@loads(access.register_to_keep)
def enter_organisations(opened: OpenRegister) -> ResponseReturnValue:
    """Let somebody who keeps the register bring a list, see what each row does to it, and enter all in one step."""
    form, kinds = RegisterPasteForm(), pages.subtypes()
    form.take_sheet(request.files.get("sheet"))
    pasted: PastedList | None = None
    if form.validate_on_submit():
        try:
            pasted = read_organisations(form.text.typed, whole_register(opened.place.id), kinds)
            if form.add.data:
                return _enter(opened, form, pasted)
        except RuleBroken as broken:
            form.refuse(broken)
        except EditConflict:
            form.refuse(
                RuleBroken(message("The register was changed meanwhile. Look at the list again, then enter it."))
            )
    form.remember(pasted)
    page = register_paste_page(opened, pasted, kinds)
    return render_template("entering/enter_organisations.html", page=page, form=form)


def _enter(opened: OpenRegister, form: RegisterPasteForm, pasted: PastedList) -> ResponseReturnValue:
    """Enter the rows and go back to the register; RuleBroken if something is still to be decided."""
    rows = [_entered(row) for row in form.rows_that_change(pasted)]
    if not rows:
        raise RuleBroken(message("The register says all of this already."))
    list_id = operations.enter_organisations(
        opened.place.id, rows, key=form.sent_key or uuid4(), by=current_person(), at=utc_now()
    )
    undo_url = url_for("entering.undo_entering", list_id=list_id)
    notify_of_undoable(_entered_notice(len(rows)), undo_url)
    return redirect(url_for("organisations.list_organisations", place_id=opened.place.id))


def _entered_notice(count: int) -> Message:
    return counted(
        "The list is entered: %(count)s organisation.", "The list is entered: %(count)s organisations.", count
    )


def _entered(row: RegisterRow) -> EnteredRow:
    if row.wanted is None:
        raise ValueError("a row with errors is not entered")
    if row.standing is None:
        return EnteredRow(row.wanted)
    return EnteredRow(row.wanted, row.standing.id, row.standing.version)


@blueprint.post("/organisations/lists/<uuid:list_id>/undo")
@loads(access.list_to_undo)
def undo_entering(opened: OpenList) -> ResponseReturnValue:
    """Take a list out of its register again, all of it or, if somebody built on it since, nothing."""
    try:
        operations.undo_entering(opened.id, by=current_person(), at=utc_now())
    except RuleBroken as broken:
        notify(broken.message)
    else:
        notify(message("The list is undone: the register is as it was before."))
    return redirect(url_for("organisations.list_organisations", place_id=opened.register.place.id))
