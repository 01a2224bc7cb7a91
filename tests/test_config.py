"""Settings: every fault is named at once, and nothing unsafe starts."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from nk_avtal.config import SettingsRefused, kept_secret, settings_from


def faults(**settings: str) -> list[str]:
    with pytest.raises(SettingsRefused) as refused:
        settings_from({f"NK_AVTAL_{name}": value for name, value in settings.items()})
    return refused.value.faults


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"DATABSE_URL": "x"}, "NK_AVTAL_DATABSE_URL is not a setting of this product"),
        ({"SECRET_KEY": "short"}, "NK_AVTAL_SECRET_KEY must have at least 32 characters"),
        ({"BASE_URL": "avtal.example.org"}, "NK_AVTAL_BASE_URL must be an address"),
        ({"BASE_URL": "https://a.example/path"}, "NK_AVTAL_BASE_URL must be an address"),
        ({"MAIL_PORT": "many"}, "NK_AVTAL_MAIL_PORT must be a number"),
        ({"MAIL_HOLD_MINUTES": "-1"}, "NK_AVTAL_MAIL_HOLD_MINUTES must be a number"),
        ({"SCHEDULER": "maybe"}, "NK_AVTAL_SCHEDULER must be on or off"),
        ({"TIMEZONE": "Norrland"}, "NK_AVTAL_TIMEZONE must be a time zone"),
        ({"REMIND_AT": "25:00"}, "NK_AVTAL_REMIND_AT must be a time of day"),
        ({"TODAY": "2026-11-24"}, "NK_AVTAL_TODAY is only for demonstrations"),
        ({"TODAY": "i dag", "DEMO": "on"}, "NK_AVTAL_TODAY must be a day"),
        ({"DEMO": "on", "BASE_URL": "https://a.example"}, "NK_AVTAL_DEMO opens known passwords"),
        ({"DATABASE_URL": "mysql://x/y"}, "NK_AVTAL_DATABASE_URL must"),
        ({"MAIL_USE_TLS": "on", "MAIL_USE_SSL": "on"}, "NK_AVTAL_MAIL_USE_TLS and"),
    ],
)
def test_a_faulty_setting_is_refused_in_one_line(
    settings: dict[str, str], fault: str, tmp_path: Path
) -> None:
    found = faults(INSTANCE_PATH=str(tmp_path), **settings)
    assert any(line.startswith(fault) for line in found), found
    assert all("\n" not in line for line in found)


def test_all_faults_are_told_at_once() -> None:
    assert len(faults(TIMEZONE="x", MAIL_PORT="x", SCHEDULER="x")) == 3


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    secret = kept_secret(tmp_path)
    assert kept_secret(tmp_path) == secret
    assert len(secret) >= 32
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_plain_postgres_address_gets_the_driver_of_the_product(tmp_path: Path) -> None:
    settings = settings_from(
        {
            "NK_AVTAL_DATABASE_URL": "postgres://user@host/name",
            "NK_AVTAL_INSTANCE_PATH": str(tmp_path),
        }
    )
    url = settings["SQLALCHEMY_ENGINES"]["default"]["url"]
    assert url.drivername == "postgresql+psycopg"


def test_over_https_the_cookie_is_secure_and_bound_to_the_host(tmp_path: Path) -> None:
    settings = settings_from(
        {
            "NK_AVTAL_BASE_URL": "https://avtal.example.org",
            "NK_AVTAL_INSTANCE_PATH": str(tmp_path),
        }
    )
    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["TRUSTED_HOSTS"] == ["avtal.example.org"]


def test_the_authority_that_supervises_accessibility_is_a_setting(tmp_path: Path) -> None:
    given = {"NK_AVTAL_INSTANCE_PATH": str(tmp_path)}
    assert settings_from(given)["SUPERVISORY_AUTHORITY"].endswith("Digg")
    named = given | {"NK_AVTAL_SUPERVISORY_AUTHORITY_URL": "javascript:alert(1)"}
    with pytest.raises(SettingsRefused, match="SUPERVISORY_AUTHORITY_URL must be an address"):
        settings_from(named)


def test_a_demonstration_has_somebody_to_write_to_about_the_open_data(tmp_path: Path) -> None:
    given = {"NK_AVTAL_INSTANCE_PATH": str(tmp_path)}
    assert settings_from(given)["REGISTER_CONTACT"] == ""
    shown = given | {"NK_AVTAL_DEMO": "on"}
    assert settings_from(shown)["REGISTER_CONTACT"].endswith("@demo.example")
    own = shown | {"NK_AVTAL_REGISTER_CONTACT": "registret@example.org"}
    assert settings_from(own)["REGISTER_CONTACT"] == "registret@example.org"


def test_a_fixed_day_is_read(tmp_path: Path) -> None:
    settings = settings_from(
        {
            "NK_AVTAL_DEMO": "on",
            "NK_AVTAL_TODAY": "2026-11-24",
            "NK_AVTAL_INSTANCE_PATH": str(tmp_path),
        }
    )
    assert settings["TODAY"] == date(2026, 11, 24)
