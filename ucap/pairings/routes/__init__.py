"""Views about pairings."""
