"""The side that asks: has a limited process and gives it one job after another."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import inf
from threading import Event, Thread
from types import TracebackType

from nk_avtal.confined import starting
from nk_avtal.confined.messages import Message, packed, received

ENDED = "ended"
LOOK_EVERY_SECONDS = 0.05
_FITS_THE_PIPE = 32 * 1024
"""A job of at most so many bytes is taken by the pipe, whatever the process is doing."""


class Confined:
    """A process that runs `module` and is asked about one file, one job at a time.

    It knows the file, the jobs and nothing else: its environment is empty. Once it has ended it
    gives no more answers: what it was asked then would end the next one as well.
    """

    def __init__(self, module: str, file: bytes, wall_seconds: float) -> None:
        self._wall_seconds, self._until = wall_seconds, inf
        self._first = packed({"content": file})
        self._waiting, self._answers = 0, deque[Message]()
        self._begun, self._ended = time.monotonic(), False
        self._process = starting.start(module)
        self._done = Event()
        self._watch = Thread(target=self._kill_when_late, daemon=True)
        self._watch.start()

    def ask(self, job: Message) -> Message:
        """The answer to a job; the error `ended` when the process did not survive it.

        It has `wall_seconds` for each, the first with the start of the process.
        """
        self.send(job)
        return self.answer()

    def send(self, job: Message) -> None:
        """Give it a job before the answers to those before it have been read, so that it works
        while this process does."""
        message = self._first + packed(job)
        self._first = b""
        while self._waiting and len(message) > _FITS_THE_PIPE:  # else both could wait to write
            self._answers.append(self._receive())
        if not self._ended:
            self._write(message)
        self._waiting += 1

    def answer(self) -> Message:
        """The answer to the first job without one; the error `ended` as for `ask`."""
        return self._answers.popleft() if self._answers else self._receive()

    def _write(self, message: bytes) -> None:
        with self._limited(), suppress(BrokenPipeError):  # the answer will say that it has ended
            self._process.entry.write(message)
            self._process.entry.flush()

    def _receive(self) -> Message:
        self._waiting -= 1
        answer = None if self._ended else self._next_message()
        if answer is None:
            self._ended = True
            return {"error": ENDED}
        return answer

    def _next_message(self) -> Message | None:
        try:
            with self._limited():
                return received(self._process.answers)
        except (ValueError, RecursionError):
            return None
        finally:
            self._begun = 0.0

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """While this lasts, the process is ended when it takes too long."""
        self._until = (self._begun or time.monotonic()) + self._wall_seconds
        try:
            yield
        finally:
            self._until = inf

    def _kill_when_late(self) -> None:
        while not self._done.wait(LOOK_EVERY_SECONDS):
            if time.monotonic() > self._until:
                self._process.kill()
                return

    def __enter__(self) -> Confined:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._watch.join()
        self._process.forget()
