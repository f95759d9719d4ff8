"""UCAP at a Glance: as a page, as PDF and as Word document."""

import unicodedata
from dataclasses import replace
from operator import attrgetter
from urllib.parse import quote

import structlog
from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ServiceUnavailable

from ucap.accounts.routes.visits import makes_file
from ucap.core.clock import utc_now
from ucap.core.text import message
from ucap.directory.queries import label_in
from ucap.document.queries import document_of
from ucap.exports.glance import Glance, glance_of
from ucap.exports.pdf import TypesettingError, glance_pdf
from ucap.exports.word import glance_docx
from ucap.pairings.access import OpenPlan, plan_to_view
from ucap.web.access import loads
from ucap.web.filters import page_language

blueprint = Blueprint("exports", __name__, url_prefix="/plans/<uuid:plan_id>")

_logger = structlog.get_logger()


class NoPdfError(ServiceUnavailable):
    """The PDF could not be made; the page and the Word document can."""

    said = message("The PDF could not be made. Open the page or the Word document instead, and tell the helpdesk.")


@blueprint.get("/glance")
@loads(plan_to_view, unchanged_while=attrgetter("mark"))
def show_glance(plan: OpenPlan) -> ResponseReturnValue:
    """Show the plan at a glance."""
    return render_template("exports/show_glance.html", plan=plan, glance=_glance(plan))


@blueprint.get("/glance.pdf")
@loads(plan_to_view)
@makes_file
def download_glance_pdf(plan: OpenPlan) -> ResponseReturnValue:
    """Send the plan at a glance as PDF."""
    try:
        content = glance_pdf(_glance(plan))
    except TypesettingError as error:
        _logger.exception("typesetting_failed", plan_id=str(plan.id))
        raise NoPdfError from error
    return _file(plan, content, "application/pdf", "pdf")


@blueprint.get("/glance.docx")
@loads(plan_to_view)
@makes_file
def download_glance_docx(plan: OpenPlan) -> ResponseReturnValue:
    """Send the plan at a glance as Word document."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return _file(plan, glance_docx(_glance(plan)), kind, "docx")


def _glance(plan: OpenPlan) -> Glance:
    language = page_language()
    shown = replace(plan, theme=label_in(language, plan.theme_id, plan.theme))
    return glance_of(document_of(shown), language=language, on=utc_now().date())


def _file(plan: OpenPlan, content: bytes, kind: str, ending: str) -> Response:
    name = f"UCAP at a glance {plan.title}.{ending}"
    plain = unicodedata.normalize("NFKD", name.replace("–", "-")).encode("ascii", "ignore").decode()
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return response
