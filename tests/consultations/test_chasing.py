"""The service reminds those that have not answered, before and after the last day."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from flask import Flask

from nk_avtal.consultations.answering import Answered, record
from nk_avtal.db import db
from nk_avtal.digests.gathering import Facts, letter_to
from nk_avtal.domain.opinions import Said, Stance
from nk_avtal.domain.people import Role
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.running import run
from tests import builders

LAST = date(2026, 12, 18)


def mails() -> list[Message]:
    db.session.expire_all()
    wanted = sa.select(Message).where(Message.kind == "reminder-reply").order_by(Message.id)
    return list(db.session.scalars(wanted))


def test_before_and_after_the_last_day_until_there_is_a_reply(app: Flask) -> None:
    boss = builders.person(Role.MANAGER, email="chef@example.org")
    clerk = builders.person(Role.CLERK, email="pitea@example.org")
    owner = builders.agreement(manager=boss, review_on=None)
    asked = builders.consultation(
        owner, to=("Piteå",), guests=("Nätverket", "Rådet"), reply_by=LAST
    )
    builders.invited(asked, "Nätverket").email = "natverket@example.org"
    db.session.commit()

    run(LAST - timedelta(days=20))
    assert mails() == []
    run(LAST - timedelta(days=14))
    run(LAST - timedelta(days=14))
    first = {one.recipient: one for one in mails()}
    assert set(first) == {"pitea@example.org", "natverket@example.org"}
    to_town, to_guest = first["pitea@example.org"], first["natverket@example.org"]
    assert to_town.subject.startswith("Remissen ")
    assert "om 14 dagar" in to_town.text
    assert f"/kommuner/pitea/remisser/{asked.slug}" in to_town.text
    assert "Svara på det här mejlet" in to_guest.text
    assert "/remisser/" not in to_guest.text.replace("/paminnelser", "")
    wanted = sa.select(Reminder).where(Reminder.kind == DeadlineKind.REPLY)
    kept = db.session.scalars(wanted).all()
    assert {one.invited_id for one in kept} == {one.id for one in asked.invited[:2]}

    said = {one.id: Said(Stance.SUPPORTS) for one in asked.questions}
    record(builders.invited(asked, "Piteå"), Answered(said=said), clerk)
    db.session.commit()
    run(LAST - timedelta(days=13))
    assert {one.recipient: one.state for one in mails()}["pitea@example.org"] in (
        MessageState.STOPPED,  # what had not left is withdrawn
        MessageState.SENT,
    )
    run(LAST + timedelta(days=1))
    late = [one for one in mails() if one.subject.startswith("Remissvar saknas")]
    assert {one.recipient for one in late} == {"natverket@example.org", "chef@example.org"}


def test_the_weekly_letter_tells_a_clerk_of_it(app: Flask) -> None:
    builders.consultation(to=("Piteå", "Luleå"), title="Trygghetslarm")
    clerk = builders.person(Role.CLERK)
    facts = Facts.read(builders.TODAY)
    assert [one.title for one in letter_to(clerk, facts).to_answer] == ["Trygghetslarm"]
    assert letter_to(builders.person(Role.MANAGER), facts).to_answer == []
