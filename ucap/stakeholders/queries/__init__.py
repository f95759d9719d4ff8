"""Questions about organisations, stakeholders and contact people, one module a subject."""
