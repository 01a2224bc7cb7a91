"""Word templates that the office has uploaded; without one, the shipped default is used."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.db import Base, Identified, UtcDateTime
from nk_avtal.documents.models import StoredFile
from nk_avtal.people.models import Person


class LetterTemplate(Identified, Base):
    """A version of the wording of one kind of letter. Of those whose day has come and that are not
    withdrawn, the one with the latest day is used, and the newer of two with the same day."""

    __tablename__ = "letter_template"

    kind: Mapped[str] = mapped_column(sa.String(40))
    number: Mapped[int]
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_from: Mapped[date]
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    file: Mapped[StoredFile] = relationship()
    uploaded_by: Mapped[Person | None] = relationship()

    __table_args__ = (sa.UniqueConstraint("kind", "number"),)
