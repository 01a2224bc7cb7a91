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


@dataclass(frozen=True)
class Pattern:
    """What the words that are asked for look like in a text. `small` finds the same in a text of
    small letters, but for looking at the letter before, which makes it several times faster."""

    whole: re.Pattern[str]
    small: re.Pattern[str]

    def first_in(self, text: str) -> tuple[int, int] | None:
        """Where the first place that fits begins and ends."""
        lowered = text.lower()
        if len(lowered) != len(text):  # İ
            found = self.whole.search(text)
            return found.span() if found else None
        for found in self.small.finditer(lowered):
            if not lowered[found.start() - 1 : found.start()].isalnum():
                return found.span()
        return None


def pattern_of(asked: Iterable[Asked]) -> Pattern | None:
    """What is looked for; None when nothing is."""
    looks = {look for one in asked for look in _looks(one)}
    if not looks:
        return None
    longest_first = sorted(looks, key=lambda look: (-len(look), look))
    after = rf"(?:{'|'.join(longest_first)})(?![^\W_])"
    return Pattern(re.compile(rf"(?<![^\W_]){after}", re.IGNORECASE), re.compile(after))


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


def marked(text: str, pattern: Pattern | None) -> list[Piece]:
    """The whole text with what fits marked."""
    if pattern is None:
        return [Piece(text)]
    pieces, end = [], 0
    for found in pattern.whole.finditer(text):
        pieces += [Piece(text[end : found.start()]), Piece(found[0], fits=True)]
        end = found.end()
    pieces.append(Piece(text[end:]))
    return [one for one in pieces if one.text]


def excerpt(text: str, pattern: Pattern | None) -> Sequence[Piece]:
    """The words around the first place that fits; the beginning of the text when none does."""
    text = text[:MOST_TEXT]
    place = pattern.first_in(text) if pattern else None
    begin, end = place or (0, 0)
    first, last = max(0, begin - BEFORE), end + AFTER
    shown = " ".join(_whole_words(text, first, last).split())
    if not shown:
        return []
    return marked(f"{'… ' if first else ''}{shown}{' …' if last < len(text) else ''}", pattern)


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
