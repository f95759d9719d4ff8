"""The pilots of a programme, side by side."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ucap.pairings.access import OpenProgramme, programme_to_manage
from ucap.pilots.pages.listing import programme_pilots_page
from ucap.web.access import loads
from ucap.web.revalidation import reader_day

blueprint = Blueprint("programme_pilots", __name__, url_prefix="/programmes/<uuid:programme_id>/pilots")


@blueprint.get("/")
@loads(programme_to_manage)
def list_programme_pilots(programme: OpenProgramme) -> ResponseReturnValue:
    """Show the pilots of all plans of a programme."""
    page = programme_pilots_page(programme, reader_day())
    return render_template("programme_pilots/list_programme_pilots.html", page=page)
