"""Pages of who looks after accounts."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.models import Person
from ucap.accounts.sessions import current_person
from ucap.administration import operations
from ucap.administration.access import account_to_manage, manager_of_accounts
from ucap.administration.forms import AccountsForm, ConfirmForm, InviteAdministratorForm
from ucap.administration.pages import account_shown, accounts_page
from ucap.administration.queries import list_of_accounts
from ucap.core.clock import utc_now
from ucap.core.errors import RuleBroken
from ucap.core.text import message
from ucap.pairings.pages.people import installation_posts
from ucap.pairings.permissions import PersonRights
from ucap.web.access import loads
from ucap.web.addresses import public_address
from ucap.web.notices import notify

blueprint = Blueprint("administration", __name__, url_prefix="/accounts")


@blueprint.get("/")
@loads(manager_of_accounts)
def list_accounts(_rights: PersonRights) -> ResponseReturnValue:
    """Show all accounts, and who is invited to one, a page at a time."""
    form = AccountsForm()
    after, before = (request.args.get(name, type=UUID) for name in ("after", "before"))
    found = list_of_accounts(form.asked_in("q"), form.wanted_state, after=after, before=before)
    return render_template("administration/list_accounts.html", page=accounts_page(form, found, at=utc_now()))


@blueprint.get("/administrators/")
@loads(manager_of_accounts)
def list_administrators(_rights: PersonRights) -> ResponseReturnValue:
    """Show the posts of administrators: who holds which, and who is invited."""
    posts, ended = installation_posts(at=utc_now())
    return render_template("administration/list_administrators.html", posts=posts, ended=ended)


@blueprint.route("/administrators/invite", methods=["GET", "POST"])
@loads(manager_of_accounts)
def invite_administrator(_rights: PersonRights) -> ResponseReturnValue:
    """Invite somebody to administer, too; the link is shown to who invites, once."""
    address = None
    form = InviteAdministratorForm()
    if form.validate_on_submit():
        try:
            address = operations.invite_administrator(
                form.email.data or "",
                title=form.title.data or "",
                by=current_person(),
                at=utc_now(),
                address_of=lambda token: public_address("links.follow_link", token=token),
            )
        except RuleBroken as broken:
            form.refuse(broken)
    return render_template("administration/invite_administrator.html", form=form, address=address)


@blueprint.get("/<uuid:person_id>/")
@loads(account_to_manage)
def show_account(person: Person) -> ResponseReturnValue:
    """Show an account, and what can be done with it."""
    return render_template("administration/show_account.html", page=account_shown(person, reader=current_person()))


@blueprint.route("/<uuid:person_id>/deactivate", methods=["GET", "POST"])
@loads(account_to_manage)
def deactivate_account(person: Person) -> ResponseReturnValue:
    """Let somebody in no more, after asking."""
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            operations.deactivate_account(person.id, by=current_person(), at=utc_now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            notify(message("%(name)s is let in no more; all their sessions ended.", name=person.name))
            return redirect(url_for("administration.show_account", person_id=person.id))
    page = account_shown(person, reader=current_person())
    return render_template("administration/deactivate_account.html", page=page, form=form)


@blueprint.post("/<uuid:person_id>/reactivate")
@loads(account_to_manage)
def reactivate_account(person: Person) -> ResponseReturnValue:
    """Let somebody in again."""
    operations.reactivate_account(person.id, by=current_person(), at=utc_now())
    notify(message("%(name)s is let in again.", name=person.name))
    return redirect(url_for("administration.show_account", person_id=person.id))


@blueprint.route("/<uuid:person_id>/reset-second-step", methods=["GET", "POST"])
@loads(account_to_manage)
def reset_second_step(person: Person) -> ResponseReturnValue:
    """Let somebody who lost their device sign in by the password alone, after asking."""
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            operations.reset_second_step_of(person.id, by=current_person(), at=utc_now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            notify(message("The second step of %(name)s was reset; a mail tells them.", name=person.name))
            return redirect(url_for("administration.show_account", person_id=person.id))
    return render_template("administration/reset_second_step.html", person=person, form=form)
