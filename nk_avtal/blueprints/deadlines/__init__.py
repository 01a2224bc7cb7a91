"""Deadlines that come, reminders that went."""
