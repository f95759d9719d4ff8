"""What people do with pairings."""
