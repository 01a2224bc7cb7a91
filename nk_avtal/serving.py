"""Web workers and scheduler under one parent that stops them in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from urllib.parse import urlsplit

THREADS = 4
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0


class Serving:
    """The children that make up the service. A scheduler that dies is started anew, later and
    later; when the web server ends, everything does."""

    def __init__(self, port: int, workers: int, *, scheduler: bool) -> None:
        self.web_command = [
            *(sys.executable, "-m", "gunicorn", "wsgi:app"),
            *("--bind", f"127.0.0.1:{port}", "--workers", str(workers)),
            *("--worker-class", "gthread", "--threads", str(THREADS)),
            *("--no-control-socket", "--graceful-timeout", "25", "--log-level", "warning"),
        ]
        self.scheduler_command = [sys.executable, "-m", "nk_avtal.cli", "scheduler"]
        self.with_scheduler = scheduler
        self.wait = FIRST_WAIT
        self.stopping = False

    def run(self, folder: str) -> int:
        """Serve until told to stop; the web server's exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.web = _child(self.web_command, folder)
        self.scheduler = self._start_scheduler(folder)
        started = time.monotonic()
        while self.web.poll() is None:
            time.sleep(0.2)
            if self._scheduler_died() and time.monotonic() - started > self.wait:
                self.wait = min(self.wait * 2, LONGEST_WAIT)
                started = time.monotonic()
                self.scheduler = self._start_scheduler(folder)
        self._stop()
        if self.scheduler:
            self.scheduler.wait(30)
        return 0 if self.stopping else self.web.returncode

    def _start_scheduler(self, folder: str) -> subprocess.Popen[bytes] | None:
        if not self.with_scheduler:
            return None
        return _child(self.scheduler_command, folder)

    def _scheduler_died(self) -> bool:
        died = self.scheduler is not None and self.scheduler.poll() is not None
        return died and not self.stopping

    def _stop(self, *_signal: object) -> None:
        self.stopping = bool(_signal) or self.stopping
        for child in (self.web, self.scheduler):
            if child and child.poll() is None:
                child.send_signal(signal.SIGTERM)


def _child(command: list[str], folder: str) -> subprocess.Popen[bytes]:
    """A process that Ctrl-C does not reach directly: the parent stops it in order."""
    return subprocess.Popen(command, cwd=folder, start_new_session=True)  # noqa: S603 - our own


def usual_workers() -> int:
    """As many web workers as cores."""
    return os.cpu_count() or 1


def port_of(base_url: str) -> int:
    """The port of an address, or the usual one."""
    return urlsplit(base_url).port or 8000
