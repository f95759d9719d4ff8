"""Pages about the installation."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ucap.imprint import queries
from ucap.imprint.models import AboutPage
from ucap.web.access import public

blueprint = Blueprint("imprint", __name__)


@blueprint.get("/privacy", defaults={"page": AboutPage.PRIVACY})
@blueprint.get("/accessibility", defaults={"page": AboutPage.ACCESSIBILITY})
@blueprint.get("/imprint", defaults={"page": AboutPage.IMPRINT})
@blueprint.get("/help", defaults={"page": AboutPage.HELP})
@public
def show_page(page: AboutPage) -> ResponseReturnValue:
    """Show a page about the installation."""
    return render_template("imprint/show_page.html", page=page, shown=queries.text_of(page))
