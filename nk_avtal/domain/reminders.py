"""Which days are watched and when somebody is told."""

from __future__ import annotations

from enum import StrEnum


class DeadlineKind(StrEnum):
    """Why a day matters."""

    REPLY = "reply"  # a municipality's answer to a recommendation
    MEETING = "meeting"  # a planned meeting that ought to have decided
    NOTICE = "notice"  # last day to give notice
    END = "end"  # the agreement ends by itself
    EXCERPT = "excerpt"  # a decision without its minutes excerpt
