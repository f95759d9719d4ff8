"""Showing a text as pages will show it, before it is saved."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from ucap.core.text import visible_text
from ucap.entries.fields import Prose
from ucap.web.access import signed_in
from ucap.web.forms import clean_text

blueprint = Blueprint("previewing", __name__)


@blueprint.post("/preview")
@signed_in
def preview_text() -> ResponseReturnValue:
    """Answer with a piece of a page that shows the Markdown; nothing is kept.

    Raises:
        RequestEntityTooLarge: if the text is longer than any field may be.
    """
    text = visible_text(clean_text(request.form.get("text")))
    if len(text) > Prose().longest:
        raise RequestEntityTooLarge
    return render_template("previewing/preview_text.html", text=text)
