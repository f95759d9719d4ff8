"""Pilots: what is tried in a place, what comes of it, and how it goes."""
