"""Questions about pilots: each with all that belongs to it, or many side by side."""
