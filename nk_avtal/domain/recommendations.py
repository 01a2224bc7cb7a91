"""What the board recommends: its states and what may be done in each."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where people have brought the recommendation."""

    DRAFT = "draft"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
