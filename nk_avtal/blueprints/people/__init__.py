"""Signing in and out, passwords, the own account."""
