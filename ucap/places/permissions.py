"""Who may change what the directory says of places; read by pages and operations."""

from ucap.pairings.permissions import PersonRights


def may_manage_places(rights: PersonRights) -> bool:
    """Tell whether the person adds, changes and merges places: the coordinators of any programme do."""
    return bool(rights.coordinates)
