"""Working on thousands of rows without looking for garbage in between."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Inside, Python does not search its objects for rings that nothing else points to.

    Each search walks through everything there is, and a large import lets there be ever more, of
    which nothing can go before the end: it cost as much as all the rest of the work.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
