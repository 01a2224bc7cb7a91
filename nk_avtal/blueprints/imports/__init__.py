"""Bringing files in: pages."""
