"""Sessions of one's own in other browsers, and staying signed in in this one."""

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.access import session_to_end
from ucap.accounts.models import SignInSession
from ucap.accounts.operations import sessions as operations
from ucap.accounts.rules import IDLE_LIMIT
from ucap.accounts.sessions import browser_session, current_person
from ucap.core.clock import utc_now
from ucap.core.text import message
from ucap.web.access import loads, signed_in
from ucap.web.notices import notify

blueprint = Blueprint("sessions", __name__)


@blueprint.post("/account/sessions/<uuid:session_id>/end")
@loads(session_to_end)
def end_session(found: SignInSession) -> ResponseReturnValue:
    """End one of the person's sessions."""
    operations.end_session_of(current_person().id, found.id)
    notify(message("That session was ended."))
    return redirect(url_for("account.show_account"), code=303)


@blueprint.post("/account/sessions/end-others")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    """End all of the person's sessions but this one."""
    operations.end_other_sessions(current_person().id, keep=browser_session().token)
    notify(message("All other sessions were ended."))
    return redirect(url_for("account.show_account"), code=303)


@blueprint.post("/stay-signed-in")
@signed_in
def stay_signed_in() -> ResponseReturnValue:
    """Keep the session from ending for want of use; tell when it would end now."""
    now = utc_now()
    operations.stay_signed_in(browser_session().token, at=now)
    return Response(status=204, headers={"X-Session-Seconds": str(int(IDLE_LIMIT.total_seconds()))})
