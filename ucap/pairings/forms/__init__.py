"""Forms about pairings."""
