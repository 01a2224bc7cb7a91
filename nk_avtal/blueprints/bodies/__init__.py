"""Meetings of the association and of each municipality."""
