"""The product's commands as processes of their own, on a test's database.

A process spends seconds on loading the product. These are forked from one that has it loaded, as
Python's own server of forks makes them, and share nothing with each other or with the tests. That
the commands begin from a shell is tried where the service is served.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nk_avtal import cli
from tests import databases

PATIENCE_SECONDS = 300
"""For a machine that is busy with other tests."""

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload([__name__])


class Process:
    """`nk-avtal <words>`, running or ended. What it says goes to files in `folder`."""

    def __init__(
        self, words: tuple[str, ...], environ: dict[str, str], folder: Path, text: str = ""
    ) -> None:
        self._told = folder / f"{len(list(folder.glob('*.said')))}.said"
        self._complained = self._told.with_suffix(".log")
        asked = self._told.with_suffix(".in")
        asked.write_text(text)
        self._told.touch()
        files = (str(asked), str(self._told), str(self._complained))
        self._one = _forks.Process(target=_run, args=(words, environ, str(folder), files))
        self._one.start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        assert self._one.pid
        return self._one.pid

    @property
    def returncode(self) -> int | None:
        """With what it has ended; None while it runs."""
        return self._one.exitcode

    @property
    def stdout(self) -> str:
        """What it has said."""
        return self._told.read_text()

    @property
    def stderr(self) -> str:
        """What it has complained about."""
        return self._complained.read_text()

    def poll(self) -> int | None:
        """The same, as a question."""
        return self.returncode

    def wait(self) -> Process:
        """Wait until it has ended."""
        self._one.join(PATIENCE_SECONDS)
        assert self.returncode is not None, "it did not end in time"
        return self

    def terminate(self) -> None:
        """Ask it to end."""
        self._one.terminate()

    def kill(self) -> None:
        """End it at once, wherever it is."""
        if self.returncode is None:
            os.kill(self.pid, signal.SIGKILL)
        self.wait()


def _run(
    words: tuple[str, ...], environ: dict[str, str], folder: str, files: tuple[str, str, str]
) -> None:
    for number, (name, mode) in enumerate(zip(files, "rww", strict=True)):
        with open(name, mode) as file:
            os.dup2(file.fileno(), number)
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(folder)
    sys.argv = ["nk-avtal", *words]
    cli.main()


Start = Callable[..., Process]


@contextmanager
def starting(database_url: str, folder: Path, **settings: str) -> Iterator[Start]:
    """Inside, `start("send", "--now")` starts `nk-avtal send --now`. What still runs at the end
    is killed."""
    environ = databases.environ(database_url, folder, **settings)
    environ |= {"PYTHONPATH": str(Path(__file__).parents[1]), "PATH": os.environ["PATH"]}
    started: list[Process] = []

    def start(*words: str, text: str = "", **more: str) -> Process:
        own = {f"NK_AVTAL_{name}": value for name, value in more.items()}
        started.append(Process(words, environ | own, folder, text))
        return started[-1]

    try:
        yield start
    finally:
        for one in started:
            one.kill()


def told(process: Process) -> str:
    """The last line that a process says, once it has ended."""
    lines = process.wait().stdout.splitlines()
    return lines[-1] if lines else ""


def wait_until(holds: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for something that another process brings about."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)
