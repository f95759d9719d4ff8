"""The entry types of a pilot, one module a subject."""
