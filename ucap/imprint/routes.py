"""Pages about the installation, and writing them."""

from flask import Blueprint, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import EditConflict
from ucap.core.text import message
from ucap.imprint import access, operations, queries
from ucap.imprint.access import OpenPage
from ucap.imprint.forms import AboutPageForm
from ucap.imprint.models import AboutPage
from ucap.imprint.pages import history_page
from ucap.pairings.permissions import may_edit_imprint
from ucap.pairings.queries.rights import rights_of_person
from ucap.web.access import loads, public
from ucap.web.notices import notify

blueprint = Blueprint("imprint", __name__)


@blueprint.get("/public/")
@public
def show_first_page() -> ResponseReturnValue:
    """Tell a stranger in ten seconds what this is."""
    return render_template("imprint/show_first_page.html")


@blueprint.get("/privacy", defaults={"page": AboutPage.PRIVACY})
@blueprint.get("/accessibility", defaults={"page": AboutPage.ACCESSIBILITY})
@blueprint.get("/imprint", defaults={"page": AboutPage.IMPRINT})
@blueprint.get("/help", defaults={"page": AboutPage.HELP})
@public
def show_page(page: AboutPage) -> ResponseReturnValue:
    """Show a page about the installation."""
    person = getattr(session, "person", None)
    can_edit = person is not None and may_edit_imprint(rights_of_person(person.id))
    return render_template("imprint/show_page.html", page=page, shown=queries.text_of(page), can_edit=can_edit)


@blueprint.route("/<about:page>/edit", methods=["GET", "POST"])
@loads(access.page_to_edit)
def edit_page(opened: OpenPage) -> ResponseReturnValue:
    """Let an administrator write the page, or go on from an earlier text of it; shows it first if asked to."""
    started = _text_to_start_from(opened)
    form = AboutPageForm(data={"text": started, "version": str(opened.shown.version)})
    newer = None
    if form.validate_on_submit() and not form.preview.data:
        try:
            operations.write_page(
                opened.page, str(form.text.data), seen_version=form.seen_version, by=current_person(), at=utc_now()
            )
        except EditConflict:
            newer = queries.text_of(opened.page)
            form.version.data = str(newer.version)
        else:
            notify(message("%(page)s saved. What it said before is in its history.", page=opened.page.label))
            return redirect(url_for("imprint.show_page", page=opened.page))
    shown = form.text.data if form.preview.data and not form.errors else None
    body = render_template("imprint/edit_page.html", page=opened.page, form=form, newer=newer, preview=shown)
    return make_response(body, 409 if newer else 200)


def _text_to_start_from(opened: OpenPage) -> str:
    """Return the text of the version that the address names; the present one if it names none."""
    wanted = request.args.get("from")
    earlier = queries.texts_of(opened.page) if wanted else []
    return next((one.text for one in earlier if str(one.version) == wanted), opened.shown.text)


@blueprint.get("/<about:page>/history")
@loads(access.page_to_edit)
def show_page_history(opened: OpenPage) -> ResponseReturnValue:
    """Show an administrator every text that the page had, and how one differs from the one before."""
    page = history_page(opened.page, request.args.get("version"))
    return render_template("imprint/show_page_history.html", page=page)
