"""The demonstration: an illustrative programme to try the tracker with."""
