"""A limited process for tests: it does what the job says."""

from __future__ import annotations

import os
import time
from typing import Any

from nk_avtal.confined.answering import MEGABYTE, answer_all


def main() -> None:
    """Answer with the file, what the job holds, or something that is no answer."""
    answer_all(_answer, memory=512 * MEGABYTE, cpu_seconds=2)


def _answer(file: bytes, job: dict[str, Any]) -> dict[str, Any]:
    if "say" in job:
        os.write(1, bytes(job["say"]))
    if "sleep" in job:
        time.sleep(job["sleep"])
    if "file" in job:
        with open(job["file"], "wb") as written:
            written.write(b"x")
    return {"content": file * job.get("times", 1), "said": job.get("saying")}
