"""How much a test tries: enough in every run, all that the requirement says when asked for it."""

from __future__ import annotations

import os

FULL = os.environ.get("TEST_FULL") == "1"


def scaled(usual: int, full: int) -> int:
    """`usual`, or `full` when TEST_FULL=1."""
    return full if FULL else usual
