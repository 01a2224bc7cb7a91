"""What is unsafe does not start, and says why in one line each (reliability R-29, S-12)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal import checks
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from tests import builders, databases

OFF = {"DEMO": "", "TODAY": ""}
MakeApp = Callable[..., Flask]


def faults(make_app: MakeApp, **settings: str) -> list[str]:
    with make_app(**(OFF | settings)).app_context():
        return checks.faults()


def test_a_sound_installation_may_serve(make_app: MakeApp) -> None:
    assert faults(make_app) == []
    assert faults(make_app, BASE_URL="https://avtal.example.org") == []


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"BASE_URL": "http://avtal.example.org"}, "NK_AVTAL_BASE_URL must begin with https"),
        ({"SECRET_KEY": "x" * 40}, "NK_AVTAL_SECRET_KEY is easily guessed"),
        ({"SECRET_KEY": "changeme" * 5}, "NK_AVTAL_SECRET_KEY is easily guessed"),
        ({"SECRET_KEY": "0123456789abcdef" * 2}, "NK_AVTAL_SECRET_KEY is easily guessed"),
        ({"MAIL_SERVER": "smtp.example.org"}, "NK_AVTAL_BASE_URL must be the address"),
    ],
)
def test_an_unsafe_setting_is_a_fault(
    make_app: MakeApp, settings: dict[str, str], fault: str
) -> None:
    [line] = faults(make_app, **settings)
    assert line.startswith(fault)


def test_debug_mode_is_a_fault(make_app: MakeApp) -> None:
    app = make_app(**OFF)
    app.debug = True
    with app.app_context():
        assert [line[:10] for line in checks.faults()] == ["debug mode"]


def test_a_secret_that_others_may_read_is_a_fault(make_app: MakeApp, tmp_path: Path) -> None:
    kept = tmp_path / "secret_key"
    kept.write_text("something random enough 8h1f0aj2")
    kept.chmod(0o644)
    [line] = faults(make_app)
    assert "mode 600" in line
    kept.chmod(0o600)
    assert faults(make_app) == []


def test_a_database_that_is_not_migrated_is_a_fault(make_app: MakeApp) -> None:
    with make_app(**OFF).app_context():
        db.session.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
        db.session.commit()
        [line] = checks.faults()
    assert "run nk-avtal init" in line


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_foreign_keys_that_are_off_are_a_fault(make_app: MakeApp) -> None:
    with make_app(**OFF).app_context():
        sa.event.listen(db.engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=OFF"))
        db.engine.dispose()
        assert checks.faults() == ["foreign keys are off"]


def test_demo_accounts_are_a_fault_where_the_demo_is_off(make_app: MakeApp) -> None:
    with make_app().app_context():
        builders.person(Role.ADMIN, password="norrbotten", demo=True)
        assert checks.faults() == []
    [line] = faults(make_app)
    assert "demo passwords" in line


@pytest.mark.parametrize("command", ["check", "serve"])
def test_the_commands_end_with_4_and_one_line_for_each_fault(
    database_url: str, make_app: MakeApp, tmp_path: Path, command: str
) -> None:
    with make_app().app_context():
        builders.person(Role.ADMIN, password="norrbotten", demo=True)
    settings = OFF | {"BASE_URL": "http://avtal.example.org", "SECRET_KEY": "x" * 40}
    ended = subprocess.run(
        [sys.executable, "-m", "nk_avtal.cli", command],
        capture_output=True,
        text=True,
        env=databases.environ(database_url, tmp_path, **settings)
        | {"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": os.environ["PATH"]},
        timeout=60,
        check=False,
    )
    assert ended.returncode == 4
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 3


def test_no_route_loads_the_demonstration(app: Flask) -> None:
    assert not [rule.rule for rule in app.url_map.iter_rules() if "demo" in rule.rule]
