"""The agreement and what belongs to it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from nk_avtal.agreements import ordering
from nk_avtal.agreements.goals import AgreementGoal, Goal
from nk_avtal.db import COPY, Base, Identified, UtcDateTime, Versioned, choice, sort_key
from nk_avtal.documents.models import Document
from nk_avtal.domain.agreements import Area, Cooperation, Kind, Precision, Relation, Stage
from nk_avtal.domain.anchors import Anchor, CountedFrom, ValidWhen
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.entry import Basis, Condition, Entry, Outsiders
from nk_avtal.domain.notice_rules import Scope
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person


class Agreement(Versioned, Identified, Base):
    """A joint agreement (avtal, överenskommelse ...), from the first draft to its end.

    Terms are written as periods (`36m`, `1y`); the clause that they were read from stands beside
    them, since structure can lose meaning (domain 2.1). A day with less than day precision is
    the first day of its month or year, and for an end the last. Giving notice needs a decision of
    the board, and with `notice_by_members` one of each municipality too. The `entry_*` columns are
    the condition for effect: `entry_share` is in hundredths of a percent, of the inhabitants
    as last counted by `entry_counted_on`, or as last known. `responsible_listed` and
    `manager_listed` are whom a list named as such who has no account; they say nothing once
    somebody is.
    """

    __tablename__ = "agreement"

    slug: Mapped[str] = mapped_column(sa.String(120), unique=True)
    title: Mapped[str] = mapped_column(sa.String(250))
    title_key: Mapped[str] = mapped_column(
        sort_key(ordering.LENGTH), server_default="", info=COPY, index=True
    )
    number: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    stage: Mapped[Stage] = mapped_column(choice(Stage), default=Stage.DRAFT, index=True)
    responsible_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    manager_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    responsible_listed: Mapped[str] = mapped_column(sa.String(254), default="", server_default="")
    manager_listed: Mapped[str] = mapped_column(sa.String(254), default="", server_default="")
    counterparty_contact: Mapped[str] = mapped_column(sa.String(200), default="")
    decided_by: Mapped[BodyKind | None] = mapped_column(choice(BodyKind))
    compensation: Mapped[str] = mapped_column(sa.Text, default="")

    start_on: Mapped[date | None]
    start_precision: Mapped[Precision] = mapped_column(
        choice(Precision, "start_precision"), default=Precision.UNKNOWN
    )
    end_on: Mapped[date | None]
    end_precision: Mapped[Precision] = mapped_column(
        choice(Precision, "end_precision"), default=Precision.UNKNOWN
    )
    first_term: Mapped[str | None] = mapped_column(sa.String(10))
    following_term: Mapped[str | None] = mapped_column(sa.String(10))
    max_prolongations: Mapped[int | None]
    longest: Mapped[str | None] = mapped_column(sa.String(10))
    notice_period: Mapped[str | None] = mapped_column(sa.String(10))
    anchor: Mapped[Anchor] = mapped_column(choice(Anchor), default=Anchor.TERM)
    counted_from: Mapped[CountedFrom] = mapped_column(
        choice(CountedFrom), default=CountedFrom.NOTICE
    )
    valid_when: Mapped[ValidWhen] = mapped_column(choice(ValidWhen), default=ValidWhen.RECEIVED)
    notice_by_members: Mapped[bool] = mapped_column(default=False)
    option_step: Mapped[str | None] = mapped_column(sa.String(10))
    option_times: Mapped[int | None]
    option_use_by: Mapped[str | None] = mapped_column(sa.String(10))
    options_used: Mapped[int] = mapped_column(default=0)
    clause: Mapped[str] = mapped_column(sa.Text, default="")
    review_on: Mapped[date | None]
    notice_given_on: Mapped[date | None]
    notice_ends_on: Mapped[date | None]
    entry_condition: Mapped[Condition] = mapped_column(
        choice(Condition, "entry_condition"), default=Condition.ALL
    )
    entry_at_least: Mapped[int | None]
    entry_share: Mapped[int | None]
    entry_counted_on: Mapped[date | None]
    entry_by: Mapped[Basis] = mapped_column(choice(Basis), default=Basis.DECISION)
    entry_counterparty: Mapped[bool] = mapped_column(default=False)
    entry_latest: Mapped[date | None]
    entry_outsiders: Mapped[Outsiders] = mapped_column(choice(Outsiders), default=Outsiders.UNSAID)
    entry_outsiders_note: Mapped[str] = mapped_column(sa.Text, default="")

    legal_basis: Mapped[str] = mapped_column(sa.String(250), default="")
    cooperation: Mapped[Cooperation] = mapped_column(
        choice(Cooperation), default=Cooperation.UNCLEAR
    )
    published: Mapped[bool] = mapped_column(default=False)
    withdrawn_because: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    made_up: Mapped[bool] = mapped_column(default=False)
    sources: Mapped[str] = mapped_column(sa.Text, default="")
    source_note: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stage_changed_on: Mapped[date | None]

    responsible: Mapped[Person | None] = relationship(foreign_keys=[responsible_id])
    manager: Mapped[Person | None] = relationship(foreign_keys=[manager_id])
    areas: Mapped[list[AgreementArea]] = relationship(
        cascade="all, delete-orphan", order_by="AgreementArea.id"
    )
    parties: Mapped[list[Party]] = relationship(
        back_populates="agreement", cascade="all, delete-orphan", order_by="Party.id"
    )
    goal_links: Mapped[list[AgreementGoal]] = relationship(cascade="all, delete-orphan")
    goals: Mapped[list[Goal]] = relationship(
        secondary="agreement_goal", viewonly=True, order_by="Goal.position"
    )
    relations: Mapped[list[AgreementRelation]] = relationship(
        foreign_keys="AgreementRelation.from_id",
        back_populates="agreement",
        cascade="all, delete-orphan",
    )
    reverse_relations: Mapped[list[AgreementRelation]] = relationship(
        foreign_keys="AgreementRelation.to_id", viewonly=True
    )
    documents: Mapped[list[Document]] = relationship(order_by="Document.id")
    notice_rules: Mapped[list[AgreementNoticeRule]] = relationship(
        cascade="all, delete-orphan", order_by="AgreementNoticeRule.id"
    )
    set_days: Mapped[list[SetNoticeDay]] = relationship(
        cascade="all, delete-orphan", order_by="SetNoticeDay.term_end"
    )

    __table_args__ = (
        sa.Index(None, "end_on", "title_key"),
        sa.CheckConstraint("length(title) > 0", name="titled"),
        sa.CheckConstraint(
            "start_on IS NULL OR end_on IS NULL OR start_on <= end_on", name="start_before_end"
        ),
        sa.CheckConstraint(
            "entry_condition NOT IN ('at_least', 'both') OR entry_at_least > 0",
            name="entry_counted",
        ),
        sa.CheckConstraint(
            "entry_condition NOT IN ('share', 'both')"
            " OR coalesce(entry_share, 0) BETWEEN 1 AND 10000",
            name="entry_weighed",
        ),
        # The history of an agreement that is gone must not become that of the next one.
        {"sqlite_autoincrement": True},
    )

    @validates("title")
    def _keep_order(self, _name: str, title: str) -> str:
        self.title_key = ordering.key_of(title)
        return title

    @property
    def entry(self) -> Entry:
        """Who must have adopted before it begins to apply."""
        return Entry(
            condition=self.entry_condition,
            at_least=self.entry_at_least or 1,
            share=Decimal(self.entry_share or 0) / 100,
            named=tuple(one.municipality_id for one in self.parties if one.required),
            counterparty=self.entry_counterparty,
            by=self.entry_by,
            latest=self.entry_latest,
            outsiders=self.entry_outsiders,
        )


class AgreementArea(Identified, Base):
    """One of the areas that an agreement concerns."""

    __tablename__ = "agreement_area"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    area: Mapped[Area] = mapped_column(choice(Area))

    __table_args__ = (sa.UniqueConstraint("agreement_id", "area"),)


class Party(Identified, Base):
    """Who is bound: a member, or somebody else, who never counts among the members.

    A `required` member must be among those that adopted before the agreement begins to apply.
    """

    __tablename__ = "party"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    municipality_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("municipality.id"), index=True
    )
    organisation: Mapped[str | None] = mapped_column(sa.String(200))
    required: Mapped[bool] = mapped_column(default=False)

    agreement: Mapped[Agreement] = relationship(back_populates="parties")
    municipality: Mapped[Municipality | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint(
            "(municipality_id IS NULL) <> (organisation IS NULL)", name="one_of_two"
        ),
        sa.UniqueConstraint("agreement_id", "municipality_id"),
        sa.UniqueConstraint("agreement_id", "organisation"),
        sa.Index(
            "ix_party_organisation",
            "organisation",
            "agreement_id",
            sqlite_where=sa.text("organisation IS NOT NULL"),
            postgresql_where=sa.text("organisation IS NOT NULL"),
        ),
    )


class AgreementRelation(Identified, Base):
    """How one agreement stands to another: `agreement` replaces, is under, or is related to
    `other`."""

    __tablename__ = "agreement_relation"

    from_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    to_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    relation: Mapped[Relation] = mapped_column(choice(Relation))

    agreement: Mapped[Agreement] = relationship(foreign_keys=[from_id], back_populates="relations")
    other: Mapped[Agreement] = relationship(foreign_keys=[to_id])

    __table_args__ = (
        sa.UniqueConstraint("from_id", "to_id", "relation"),
        sa.CheckConstraint("from_id <> to_id", name="not_itself"),
    )


class AgreementNoticeRule(Identified, Base):
    """A further rule of notice: for prices, for one party's exit, or for one party (domain 2.1)."""

    __tablename__ = "notice_rule"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    scope: Mapped[Scope] = mapped_column(choice(Scope))
    notice_period: Mapped[str] = mapped_column(sa.String(10))
    anchor: Mapped[Anchor] = mapped_column(choice(Anchor, "rule_anchor"), default=Anchor.TERM)
    counted_from: Mapped[CountedFrom] = mapped_column(
        choice(CountedFrom, "rule_counted_from"), default=CountedFrom.NOTICE
    )
    party_name: Mapped[str] = mapped_column(sa.String(200), default="")
    clause: Mapped[str] = mapped_column(sa.Text, default="")


class SetNoticeDay(Identified, Base):
    """A last day of notice that somebody has set in place of the reckoned one, and why.

    It holds for the term that ends on `term_end` alone.
    """

    __tablename__ = "set_notice_day"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    term_end: Mapped[date]
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.Text)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    set_by: Mapped[Person] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("agreement_id", "term_end"),
        sa.CheckConstraint("length(reason) > 0", name="reasoned"),
        sa.CheckConstraint("day <= term_end", name="within_term"),
    )
