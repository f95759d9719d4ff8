"""Pages of the vocabularies."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ucap.core.languages import language_text
from ucap.directory import queries
from ucap.directory.access import OpenVocabulary, vocabulary_to_view
from ucap.web.access import loads, signed_in
from ucap.web.filters import page_language

blueprint = Blueprint("vocabularies", __name__, url_prefix="/vocabularies")


@blueprint.get("/")
@signed_in
def list_vocabularies() -> ResponseReturnValue:
    """Show all vocabularies, where they come from, and what nobody has checked."""
    return render_template("vocabularies/list_vocabularies.html", vocabularies=queries.vocabularies(page_language()))


@blueprint.get("/<scheme>/")
@loads(vocabulary_to_view)
def show_vocabulary(opened: OpenVocabulary) -> ResponseReturnValue:
    """Show the terms of a vocabulary, and what they are called in other languages."""
    named = {one.scheme: one for one in queries.vocabularies(page_language())}
    return render_template(
        "vocabularies/show_vocabulary.html",
        vocabulary=named[opened.scheme],
        terms=queries.entries_of_vocabulary(opened.scheme),
        language_text=lambda tag: language_text(tag, page_language()),
    )
