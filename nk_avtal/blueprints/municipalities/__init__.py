"""The members and one member's page."""
