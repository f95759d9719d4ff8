"""The people of a pairing, by side and post."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import RuleBroken
from ucap.core.text import message
from ucap.pairings.access import OpenPlan, OpenSide, plan_to_give, plan_to_view, side_to_manage
from ucap.pairings.forms.posts import add_post_form, give_plan_form
from ucap.pairings.models import SIDE_ROLES
from ucap.pairings.operations import giving
from ucap.pairings.operations import posts as operations
from ucap.pairings.pages.people import people_page
from ucap.pairings.queries.people import experts_of_programme, posts_given
from ucap.web.access import loads
from ucap.web.notices import notify

blueprint = Blueprint("people", __name__, url_prefix="/plans/<uuid:plan_id>/people")


@blueprint.get("/")
@loads(plan_to_view)
def list_people(plan: OpenPlan) -> ResponseReturnValue:
    """Show who holds which post on the sides of a plan."""
    return render_template("people/list_people.html", page=people_page(plan, at=utc_now()))


@blueprint.route("/<uuid:side_id>/add", methods=["GET", "POST"])
@loads(side_to_manage)
def add_post(opened: OpenSide) -> ResponseReturnValue:
    """Make a post on a side, and go on to who is to hold it."""
    plan, side = opened.plan, opened.side
    form = add_post_form(SIDE_ROLES)
    if form.validate_on_submit():
        try:
            post_id = operations.add_post(
                plan.id, side.id, role=form.chosen_role, title=form.title.data or "", by=current_person()
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            notify(message("The post was made. Say who is to hold it."))
            return redirect(url_for("posts.fill_post", post_id=post_id))
    return render_template("people/add_post.html", plan=plan, side=side, form=form)


@blueprint.route("/experts/give", methods=["GET", "POST"])
@loads(plan_to_give)
def give_plan(plan: OpenPlan) -> ResponseReturnValue:
    """Give a plan to an expert of the programme."""
    given = posts_given(plan.id)
    form = give_plan_form([post for post in experts_of_programme(plan.programme_id) if post.id not in given])
    if form is not None and form.validate_on_submit():
        try:
            giving.give_plan(plan.id, form.post_id, by=current_person(), at=utc_now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            notify(message("The plan was given: the expert reads it from now on."))
            return redirect(url_for("people.list_people", plan_id=plan.id))
    return render_template("people/give_plan.html", plan=plan, form=form)


@blueprint.post("/experts/<uuid:post_id>/take-back")
@loads(plan_to_give)
def take_plan_back(plan: OpenPlan, post_id: UUID) -> ResponseReturnValue:
    """Take a plan back from an expert."""
    giving.take_plan_back(plan.id, post_id, by=current_person(), at=utc_now())
    notify(message("The plan was taken back: the expert reads it no more."))
    return redirect(url_for("people.list_people", plan_id=plan.id))
