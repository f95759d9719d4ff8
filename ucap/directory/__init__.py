"""Places, programmes and vocabularies."""
