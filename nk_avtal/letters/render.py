"""Filling a template with plain values, in a limited process that knows nothing else."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from threading import Timer
from types import TracebackType
from typing import Any

from nk_avtal.config import PROJECT
from nk_avtal.letters.faults import ENDED, TemplateBroken, explained, unprintable

WALL_SECONDS = 10
"""For one document, and for the first with the start of the process."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def render_each(
    template: bytes, contexts: Iterable[dict[str, Any]]
) -> Iterator[bytes | TemplateBroken]:
    """One answer for each context, in order, all by one process: the document, or why there is
    none. Documents are made as they are asked for."""
    with _Worker(template) as worker:
        for values in contexts:
            yield _checked(worker, values)


def render_many(template: bytes, contexts: Sequence[dict[str, Any]]) -> list[bytes]:
    """One document for each context. Raises TemplateBroken when one of them cannot be made."""
    documents = []
    for answer in render_each(template, contexts):
        if isinstance(answer, TemplateBroken):
            raise answer
        documents.append(answer)
    return documents


def render_one(template: bytes, context: dict[str, Any]) -> bytes:
    """The document for one context. Raises TemplateBroken."""
    return render_many(template, [context])[0]


def faults_in(template: bytes, known: dict[str, Any]) -> list[TemplateBroken]:
    """What is wrong with a template whose fields are to be found in `known`, an example."""
    with _Worker(template) as worker:
        answer = worker.ask({"known": known})
    return [explained(fault) for fault in answer.get("faults", [answer])]


def _checked(worker: _Worker, values: dict[str, Any]) -> bytes | TemplateBroken:
    for path, text in _texts(values, ""):
        if sign := _CONTROL.search(text):
            return unprintable(path, sign.group())
    answer = worker.ask({"values": values})
    if "document" in answer:
        return base64.b64decode(answer["document"])
    return explained(answer)


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every string in a plain value, with the name of its field."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _texts(one, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, path)


class _Worker:
    """The limited process, asked one question at a time. Once it has ended it gives no more
    documents: what it was asked then would end the next one as well."""

    def __init__(self, template: bytes) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-B", "-m", "nk_avtal.letters.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT,
            env={},
            encoding="utf-8",
        )
        self._template: str | None = json.dumps(base64.b64encode(template).decode())

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        """The answer to a job; the error `ended` when the process did not survive it."""
        timer = Timer(WALL_SECONDS, self._process.kill)
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
        if self._template is not None:
            entry.write(f"{self._template}\n")
            self._template = None
        entry.write(f"{json.dumps(job)}\n")
        entry.flush()
        answer: dict[str, Any] = json.loads(answers.readline())
        return answer

    def __enter__(self) -> _Worker:
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
