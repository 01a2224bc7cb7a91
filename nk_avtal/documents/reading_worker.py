"""Reads the text of files in a process of its own: `python -m nk_avtal.documents.reading_worker`.

It has more time than looking into a file has: whoever asks says how long they wait.
"""

from __future__ import annotations

from typing import Any

from nk_avtal.confined.answering import MEGABYTE, answer_all
from nk_avtal.documents.texts import lines_of

CPU_SECONDS = 20
MEMORY = 512 * MEGABYTE


def main() -> None:
    """Answer with the lines of the file."""
    answer_all(_lines, memory=MEMORY, cpu_seconds=CPU_SECONDS)


def _lines(content: bytes, _job: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"lines": lines_of(content)}
    except Exception:  # noqa: BLE001 - a file that cannot be read says nothing
        return {"lines": []}


if __name__ == "__main__":
    main()
