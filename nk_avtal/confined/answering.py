"""The side that answers: limits itself, reads the file, answers one job after another."""

from __future__ import annotations

import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from math import ceil
from typing import Any, BinaryIO

from nk_avtal.confined.messages import MEGABYTE, packed, received

__all__ = ["MEGABYTE", "answer_all"]


def answer_all(
    answer: Callable[[bytes, dict[str, Any]], dict[str, Any]], *, memory: int, cpu_seconds: float
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


def _jobs(pipe: BinaryIO, cpu_seconds: float) -> Iterator[dict[str, Any]]:
    _allow(cpu_seconds)
    while (job := received(pipe)) is not None:
        _allow(cpu_seconds)
        yield job


def _allow(cpu_seconds: float) -> None:
    """Time for one more job, after which the process ends. Working time is what counts: on a busy
    machine nobody's file is refused for waiting its turn. The limit behind the timer counts whole
    seconds of the whole life of the process."""
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = int(time.process_time()) + ceil(cpu_seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
