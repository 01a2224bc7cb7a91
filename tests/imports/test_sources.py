"""Tables of what public sources hold, as they were written down: they come in by the same door."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal.adoptions.models import ReportedDecision
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.import_columns import ImportKind
from nk_avtal.imports import actions
from nk_avtal.imports.planning import Answers, Plan, Verdict
from nk_avtal.imports.reading import sheets_of

SOURCES = Path(__file__).parent / "sources"
LISTS = {ImportKind.AGREEMENTS: ("agreements.csv", 29), ImportKind.DECISIONS: ("adoptions.csv", 54)}


def bring_in(kind: ImportKind) -> Plan:
    name, _rows = LISTS[kind]
    sheets = sheets_of((SOURCES / name).read_bytes())
    planned = actions.plan(kind, sheets, Answers(), None)
    actions.write(actions.begin(kind, name, sheets, None), planned, None)
    db.session.commit()
    return planned


@pytest.mark.usefixtures("app")
def test_they_come_in_whole_and_a_second_time_change_nothing() -> None:
    for kind, (_name, rows) in LISTS.items():
        assert bring_in(kind).counts == {Verdict.NEW: rows}
    for kind, (_name, rows) in LISTS.items():
        assert bring_in(kind).counts == {Verdict.SAME: rows}


def test_they_say_what_the_sources_say(app: Flask) -> None:
    for kind in LISTS:
        bring_in(kind)
    wanted = sa.select(Agreement).where(Agreement.title.contains("Kommunalisering av hemsjukvård"))
    home_care = db.session.scalars(wanted.order_by(Agreement.id)).first()
    assert home_care
    assert home_care.start_on
    assert home_care.start_on.isoformat() == "2013-02-01"
    decided = sa.select(ReportedDecision).where(ReportedDecision.paragraph == "240")
    assert db.session.scalars(decided).one().party == "Luleå"
