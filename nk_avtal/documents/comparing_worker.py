"""Compares two files in a process of its own: `python -m nk_avtal.documents.comparing_worker`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from nk_avtal.confined.answering import MEGABYTE, answer_all
from nk_avtal.documents.lines import lines_to_compare
from nk_avtal.documents.redlines.making import redline
from nk_avtal.domain.moving import compared_with_moves

CPU_SECONDS = 15
MEMORY = 1024 * MEGABYTE


def main() -> None:
    """Answer with the changes as text, or with the job `word` as a Word file."""
    answer_all(_answer, memory=MEMORY, cpu_seconds=CPU_SECONDS)


def _answer(old: bytes, job: dict[str, Any]) -> dict[str, Any]:
    try:
        if job["want"] == "word":
            return _tracked(old, job)
        return {"changes": _changes(old, job["content"])}
    except Exception:  # noqa: BLE001 - whatever a broken file brings about is one answer
        return {"error": "broken"}


def _tracked(old: bytes, job: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"content": redline(old, job["content"], job["author"], job["at"])}
    except ValueError:
        return {"error": "untracked"}


def _changes(old: bytes, new: bytes) -> list[Any]:
    one, other = (lines_to_compare(content) for content in (old, new))
    return [asdict(change) for change in compared_with_moves(one, other)]


if __name__ == "__main__":
    main()
