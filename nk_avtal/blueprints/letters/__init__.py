"""Word templates of the office."""
