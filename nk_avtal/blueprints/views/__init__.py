"""Saved views: beside the list and on the own account."""
