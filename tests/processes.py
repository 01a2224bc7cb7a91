"""The product's commands as processes of their own, on a test's database."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import databases

PATIENCE_SECONDS = 300
"""For a machine that is busy with other tests."""

Process = subprocess.Popen[str]
Start = Callable[..., Process]


@contextmanager
def starting(database_url: str, folder: Path, **settings: str) -> Iterator[Start]:
    """Inside, `start("send", "--now")` starts `nk-avtal send --now`. What still runs at the end
    is killed."""
    environ = databases.environ(database_url, folder, **settings)
    environ |= {"PYTHONPATH": str(Path(__file__).parents[1]), "PATH": os.environ["PATH"]}
    started: list[Process] = []

    def start(*words: str, **more: str) -> Process:
        log = (folder / f"{len(started)}.log").open("w")
        one = subprocess.Popen(
            [sys.executable, "-m", "nk_avtal.cli", *words],
            env=environ | {f"NK_AVTAL_{name}": value for name, value in more.items()},
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        log.close()
        started.append(one)
        return one

    try:
        yield start
    finally:
        for one in started:
            kill(one)


def kill(process: Process) -> None:
    """End a process at once, wherever it is."""
    if process.poll() is None:
        process.kill()
    process.wait()
    if process.stdout:
        process.stdout.close()


def told(process: Process) -> str:
    """The last line that a process says, once it has ended."""
    lines = process.communicate(timeout=PATIENCE_SECONDS)[0].splitlines()
    return lines[-1] if lines else ""


def wait_until(holds: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for something that another process brings about."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)
