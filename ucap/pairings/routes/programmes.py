"""The people of a programme: its coordinators and experts."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import RuleBroken
from ucap.core.text import message
from ucap.pairings.access import OpenProgrammePeople, programme_people_to_manage
from ucap.pairings.forms.posts import add_post_form
from ucap.pairings.operations import posts as operations
from ucap.pairings.pages.people import programme_people_page
from ucap.web.access import loads
from ucap.web.notices import notify

blueprint = Blueprint("programmes", __name__, url_prefix="/programmes/<uuid:programme_id>/people")


@blueprint.get("/")
@loads(programme_people_to_manage)
def list_programme_people(programme: OpenProgrammePeople) -> ResponseReturnValue:
    """Show who holds which post in a programme."""
    page = programme_people_page(programme, at=utc_now())
    return render_template("programmes/list_programme_people.html", page=page)


@blueprint.route("/add", methods=["GET", "POST"])
@loads(programme_people_to_manage)
def add_programme_post(programme: OpenProgrammePeople) -> ResponseReturnValue:
    """Make a post in a programme, and go on to who is to hold it."""
    form = add_post_form(programme.roles)
    if form.validate_on_submit():
        try:
            post_id = operations.add_programme_post(
                programme.id, role=form.chosen_role, title=form.title.data or "", by=current_person()
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            notify(message("The post was made. Say who is to hold it."))
            return redirect(url_for("posts.fill_post", post_id=post_id))
    return render_template("programmes/add_programme_post.html", programme=programme, form=form)
