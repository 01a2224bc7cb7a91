"""What was kept before decisions and notices had tables of their own is kept in them."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import command
from flask import Flask
from sqlalchemy import make_url

from nk_avtal import migrating
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.people import Role
from tests import builders

BEFORE, AFTER = "0006", "0007"
SETTLED = """
    INSERT INTO settled_deadline (agreement_id, kind, deadline_on, note, settled_at, settled_by_id)
    VALUES ({agreement}, 'notice', '2026-12-31', 'Förlängs', '2026-11-02 08:00:00', {person})
"""


def test_a_settled_deadline_and_given_notice_are_kept_and_can_go_back(
    app: Flask, database_url: str
) -> None:
    manager = builders.person(Role.MANAGER).id
    agreement = builders.agreement(
        stage=Stage.TERMINATED,
        notice_given_on=date(2026, 11, 1),
        notice_ends_on=date(2027, 12, 31),
    ).id
    db.session.close()
    db.engine.dispose()
    configuration = migrating.configuration(make_url(database_url))
    command.downgrade(configuration, BEFORE)
    with db.engine.begin() as connection:
        connection.execute(sa.text(SETTLED.format(agreement=agreement, person=manager)))
    command.upgrade(configuration, AFTER)
    decision = "SELECT answer, reason, deadline_on, decided_by_id FROM renewal_decision"
    assert _rows(decision) == [("settled", "Förlängs", "2026-12-31", str(manager))]
    notice = "SELECT giver, reach, received_on, takes_effect_on, stage_before FROM given_notice"
    assert _rows(notice) == [("association", "whole", "2026-11-01", "2027-12-31", "concluded")]
    command.downgrade(configuration, BEFORE)
    settled = "SELECT kind, deadline_on, note FROM settled_deadline"
    assert _rows(settled) == [("notice", "2026-12-31", "Förlängs")]
    command.upgrade(configuration, "head")


def _rows(statement: str) -> list[tuple[str, ...]]:
    with db.engine.connect() as connection:
        return [tuple(map(str, row)) for row in connection.execute(sa.text(statement))]
