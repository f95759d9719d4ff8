"""Pages of organisations, stakeholders and contact people, a blueprint a subject."""
