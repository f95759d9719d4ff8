"""Pages of places."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.directory.queries import networks_of_place
from ucap.places import pages, queries
from ucap.places.access import place_to_view
from ucap.places.forms.listing import PlacesForm, place_id_from
from ucap.places.queries import PlaceFacts
from ucap.web.access import loads, signed_in

blueprint = Blueprint("places", __name__, url_prefix="/places")


@blueprint.get("/")
@signed_in
def list_places() -> ResponseReturnValue:
    """Show all places, a page at a time."""
    countries = queries.countries_with_places()
    form = PlacesForm.of(countries)
    after, before = (request.args.get(name, type=place_id_from) for name in ("after", "before"))
    found = queries.list_of_places(form.wanted(), countries, after=after, before=before)
    return render_template("places/list_places.html", page=pages.list_page(form, found))


@blueprint.get("/<uuid:place_id>/")
@loads(place_to_view)
def show_place(place: PlaceFacts) -> ResponseReturnValue:
    """Show what is known of a place, and its pairings; of one that was merged, the other."""
    if place.merged_into_id:
        return redirect(url_for("places.show_place", place_id=place.merged_into_id))
    page = pages.place_page(place, networks_of_place(place.id), current_person())
    return render_template("places/show_place.html", page=page)
