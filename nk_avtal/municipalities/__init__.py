"""The members of the association."""
