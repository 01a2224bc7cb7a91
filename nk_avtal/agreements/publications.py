"""What the open register has told of each agreement, and when."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import Base, Identified, UtcDateTime


class Publication(Identified, Base):
    """What the register last told of an agreement: no words, only whether they have changed.

    `uid` is what subscribers know it by, whatever becomes of it. What has been withdrawn stays,
    so that they are told that it is gone.
    """

    __tablename__ = "publication"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), unique=True)
    uid: Mapped[str] = mapped_column(sa.String(36), unique=True)
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    agreement: Mapped[Agreement] = relationship()
