"""HTML: a document as the body of a page, or as a file that stands alone and fetches nothing."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ucap.core.text import html_of
from ucap.document.models import Document

_ROOT = Path(__file__).resolve().parents[2]
_STYLE = _ROOT / "static" / "css" / "document.css"


def article_of(document: Document) -> Markup:
    """Return the document as part of a page."""
    made: str = _environment().get_template("components/document.html").module.document_article(document)  # type: ignore[attr-defined] # its macro
    return Markup(made)  # noqa: S704 - made by a template that escapes


def html_file_of(document: Document) -> str:
    """Return the document as a file with its own style."""
    template = _environment().get_template("layouts/document_file.html")
    style = Markup(f"<style>{_STYLE.read_text()}</style>")  # noqa: S704 - our own style sheet
    return template.render(document=document, style=style)


@cache
def _environment() -> Environment:
    """Return where the templates of documents are made to pages without an application."""
    environment = Environment(
        loader=FileSystemLoader(_ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markdown"] = lambda text: Markup(html_of(text))  # noqa: S704 - html_of returns what nh3 let through
    environment.filters["drawing"] = Markup
    return environment
