"""What can be asked about costs: the years of an agreement, and what a municipality pays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import visible_to
from nk_avtal.bindings.facts import bindings_of
from nk_avtal.costs.models import CostShare, CostYear
from nk_avtal.db import db
from nk_avtal.domain.bindings import Bond, bound_on
from nk_avtal.domain.cost_years import year_shown
from nk_avtal.municipalities.models import Municipality, Population
from nk_avtal.people.models import Person

_STANDS = CostYear.ended_at.is_(None)


def years(agreement: Agreement) -> list[int]:
    """The years for which a cost is shared, the first first."""
    wanted = sa.select(CostYear.year).where(CostYear.agreement_id == agreement.id, _STANDS)
    return sorted(db.session.scalars(wanted))


def cost_year(agreement: Agreement, year: int) -> CostYear | None:
    """What stands for a year, with its shares and their municipalities."""
    wanted = sa.select(CostYear).where(
        CostYear.agreement_id == agreement.id, CostYear.year == year, _STANDS
    )
    return db.session.scalars(wanted.options(*_WHOLE)).unique().first()


_WHOLE = (
    joinedload(CostYear.set_by),
    selectinload(CostYear.shares).joinedload(CostShare.municipality),
)


def year_before(agreement: Agreement, year: int) -> CostYear | None:
    """What stands for the nearest earlier year: its key is where a new year begins."""
    wanted = sa.select(CostYear).where(
        CostYear.agreement_id == agreement.id, CostYear.year < year, _STANDS
    )
    newest = wanted.order_by(CostYear.year.desc()).limit(1).options(*_WHOLE)
    return db.session.scalars(newest).unique().first()


def earlier(agreement: Agreement, year: int) -> Sequence[CostYear]:
    """What has stood for a year and was changed or taken back, the newest first."""
    wanted = sa.select(CostYear).where(
        CostYear.agreement_id == agreement.id, CostYear.year == year, sa.not_(_STANDS)
    )
    newest_first = wanted.order_by(CostYear.id.desc()).options(joinedload(CostYear.set_by))
    return db.session.scalars(newest_first).all()


def shown_now(agreement: Agreement, today: date) -> CostYear | None:
    """What stands for the year that matters now, without its shares; one statement."""
    wanted = sa.select(CostYear).where(CostYear.agreement_id == agreement.id, _STANDS)
    found = {one.year: one for one in db.session.scalars(wanted)}
    year = year_shown(found, today)
    return found[year] if year else None


def cost_now(agreement: Agreement, today: date) -> CostYear | None:
    """The same with its shares; two statements more where there is one."""
    return costs_now([agreement.id], today).get(agreement.id)


def costs_now(agreements: Collection[int], today: date) -> dict[int, CostYear]:
    """The same for several agreements, by their ids, where there is one; three statements."""
    wanted = sa.select(CostYear).where(CostYear.agreement_id.in_(agreements), _STANDS)
    by_agreement: dict[int, dict[int, CostYear]] = defaultdict(dict)
    for one in db.session.scalars(wanted):
        by_agreement[one.agreement_id][one.year] = one
    shown = [found[year_shown(found, today) or 0].id for found in by_agreement.values()]
    whole = sa.select(CostYear).where(CostYear.id.in_(shown)).options(*_WHOLE)
    return {one.agreement_id: one for one in db.session.scalars(whole).unique()} if shown else {}


def share_of(standing: CostYear, municipality_id: int) -> CostShare | None:
    """What a municipality pays of a year's cost."""
    wanted = sa.select(CostShare).where(
        CostShare.cost_year_id == standing.id, CostShare.municipality_id == municipality_id
    )
    return db.session.scalars(wanted).first()


def shares_of(municipality: Municipality, reader: Person, today: date) -> list[CostShare]:
    """What a municipality pays now for each agreement that the reader may see; one statement."""
    visible = visible_to(reader).with_only_columns(Agreement.id)
    wanted = (
        sa.select(CostShare)
        .join(CostShare.cost_year)
        .where(CostShare.municipality_id == municipality.id, _STANDS)
        .where(CostYear.agreement_id.in_(visible))
        .options(joinedload(CostShare.cost_year).joinedload(CostYear.agreement))
    )
    by_agreement: dict[int, dict[int, CostShare]] = defaultdict(dict)
    for one in db.session.scalars(wanted):
        by_agreement[one.cost_year.agreement_id][one.cost_year.year] = one
    return [found[year_shown(found, today) or 0] for found in by_agreement.values()]


def shares_in(municipality: Municipality, year: int) -> dict[int, CostShare]:
    """What a municipality pays in a year, by the number of the agreement."""
    wanted = (
        sa.select(CostShare)
        .join(CostShare.cost_year)
        .where(CostShare.municipality_id == municipality.id, _STANDS, CostYear.year == year)
        .options(joinedload(CostShare.cost_year))
    )
    return {one.cost_year.agreement_id: one for one in db.session.scalars(wanted)}


def sums_by_municipality(years: Collection[int]) -> dict[tuple[int, int], int]:
    """What each municipality pays for all agreements together, in öre, by its id and the year."""
    wanted = (
        sa.select(CostShare.municipality_id, CostYear.year, sa.func.sum(CostShare.amount))
        .join(CostShare.cost_year)
        .where(_STANDS, CostYear.year.in_(years))
        .group_by(CostShare.municipality_id, CostYear.year)
    )
    return {(town, year): int(ore) for town, year, ore in db.session.execute(wanted)}


def totals_by_agreement(years: Collection[int]) -> dict[tuple[int, int], int]:
    """What each agreement costs all together, in öre, by its id and the year."""
    wanted = sa.select(CostYear.agreement_id, CostYear.year, CostYear.total).where(
        _STANDS, CostYear.year.in_(years)
    )
    return {(number, year): ore for number, year, ore in db.session.execute(wanted)}


def paying_members(agreement: Agreement, year: int, today: date) -> list[Municipality]:
    """The municipalities that share the cost of a year, by code: those that are bound, or may be,
    when the year begins or ends. While nobody is bound yet, all that are parties."""
    ids = {one.municipality_id for one in agreement.parties if one.municipality_id}
    bound = _bound_in(agreement, year, today)
    wanted = sa.select(Municipality).where(Municipality.id.in_(bound or ids))
    return list(db.session.scalars(wanted.order_by(Municipality.code)))


def _bound_in(agreement: Agreement, year: int, today: date) -> set[int]:
    known = bindings_of([agreement], today)[agreement.id]
    ends = (date(year, 1, 1), date(year, 12, 31))
    return {
        one.party
        for day in ends
        for one in bound_on(known, day)
        if isinstance(one.party, int) and one.state in _PAYING
    }


_PAYING = (Bond.BOUND, Bond.UNKNOWN)


def inhabitants(counted_on: date) -> dict[int, int]:
    """How many live in each municipality by the count of a day, or the latest before it."""
    wanted = sa.select(Population.municipality_id, Population.inhabitants)
    counted = wanted.where(Population.counted_on <= counted_on)
    return dict(iter(db.session.execute(counted.order_by(Population.counted_on))))


def last_count(today: date) -> date | None:
    """The day of the latest count of inhabitants that is not to come."""
    wanted = sa.select(sa.func.max(Population.counted_on))
    return db.session.scalar(wanted.where(Population.counted_on <= today))
