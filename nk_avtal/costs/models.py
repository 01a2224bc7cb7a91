"""What is kept of costs: the key and the total of each year, and what each municipality pays."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import Base, Identified, UtcDateTime, choice
from nk_avtal.domain.cost_keys import CostKey, KeyKind
from nk_avtal.domain.written_amounts import ORE_IN_KRONA
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person


class CostYear(Identified, Base):
    """The cost of an agreement for a year and the key by which it is shared. Amounts are in öre.

    It is never changed: another key or total for the year is a new row that follows this one, and
    `ended_at` is then set here. To take a change back ends the new row and opens this one again.
    So an older year stands as it was decided, whatever becomes of parties and inhabitants.
    """

    __tablename__ = "cost_year"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    year: Mapped[int]
    total: Mapped[int] = mapped_column(sa.BigInteger)
    kind: Mapped[KeyKind] = mapped_column(choice(KeyKind))
    counted_on: Mapped[date | None]
    fixed: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    floor: Mapped[int | None] = mapped_column(sa.BigInteger)
    ceiling: Mapped[int | None] = mapped_column(sa.BigInteger)
    in_ore: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    follows_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cost_year.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    agreement: Mapped[Agreement] = relationship()
    set_by: Mapped[Person | None] = relationship(foreign_keys=[set_by_id])
    follows: Mapped[CostYear | None] = relationship(remote_side="CostYear.id")
    shares: Mapped[list[CostShare]] = relationship(
        back_populates="cost_year", order_by="CostShare.id"
    )

    __table_args__ = (
        sa.CheckConstraint("total >= 0 AND fixed >= 0", name="not_negative"),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="year_known"),
        sa.Index(
            "uq_cost_year_standing",
            *("agreement_id", "year"),
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    @property
    def key(self) -> CostKey:
        """By what the cost is shared."""
        unit = 1 if self.in_ore else ORE_IN_KRONA
        return CostKey(self.kind, self.fixed, self.floor, self.ceiling, unit)


class CostShare(Identified, Base):
    """What a municipality pays of a year's cost, in öre, and what that was reckoned from: its
    inhabitants, and what the key states for it (öre, or millionths of the whole)."""

    __tablename__ = "cost_share"

    cost_year_id: Mapped[int] = mapped_column(sa.ForeignKey("cost_year.id"))
    municipality_id: Mapped[int] = mapped_column(sa.ForeignKey("municipality.id"), index=True)
    inhabitants: Mapped[int | None]
    stated: Mapped[int | None] = mapped_column(sa.BigInteger)
    amount: Mapped[int] = mapped_column(sa.BigInteger)

    cost_year: Mapped[CostYear] = relationship(back_populates="shares")
    municipality: Mapped[Municipality] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("cost_year_id", "municipality_id"),
        sa.CheckConstraint("amount >= 0", name="not_negative"),
    )
