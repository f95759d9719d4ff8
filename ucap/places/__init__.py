"""Pages of places: what is known of them, their pairings, and merging duplicates."""
