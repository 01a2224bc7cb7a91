"""What makes a plan of meetings less sure than its days look (domain 8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from nk_avtal.domain.backward_plans import Plan
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.sittings import Passed

_AN_ELECTION = 2026
_YEARS_BETWEEN = 4


def is_election_year(year: int) -> bool:
    """Whether there is an ordinary election to the councils in September."""
    return (year - _AN_ELECTION) % _YEARS_BETWEEN == 0


def election_around(day: date) -> int | None:
    """The year of the election whose new mandate a day is close to: from 1 September until
    31 January."""
    year = day.year - 1 if day.month == 1 else day.year
    near = day.month == 1 or day.month >= 9
    return year if near and is_election_year(year) else None


def warnings_of(plans: Iterable[Plan]) -> list[Phrase]:
    """What to know of the days in some plans, each thing once."""
    passed = [[*plan.passed] for plan in plans]
    meetings = [one for found in passed for one in found]
    warnings = [_election(year) for year in _elections(meetings)]
    for year in _elections(meetings):
        warnings += [
            Phrase(*words, {"year": change.year})
            for kind, change, words in _changes(year)
            if any(_changes_hands(found, kind, change) for found in passed)
        ]
    guesses = [one.held_on for one in meetings if not one.known]
    if any(_around_summer(day) for day in guesses):
        warnings.append(_SUMMER)
    if any(_around_christmas(day) for day in guesses):
        warnings.append(_CHRISTMAS)
    return warnings


def _elections(meetings: Iterable[Passed]) -> list[int]:
    found = {election_around(one.held_on) for one in meetings}
    return sorted(year for year in found if year)


def _changes(year: int) -> list[tuple[BodyKind, date, tuple[str, str]]]:
    """When an election replaces those who decide: the council (KL 5:9), and usually the board."""
    return [
        (BodyKind.COUNCIL, date(year, 10, 15), _NEW_COUNCIL),
        (BodyKind.EXECUTIVE, date(year + 1, 1, 1), _NEW_EXECUTIVE),
    ]


def _changes_hands(passed: list[Passed], kind: BodyKind, change: date) -> bool:
    """Whether a matter is prepared before a body changes, and comes to it after."""
    after = any(one.stop.kind is kind and one.held_on >= change for one in passed)
    return after and passed[0].held_on < change


def _around_summer(day: date) -> bool:
    return (6, 15) < (day.month, day.day) < (9, 1)


def _around_christmas(day: date) -> bool:
    return (day.month, day.day) > (12, 20) or (day.month, day.day) < (1, 10)


def _election(year: int) -> Phrase:
    return Phrase(
        "{year} är ett valår. Från september till januari sammanträder organen sällan: nyvalda"
        " fullmäktige tillträder 15 oktober {year} och en ny kommunstyrelse normalt 1 januari"
        " {next}.",
        "{year} is an election year. From September until January bodies meet seldom: the new"
        " council takes office on 15 October {year}, and a new executive board usually on"
        " 1 January {next}.",
        {"year": year, "next": year + 1},
    )


_NEW_COUNCIL = (
    "Ärenden som bereds före 15 oktober {year} avgörs av nyvalda fullmäktige.",
    "Matters prepared before 15 October {year} are decided by a new council.",
)
_NEW_EXECUTIVE = (
    "Ärenden som bereds före 1 januari {year} kan komma till en ny kommunstyrelse.",
    "Matters prepared before 1 January {year} may come to a new executive board.",
)
_SUMMER = Phrase(
    "Uppskattade sammanträden hamnar kring sommaren. I juli sammanträder nästan ingen. Det sista"
    " före sommaren är ofta i mitten av juni, och det första efter i slutet av augusti eller i"
    " september.",
    "Estimated meetings fall around the summer. In July almost nobody meets. The last one before"
    " is often in the middle of June, and the first one after at the end of August or in"
    " September.",
)
_CHRISTMAS = Phrase(
    "Uppskattade sammanträden hamnar kring jul. Årets sista är ofta före 20 december.",
    "Estimated meetings fall around Christmas. The last one of the year is often before"
    " 20 December.",
)
