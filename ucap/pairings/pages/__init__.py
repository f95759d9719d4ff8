"""What pages about pairings show, as plain values."""
