"""What pages of places show, as plain values."""
