"""What a saved view holds."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from nk_avtal.db import Base, Identified, UtcDateTime, choice


class ViewPage(StrEnum):
    """The pages of which views can be saved."""

    SEARCH = "search"
    AGREEMENTS = "agreements"
    RECOMMENDATIONS = "recommendations"
    DEADLINES = "deadlines"


class SavedView(Identified, Base):
    """A person's own name for what an address asks of a page. It holds the question and never the
    answer: what is shown is what the person may see when it is opened. One that is removed stays,
    so that it can be put back. Of one that is followed, what is new stands in the weekly letter."""

    __tablename__ = "saved_view"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    page: Mapped[ViewPage] = mapped_column(choice(ViewPage))
    name: Mapped[str] = mapped_column(sa.String(80))
    asked: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    followed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (sa.CheckConstraint("length(name) > 0", name="named"),)


class ToldRow(Base):
    """That a row of a view has been told of, or was there when its owner began to follow it: it is
    never told of again. `name` is one that the row never changes."""

    __tablename__ = "told_row"

    view_id: Mapped[int] = mapped_column(sa.ForeignKey("saved_view.id"), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
