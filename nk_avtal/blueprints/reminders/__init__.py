"""Reminders: what comes, what went, who is told, and whether anything was missed."""
