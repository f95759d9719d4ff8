"""Questions about entries, one module a subject."""
