"""Which agreements a person may see, and one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from nk_avtal.agreements.models import (
    Agreement,
    AgreementNoticeRule,
    AgreementRelation,
    Party,
    SetNoticeDay,
)
from nk_avtal.db import db
from nk_avtal.documents.models import Document, DocumentVersion
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.people import Permission
from nk_avtal.formats import swedish_key
from nk_avtal.people.models import Person

INTERNAL_STAGES = (Stage.DRAFT, Stage.NEGOTIATION, Stage.PREPARATION, Stage.CANCELLED)
"""Stages in which an agreement is the association's own work, unless it is published."""
NEVER_PUBLIC = (Stage.DRAFT, Stage.CANCELLED)
"""Stages in which the open register does not show an agreement, whatever is published."""


def visible_to(person: Person) -> sa.Select[Agreement]:
    """The agreements that `person` may see: all for the association, for others those that have
    come to the municipalities."""
    return sa.select(Agreement) if person.may(Permission.READ_DRAFTS) else shown()


def shown() -> sa.Select[Agreement]:
    """The agreements that have come to the municipalities: what a document for one may tell of,
    whoever fetches it."""
    return sa.select(Agreement).where(has_come())


def has_come() -> sa.ColumnElement[bool]:
    """In SQL, of an agreement: it has come to the municipalities."""
    return sa.or_(Agreement.stage.not_in(INTERNAL_STAGES), Agreement.published.is_(True))


def published() -> sa.ColumnElement[bool]:
    """In SQL, of an agreement: it is in the open register. A draft never is, nor one that came to
    nothing."""
    return sa.and_(Agreement.published.is_(True), Agreement.stage.not_in(NEVER_PUBLIC))


def is_shown(agreement: Agreement) -> bool:
    """Whether `shown` would find the agreement, for one that is already at hand."""
    return agreement.published or agreement.stage not in INTERNAL_STAGES


def is_visible(agreement: Agreement, person: Person) -> bool:
    """Whether `visible_to` would find the agreement, for one that is already at hand."""
    return is_shown(agreement) or person.may(Permission.READ_DRAFTS)


def agreement_by_slug(slug: str, reader: Person) -> Agreement:
    """The agreement of an address. Raises NoResultFound when there is none that the reader may
    see."""
    return db.session.scalars(visible_to(reader).where(Agreement.slug == slug)).one()


def agreement_for_page(slug: str, reader: Person) -> Agreement:
    """The same for a page that shows what hangs on it, in a fixed number of statements. What
    belongs to the agreement alone is read when it is asked for: of one, that is the cheapest."""
    wanted = visible_to(reader).where(Agreement.slug == slug).options(*_HANGING_ON)
    return db.session.scalars(wanted).one()


_HANGING_ON = (
    selectinload(Agreement.parties).joinedload(Party.municipality),
    selectinload(Agreement.relations).joinedload(AgreementRelation.other),
    selectinload(Agreement.reverse_relations).joinedload(AgreementRelation.agreement),
    selectinload(Agreement.documents).options(
        selectinload(Document.versions).joinedload(DocumentVersion.file),
        joinedload(Document.cleared),
    ),
)


def others(agreement: Agreement, reader: Person) -> Sequence[Agreement]:
    """The other agreements that the reader may see, by title."""
    wanted = visible_to(reader).where(Agreement.id != agreement.id)
    return db.session.scalars(wanted.order_by(Agreement.title_key, Agreement.id)).all()


def with_rules(agreements: Iterable[Agreement]) -> Iterator[Agreement]:
    """The same agreements with their further rules and the days set by hand at hand: few have
    any, so all are read in two statements."""
    rules: dict[int, list[AgreementNoticeRule]] = defaultdict(list)
    days: dict[int, list[SetNoticeDay]] = defaultdict(list)
    for rule in db.session.scalars(sa.select(AgreementNoticeRule).order_by(AgreementNoticeRule.id)):
        rules[rule.agreement_id].append(rule)
    for one in db.session.scalars(sa.select(SetNoticeDay).order_by(SetNoticeDay.term_end)):
        days[one.agreement_id].append(one)
    for agreement in agreements:
        set_committed_value(agreement, "notice_rules", rules.get(agreement.id, []))
        set_committed_value(agreement, "set_days", days.get(agreement.id, []))
        yield agreement


def deciding_members() -> dict[int, list[int]]:
    """The municipalities that have to decide on notice, for the agreements that say so."""
    found: dict[int, list[int]] = defaultdict(list)
    wanted = (
        sa.select(Party.agreement_id, Party.municipality_id)
        .join(Party.agreement)
        .where(Agreement.notice_by_members.is_(True))
    )
    for agreement_id, municipality_id in db.session.execute(wanted):
        if municipality_id is not None:
            found[agreement_id].append(municipality_id)
    return found


def last_titles(reader: Person, most: int = 200) -> list[tuple[str, str]]:
    """The addresses and titles of the agreements that `reader` may see, those registered last if
    there are more, by title."""
    columns = visible_to(reader).with_only_columns(Agreement.slug, Agreement.title)
    wanted = columns.order_by(Agreement.created_at.desc(), Agreement.id.desc()).limit(most)
    found = [(slug, title) for slug, title in db.session.execute(wanted)]
    return sorted(found, key=lambda one: swedish_key(one[1]))
