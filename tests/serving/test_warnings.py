"""What /readyz says of deadlines that reach nobody (reliability R-12)."""

from __future__ import annotations

from flask import Flask

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from tests import builders


def warnings(app: Flask) -> list[str]:
    answer = app.test_client().get("/readyz").json
    assert answer is not None
    told: list[str] = answer["warnings"]
    return told


def test_a_deadline_of_which_nobody_would_hear_is_a_warning(app: Flask) -> None:
    builders.agreement()
    assert warnings(app) == ["1 deadlines reach nobody"]


def test_a_responsible_person_is_somebody_who_hears(app: Flask) -> None:
    agreement = builders.agreement()
    agreement.responsible = builders.person(Role.NEGOTIATOR)
    db.session.commit()
    assert warnings(app) == []
