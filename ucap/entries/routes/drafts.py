"""Drafts: kept while one types, thrown away on request, and kept for who has to sign in before saving."""

from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from ucap.accounts.models import Person
from ucap.accounts.queries import person_by_id
from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.database import release
from ucap.core.errors import Forbidden, NotFound, RuleBroken
from ucap.core.text import message
from ucap.entries import access
from ucap.entries.models import Entry, entry_type_named
from ucap.entries.operations import drafts
from ucap.entries.operations.drafts import TypedForm
from ucap.pairings.access import OpenPlan, plan_to_edit
from ucap.web.access import loads
from ucap.web.held import HeldForm, typed_fields
from ucap.web.notices import notify

blueprint = Blueprint("drafts", __name__, url_prefix="/plans/<uuid:plan_id>/drafts/<uuid:form_key>")


@blueprint.post("/keep")
@loads(plan_to_edit)
def keep_draft(plan: OpenPlan, form_key: UUID) -> ResponseReturnValue:
    """Keep what stands in a form now; its script sends it while one types, and says the time it is told."""
    now = utc_now()
    entry_type, entry_id = _form_meant()
    typed = TypedForm(
        form_key,
        entry_type,
        entry_id,
        _path_of_form(plan.id, entry_type, entry_id),
        typed_fields(request.form.items(multi=True)),
    )
    drafts.keep_draft(plan.id, typed, by=current_person(), at=now)
    kept_at = now.astimezone(ZoneInfo(current_person().time_zone))
    return Response(status=204, mimetype="text/plain", headers={"X-Kept-At": f"{kept_at:%H:%M}"})


@blueprint.post("/discard")
@loads(plan_to_edit)
def discard_draft(plan: OpenPlan, form_key: UUID) -> ResponseReturnValue:
    """Throw a draft away, and show the form without it, or else the plan."""
    path = drafts.discard_draft(plan.id, form_key, by=current_person(), at=utc_now())
    notify(message("The unsaved text is discarded."))
    if path is not None and request.args.get("back_to") == "form":
        return redirect(path)
    return redirect(url_for("plans.show_plan", plan_id=plan.id))


def _form_meant() -> tuple[type[Entry], UUID | None]:
    """Return the entry type, and the entry if it is changed, that the address of the draft names.

    Raises:
        NotFound: if it names none.
    """
    try:
        entry_id = request.args.get("entry")
        return entry_type_named(request.args.get("type", "")), UUID(entry_id) if entry_id is not None else None
    except (KeyError, ValueError):
        raise NotFound from None


def _path_of_form(plan_id: UUID, entry_type: type[Entry], entry_id: UUID | None) -> str:
    if entry_id is None:
        return url_for(
            "entries.add_entry", plan_id=plan_id, section=entry_type.section, type_name=entry_type.type_name()
        )
    return url_for("entries.edit_entry", plan_id=plan_id, section=entry_type.section, entry_id=entry_id)


def keep_held_form(held: HeldForm, person_id: UUID) -> str | None:
    """Keep an entry's form, posted after the session ended, as a draft of who has signed in now.

    Return the address of the filled form, or of the entry if the form was saved just so before; None if the path is of
    no such form, or the person may not write there.
    """
    person = person_by_id(person_id)
    if person is None:
        return None
    release(person)
    try:
        return _keep_for(person, held)
    except (NotFound, Forbidden, RuleBroken, HTTPException):
        return None


def _keep_for(person: Person, held: HeldForm) -> str | None:
    """Keep the form; return where to go on.

    Raises:
        HTTPException, NotFound, Forbidden: if there is no such form for this person.
        RuleBroken: if it is larger than any form.
    """
    endpoint, parts = current_app.create_url_adapter(request).match(held.path, method="POST")  # type: ignore[union-attr] # inside a request
    entry_id = None
    if endpoint == "entries.add_entry":
        added = access.type_to_add(**parts, person=person)
        plan, entry_type = added.plan, added.type
    elif endpoint == "entries.edit_entry":
        edited = access.entry_to_edit(**parts, person=person)
        plan, entry_type, entry_id = edited.plan, edited.entry.type, edited.entry.id
    else:
        return None
    path = _path_of_form(plan.id, entry_type, entry_id)
    typed = TypedForm(_key_of(held), entry_type, entry_id, path, held.fields)
    saved_as = drafts.keep_draft(plan.id, typed, by=person, at=utc_now())
    if saved_as is not None:
        return url_for("entries.show_entry", plan_id=plan.id, section=entry_type.section, entry_id=saved_as)
    return f"{path}?draft={typed.key}"


def _key_of(held: HeldForm) -> UUID:
    try:
        return UUID(dict(held.fields).get("form_key", ""))
    except ValueError:
        return uuid4()
