"""Processes of their own for files from outside: little memory, little time, no secrets."""
