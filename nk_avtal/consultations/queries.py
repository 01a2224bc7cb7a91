"""Consultations for the association, and what one that is asked may see of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from nk_avtal.agreements.models import Agreement
from nk_avtal.consultations.models import Consultation, Invited, Reply
from nk_avtal.db import db, start_of
from nk_avtal.documents.models import DocumentVersion, StoredFile
from nk_avtal.domain.consultations import ConsultationStatus
from nk_avtal.formats import swedish_key
from nk_avtal.indexing.matching import numbers_with
from nk_avtal.indexing.models import HitKind
from nk_avtal.municipalities.models import Municipality
from nk_avtal.outbox import queries as outbox
from nk_avtal.outbox.models import Message

_WHAT = (
    joinedload(Consultation.agreement),
    joinedload(Consultation.body),
    joinedload(Consultation.sent_by),
    joinedload(Consultation.document_version).options(
        joinedload(DocumentVersion.document), joinedload(DocumentVersion.file)
    ),
    selectinload(Consultation.questions),
)
_REPLIES = selectinload(Invited.replies).options(
    joinedload(Reply.file), joinedload(Reply.recorded_by), selectinload(Reply.opinions)
)


def by_slug(slug: str) -> Consultation:
    """The consultation of an address with all that the association's page shows, in a fixed number
    of statements. Raises NoResultFound."""
    everybody = selectinload(Consultation.invited).options(
        joinedload(Invited.municipality), joinedload(Invited.letter), _REPLIES
    )
    wanted = sa.select(Consultation).where(Consultation.slug == slug)
    return db.session.scalars(wanted.options(*_WHAT, everybody)).one()


def in_order(invited: Sequence[Invited]) -> list[Invited]:
    """Those that are asked: the municipalities in Swedish order, then the others."""
    return sorted(invited, key=lambda one: (one.municipality is None, swedish_key(one.called)))


def place_of_town(municipality: Municipality, slug: str, *, for_update: bool = False) -> Invited:
    """A municipality's place in a consultation that was sent to it, with its own replies and no
    others'. Raises NoResultFound otherwise: a draft is not there, nor one to others."""
    return _place(slug, Invited.municipality_id == municipality.id, for_update)


def place_by_id(slug: str, invited_id: int, *, for_update: bool = False) -> Invited:
    """The place of one that is asked, by its number. Raises NoResultFound when the consultation
    has none such or is a draft."""
    return _place(slug, Invited.id == invited_id, for_update)


def _place(slug: str, condition: sa.ColumnElement[bool], for_update: bool) -> Invited:
    sent = Consultation.status != ConsultationStatus.DRAFT
    wanted = (
        sa.select(Invited)
        .join(Invited.consultation)
        .where(condition, Consultation.slug == slug, sent)
        .options(
            contains_eager(Invited.consultation).options(*_WHAT),
            joinedload(Invited.municipality),
            joinedload(Invited.letter),
            _REPLIES,
        )
        .execution_options(populate_existing=for_update)
    )
    return db.session.scalars(wanted.with_for_update(of=Invited) if for_update else wanted).one()


@dataclass(frozen=True)
class Choice:
    """What a reader wants to see of the list. An unknown status narrows nothing."""

    words: str = ""
    status: str = ""
    agreement: str = ""


@dataclass(frozen=True)
class Counted:
    """A consultation in a list, with how many are asked and have answered."""

    consultation: Consultation
    invited: int
    answered: int

    @property
    def remaining(self) -> int:
        """How many have not answered."""
        return self.invited - self.answered


def part(choice: Choice, number: int, size: int) -> tuple[int, list[Counted]]:
    """How many consultations fit, and part `number` (from 1) of them: what goes on first, by its
    last day, then drafts, then the rest, the newest first."""
    wanted = _fitting(choice)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    going_on = Consultation.status == ConsultationStatus.SENT
    ordered = wanted.order_by(
        sa.case((going_on, 0), (Consultation.status == ConsultationStatus.DRAFT, 1), else_=2),
        sa.case((going_on, Consultation.reply_by), else_=None).asc().nulls_last(),
        Consultation.created_at.desc(),
        Consultation.id.desc(),
    )
    found = ordered.offset(start_of(number, size, total)).limit(size)
    return total, counted(found.options(joinedload(Consultation.agreement)))


def counted(wanted: sa.Select[Consultation]) -> list[Counted]:
    """The consultations with their numbers, in two statements."""
    found = db.session.scalars(wanted).unique().all()
    stands = sa.and_(Reply.invited_id == Invited.id, Reply.undone_at.is_(None))
    numbers = (
        sa.select(Invited.consultation_id, sa.func.count(Invited.id), sa.func.count(Reply.id))
        .outerjoin(Reply, stands)
        .where(Invited.consultation_id.in_([one.id for one in found]))
        .group_by(Invited.consultation_id)
    )
    known = {one: (asked, answered) for one, asked, answered in db.session.execute(numbers)}
    return [Counted(one, *known.get(one.id, (0, 0))) for one in found]


def _fitting(choice: Choice) -> sa.Select[Consultation]:
    wanted = sa.select(Consultation)
    if choice.status in tuple(ConsultationStatus):
        wanted = wanted.where(Consultation.status == ConsultationStatus(choice.status))
    if choice.agreement:
        wanted = wanted.where(Consultation.agreement.has(slug=choice.agreement))
    if choice.words:
        wanted = wanted.where(_is_told_by(choice.words))
    return wanted


def _is_told_by(words: str) -> sa.ColumnElement[bool]:
    """In SQL, of a consultation: itself or one of its replies has all the words."""
    replies = Reply.id.in_(numbers_with(HitKind.REPLY, words))
    return sa.or_(
        Consultation.id.in_(numbers_with(HitKind.CONSULTATION, words)),
        Consultation.id.in_(
            sa.select(Invited.consultation_id).join(Invited.replies).where(replies)
        ),
    )


def total() -> int:
    """How many consultations there are."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Consultation)) or 0


def about(agreement_id: int) -> list[Counted]:
    """The consultations about an agreement, the newest first."""
    wanted = sa.select(Consultation).where(Consultation.agreement_id == agreement_id)
    return counted(wanted.order_by(Consultation.created_at.desc(), Consultation.id.desc()))


def going_on(most: int) -> list[Counted]:
    """What waits for replies, the nearest last day first."""
    wanted = sa.select(Consultation).where(Consultation.status == ConsultationStatus.SENT)
    return counted(wanted.order_by(Consultation.reply_by, Consultation.id).limit(most))


def waiting_for(municipality: Municipality) -> Sequence[Invited]:
    """A municipality's places in what goes on and it has not answered, by the last day."""
    answered = sa.exists().where(Reply.invited_id == Invited.id, Reply.undone_at.is_(None))
    wanted = (
        _of_town(municipality)
        .where(Consultation.status == ConsultationStatus.SENT, ~answered)
        .order_by(Consultation.reply_by, Consultation.id)
    )
    return db.session.scalars(wanted).all()


def part_of_town(
    municipality: Municipality, number: int, size: int
) -> tuple[int, Sequence[Invited]]:
    """How many consultations were sent to a municipality, and a part of them, the newest first."""
    wanted = _of_town(municipality).where(Consultation.status != ConsultationStatus.DRAFT)
    count = db.session.scalar(
        sa.select(sa.func.count()).select_from(wanted.with_only_columns(Invited.id).subquery())
    )
    ordered = wanted.order_by(Consultation.sent_at.desc(), Consultation.id.desc())
    shown = ordered.offset(start_of(number, size, count or 0)).limit(size)
    return count or 0, db.session.scalars(shown.options(selectinload(Invited.replies))).all()


def _of_town(municipality: Municipality) -> sa.Select[Invited]:
    return (
        sa.select(Invited)
        .join(Invited.consultation)
        .where(Invited.municipality_id == municipality.id)
        .options(contains_eager(Invited.consultation))
    )


def replies_to(consultation: Consultation) -> list[Reply]:
    """The replies that stand, in the order of a list: for who may read them all."""
    wanted = (
        sa.select(Reply)
        .join(Reply.invited)
        .where(Invited.consultation_id == consultation.id, Reply.undone_at.is_(None))
        .options(
            contains_eager(Reply.invited).joinedload(Invited.municipality),
            joinedload(Reply.file),
            selectinload(Reply.opinions),
        )
    )
    found = {one.invited_id: one for one in db.session.scalars(wanted)}
    return [found[one.id] for one in in_order([one.invited for one in found.values()])]


def number_invited(consultation: Consultation) -> int:
    """How many are asked."""
    wanted = sa.select(sa.func.count()).where(Invited.consultation_id == consultation.id)
    return db.session.scalar(wanted) or 0


def file_of(
    reply_id: int, consultation: Consultation, of: Municipality | None = None
) -> StoredFile:
    """The file of a reply that stands, of a municipality if one is named. Raises NoResultFound."""
    wanted = (
        sa.select(StoredFile)
        .join(Reply, Reply.file_id == StoredFile.id)
        .join(Reply.invited)
        .where(
            Reply.id == reply_id,
            Reply.undone_at.is_(None),
            Invited.consultation_id == consultation.id,
        )
    )
    if of is not None:
        wanted = wanted.where(Invited.municipality_id == of.id)
    return db.session.scalars(wanted).one()


def silent(agreement_id: int | None = None) -> Sequence[Invited]:
    """Those that have not answered what goes on, about one agreement or about all, with whoever is
    responsible for it at hand."""
    answered = sa.exists().where(Reply.invited_id == Invited.id, Reply.undone_at.is_(None))
    agreement = joinedload(Consultation.agreement).options(
        joinedload(Agreement.responsible), joinedload(Agreement.manager)
    )
    wanted = (
        sa.select(Invited)
        .join(Invited.consultation)
        .where(Consultation.status == ConsultationStatus.SENT, ~answered)
        .options(
            contains_eager(Invited.consultation).options(
                agreement, joinedload(Consultation.sent_by)
            ),
            joinedload(Invited.municipality),
        )
        .order_by(Consultation.reply_by, Invited.id)
    )
    if agreement_id is not None:
        wanted = wanted.where(Consultation.agreement_id == agreement_id)
    return db.session.scalars(wanted).all()


def sent_titles(most: int = 50) -> list[tuple[str, str]]:
    """The addresses and titles of what was sent last, the newest first."""
    found = db.session.execute(
        sa.select(Consultation.slug, Consultation.title)
        .where(Consultation.status != ConsultationStatus.DRAFT)
        .order_by(Consultation.sent_at.desc(), Consultation.id.desc())
        .limit(most)
    )
    return [(slug, title) for slug, title in found]


def taken_slugs() -> frozenset[str]:
    """The addresses that consultations have."""
    return frozenset(db.session.scalars(sa.select(Consultation.slug)))


def topic_of(consultation: Consultation) -> str:
    """How the outbox knows the mails about a consultation."""
    return f"consultation:{consultation.id}"


def messages(consultation: Consultation) -> Sequence[Message]:
    """The mails about a consultation, the newest first."""
    return outbox.about(topic_of(consultation))
