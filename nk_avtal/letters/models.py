"""Word templates that the office has uploaded, and the documents made of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.db import BYTES, Base, Identified, UtcDateTime
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


class MadeDocument(Identified, Base):
    """That a document was made, of which template and which values. From them the same document is
    made again, whatever has changed since.

    Fetching a document notes it, so this is a ledger of what was read and no news: it has no
    history and is no part of the canonical export.
    """

    __tablename__ = "made_document"

    kind: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(200))
    template_sha256: Mapped[str] = mapped_column(sa.String(64), info=BYTES)
    values: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    values_sha256: Mapped[str] = mapped_column(sa.String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    made_by: Mapped[Person | None] = relationship()

    __table_args__ = (sa.UniqueConstraint("kind", "name", "template_sha256", "values_sha256"),)
