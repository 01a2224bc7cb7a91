"""What a minutes excerpt seems to say, read from its text: a proposal to a person, never a fact.

Municipal minutes have no common form (cases e): the decision is read from its heading and not from
its place, and each proposal carries the line that it was found in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.written_dates import parse_day


@dataclass(frozen=True)
class Line:
    """A line of text, and where it stands: the page of a PDF, the paragraph of a Word file."""

    place: int
    text: str


@dataclass(frozen=True)
class Found:
    """A proposed value for a field of the decision's form, with the line that it was read from."""

    field: str
    value: str
    line: Line


_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_DAY = re.compile(
    rf"\b(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}} (?:{_MONTHS}) \d{{4}})\b", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"^\s*(?:[A-ZÅÄÖ][\w]{0,4}\s*)?§+\s*(\d{1,4}(?:\s?[a-z])?)\b(.*)")
_REFERENCE = re.compile(
    r"\b(?:dnr|diarienummer|diarienr|ärendenummer)\b[ .:]*"
    r"((?:[A-ZÅÄÖ]{1,6}[ /-]?)?\d{2,5}[-/:.][\w./:-]*\d)",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"^\s*((?:kommun(?:fullmäktige|styrelsen?)(?:s arbetsutskott)?)"
    r"|[A-ZÅÄÖ][a-zåäöé, -]{2,60}?(?:nämnden?|utskottet?))\b",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"^\s*(?:[\wåäöÅÄÖ ]{0,60}s\s+)?beslut\s*:?\s*$|beslutar\b|beslutade\b", re.IGNORECASE
)
_OTHER_HEADING = re.compile(
    r"^\s*(?:sammanfattning|bakgrund|ärende|beskrivning|yrkande|proposition|reservation|underlag"
    r"|beslutsunderlag|beslutsgång|expedieras|beslutet (?:skickas|ska skickas)|skickas till"
    r"|förslag till beslut|handlingar|protokollsanteckning|utdragsbestyrkande)",
    re.IGNORECASE,
)
_OUTCOMES = (
    (Outcome.REFERRED_BACK, r"återremit"),
    (Outcome.TABLED, r"bordlägg|bordlagt"),
    (Outcome.DECLINED, r"\bavslå[rs]?\b|\bavslagit\b|inte anta\b|\binte (?:antar|godkänner)\b"),
    (Outcome.PROPOSED, r"föreslå[rs]?\s+(?:kommun)?(?:fullmäktige|styrelsen)"),
    (Outcome.WITHDRAWN, r"\bärendet utgår\b|utgår ur (?:dagordning|föredragning)"),
    (Outcome.NOTED, r"till handlingarna|ta(?:r)? del av informationen"),
    (
        Outcome.ADOPTED_WITH_ADDITION,
        r"(?:med (?:följande )?tillägg|med (?:följande )?ändring|förbehåll|under förutsättning)",
    ),
    (Outcome.ADOPTED, r"\b(?:anta[rs]?|godkänn(?:er|a|s)|faställer|fastställ(?:er|a|s))\b"),
)
_DATED = (
    ("decided_on", r"sammanträdesdatum|sammanträdesdag|sammanträde den|sammanträde\b"),
    ("taken_down_on", r"nedtagande|nedtaget|tas ned|tas ner|anslag\w* ned"),
    ("announced_on", r"uppsättande|uppsatt|sätts upp|tillkännagiv|anslagsdatum|anslag\w* upp"),
    (
        "approved_on",
        r"justeringsdatum|justeringsdag|justera[ts]\b|justering",
    ),
)
_AT_ONCE = re.compile(r"omedelbart justera|omedelbar justering", re.IGNORECASE)


def read_excerpt(lines: Sequence[Line], title: str, today: date) -> list[Found]:
    """The proposals, at most one for each field, in the order of the form.

    `title` is that of the recommendation: where the text has several §, the one whose heading has
    most of its words is read, from there to the next.
    """
    start, end = _matter(lines, title)
    own = lines[start:end]
    found = [*_paragraph(own), *_body(lines), *_reference(own or lines), *_outcome(own or lines)]
    found += _days(lines, today)
    return sorted(found, key=lambda one: _ORDER.index(one.field))


_ORDER = (
    *("body", "decided_on", "paragraph", "reference", "outcome"),
    *("approved_on", "immediately", "announced_on", "taken_down_on"),
)


def _matter(lines: Sequence[Line], title: str) -> tuple[int, int]:
    """Where the § of the matter begins and ends; the whole text when it has none."""
    starts = [number for number, line in enumerate(lines) if _PARAGRAPH.match(line.text)]
    if not starts:
        return 0, len(lines)
    wanted = _words(title)
    ends = [*starts[1:], len(lines)]
    spans = list(zip(starts, ends, strict=True))

    def likeness(span: tuple[int, int]) -> int:
        heading = " ".join(line.text for line in lines[span[0] : min(span[0] + 4, span[1])])
        return len(wanted & _words(heading))

    return max(spans, key=likeness)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3}


def _paragraph(lines: Sequence[Line]) -> Iterator[Found]:
    match = _PARAGRAPH.match(lines[0].text) if lines else None
    if match:
        yield Found("paragraph", match[1].strip(), lines[0])


def _body(lines: Sequence[Line]) -> Iterator[Found]:
    for line in lines:
        match = _BODY.match(line.text)
        if match:
            yield Found("body", _named(match[1]), line)
            return


def _named(name: str) -> str:
    """Kommunstyrelse as Kommunstyrelsen; the first letter large, as a name."""
    name = " ".join(name.split())
    if name.casefold() == "kommunstyrelse":
        name += "n"
    return name[:1].upper() + (name[1:].lower() if name.isupper() else name[1:])


def _reference(lines: Sequence[Line]) -> Iterator[Found]:
    for line in lines:
        match = _REFERENCE.search(line.text)
        if match:
            yield Found("reference", match[1].strip(" ."), line)
            return


def _outcome(lines: Sequence[Line]) -> Iterator[Found]:
    """From the first decision's heading to the next heading: what the words there say."""
    for line in _under_the_heading(lines):
        for outcome, words in _OUTCOMES:
            if re.search(words, line.text, re.IGNORECASE):
                yield Found("outcome", outcome.value, line)
                return


def _under_the_heading(lines: Sequence[Line]) -> Iterator[Line]:
    inside = False
    for line in lines:
        if _OTHER_HEADING.match(line.text) and not line.text.rstrip().endswith("."):
            if inside:
                return
        elif _HEADING.search(line.text):
            inside = True
        if inside:
            yield line


def _days(lines: Sequence[Line], today: date) -> Iterator[Found]:
    """Dates by the word before them, on the same line or on the one above."""
    seen: set[str] = set()
    for number, line in enumerate(lines):
        if _AT_ONCE.search(line.text) and "immediately" not in seen:
            seen.add("immediately")
            yield Found("immediately", "y", line)
        for field, words in _DATED:
            label = re.search(words, line.text, re.IGNORECASE)
            if field in seen or not label:
                continue
            near = [line, *lines[number + 1 : number + 2]]
            day = _first_day(line.text[label.end() :], near[-1].text, today)
            if day:
                seen.add(field)
                yield Found(field, day.isoformat(), line)


def _first_day(rest: str, following: str, today: date) -> date | None:
    for text in (rest, following):
        match = _DAY.search(text)
        if match:
            try:
                return parse_day(match[0], today)
            except RuleBroken:
                return None
    return None
