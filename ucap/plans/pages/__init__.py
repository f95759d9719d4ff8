"""What the pages of a plan show, as plain values."""
