"""What a backup or a restore refuses, in a sentence for whoever runs it."""

from __future__ import annotations


class BackupRefused(Exception):
    """It cannot be done, and nothing has been changed."""
