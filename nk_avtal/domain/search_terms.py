"""The words of a text as the search index keeps them, the same for either database.

A word is written small and brought to its stem (by snowballstemmer, whose version is pinned as
stems are stored, and a little more). Å, ä and ö are letters of their own and never folded away.
`§ 142` is one word, and so is a number with parts, `2026/031`, whatever sign stands between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

RULES = 5
"""Raised when what is stored changes, so that the index is written anew."""
MADE_BY = f"snowballstemmer 3.1, rules {RULES}"

LONGEST_WORD = 60
SHORTEST_PART = 4
SHORTEST_BEGINNING = 3
COMMON = frozenset(
    {"och", "i", "om", "för", "av", "på", "med", "till", "från", "den", "det", "de", "en", "ett"}
    | {"som", "att", "är", "vid", "samt", "eller"}
    | {"dnr", "diarienr", "diarienummer", "nr", "paragraf"}
)
"""Words that say nothing of what is looked for, or only what kind of number follows."""

_TOKEN = re.compile(
    r"§+\s*(?P<before>\d+) | (?P<after>\d+)\s*§"
    r"| (?P<number>\d+(?:[/:.–-]\d+)+)"
    r"| (?P<word>[^\W_]+(?:-[^\W_]+)*)",
    re.VERBOSE,
)
_WHOLE = re.compile(re.sub(r"\?P<\w+>", "?:", _TOKEN.pattern), re.VERBOSE)
"""The same without naming the parts: a text is searched through faster."""
_SERIES = re.compile(r"(?<![^\W_])([^\W\d_]{1,4})(?=\d{2,4}[/-]\d)")
"""KS2026/318 is written for KS 2026/318."""
_BETWEEN = re.compile(r"[/:.–-]")
_STEMMER = snowballstemmer.stemmer("swedish")
_LEFT = re.compile(
    r"(?<=\w{5})et$"  # ärendet
    r"|(?<=\w{4})an$"  # bilagan, promemorian
    r"|(?<=\w{3}i)(n|um)$"  # strategin, gymnasium
    r"|(?<=\w{2}[bdfgkmpstv])e(?=l$)"  # medel: medlen
    r"|(?<=\w{4}[dt])r$"  # registret: register
)
"""What the stemmer leaves of endings."""


@dataclass(frozen=True)
class Token:
    """A word as it stands in a text, and what it is made of where that is more than itself."""

    whole: str
    parts: tuple[str, ...] = ()
    hyphened: bool = False


def tokens(text: str) -> Iterator[Token]:
    """The different words of a text, in the order in which each comes first."""
    return map(_token, dict.fromkeys(_written(text)))


def _written(text: str) -> list[str]:
    small = unicodedata.normalize("NFC", text).casefold()
    return _WHOLE.findall(_SERIES.sub(r"\1 ", small))


@lru_cache(maxsize=200_000)
def _token(written: str) -> Token:
    found = _TOKEN.fullmatch(written)
    assert found
    section = found["before"] or found["after"]
    if section:
        return Token(f"§{section[:LONGEST_WORD]}", (section[:LONGEST_WORD],))
    if found["number"]:
        parts = tuple(part[:LONGEST_WORD] for part in _BETWEEN.split(written))
        return Token("/".join(parts)[:LONGEST_WORD].rstrip("/"), parts)
    pieces = tuple(one[:LONGEST_WORD] for one in written.split("-"))
    several = len(pieces) > 1
    return Token("".join(pieces)[:LONGEST_WORD], pieces if several else (), several)


def words_of(text: str) -> set[str]:
    """Every word under which a text is found."""
    return set().union(*map(_found_by, {*_written(text)}))


@lru_cache(maxsize=200_000)
def _found_by(written: str) -> tuple[str, ...]:
    token = _token(written)
    return token.whole, *token.parts


def asked_words(text: str, most: int) -> list[str]:
    """The words that a person asks for, each once; those that say nothing only when there are no
    others."""
    found: dict[str, None] = {}
    for token in tokens(text):
        found |= dict.fromkeys(token.parts if token.hyphened else (token.whole,))
    telling = [word for word in found if word not in COMMON]
    return (telling or list(found))[:most]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """What a word's forms have in common. The stemmer knows few forms of what has an ending of its
    own, such as `promemorian`, `ärendet` or `hjälpmedlen`: what is left of those is taken off here,
    and again until nothing more comes off, so that the stem of a stem is itself."""
    if not word.isalpha():
        return word
    shorter = _LEFT.sub("", str(_STEMMER.stemWord(word)))
    return word if shorter == word else stem(shorter)


def is_spelled(word: str) -> bool:
    """Whether a word is spelled with letters, and so has forms, compounds and misspellings."""
    return word.isalpha()


def ends_of(word: str) -> Iterator[str]:
    """The word, and each end of it that another word may be: `tjänst` of `räddningstjänst`."""
    yield word
    if is_spelled(word):
        yield from (word[start:] for start in range(1, len(word) - SHORTEST_PART + 1))


def distance(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many or swapped with the next between two words;
    `most` + 1 when there are more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, its in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and its == one[i - 2]
            row.append(min(cost, last[j - 2] + 1) if swapped else cost)
    return min(row[-1], most + 1)
