"""Stored files, the documents of an agreement and their numbered versions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.db import BYTES, Base, Identified, UtcDateTime, Versioned, choice
from nk_avtal.people.models import Person


class StoredFile(Identified, Base):
    """What was uploaded or generated. The bytes lie in the document store under `sha256`."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(sa.String(64), index=True, info=BYTES)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(sa.String(120))
    name: Mapped[str] = mapped_column(sa.String(200))
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FileText(Base):
    """What a stored file says, kept for search. It says what the file says: only whoever may read
    that may be shown any of it."""

    __tablename__ = "file_text"

    sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    text: Mapped[str] = mapped_column(sa.Text)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DocumentKind(StrEnum):
    """What a document is to its agreement."""

    AGREEMENT = "agreement"
    ANNEX = "annex"
    MINUTES = "minutes"
    BACKGROUND = "background"
    OTHER = "other"


class Openness(StrEnum):
    """Who may read a document."""

    PUBLIC = "public"  # everyone, in the open register
    OPEN = "open"  # everyone who is signed in
    INTERNAL = "internal"  # the association


class Origin(StrEnum):
    """From whom a version came."""

    OURS = "ours"
    COUNTERPARTY = "counterparty"
    JOINT = "joint"


class Mark(StrEnum):
    """What a person says that a version is; that one is recommended follows from the
    recommendations that name it."""

    AGREED = "agreed"
    SIGNED = "signed"


class Document(Versioned, Identified, Base):
    """A document of an agreement, in one or more versions."""

    __tablename__ = "document"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(250))
    kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind))
    openness: Mapped[Openness] = mapped_column(choice(Openness))
    trashed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    versions: Mapped[list[DocumentVersion]] = relationship(
        back_populates="document", order_by="DocumentVersion.number"
    )
    marks: Mapped[list[VersionMark]] = relationship(
        back_populates="document", cascade="all, delete-orphan"
    )
    cleared: Mapped[ClearedVersion | None] = relationship(
        back_populates="document", cascade="all, delete-orphan"
    )


class DocumentVersion(Identified, Base):
    """One wording of a document; never changed, only followed by the next. `origin` is None for
    what was added before it was asked for."""

    __tablename__ = "document_version"

    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), index=True)
    number: Mapped[int]
    label: Mapped[str] = mapped_column(sa.String(80), default="")
    origin: Mapped[Origin | None] = mapped_column(choice(Origin))
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    document: Mapped[Document] = relationship(back_populates="versions")
    file: Mapped[StoredFile] = relationship()
    added_by: Mapped[Person | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("document_id", "number"),
        sa.CheckConstraint("number > 0", name="positive"),
    )


class VersionMark(Identified, Base):
    """Which version of a document is the agreed one, and which the signed one."""

    __tablename__ = "version_mark"

    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"))
    mark: Mapped[Mark] = mapped_column(choice(Mark))
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("document_version.id"), index=True)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    document: Mapped[Document] = relationship(back_populates="marks")
    version: Mapped[DocumentVersion] = relationship()
    set_by: Mapped[Person | None] = relationship()

    __table_args__ = (sa.UniqueConstraint("document_id", "mark"),)


class ClearedVersion(Identified, Base):
    """The version of a document that everyone may read, from the day on which somebody looked at
    what the register would show and published it. A later version is not public by being newer."""

    __tablename__ = "cleared_version"

    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), unique=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("document_version.id"), index=True)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    document: Mapped[Document] = relationship(back_populates="cleared")
    version: Mapped[DocumentVersion] = relationship()
    set_by: Mapped[Person | None] = relationship()
