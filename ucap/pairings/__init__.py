"""Pairings with their sides, posts and plans: who may do what in a plan."""
