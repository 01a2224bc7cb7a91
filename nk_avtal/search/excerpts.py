"""A few words around what was found, with what fits marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nk_avtal.domain.search_terms import LONGEST_WORD
from nk_avtal.indexing.matching import Asked

BEFORE, AFTER = 70, 150
"""Letters around the first place where something fits."""
MOST_TEXT = 400_000


@dataclass(frozen=True)
class Piece:
    """Some text, marked where it fits what was asked for."""

    text: str
    fits: bool = False


def pattern_of(asked: Iterable[Asked]) -> re.Pattern[str] | None:
    """What the words that are asked for look like in a text; None when there are none."""
    looks = {look for one in asked for look in _looks(one)}
    if not looks:
        return None
    longest_first = sorted(looks, key=lambda look: (-len(look), look))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(longest_first)})(?![^\W_])", re.IGNORECASE)


def _looks(asked: Asked) -> Iterable[str]:
    if asked.word.startswith("§"):
        number = asked.word[1:]
        yield from (rf"§+\s*{number}", rf"{number}\s*§")
    elif "/" in asked.word:
        yield r"[/:.–-]".join(map(re.escape, asked.word.split("/")))
    else:
        yield re.escape(asked.word)
    for form in asked.forms:
        if "/" not in form and len(form) < LONGEST_WORD:
            yield re.escape(form)


def marked(text: str, pattern: re.Pattern[str] | None) -> list[Piece]:
    """The whole text with what fits marked."""
    if pattern is None:
        return [Piece(text)]
    pieces, end = [], 0
    for found in pattern.finditer(text):
        pieces += [Piece(text[end : found.start()]), Piece(found[0], fits=True)]
        end = found.end()
    pieces.append(Piece(text[end:]))
    return [one for one in pieces if one.text]


def excerpt(text: str, pattern: re.Pattern[str] | None) -> Sequence[Piece]:
    """The words around the first place that fits; the beginning when none does."""
    text = text[:MOST_TEXT]
    found = pattern.search(text) if pattern else None
    first = max(0, found.start() - BEFORE) if found else 0
    last = (found.end() if found else 0) + AFTER
    shown = " ".join(_whole_words(text, first, last).split())
    if not shown:
        return []
    shown = f"{'… ' if first else ''}{shown}{' …' if last < len(text) else ''}"
    return marked(shown, pattern)


def best_excerpt(
    texts: Sequence[tuple[str, str]], pattern: re.Pattern[str] | None
) -> Sequence[Piece]:
    """An excerpt of the first text in which something fits, with what that text is called; of the
    first that says anything when none does."""
    some = [(called, text[:MOST_TEXT]) for called, text in texts if text]
    fitting = (one for one in some if pattern and pattern.search(one[1]))
    called, text = next(fitting, some[0] if some else ("", ""))
    shown = excerpt(text, pattern)
    return [Piece(f"{called}: "), *shown] if called and shown else shown


def _whole_words(text: str, first: int, last: int) -> str:
    if first:
        space = re.search(r"\s", text[first : first + BEFORE])
        first += space.end() if space else 0
    if last < len(text):
        last = (
            max(text.rfind(" ", first, last), text.rfind("\n", first, last))
            if (re.search(r"\s", text[last - AFTER // 2 : last]))
            else last
        )
    return text[first:last]
