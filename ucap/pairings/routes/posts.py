"""What is done with a post: filling it, renaming it, ending it."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from ucap.accounts.routes.visits import needs_second_step
from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import RuleBroken
from ucap.core.text import message
from ucap.pairings.access import OpenPost, post_to_manage
from ucap.pairings.forms.posts import EndPostForm, TitleForm, fill_post_form
from ucap.pairings.operations import invitations
from ucap.pairings.operations import posts as operations
from ucap.pairings.pages.people import people_url
from ucap.pairings.queries.people import open_invitations
from ucap.web.access import loads
from ucap.web.addresses import public_address
from ucap.web.notices import notify

blueprint = Blueprint("posts", __name__, url_prefix="/posts/<uuid:post_id>")


@blueprint.route("/fill", methods=["GET", "POST"])
@loads(post_to_manage)
def fill_post(opened: OpenPost) -> ResponseReturnValue:
    """Give a post to somebody known, or invite somebody to it; the link is shown to who invites, once."""
    post, address = opened.post, None
    invitation = open_invitations([post.id]).get(post.id)
    form = fill_post_form(operations.known_people(opened), email=invitation.email if invitation else "")
    if form.validate_on_submit():
        try:
            if form.person_id is not None:
                operations.hand_post_over(
                    post.id, form.person_id, by=current_person(), at=utc_now(), needs_second_step=needs_second_step
                )
                notify(message("The post “%(title)s” was handed over.", title=post.title))
                return redirect(people_url(post))
            address = invitations.invite(
                post.id, form.invited, by=current_person(), at=utc_now(), address_of=_address_of_link
            )
        except RuleBroken as broken:
            form.refuse(broken)
    page = {"address": address, "email": form.invited, "back_url": people_url(post), "invitation": invitation}
    return render_template("posts/fill_post.html", opened=opened, form=form, page=page)


def _address_of_link(token: str) -> str:
    return public_address("links.follow_link", token=token)


@blueprint.route("/rename", methods=["GET", "POST"])
@loads(post_to_manage)
def rename_post(opened: OpenPost) -> ResponseReturnValue:
    """Call a post otherwise."""
    form = TitleForm(data={"title": opened.post.title})
    if form.validate_on_submit():
        operations.rename_post(opened.post.id, title=form.title.data or "", by=current_person())
        notify(message("The post was renamed."))
        return redirect(people_url(opened.post))
    return render_template("posts/rename_post.html", opened=opened, form=form, back_url=people_url(opened.post))


@blueprint.route("/end", methods=["GET", "POST"])
@loads(post_to_manage)
def end_post(opened: OpenPost) -> ResponseReturnValue:
    """End a post, which cannot be undone, after asking."""
    form = EndPostForm()
    if form.validate_on_submit():
        try:
            operations.end_post(opened.post.id, by=current_person(), at=utc_now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            notify(message("The post “%(title)s” was ended.", title=opened.post.title))
            return redirect(people_url(opened.post))
    return render_template("posts/end_post.html", opened=opened, form=form, back_url=people_url(opened.post))


@blueprint.post("/withdraw-invitation")
@loads(post_to_manage)
def withdraw_invitation(opened: OpenPost) -> ResponseReturnValue:
    """Make the link worth nothing that invites to a post."""
    invitations.withdraw_invitation(opened.post.id, by=current_person(), at=utc_now())
    notify(message("The invitation was withdrawn; its link opens nothing any more."))
    return redirect(people_url(opened.post))
