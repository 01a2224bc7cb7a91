"""A scheduler that is stopped, and one whose work fails: both are told of, and so is that they
are well again (reliability R-13). The time it may be silent is shortened."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from signal import SIGCONT, SIGSTOP
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from tests import builders
from tests.processes import Start, starting, wait_until

SILENT_AFTER = 4
STILL = "Påminnelserna står still."


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    app = make_app(SILENT_AFTER_SECONDS=str(SILENT_AFTER))
    with app.app_context():
        yield app


@pytest.fixture
def start(app: Flask, database_url: str, tmp_path: Path) -> Iterator[Start]:
    with starting(database_url, tmp_path, SILENT_AFTER_SECONDS=str(SILENT_AFTER)) as start:
        yield start


def scheduler_of(client: FlaskClient) -> tuple[int, str]:
    answer: Any = client.get("/readyz")
    return answer.status_code, answer.json["parts"]["scheduler"]


def test_r13_a_scheduler_that_is_stopped_is_told_of_in_time_and_until_it_goes_on(
    app: Flask, start: Start, sign_in: Callable[..., FlaskClient], client: FlaskClient
) -> None:
    admin = sign_in(builders.person(Role.ADMIN))
    process = start("scheduler")
    wait_until(lambda: scheduler_of(client) == (200, "ok"))
    assert STILL not in admin.get("/").text
    os.kill(process.pid, SIGSTOP)
    wait_until(lambda: scheduler_of(client)[0] == 503, seconds=3 * SILENT_AFTER)
    assert scheduler_of(client)[1].startswith("send is silent since")
    assert STILL in admin.get("/").text
    os.kill(process.pid, SIGCONT)
    wait_until(lambda: scheduler_of(client) == (200, "ok"))
    assert STILL not in admin.get("/").text


def test_r13_work_that_fails_is_told_of_and_so_is_that_it_goes_well_again(
    app: Flask, start: Start, client: FlaskClient
) -> None:
    """A table that is away stands for whatever may break."""
    start("scheduler")
    wait_until(lambda: scheduler_of(client) == (200, "ok"))
    rename("taken_away", back=False)
    wait_until(lambda: scheduler_of(client)[1].startswith("remind fails since"))
    assert scheduler_of(client)[0] == 503
    rename("taken_away", back=True)
    wait_until(lambda: scheduler_of(client) == (200, "ok"))


def rename(name: str, *, back: bool) -> None:
    """Take a table away that planning reads, or put it back."""
    before, after = (name, "contact") if back else ("contact", name)
    db.session.execute(sa.text(f"ALTER TABLE {before} RENAME TO {after}"))
    db.session.commit()
