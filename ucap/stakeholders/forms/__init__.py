"""Forms of organisations and contact people."""
