"""Help, accessibility, personal data."""
