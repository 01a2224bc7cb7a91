"""The side that answers: limits itself, reads the file, answers line by line."""

from __future__ import annotations

import base64
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

MEGABYTE = 1024 * 1024


def answer_all(
    answer: Callable[[bytes, dict[str, Any]], dict[str, Any]], *, memory: int, cpu_seconds: int
) -> None:
    """Answer each job about the file with `answer(file, job)` until there are no more.

    The first line on standard input holds the file, each following line a job; each is answered
    with one line. `memory` is in bytes, `cpu_seconds` for one job. Nothing can be written to disk.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _allow(cpu_seconds)
    file = base64.b64decode(json.loads(sys.stdin.readline()))
    for job in _jobs(sys.stdin, cpu_seconds):
        sys.stdout.write(json.dumps(answer(file, job)) + "\n")
        sys.stdout.flush()


def _jobs(lines: Iterable[str], cpu_seconds: int) -> Iterator[dict[str, Any]]:
    for line in lines:
        _allow(cpu_seconds)
        yield json.loads(line)


def _allow(cpu_seconds: int) -> None:
    """Time for one more job; the limit counts the whole life of the process."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + cpu_seconds, hard))
