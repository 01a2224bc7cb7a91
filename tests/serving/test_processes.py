"""The service as real processes: it starts, keeps its scheduler alive and stops in order."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import databases

PATIENCE_SECONDS = 40


class Service:
    """A running `nk-avtal serve`."""

    def __init__(self, environ: dict[str, str], folder: Path, *more: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "nk_avtal.cli", "serve", "--port", str(self.port)]
        self.log = folder / "serve.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--workers", "1", *more],
                env=environ,
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def answer(self, path: str) -> tuple[int, Any]:
        """The status and the JSON of an address; 0 when nobody listens."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)
        except OSError:
            return 0, None

    def children(self) -> dict[int, str]:
        """The processes that it started, by number, with their commands."""
        found = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and parent_of(folder) == self.process.pid:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                found[int(folder.name)] = b" ".join(words).decode()
        return found

    def scheduler(self) -> int | None:
        """The number of the scheduler's process."""
        return next((n for n, words in self.children().items() if "cli scheduler" in words), None)

    def stop(self) -> int:
        """Stop it as the system does; its exit code."""
        self.process.terminate()
        return self.process.wait(PATIENCE_SECONDS)


def parent_of(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:  # it has ended meanwhile
        return 0


def wait_until(holds: Callable[[], object], service: Service) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, service.log.read_text()
        assert service.process.poll() is None, service.log.read_text()
        time.sleep(0.05)


def alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


Start = Callable[..., Service]


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Start]:
    root = str(Path(__file__).parents[2])
    environ = databases.environ(database_url, tmp_path)
    environ |= {"PYTHONPATH": root, "PATH": os.environ["PATH"]}
    started: list[Service] = []

    def service(*more: str) -> Service:
        started.append(Service(environ, tmp_path, *more))
        return started[-1]

    yield service
    for one in started:
        if one.process.poll() is None:
            one.stop()


def test_it_is_ready_with_its_scheduler_and_leaves_nothing_behind(start: Start) -> None:
    service = start()
    wait_until(lambda: service.answer("/readyz")[0] == 200, service)
    assert service.answer("/healthz") == (200, {"status": "ok"})
    children = service.children()
    assert len(children) == 2
    assert f"http://127.0.0.1:{service.port}" in service.log.read_text()
    assert service.stop() == 0
    assert not any(map(alive, children))
    assert "Traceback" not in service.log.read_text()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_scheduler_that_dies_is_started_anew(start: Start) -> None:
    service = start()
    wait_until(lambda: service.answer("/readyz")[0] == 200, service)
    first = service.scheduler()
    assert first
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: service.scheduler() not in (None, first), service)
    assert service.answer("/healthz")[0] == 200
    assert service.stop() == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_a_scheduler_it_serves_but_says_that_it_is_not_ready(start: Start) -> None:
    """Reliability R-13: a scheduler that was never started is seen, and named."""
    service = start("--no-scheduler")
    wait_until(lambda: service.answer("/healthz")[0] == 200, service)
    assert len(service.children()) == 1
    status, told = service.answer("/readyz")
    assert (status, told["status"]) == (503, "failing")
    failing = {name for name, outcome in told["parts"].items() if outcome != "ok"}
    assert failing == {"scheduler"}
    assert service.stop() == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_when_the_web_server_dies_everything_ends_and_says_so(start: Start) -> None:
    """Whoever watches the service must see it, and start it again."""
    service = start()
    wait_until(lambda: service.answer("/readyz")[0] == 200, service)
    children = service.children()
    web = next(number for number, words in children.items() if "gunicorn" in words)
    os.kill(web, signal.SIGKILL)
    assert service.process.wait(PATIENCE_SECONDS) != 0
    assert not any(alive(number) for number in children if number != web)
