"""Tables of stakeholders: entries of plans, and contact people beside them."""
