"""Negotiations: rounds, issues, positions, and what may be agreed to."""
