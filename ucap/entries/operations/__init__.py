"""What people do with entries of any type, one module a subject."""
