"""Files that come with entries: to be downloaded, and photos as pages show them."""

from urllib.parse import quote

import structlog
from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ServiceUnavailable

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import NotFound
from ucap.core.file_store import SMALL, store
from ucap.core.files import MEDIA_TYPES, digest_of
from ucap.core.text import message
from ucap.entries import access
from ucap.entries.access import OpenEntry
from ucap.entries.forms.files import EraseFileForm
from ucap.entries.operations import attaching
from ucap.entries.queries.linking import whole_of
from ucap.web.access import loads
from ucap.web.filters import page_language
from ucap.web.notices import notify

blueprint = Blueprint("files", __name__, url_prefix="/plans/<uuid:plan_id>/files/<uuid:entry_id>")

_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
_logger = structlog.get_logger()


class FileLostError(ServiceUnavailable):
    """The plan tells of the file, and the store does not have it as it was."""

    said = message(
        "This file is missing on the server, or is no longer what was stored. Tell the helpdesk: a backup may have it. "
        "What the plan says of it is still there."
    )


@blueprint.get("/")
@loads(access.file_to_view)
def download_file(opened: OpenEntry) -> ResponseReturnValue:
    """Send a file to be saved; no browser is to open it here."""
    value = opened.entry.value
    if not value("digest"):
        raise NotFound
    content = _content(opened, "digest")
    name = str(value("name") or "file")
    plain = name.encode("ascii", "replace").decode().replace("?", "-")
    response = _answer(content, MEDIA_TYPES[str(value("kind"))])
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return response


@blueprint.route("/erase", methods=["GET", "POST"])
@loads(access.file_to_erase)
def erase_file(opened: OpenEntry) -> ResponseReturnValue:
    """Let who may change a file erase it for good; asks first."""
    form, entry = EraseFileForm(), opened.entry
    if form.validate_on_submit():
        attaching.erase_file(opened.plan.id, entry.id, by=current_person(), at=utc_now())
        notify(message("Erased, with all that the history knew of it."))
        whole_url = url_for(
            "entries.show_entry", plan_id=opened.plan.id, section=entry.type.section, entry_id=whole_of(entry.id)
        )
        return redirect(whole_url)
    return render_template("files/erase_file.html", opened=opened, form=form, title=entry.title(page_language()))


@blueprint.get("/photo")
@loads(access.file_to_view)
def show_photo(opened: OpenEntry) -> ResponseReturnValue:
    """Show a photo in the size that pages have; it was made by us."""
    if not opened.entry.value("small_digest"):
        raise NotFound
    return _answer(_content(opened, "small_digest", part=SMALL), MEDIA_TYPES["jpg"])


def _content(opened: OpenEntry, digest: str, *, part: str = "") -> bytes:
    """Return the file from the store.

    Raises:
        FileLostError: if it is not there, or not what was put in.
    """
    try:
        content = store().read(opened.entry.id, part=part)
    except OSError as error:
        _logger.exception("stored_file_missing", entry_id=str(opened.entry.id))
        raise FileLostError from error
    if digest_of(content) != opened.entry.value(digest):
        _logger.error("stored_file_altered", entry_id=str(opened.entry.id))
        raise FileLostError
    return content


def _answer(content: bytes, media_type: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = _POLICY
    return response
