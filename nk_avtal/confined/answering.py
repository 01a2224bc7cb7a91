"""The side that answers: limits itself, reads the file, answers one job after another."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from nk_avtal.confined.messages import MEGABYTE, packed, received

__all__ = ["MEGABYTE", "answer_all"]


def answer_all(
    answer: Callable[[bytes, dict[str, Any]], dict[str, Any]], *, memory: int, cpu_seconds: int
) -> None:
    """Answer each job about the file with `answer(file, job)` until there are no more.

    The first message on standard input holds the file, each following one a job; each is answered
    with one message. `memory` is in bytes, `cpu_seconds` for one job. Nothing can be written to
    disk.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    jobs = _jobs(sys.stdin.buffer, cpu_seconds)
    file: bytes = next(jobs).get("content", b"")
    for job in jobs:
        sys.stdout.buffer.write(packed(answer(file, job)))
        sys.stdout.buffer.flush()


def _jobs(pipe: BinaryIO, cpu_seconds: int) -> Iterator[dict[str, Any]]:
    _allow(cpu_seconds)
    while (job := received(pipe)) is not None:
        _allow(cpu_seconds)
        yield job


def _allow(cpu_seconds: int) -> None:
    """Time for one more job; the limit counts the whole life of the process."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + cpu_seconds, hard))
