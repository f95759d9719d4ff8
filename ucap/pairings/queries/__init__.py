"""Questions about pairings and their plans."""
