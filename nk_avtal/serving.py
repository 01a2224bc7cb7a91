"""Web workers and scheduler under one parent that stops them in order."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from urllib.parse import urlsplit

THREADS = 4
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
LOOK_EVERY_SECONDS = 0.2
PATIENCE_SECONDS = 60.0
"""How long a child may take to end what it has begun: longer than one mail can take."""


def settle() -> None:
    """Tell the process that what was made at the start stays. Without that, and looked for as often
    as usual, what requests leave behind took half the time of a page with thousands of rows."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


class Serving:
    """The children that make up the service. A scheduler that dies is started anew, later and
    later; when the web server ends, everything does."""

    def __init__(self, port: int, workers: int, *, scheduler: bool) -> None:
        self.web_command = [
            *(sys.executable, "-m", "gunicorn", "wsgi:app"),
            *("--bind", f"127.0.0.1:{port}", "--workers", str(workers)),
            *("--worker-class", "gthread", "--threads", str(THREADS)),
            "--preload",  # a worker that has died is back at once
            *("--no-control-socket", "--graceful-timeout", "25", "--log-level", "warning"),
        ]
        self.scheduler_command = [sys.executable, "-m", "nk_avtal.cli", "scheduler"]
        self.with_scheduler = scheduler
        self.web: subprocess.Popen[bytes] | None = None
        self.scheduler: subprocess.Popen[bytes] | None = None
        self.wait = FIRST_WAIT
        self.start_at = 0.0
        self.stopping = False

    def run(self, folder: str) -> int:
        """Serve until told to stop; the web server's exit code, 0 when it was told to."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.web = _child(self.web_command, folder)
        while self.web.poll() is None:
            self._keep_scheduler(folder)
            time.sleep(LOOK_EVERY_SECONDS)
        told_to = self.stopping
        self._stop()
        if self.scheduler:
            _await(self.scheduler)
        return 0 if told_to else self.web.returncode

    def _keep_scheduler(self, folder: str) -> None:
        """Start the scheduler, at first and again when it has died and waited its time."""
        if self.stopping or not self.with_scheduler or time.monotonic() < self.start_at:
            return
        if self.scheduler is not None and self.scheduler.poll() is None:
            return
        self.scheduler = _child(self.scheduler_command, folder)
        self.start_at = time.monotonic() + self.wait
        self.wait = min(self.wait * 2, LONGEST_WAIT)

    def _stop(self, *_signal: object) -> None:
        self.stopping = True
        for child in (self.web, self.scheduler):
            if child and child.poll() is None:
                child.send_signal(signal.SIGTERM)


def _child(command: list[str], folder: str) -> subprocess.Popen[bytes]:
    """A process that Ctrl-C does not reach directly: the parent stops it in order. If the
    interpreter itself breaks down, the log tells where each thread was."""
    environ = os.environ | {"PYTHONFAULTHANDLER": "1"}
    return subprocess.Popen(  # noqa: S603 - our own
        command, cwd=folder, env=environ, start_new_session=True
    )


def _await(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def usual_workers() -> int:
    """As many web workers as cores."""
    return os.cpu_count() or 1


def port_of(base_url: str) -> int:
    """The port of an address, or the usual one."""
    return urlsplit(base_url).port or 8000
