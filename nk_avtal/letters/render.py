"""Filling a template with plain values, in a limited process that knows nothing else."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Any

from nk_avtal.confined.asking import Confined
from nk_avtal.letters.faults import TemplateBroken, explained, unprintable

WALL_SECONDS = 10
"""For one document, and for the first with the start of the process."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def render_each(
    template: bytes, contexts: Iterable[dict[str, Any]]
) -> Generator[bytes | TemplateBroken]:
    """One answer for each context, in order, all by one process: the document, or why there is
    none. Documents are made as they are asked for, one ahead."""
    asked = deque[TemplateBroken | None]()
    with _worker(template) as worker:
        for values in contexts:
            refusal = _refusal(values)
            if refusal is None:
                worker.send({"values": values})
            asked.append(refusal)
            if len(asked) > 1:
                yield asked.popleft() or _made(worker.answer())
        for refusal in asked:
            yield refusal or _made(worker.answer())


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
    with _worker(template) as worker:
        answer = worker.ask({"known": known})
    return [explained(fault) for fault in answer.get("faults", [answer])]


def _refusal(values: dict[str, Any]) -> TemplateBroken | None:
    for path, text in _texts(values, ""):
        if sign := _CONTROL.search(text):
            return unprintable(path, sign.group())
    return None


def _made(answer: dict[str, Any]) -> bytes | TemplateBroken:
    document: bytes | None = answer.get("content")
    return explained(answer) if document is None else document


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


def _worker(template: bytes) -> Confined:
    return Confined("nk_avtal.letters.worker", template, WALL_SECONDS)
