"""What is kept of reports: a municipality's yearly compilation as it was sent."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.db import Base, Identified, UtcDateTime
from nk_avtal.documents.models import StoredFile
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person


class CooperationReport(Identified, Base):
    """A municipality's avtalssamverkan in a year (KL 9:38), frozen on the day that it was kept.

    The Word document and the content (JSON of `domain.reports`) lie in the document store by their
    checksums, so that they say the same whatever becomes of agreements, names and wordings.
    `mailed_to` holds the addresses that were told, one a line. One that was taken back before any
    mail had left stays, with the instant.
    """

    __tablename__ = "cooperation_report"

    municipality_id: Mapped[int] = mapped_column(sa.ForeignKey("municipality.id"), index=True)
    year: Mapped[int]
    word_file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    content_file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    mailed_to: Mapped[str] = mapped_column(sa.Text, default="")
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
    kept_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    municipality: Mapped[Municipality] = relationship()
    word_file: Mapped[StoredFile] = relationship(foreign_keys=[word_file_id])
    content_file: Mapped[StoredFile] = relationship(foreign_keys=[content_file_id])
    kept_by: Mapped[Person | None] = relationship()

    __table_args__ = (sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="year_known"),)
