"""Fills templates in a process of its own: `python -m nk_avtal.letters.worker`.

The process has limits on memory, time and file size, an empty environment, no secrets and no
database, so that a hostile template can at most end it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2.exceptions import (
    SecurityError,
    TemplateAssertionError,
    TemplateError,
    TemplateSyntaxError,
    UndefinedError,
)

from nk_avtal.confined.answering import MEGABYTE, answer_all
from nk_avtal.letters.compiled import Filling, compiled
from nk_avtal.letters.language import LetterLanguage, NotShowable
from nk_avtal.letters.reading import faults_of

CPU_SECONDS = 6
"""For one document."""
MEMORY = 512 * MEGABYTE
LARGEST = 30 * MEGABYTE
"""Of one filled document."""


def main() -> None:
    """Answer jobs about one template: fill it in, or say what is wrong with it."""
    answer_all(_answer, memory=MEMORY, cpu_seconds=CPU_SECONDS)


def _answer(template: bytes, job: dict[str, Any]) -> dict[str, Any]:
    return _read(template, job) if "known" in job else _fill(template, job["values"])


def _read(template: bytes, job: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"faults": faults_of(template, job["known"])}
    except MemoryError:
        return {"error": "too_big", "detail": ""}
    except Exception:  # noqa: BLE001 - whatever a broken file brings about is one answer
        return {"error": "broken", "detail": ""}


@lru_cache(maxsize=1)
def _compiled(template: bytes) -> Filling:
    """The template of this process: it is sent one, and keeps it for all documents of a batch."""
    return compiled(template, LetterLanguage())


def _fill(template: bytes, values: dict[str, Any]) -> dict[str, Any]:
    try:
        filled = _compiled(template).fill(values)
    except Exception as reason:  # noqa: BLE001 - whatever a template brings about is one answer
        error, detail = _explained(reason, values)
        return {"error": error, "detail": detail}
    if len(filled) > LARGEST:
        return {"error": "too_big", "detail": ""}
    return {"content": filled}


_ERRORS: tuple[tuple[type[Exception], str], ...] = (
    (UndefinedError, "unknown_field"),
    (SecurityError, "forbidden"),
    (NotShowable, "list_shown"),
    (TemplateAssertionError, "unknown_filter"),
    (TemplateSyntaxError, "syntax"),
    (MemoryError, "too_big"),
    (RecursionError, "too_big"),
    (OverflowError, "too_big"),
    (TemplateError, "broken"),
)


def _explained(reason: Exception, values: dict[str, Any]) -> tuple[str, str]:
    """The kind of a failure, and the field, tag or filter that it is about."""
    kind = next((kind for known, kind in _ERRORS if isinstance(reason, known)), "broken")
    if kind == "unknown_field":
        return kind, _field_in(str(reason))
    if kind == "unknown_filter":
        return kind, str(reason).partition("'")[2].partition("'")[0]
    return kind, str(reason) if kind == "forbidden" else ""


def _field_in(message: str) -> str:
    """The name in Jinja's sentences "'x' is undefined" and "'dict object' has no attribute 'x'"."""
    quoted = message.split("'")[1::2]
    return quoted[-1] if quoted else message


if __name__ == "__main__":
    main()
