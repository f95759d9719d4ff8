"""What people do with their accounts: an operation a subject."""
