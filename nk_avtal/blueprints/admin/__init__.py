"""Accounts, members and the log, for administrators."""
