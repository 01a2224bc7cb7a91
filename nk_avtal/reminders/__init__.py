"""Deadlines that are watched, what is due, and the ledger of what became of each reminder."""
