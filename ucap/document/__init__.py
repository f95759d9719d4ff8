"""The plan as plain values."""
