"""What is drawn of one recommendation: tiles of the map, names by standing, a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from nk_avtal.adoptions import words
from nk_avtal.adoptions.cells import Cell
from nk_avtal.adoptions.facts import Place, tally_of
from nk_avtal.domain.adoptions import Standing
from nk_avtal.formats import language
from nk_avtal.municipalities.models import Municipality

Address = Callable[[Municipality], str]


@dataclass(frozen=True)
class Tile:
    """A member on the tile map, as `macros/maps.html` draws it. Rows and columns from 1."""

    row: int
    col: int
    name: str
    url: str
    standing: Standing
    text: str
    sentence: str


@dataclass(frozen=True)
class Group:
    """The members with one standing, in the order of the list."""

    standing: Standing
    members: list[Municipality] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    @property
    def count(self) -> tuple[Standing, int]:
        """The standing and how many there are, as `macros/signs.html` counts."""
        return self.standing, len(self.members)

    @property
    def label(self) -> str:
        """The standing in words."""
        return str(words.STANDINGS[self.standing])


def tiles(
    members: Iterable[Municipality], places: Mapping[int, Place | Cell], today: date, url: Address
) -> list[Tile]:
    """The map of one recommendation; a member without a place on it is left out."""
    return [
        Tile(
            row=one.tile_row,
            col=one.tile_column,
            name=one.name,
            url=url(one),
            standing=places[one.id].standing,
            text=words.tile(places[one.id]),
            sentence=words.sentence(places[one.id], today),
        )
        for one in members
        if one.tile_row and one.tile_column and one.id in places
    ]


def groups(members: Iterable[Municipality], places: Mapping[int, Place | Cell]) -> list[Group]:
    """The members by standing, what deviates first; a day follows the name of who has one
    ahead."""
    found = {standing: Group(standing) for standing in words.EXCEPTIONS_FIRST}
    for one in members:
        place = places.get(one.id)
        if place is not None:
            group = found[place.standing]
            group.members.append(one)
            group.names.append(one.name + ahead(place))
    return [group for group in found.values() if group.members]


def ahead(place: Place | Cell) -> str:
    """What follows the name of a member whose meeting lies ahead: its day."""
    planned = place.day is not None and place.day == place.planned_on and not place.outcome
    return f" {words.cell(place)}" if planned else ""


def progress(members: Iterable[Municipality], places: Mapping[int, Place | Cell]) -> str:
    """How far it has come, and who has not: 11 av 14 har antagit, 1 med tillägg.
    Återremitterat: Övertorneå."""
    sentences = [tally_of(places).phrase.text(language())]
    for group in groups(members, places):
        if group.standing not in (Standing.ADOPTED, Standing.NOT_CONCERNED):
            sentences.append(f"{group.label}: {', '.join(group.names)}")
    return ". ".join(sentences) + "."
