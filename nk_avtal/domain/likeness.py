"""Whether two titles may be of the same agreement: minutes and lists seldom name it alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from nk_avtal.domain.import_cells import folded

ALIKE = 0.82
"""How alike two titles are, from 0 to 1, before somebody is asked."""
MOST = 3
"""Titles that are shown to whoever is asked."""
_MOST_COMPARED = 40
_STEM = 6
"""Letters by which words are found, whatever their endings."""
_SMALL = frozenset({"om", "och", "i", "för", "av", "med", "till", "på", "den", "det", "avtal"})

Thing = TypeVar("Thing")


def words_of(title: str) -> list[str]:
    """The words of a title that tell agreements apart, sorted: word order differs in minutes."""
    return sorted({word for word in folded(title).split() if word not in _SMALL})


def likeness(first: str, second: str) -> float:
    """How alike two titles are, whatever the order of their words. Different years or other figures
    are different agreements."""
    if sorted(re.findall(r"\d+", first)) != sorted(re.findall(r"\d+", second)):
        return 0.0
    return SequenceMatcher(
        None, " ".join(words_of(first)), " ".join(words_of(second)), autojunk=False
    ).ratio()


class Titles(Generic[Thing]):
    """Titles to look among, found by the beginnings of their words, so that thousands are quick."""

    def __init__(self, things: Iterable[tuple[str, Thing]]) -> None:
        self._things = list(things)
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        for place, (title, _thing) in enumerate(self._things):
            for stem in _stems(title):
                self._by_stem[stem].append(place)

    def like(self, title: str, most: int = _MOST_COMPARED) -> list[tuple[str, Thing]]:
        """Those that may be the same, the most alike first, of the `most` that share most words."""
        shared: dict[int, int] = defaultdict(int)
        for stem in _stems(title):
            for place in self._by_stem.get(stem, ()):
                shared[place] += 1
        nearest = sorted(shared, key=lambda place: (-shared[place], place))[:most]
        found = [(likeness(title, self._things[place][0]), place) for place in nearest]
        alike = sorted(((-score, place) for score, place in found if score >= ALIKE))
        return [self._things[place] for _score, place in alike[:MOST]]

    def containing(self, title: str) -> list[tuple[str, Thing]]:
        """The only one whose title has all the words of this one, as short names have some of
        them; none where there are several."""
        stems = _stems(title)
        if not any(len(stem) == _STEM for stem in stems):
            return []
        places = set.intersection(*(set(self._by_stem.get(stem, ())) for stem in stems))
        return [self._things[place] for place in places] if len(places) == 1 else []


def _stems(title: str) -> set[str]:
    return {word[:_STEM] for word in words_of(title)}
