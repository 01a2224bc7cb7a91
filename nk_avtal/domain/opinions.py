"""What is answered in a consultation: a stance per question, and how the stances add up."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import Language, join_and


class Stance(StrEnum):
    """What somebody says of a question."""

    SUPPORTS = "supports"  # tillstyrker
    SUPPORTS_WITH_CHANGE = "supports_with_change"  # tillstyrker med ändring
    OPPOSES = "opposes"  # avstyrker
    ABSTAINS = "abstains"  # avstår


@dataclass(frozen=True)
class Said:
    """What is answered to one question; `stance` is None where nothing was chosen."""

    stance: Stance | None
    comment: str = ""


class NotAnswered(RuleBroken):
    """The reply is not whole: what to correct, by the place of the question from 0, with None for
    the reply as a whole."""

    def __init__(self, faults: Sequence[tuple[int | None, Phrase]]) -> None:
        super().__init__(faults[0][1], name="not_answered")
        self.faults = tuple(faults)


def check_reply(said: Sequence[Said], text: str, has_file: bool) -> None:
    """Raises NotAnswered with everything that is missing: a stance on each question, the change
    that somebody wants, and without questions a text or a file."""
    told_elsewhere = bool(text.strip()) or has_file
    faults: list[tuple[int | None, Phrase]] = []
    for number, one in enumerate(said):
        if one.stance is None:
            faults.append((number, Phrase(*_NO_STANCE, {"number": number + 1})))
        elif one.stance is Stance.SUPPORTS_WITH_CHANGE and not (
            one.comment.strip() or told_elsewhere
        ):
            faults.append((number, _NO_CHANGE))
    if not said and not told_elsewhere:
        faults.append((None, _NOTHING))
    if faults:
        raise NotAnswered(faults)


@dataclass(frozen=True)
class OpinionTally:
    """How many have said what of a question, out of those that were asked."""

    asked: int
    counts: Mapping[Stance, int] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        """How many have answered the question."""
        return sum(self.counts.values())

    @property
    def silent(self) -> int:
        """How many have not."""
        return self.asked - self.answered

    @property
    def phrase(self) -> Phrase:
        """The numbers as a sentence without a full stop: 6 tillstyrker och 1 avstyrker."""
        if not self.answered:
            return _NOBODY
        return Phrase(self._counted("sv"), self._counted("en"))

    def _counted(self, language: Language) -> str:
        words = _WORDS if language == "sv" else _ENGLISH
        told = [f"{self.counts[one]} {words[one]}" for one in Stance if self.counts.get(one)]
        return join_and(told, language)


def tally(stances: Iterable[Stance], asked: int) -> OpinionTally:
    """The stances that stand on one question, out of `asked` that could have taken one."""
    return OpinionTally(asked, dict(Counter(stances)))


LONGEST_TITLE = 120


def issue_title(text: str) -> str:
    """What an issue made of a reply is called: its first line, shortened at a word."""
    first = next((line for line in map(str.strip, text.splitlines()) if line), "")
    return (
        textwrap.shorten(first, LONGEST_TITLE, placeholder=" …")
        if " " in first
        else (first[:LONGEST_TITLE])
    )


@dataclass(frozen=True)
class Guest:
    """Somebody beside the municipalities that is asked: a name, and an address if there is one."""

    name: str
    email: str = ""


def guests_in(text: str) -> list[Guest]:
    """Those named in a text, one a line: "Länets socialchefer, chefer@example.org" or with the
    address in angle brackets. A name that comes twice counts once.

    Raises RuleBroken for an address without a name, or for what cannot be an address.
    """
    found: dict[str, Guest] = {}
    for line in filter(None, (" ".join(one.split()) for one in text.splitlines())):
        guest = _guest(line)
        found.setdefault(guest.name.casefold(), guest)
    return list(found.values())


_LINE = re.compile(r"(?P<name>[^<>@]*?)[\s,;<]*(?P<email>[^\s,;<>]+@[^\s,;<>]*)?>?")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
LONGEST_NAME = 120


def _guest(line: str) -> Guest:
    parts = _LINE.fullmatch(line)
    name, email = (parts["name"], parts["email"] or "") if parts else ("", "")
    if not name or len(name) > LONGEST_NAME or (email and not _ADDRESS.fullmatch(email)):
        raise RuleBroken(Phrase(*_NO_GUEST, {"line": line}), name="guests")
    return Guest(name, email)


_WORDS = {
    Stance.SUPPORTS: "tillstyrker",
    Stance.SUPPORTS_WITH_CHANGE: "tillstyrker med ändring",
    Stance.OPPOSES: "avstyrker",
    Stance.ABSTAINS: "avstår",
}
_ENGLISH = {
    Stance.SUPPORTS: "in favour",
    Stance.SUPPORTS_WITH_CHANGE: "in favour with a change",
    Stance.OPPOSES: "against",
    Stance.ABSTAINS: "abstaining",
}
_NOBODY = Phrase("Ingen har svarat", "Nobody has answered")
_NO_STANCE = (
    "Välj vad ni svarar på fråga {number}",
    "Choose what you answer to question {number}",
)
_NO_CHANGE = Phrase(
    "Skriv vilken ändring ni vill ha, eller välj Tillstyrker",
    "Write what change you want, or choose In favour",
)
_NOTHING = Phrase(
    "Skriv yttrandet eller ladda upp det som fil",
    "Write the opinion or upload it as a file",
)
_NO_GUEST = (
    "{line} gick inte att läsa. Skriv ett namn och, om det finns, en adress: Länets socialchefer,"
    " chefer@example.org",
    "{line} could not be read. Write a name and, if there is one, an address: Heads of social"
    " services, heads@example.org",
)
