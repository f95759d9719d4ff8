"""The entry types of the six sections, one module a section."""
