"""What makes sense for organisations and contact people, and what the helix balance says."""
