"""What the pages of pilots show, as plain values."""
