"""Starting and ending limited processes, by way of one stem for each process of the service."""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import BinaryIO

from nk_avtal.config import PROJECT

PATIENCE_SECONDS = 20.0
"""How long a stem may take to answer: the first time, it has to import what is asked for."""


class Stem:
    """The process that limited processes branch off from; see `forking`."""

    def __init__(self) -> None:
        self._lock, self.owner = Lock(), os.getpid()
        self._socket, theirs = socket.socketpair()
        self._socket.settimeout(PATIENCE_SECONDS)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-X", "utf8", "-B", "-m", "nk_avtal.confined.forking"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=PROJECT,
                env={},
            )

    def ask(self, request: str, pipes: tuple[int, ...] = ()) -> int:
        """The answer to a request. Raises OSError when the stem is gone."""
        with self._lock:
            socket.send_fds(self._socket, [request.encode()], pipes)
            answer = self._socket.recv(32)
        if not answer:
            raise ConnectionError("the stem is gone")
        return int(answer)

    def close(self) -> None:
        """End it. Branches that are left find that nobody asks them any more."""
        self._socket.close()
        self._process.kill()
        self._process.wait()


@dataclass(frozen=True)
class Branch:
    """A limited process: its number, and the pipes to and from it."""

    stem: Stem
    number: int
    entry: BinaryIO
    answers: BinaryIO

    def kill(self) -> None:
        """End it, whatever it is doing."""
        with suppress(OSError):  # it does not outlive the stem for long
            self.stem.ask(f"kill {self.number}")

    def forget(self) -> None:
        """End it, wait until it is gone, and close the pipes. Nothing may be done with it then."""
        with suppress(OSError):
            self.stem.ask(f"forget {self.number}")
        for pipe in (self.entry, self.answers):
            with suppress(BrokenPipeError):  # what it did not read
                pipe.close()


def start(module: str) -> Branch:
    """A new limited process that runs `module.main()`."""
    stem = _stem()
    try:
        return _branch(stem, module)
    except OSError:
        return _branch(_stem(instead_of=stem), module)


def _branch(stem: Stem, module: str) -> Branch:
    read_entry, write_entry = os.pipe()
    read_answers, write_answers = os.pipe()
    ours = open(write_entry, "wb"), open(read_answers, "rb")  # noqa: SIM115 - for the branch
    try:
        return Branch(stem, stem.ask(f"start {module}", (read_entry, write_answers)), *ours)
    except OSError:
        for pipe in ours:
            pipe.close()
        raise
    finally:
        os.close(read_entry)
        os.close(write_answers)


_stems: list[Stem] = []
_choosing = Lock()


def _stem(*, instead_of: Stem | None = None) -> Stem:
    """The stem of this process, and not of one that it was forked from, nor one that is gone."""
    with _choosing:
        if not _stems or _stems[-1] is instead_of or _stems[-1].owner != os.getpid():
            close()
            _stems.append(Stem())
        return _stems[-1]


@atexit.register
def close() -> None:
    """End the stem of this process, if there is one."""
    while _stems:
        stem = _stems.pop()
        if stem.owner == os.getpid():
            stem.close()
