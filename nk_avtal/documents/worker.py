"""Looks into uploaded files in a process of its own: `python -m nk_avtal.documents.worker`.

A hostile file can at most end it, and the upload is then refused (reliability S-26, S-27).
"""

from __future__ import annotations

from typing import Any

from nk_avtal.confined.answering import MEGABYTE, answer_all
from nk_avtal.documents.looking import Verdict, verdict_on

CPU_SECONDS = 1.7
"""For looking into one file, so that the page answers within two seconds (S-26)."""
MEMORY = 512 * MEGABYTE


def main() -> None:
    """Answer what the file is."""
    answer_all(_verdict, memory=MEMORY, cpu_seconds=CPU_SECONDS)


def _verdict(content: bytes, _job: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"verdict": verdict_on(content)}
    except Exception:  # noqa: BLE001 - whatever a broken file brings about is one answer
        return {"verdict": Verdict.BROKEN}


if __name__ == "__main__":
    main()
