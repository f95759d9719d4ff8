"""Exports: the page from which everything is reachable, documents as pages, and files."""

import unicodedata
from collections.abc import Callable
from operator import attrgetter
from typing import TypeVar
from urllib.parse import quote

import structlog
from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ServiceUnavailable

from ucap.accounts.routes.visits import makes_file
from ucap.core.clock import utc_now
from ucap.core.errors import NotFound
from ucap.core.text import Message, message
from ucap.document.glance import GLANCE_TYPES, Glance, glance_of
from ucap.document.place_glance import PLACE_TYPES, place_glance
from ucap.document.queries import records_of, records_of_plans
from ucap.entries.fields import PARTS, part_of
from ucap.exports.access import PlaceWithPlans, contacts_to_export, place_with_plans
from ucap.exports.catalogue import (
    MIME_TYPES,
    WRITERS,
    DocumentKind,
    FileFormat,
    Wanted,
    document_of,
    ending_of,
    exported,
    file_title,
    types_for,
)
from ucap.exports.data import schema
from ucap.exports.html import article_of
from ucap.exports.pages import export_page, languages_of
from ucap.exports.typesetters import TypesettingError
from ucap.pairings.access import OpenPlan, plan_to_view
from ucap.web.access import loads, public
from ucap.web.filters import page_language, said

blueprint = Blueprint("exports", __name__)

_logger = structlog.get_logger()
_Made = TypeVar("_Made")


class NoPdfError(ServiceUnavailable):
    """The file could not be typeset; the page and the others can be had."""

    said = message("The file could not be made. Open the page or the Markdown instead, and tell the helpdesk.")


@blueprint.get("/plans/<uuid:plan_id>/export/")
@loads(plan_to_view, unchanged_while=attrgetter("mark"))
def show_exports(plan: OpenPlan) -> ResponseReturnValue:
    """Show all that can be exported of a plan."""
    language = _language(plan)
    page = export_page(plan, records_of(plan, language, GLANCE_TYPES), language, utc_now().date())
    return render_template("exports/show_exports.html", plan=plan, page=page)


@blueprint.get("/plans/<uuid:plan_id>/export/html")
@loads(plan_to_view)
def show_document(plan: OpenPlan) -> ResponseReturnValue:
    """Show a document of the plan as a page, ready to print."""
    wanted = _wanted(plan)
    document = document_of(records_of(plan, wanted.language, types_for(wanted.kind, FileFormat.HTML)), wanted)
    return render_template("exports/show_document.html", plan=plan, document=document, article=article_of(document))


@blueprint.get("/plans/<uuid:plan_id>/export/<export_format:file_format>")
@loads(plan_to_view)
@makes_file
def download_export(plan: OpenPlan, file_format: FileFormat) -> ResponseReturnValue:
    """Send a document or the data of the plan as a file."""
    wanted = _wanted(plan)
    records = records_of(plan, wanted.language, types_for(wanted.kind, file_format))
    content = _typeset(lambda: exported(records, file_format, wanted))
    return _file(file_title(wanted.kind, file_format), plan.title, content, file_format)


@blueprint.get("/plans/<uuid:plan_id>/glance")
@loads(plan_to_view, unchanged_while=attrgetter("mark"))
def show_glance(plan: OpenPlan) -> ResponseReturnValue:
    """Show the plan at a glance, and how long that is."""
    glance = _glance(plan)
    return render_template("exports/show_glance.html", plan=plan, glance=glance, article=article_of(glance.document))


@blueprint.get("/plans/<uuid:plan_id>/glance.pdf")
@loads(plan_to_view)
@makes_file
def download_glance_pdf(plan: OpenPlan) -> ResponseReturnValue:
    """Send the plan at a glance as PDF."""
    return _glance_file(_glance(plan), plan.title, FileFormat.PDF)


@blueprint.get("/plans/<uuid:plan_id>/glance.docx")
@loads(plan_to_view)
@makes_file
def download_glance_docx(plan: OpenPlan) -> ResponseReturnValue:
    """Send the plan at a glance as Word document."""
    return _glance_file(_glance(plan), plan.title, FileFormat.DOCX)


@blueprint.get("/places/<uuid:place_id>/glance")
@loads(place_with_plans)
def show_place_glance(opened: PlaceWithPlans) -> ResponseReturnValue:
    """Show a place at a glance, over all its pairings that the reader may read."""
    if opened.place.merged_into_id:
        return redirect(url_for("exports.show_place_glance", place_id=opened.place.merged_into_id))
    glance = _place_glance(opened)
    article = article_of(glance.document)
    return render_template("exports/show_place_glance.html", place=opened.place, glance=glance, article=article)


@blueprint.get("/places/<uuid:place_id>/glance.pdf")
@loads(place_with_plans)
@makes_file
def download_place_glance_pdf(opened: PlaceWithPlans) -> ResponseReturnValue:
    """Send a place at a glance as PDF."""
    return _glance_file(_place_glance(opened), opened.place.name, FileFormat.PDF)


@blueprint.get("/places/<uuid:place_id>/glance.docx")
@loads(place_with_plans)
@makes_file
def download_place_glance_docx(opened: PlaceWithPlans) -> ResponseReturnValue:
    """Send a place at a glance as Word document."""
    return _glance_file(_place_glance(opened), opened.place.name, FileFormat.DOCX)


@blueprint.get("/schemas/plan.json")
@public
def show_schema() -> ResponseReturnValue:
    """Publish the schema of exported data."""
    return jsonify(schema())


def _wanted(plan: OpenPlan) -> Wanted:
    """Return what the address asks for, or raise NotFound if there is none, Forbidden if one may not have it."""
    asked = request.args
    try:
        kind = DocumentKind.of(asked.get("document", DocumentKind.PLAN))
        parts = [part_of(part) for part in asked.getlist("part")] or PARTS
    except KeyError:
        raise NotFound from None
    wants_contacts = kind is DocumentKind.STAKEHOLDERS and "contacts" in asked
    contacts = contacts_to_export(plan) if wants_contacts else None
    return Wanted(_language(plan), utc_now(), kind, parts, contacts)


def _language(plan: OpenPlan) -> str:
    """Return the language that the address asks for, or else the reader's; NotFound if files cannot be had in it."""
    language = request.args.get("lang", page_language())
    if language not in languages_of(plan):
        raise NotFound
    return language


def _glance(plan: OpenPlan) -> Glance:
    language = _language(plan)
    return glance_of(records_of(plan, language, GLANCE_TYPES), language=language, on=utc_now().date())


def _place_glance(opened: PlaceWithPlans) -> Glance:
    language = page_language()
    plans = records_of_plans(opened.plans(language), language, PLACE_TYPES)
    return place_glance(opened.place.name, plans, language=language, on=utc_now().date())


def _glance_file(glance: Glance, name: str, file_format: FileFormat) -> Response:
    content = _typeset(lambda: WRITERS[file_format](glance.document))
    return _file(file_title(DocumentKind.GLANCE, file_format), name, content, file_format)


def _typeset(make: Callable[[], _Made]) -> _Made:
    """Return what is made, or raise NoPdfError if it could not be typeset."""
    try:
        return make()
    except TypesettingError as error:
        _logger.exception("typesetting_failed")
        raise NoPdfError from error


def _file(title: Message, name: str, content: bytes, file_format: FileFormat) -> Response:
    full = f"{said(title)} {name}.{ending_of(file_format)}"
    plain = unicodedata.normalize("NFKD", full.replace("–", "-")).encode("ascii", "ignore").decode().replace('"', "")
    response = Response(content, mimetype=MIME_TYPES[file_format])
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full)}"
    return response
