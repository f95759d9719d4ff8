"""Pages of places."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import EditConflict, RuleBroken
from ucap.core.text import message
from ucap.directory.queries import networks, networks_of_place
from ucap.pairings.permissions import PersonRights
from ucap.places import operations
from ucap.places.access import OpenPlace, manager_of_places, place_to_edit, place_to_view
from ucap.places.forms.editing import PlaceForm
from ucap.places.forms.listing import PlacesForm, place_id_from
from ucap.places.forms.merging import MergeForm
from ucap.places.pages.changing import conflict_of, likely_places, merge_page
from ucap.places.pages.listing import list_page
from ucap.places.pages.place import place_page
from ucap.places.queries.listing import countries_with_places, list_of_places
from ucap.places.queries.places import network_ids_of_place
from ucap.web.access import loads, signed_in
from ucap.web.notices import notify

blueprint = Blueprint("places", __name__, url_prefix="/places")


@blueprint.get("/")
@signed_in
def list_places() -> ResponseReturnValue:
    """Show all places, a page at a time."""
    countries = countries_with_places()
    form = PlacesForm.of(countries)
    after, before = (request.args.get(name, type=place_id_from) for name in ("after", "before"))
    found = list_of_places(form.wanted(), countries, after=after, before=before)
    return render_template("places/list_places.html", page=list_page(form, found, current_person()))


@blueprint.route("/add", methods=["GET", "POST"])
@loads(manager_of_places)
def add_place(_rights: PersonRights) -> ResponseReturnValue:
    """Let a coordinator add a place, and show those that look like it first."""
    form = PlaceForm.of(networks())
    likely = []
    if form.validate_on_submit():
        values = form.values()
        likely = likely_places(values)
        if likely and not form.is_other.data:
            form.ask_whether_other()
        else:
            try:
                place_id = operations.add_place(values, by=current_person(), at=utc_now())
            except RuleBroken as broken:
                form.refuse(broken)
            else:
                return _done(place_id, form, added=True)
    return render_template("places/add_place.html", form=form, likely=likely)


@blueprint.route("/<uuid:place_id>/edit", methods=["GET", "POST"])
@loads(place_to_edit)
def edit_place(place: OpenPlace) -> ResponseReturnValue:
    """Let a coordinator change what is known of a place."""
    form = PlaceForm.of(networks(), place, network_ids_of_place(place.id))
    conflict = None
    if form.validate_on_submit():
        try:
            operations.edit_place(
                place.id, form.values(), seen_version=form.seen_version, by=current_person(), at=utc_now()
            )
        except RuleBroken as broken:
            form.refuse(broken)
        except EditConflict:
            conflict = conflict_of(form, place)
        else:
            return _done(place.id, form, added=False)
    page = render_template("places/edit_place.html", form=form, place=place, conflict=conflict)
    return page, 200 if conflict is None else 409


def _done(place_id: UUID, form: PlaceForm, *, added: bool) -> ResponseReturnValue:
    name = str(form.name.data)
    notify(message("%(name)s added.", name=name) if added else message("%(name)s saved.", name=name))
    return redirect(url_for("places.show_place", place_id=place_id))


@blueprint.get("/<uuid:place_id>/")
@loads(place_to_view)
def show_place(place: OpenPlace) -> ResponseReturnValue:
    """Show what is known of a place, and its pairings; of one that was merged, the other."""
    if place.merged_into_id:
        return redirect(url_for("places.show_place", place_id=place.merged_into_id))
    page = place_page(place, networks_of_place(place.id), current_person())
    return render_template("places/show_place.html", page=page)


@blueprint.route("/<uuid:place_id>/merge", methods=["GET", "POST"])
@loads(place_to_edit)
def merge_place(place: OpenPlace) -> ResponseReturnValue:
    """Let a coordinator say of which place this one is a duplicate, see what would move, and merge the two."""
    form = MergeForm(data={"into": request.args.get("into", ""), "version": place.version})
    if form.validate_on_submit():
        try:
            operations.merge_place(
                place.id, into=form.kept_id, seen_version=form.seen_version, by=current_person(), at=utc_now()
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            notify(message("%(name)s is merged: its address leads here now.", name=place.name))
            return redirect(url_for("places.show_place", place_id=form.kept_id))
    return render_template("places/merge_place.html", page=merge_page(place, form), form=form)
