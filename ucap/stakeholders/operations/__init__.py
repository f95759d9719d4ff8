"""What people do with organisations and contact people, one module a subject."""
