"""Questions about what is kept about somebody."""
