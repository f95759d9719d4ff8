"""Pages of the networks of cities."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ucap.directory import queries
from ucap.directory.access import network_to_view
from ucap.directory.queries import NetworkFacts
from ucap.web.access import loads, signed_in

blueprint = Blueprint("networks", __name__, url_prefix="/networks")


@blueprint.get("/")
@signed_in
def list_networks() -> ResponseReturnValue:
    """Show all networks and who brings them together."""
    return render_template("networks/list_networks.html", networks=queries.networks())


@blueprint.get("/<uuid:network_id>/")
@loads(network_to_view)
def show_network(network: NetworkFacts) -> ResponseReturnValue:
    """Show what a network said of itself, and which places of the directory belong to it."""
    places = queries.places_of_network(network.id)
    return render_template("networks/show_network.html", network=network, places=places)
