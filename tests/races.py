"""Several people who do something in the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask


def at_once(app: Flask, works: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each of the works returns; they begin in the same moment."""
    start = Barrier(len(works))

    def begin(work: Callable[[], Any]) -> Any:
        with app.app_context():
            start.wait()
            return work()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(begin, works))
