"""Looking after accounts: who can sign in, who administers, and what is done when a device is lost."""
