"""The limited processes that a test has started."""

from __future__ import annotations

import psutil

STEM = "nk_avtal.confined.forking"


def stems() -> list[psutil.Process]:
    """What this process's limited processes branch off from: one, once there has been any."""
    return [one for one in psutil.Process().children() if STEM in one.cmdline()]


def branches() -> list[psutil.Process]:
    """The limited processes that there are now."""
    return [branch for stem in stems() for branch in stem.children()]
