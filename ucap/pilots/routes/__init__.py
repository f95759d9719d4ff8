"""Pages of pilots, one module a subject."""
