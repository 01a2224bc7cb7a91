"""The further notice boards of a joint committee, one to a line: Kalix 14 januari 2027."""

from __future__ import annotations

from datetime import date

from nk_avtal.adoptions.models import NoticeBoard
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import long_date

Boards = tuple[tuple[str, date | None], ...]


def read_boards(text: str, today: date) -> Boards:
    """Place and day of each line; a place without a day has not announced yet.

    Raises RuleBroken when a line has no place, or a place stands twice.
    """
    found = [_board(line.strip(), today) for line in text.splitlines() if line.strip()]
    places = {place.casefold() for place, _day in found}
    if "" in places or len(places) < len(found):
        raise RuleBroken(_UNREADABLE)
    return tuple(found)


def _board(line: str, today: date) -> tuple[str, date | None]:
    """The place is what stands before the first figure, or before "den"."""
    first = next((i for i, sign in enumerate(line) if sign.isdigit()), None)
    if first is None:
        return line[:120], None
    place = line[:first].strip(" ,:;").removesuffix(" den").strip()
    return place[:120], parse_day(line[first:], today)


def written_board(board: NoticeBoard) -> str:
    """The line for a board."""
    day = long_date(board.announced_on) if board.announced_on else ""
    return f"{board.place} {day}".strip()


_UNREADABLE = Phrase(
    "Skriv en kommun per rad och dagen för anslaget, till exempel Kalix 14 januari 2027",
    "Write one municipality on each line and the day of its announcement, such as "
    "Kalix 14 January 2027",
)
