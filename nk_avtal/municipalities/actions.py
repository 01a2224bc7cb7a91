"""Changing what is kept about a member, and where its mail goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.municipalities.models import Contact, ContactKind, Municipality, Population
from nk_avtal.outbox.actions import check_address


@dataclass(frozen=True)
class Described:
    """What an administrator says about a member; `tile` is its row and column on the map."""

    name: str
    full_name: str
    genitive: str
    seat: str
    finnish_name: str
    meankieli_name: str
    sami_name: str
    tile: tuple[int, int] | None
    active: bool


def describe(municipality: Municipality, described: Described) -> None:
    """Change names and place; the address of its pages stays. Raises RuleBroken when another
    member has the name or the place on the map."""
    row, column = described.tile or (None, None)
    others = sa.select(Municipality.name).where(Municipality.id != municipality.id)
    if db.session.scalar(others.where(Municipality.name == described.name)):
        raise RuleBroken(_TAKEN_NAME, name="name")
    on_tile = others.where(Municipality.tile_row == row, Municipality.tile_column == column)
    neighbour = db.session.scalar(on_tile) if described.tile else None
    if neighbour:
        raise RuleBroken(Phrase(*_TAKEN_TILE, {"name": neighbour}), name="tile_row")
    for name in ("name", "full_name", "genitive", "seat", "active"):
        setattr(municipality, name, getattr(described, name))
    for name in ("finnish_name", "meankieli_name", "sami_name"):
        setattr(municipality, name, getattr(described, name))
    municipality.tile_row, municipality.tile_column = row, column


def count(municipality: Municipality, counted_on: date, inhabitants: int) -> None:
    """How many live there on a day; another number for the same day corrects it."""
    same = next((one for one in municipality.populations if one.counted_on == counted_on), None)
    if same:
        same.inhabitants = inhabitants
    else:
        db.session.add(
            Population(municipality=municipality, counted_on=counted_on, inhabitants=inhabitants)
        )


def add_contact(
    municipality: Municipality, kind: ContactKind, email: str, label: str = ""
) -> Contact:
    """A new address. Raises RuleBroken when it is none, or is there already."""
    address = email.strip().lower()
    check_address(address)
    if any(one.kind is kind and one.email == address for one in municipality.contacts):
        raise RuleBroken(_KNOWN)
    contact = Contact(municipality=municipality, kind=kind, email=address, label=label)
    db.session.add(contact)
    return contact


def remove_contact(contact: Contact) -> None:
    """Take an address away."""
    db.session.delete(contact)


_TAKEN_NAME = Phrase(
    "En annan kommun heter så. Kontrollera namnet",
    "Another municipality has that name. Check it",
)
_TAKEN_TILE = (
    "{name} ligger redan där på kartan. Välj en annan ruta",
    "{name} lies there on the map already. Choose another square",
)
_KNOWN = Phrase("Adressen finns redan", "The address is there already")
