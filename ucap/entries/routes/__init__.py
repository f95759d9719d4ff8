"""Views over entries, one module a subject, each with its blueprint."""
