"""The side that asks: starts the limited process and gives it one job after another."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from contextlib import suppress
from threading import Timer
from types import TracebackType
from typing import Any

from nk_avtal.config import PROJECT

ENDED = "ended"


class Confined:
    """A process that runs `module` and is asked about one file, one job at a time.

    It knows the file, the jobs and nothing else: its environment is empty. Once it has ended it
    gives no more answers: what it was asked then would end the next one as well.
    """

    def __init__(self, module: str, file: bytes, wall_seconds: float) -> None:
        self._wall_seconds = wall_seconds
        self._process = subprocess.Popen(  # noqa: S603 - a module of this product
            [sys.executable, "-X", "utf8", "-B", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT,
            env={},
            encoding="utf-8",
        )
        self._file: str | None = json.dumps(base64.b64encode(file).decode())

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        """The answer to a job; the error `ended` when the process did not survive it.

        It has `wall_seconds` for each, the first with the start of the process.
        """
        timer = Timer(self._wall_seconds, self._process.kill)
        timer.start()
        try:
            return self._answer(job)
        except (BrokenPipeError, json.JSONDecodeError):
            return {"error": ENDED}
        finally:
            timer.cancel()

    def _answer(self, job: dict[str, Any]) -> dict[str, Any]:
        entry, answers = self._process.stdin, self._process.stdout
        assert entry is not None
        assert answers is not None
        if self._file is not None:
            entry.write(f"{self._file}\n")
            self._file = None
        entry.write(f"{json.dumps(job)}\n")
        entry.flush()
        answer: dict[str, Any] = json.loads(answers.readline())
        return answer

    def __enter__(self) -> Confined:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):  # what an ended process did not read
                    pipe.close()
        self._process.wait()
