"""Forms of places: what to list, what is known of one, and which two are the same."""
