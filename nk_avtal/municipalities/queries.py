"""The members, in Swedish order."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from nk_avtal.db import db, kept_while_reading
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.formats import swedish_key
from nk_avtal.municipalities.models import Contact, Municipality


@kept_while_reading
def members() -> Sequence[Municipality]:
    """The active members, Å Ä Ö last."""
    found = db.session.scalars(_MEMBERS)
    return sorted(found, key=lambda municipality: swedish_key(municipality.name))


_MEMBERS = sa.select(Municipality).where(Municipality.active.is_(True))


def municipality_by_slug(slug: str) -> Municipality:
    """The member of an address. Raises NoResultFound when there is none."""
    return db.session.scalars(sa.select(Municipality).where(Municipality.slug == slug)).one()


def municipality_of_code(code: str) -> Municipality:
    """The same by its SCB code. Raises NoResultFound when there is none."""
    return db.session.scalars(sa.select(Municipality).where(Municipality.code == code)).one()


def municipality_by_code(code: str) -> Municipality:
    """The member with this SCB code. Raises RuleBroken when there is none."""
    found = db.session.scalars(sa.select(Municipality).where(Municipality.code == code)).first()
    if found is None:
        raise RuleBroken(f"Det finns ingen kommun med koden {code}.")
    return found


def tiles() -> list[tuple[int | None, int | None]]:
    """Where each active member lies on the tile map, as (row, column)."""
    return [(row, column) for row, column in db.session.execute(_TILES)]


_TILES = sa.select(Municipality.tile_row, Municipality.tile_column).where(
    Municipality.active.is_(True)
)
"""Asked for every page, and therefore built once."""


def contacts(municipality: Municipality) -> Sequence[Contact]:
    """The addresses of a member."""
    return db.session.scalars(
        sa.select(Contact)
        .where(Contact.municipality_id == municipality.id)
        .order_by(Contact.kind, Contact.id)
    ).all()


def is_contact(email: str) -> bool:
    """Whether a member gets its mail there."""
    wanted = sa.select(Contact.id).where(Contact.email == email).limit(1)
    return db.session.scalar(wanted) is not None


def contact_by_id(contact_id: int, municipality: Municipality) -> Contact:
    """An address of a member. Raises NoResultFound when it has none such."""
    wanted = sa.select(Contact).where(
        Contact.id == contact_id, Contact.municipality_id == municipality.id
    )
    return db.session.scalars(wanted).one()


def all_members() -> Sequence[Municipality]:
    """The members and those that have left, with addresses and inhabitants, Å Ä Ö last."""
    wanted = sa.select(Municipality).options(
        selectinload(Municipality.contacts), selectinload(Municipality.populations)
    )
    return sorted(db.session.scalars(wanted), key=lambda one: swedish_key(one.name))
