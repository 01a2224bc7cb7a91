"""The service as real processes: it starts, keeps its scheduler alive and stops in order."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.serving.service import PATIENCE_SECONDS, Service, serve, wait_until


def alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


Start = Callable[..., Service]


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Start]:
    started: list[Service] = []

    def service(*more: str) -> Service:
        started.append(serve(database_url, tmp_path, *more))
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
def test_a_worker_that_breaks_down_says_where_and_another_answers(start: Start) -> None:
    service = start("--no-scheduler")
    wait_until(lambda: service.answer("/healthz")[0] == 200, service)
    wait_until(lambda: "Segmentation fault" in _after_breaking_down(service), service)
    assert "most recent call first" in service.log.read_text()
    wait_until(lambda: service.answer("/healthz")[0] == 200, service)


def _after_breaking_down(service: Service) -> str:
    for worker in service.workers()[:1]:
        os.kill(worker, signal.SIGSEGV)
    return service.log.read_text()


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
