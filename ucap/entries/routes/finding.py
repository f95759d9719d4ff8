"""What scripts ask for while somebody types: names of organisations in long registers."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from ucap.core.text import visible_text
from ucap.entries.pages.values import PlanRegister
from ucap.pairings.access import OpenPlan, plan_to_view
from ucap.web.access import loads

blueprint = Blueprint("finding", __name__, url_prefix="/plans/<uuid:plan_id>/organisations")

_LONGEST_TEXT = 200


@blueprint.get("/find")
@loads(plan_to_view)
def find_organisations(plan: OpenPlan) -> ResponseReturnValue:
    """Name the first organisations of the plan's registers in whose name the text is."""
    text = visible_text(request.args.get("q"))[:_LONGEST_TEXT].strip()
    return jsonify([one.label for one in PlanRegister(plan).called(text)] if text else [])
