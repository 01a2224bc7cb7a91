"""The agreements that are there, and by what a row may know them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nk_avtal.agreements.goal_sets import all_sets
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import visible_to
from nk_avtal.db import db
from nk_avtal.domain.import_cells import folded
from nk_avtal.domain.likeness import Titles
from nk_avtal.imports.further_fields import Goals
from nk_avtal.people.models import Person


def everything(by: Person | None = None) -> Sequence[Agreement]:
    """All agreements with what stands in a file, or those that somebody may see, in the order of
    their registration."""
    wanted = (visible_to(by) if by else sa.select(Agreement)).options(
        selectinload(Agreement.areas), selectinload(Agreement.parties)
    )
    return db.session.scalars(wanted.order_by(Agreement.id)).all()


def whole() -> Sequence[Agreement]:
    """All agreements with everything that a file of agreements has."""
    wanted = sa.select(Agreement).options(
        *(selectinload(one) for one in (Agreement.areas, Agreement.parties, Agreement.goal_links)),
        *(selectinload(one) for one in (Agreement.relations, Agreement.notice_rules)),
        *(joinedload(one) for one in (Agreement.responsible, Agreement.manager)),
    )
    return db.session.scalars(wanted.order_by(Agreement.id)).all()


def goals() -> Goals:
    """The goals of all programmes, the newest first."""
    return Goals([goal for one in all_sets() for goal in one.goals])


@dataclass
class Known:
    """The agreements that are there, by what a row may know them by."""

    by_slug: dict[str, Agreement]
    by_number: dict[str, Agreement]
    by_title: dict[str, list[Agreement]]
    titles: Titles[Agreement]

    @classmethod
    def now(cls, found: Sequence[Agreement]) -> Known:
        by_title = defaultdict(list)
        for one in found:
            by_title[folded(one.title)].append(one)
        return cls(
            {one.slug: one for one in found},
            {folded(one.number): one for one in found if one.number},
            by_title,
            Titles((one.title, one) for one in found),
        )

    def exact(self, slug: str, number: str, title: str) -> Agreement | None:
        """The one that a row is certainly about: by its address, else by its number, else by its
        title where neither says otherwise."""
        found = self.by_slug.get(slug) or self.by_number.get(folded(number))
        if found:
            return found
        same = self.by_title.get(folded(title), [])
        if len(same) == 1 and not slug and not (number and same[0].number):
            return same[0]
        return None

    def short_for(self, number: str, title: str) -> list[tuple[str, Agreement]]:
        """The one that a short name may mean: Prislista for Interkommunal prislista 2026."""
        found = self.titles.containing(title)
        return [(name, one) for name, one in found if not (number and one.number)]

    def similar(self, number: str, title: str) -> list[tuple[str, Agreement]]:
        """Those that it may be about. Two numbers are two agreements."""
        return [
            (name, one)
            for name, one in self.titles.like(title)
            if not (number and one.number) and folded(name) != ""
        ]
