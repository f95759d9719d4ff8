"""The page on which people paste a list and add its rows as entries."""

from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import RuleBroken
from ucap.core.text import message
from ucap.entries import access
from ucap.entries.access import OpenType
from ucap.entries.forms.lists import PastedList, read_list
from ucap.entries.forms.pasting import PasteForm, paste_form
from ucap.entries.operations import pasting
from ucap.entries.pages.pasting import paste_page
from ucap.entries.pages.values import choosable
from ucap.web.access import loads
from ucap.web.notices import notify

blueprint = Blueprint("pasting", __name__, url_prefix="/plans/<uuid:plan_id>/<part:section>")


@blueprint.route("/paste/<type_name>", methods=["GET", "POST"])
@loads(access.type_to_paste)
def paste_entries(opened: OpenType) -> ResponseReturnValue:
    """Let an editor paste a list, see what it would become, and add it."""
    form = paste_form(opened.type, opened.plan.own_places)
    form.take_sheet(request.files.get("sheet"))
    pasted: PastedList | None = None
    left_out: set[int] = set()
    if form.validate_on_submit():
        try:
            pasted = read_list(
                form.text.typed,
                opened.type,
                choosable(opened.plan, opened.names, opened.type, is_whole=True),
                place=form.place,
            )
            left_out = form.left_out(pasted)
            if form.add.data:
                return _add(opened, form, pasted, left_out)
        except RuleBroken as broken:
            form.refuse(broken)
    form.remember(pasted)
    page = paste_page(opened, pasted, left_out)
    return render_template("pasting/paste_entries.html", page=page, form=form)


def _add(opened: OpenType, form: PasteForm, pasted: PastedList, left_out: set[int]) -> ResponseReturnValue:
    """Add the rows and go back to the section; RuleBroken if something is still to be decided."""
    rows = form.rows_to_add(pasted, left_out)
    pasting.add_entries(
        opened.plan.id,
        opened.type,
        rows=[row.values(opened.type) for row in rows],
        key=form.sent_key or uuid4(),
        by=current_person(),
        at=utc_now(),
    )
    notify(message("%(entries)s added.", entries=opened.type.count_of(len(rows))))
    return redirect(url_for("plans.show_section", plan_id=opened.plan.id, section=opened.type.section))
