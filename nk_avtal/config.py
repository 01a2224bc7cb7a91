"""Settings from the environment, checked at start: one clear line for each fault."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "NK_AVTAL_"
PROJECT = Path(__file__).resolve().parent.parent
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SHORTEST_SECRET = 32
MEGABYTE = 1024 * 1024
IN_BUCKET = "s3://"
BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[\w!.*'()-]+)*/?")
"""A bucket's address by the rules for names that every server takes."""

DEFAULTS: dict[str, str] = {
    "DATABASE_URL": "",
    "INSTANCE_PATH": "",
    "SECRET_KEY": "",
    "BASE_URL": "http://127.0.0.1:8000",
    "MAIL_SERVER": "",
    "MAIL_PORT": "25",
    "MAIL_USE_TLS": "",
    "MAIL_USE_SSL": "",
    "MAIL_USERNAME": "",
    "MAIL_PASSWORD": "",
    "MAIL_DEFAULT_SENDER": "avtal@localhost.localdomain",
    "MAIL_HOLD_MINUTES": "10",
    "MAIL_SUPPRESS": "",
    "MAIL_FALLBACK_TO": "",
    "DOCUMENT_STORE": "",
    "SCHEDULER": "on",
    "SILENT_AFTER_SECONDS": "300",
    "TRUSTED_PROXIES": "0",
    "REMIND_AT": "06:30",
    "TIMEZONE": "Europe/Stockholm",
    "OIDC_DISCOVERY_URL": "",
    "OIDC_CLIENT_ID": "",
    "OIDC_CLIENT_SECRET": "",
    "REGISTER_CONTACT": "",
    "SUPERVISORY_AUTHORITY": "Myndigheten för digital förvaltning, Digg",
    "SUPERVISORY_AUTHORITY_URL": "https://www.digg.se/tdosanmalan",
    "DEMO": "",
    "TODAY": "",
}
"""Every name that the product reads, without prefix, and its default."""
_MADE_UP_CONTACT = "registret@demo.example"
"""To whom users of the open data may write in a demonstration, which shows the whole of it."""


class SettingsRefused(Exception):
    """The settings are unsafe or contradict each other. `faults` has one sentence for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class _Reader:
    """Reads one value after the other and collects the faults instead of stopping at the first."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.given = {
            name.removeprefix(PREFIX): value.strip()
            for name, value in environ.items()
            if name.startswith(PREFIX)
        }
        self.faults = [
            f"{PREFIX}{name} is not a setting of this product"
            for name in sorted(self.given.keys() - DEFAULTS.keys())
        ]

    def text(self, name: str) -> str:
        return self.given.get(name) or DEFAULTS[name]

    def refuse(self, name: str, why: str) -> None:
        self.faults.append(f"{PREFIX}{name} {why}")

    def switch(self, name: str) -> bool:
        value = self.text(name).lower()
        if value not in ("", "0", "1", "on", "off", "true", "false", "yes", "no"):
            self.refuse(name, "must be on or off")
        return value in ("1", "on", "true", "yes")

    def number(self, name: str, lowest: int, highest: int) -> int:
        value = self.text(name)
        if value.isdecimal() and lowest <= int(value) <= highest:
            return int(value)
        self.refuse(name, f"must be a number from {lowest} to {highest}")
        return lowest

    def day(self, name: str) -> date | None:
        value = self.text(name)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.refuse(name, "must be a day as YYYY-MM-DD")
            return None

    def web_address(self, name: str) -> str:
        value = self.text(name)
        if urlsplit(value).scheme not in ("http", "https"):
            self.refuse(name, "must be an address such as https://www.example.org/report")
        return value

    def mail_address(self, name: str) -> str:
        value = self.text(name)
        if value and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", value):
            self.refuse(name, "must be an e-mail address")
        return value

    def clock_time(self, name: str) -> tuple[int, int]:
        hour, _, minute = self.text(name).partition(":")
        if hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60:
            return int(hour), int(minute)
        self.refuse(name, "must be a time of day as HH:MM")
        return 6, 30


def settings_from(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The Flask configuration that `environ` (by default the process's own) asks for.

    Raises SettingsRefused with every fault at once.
    """
    reader = _Reader(os.environ if environ is None else environ)
    instance = Path(reader.text("INSTANCE_PATH") or PROJECT / "instance").resolve()
    settings = (
        {"INSTANCE_PATH": str(instance)}
        | _database(reader, instance)
        | _web(reader)
        | _mail(reader)
        | _running(reader)
    )
    settings["DOCUMENT_STORE"] = _document_store(reader, instance)
    _check_together(reader, settings)
    if reader.faults:
        raise SettingsRefused(reader.faults)
    settings["SECRET_KEY"] = settings["SECRET_KEY"] or kept_secret(instance)
    return settings


def database_url(text: str) -> URL:
    """The address of a database, with the driver that this product uses."""
    url = make_url(text)
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    return url


def _database(reader: _Reader, instance: Path) -> dict[str, Any]:
    text = reader.text("DATABASE_URL") or f"sqlite:///{instance / 'nk-avtal.sqlite3'}"
    try:
        url = database_url(text)
    except ArgumentError:
        reader.refuse("DATABASE_URL", "must be an address such as postgresql+psycopg://...")
        url = database_url("sqlite://")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        reader.refuse("DATABASE_URL", "must name SQLite or PostgreSQL")
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        url = url.set(database=str((instance / url.database).resolve()))
    options: dict[str, Any] = {
        "url": url,
        "pool_pre_ping": url.get_backend_name() != "sqlite",
        "max_overflow": -1,  # the server's threads are the limit; each may need two at a time
    }
    return {"SQLALCHEMY_ENGINES": {"default": options}}


def _document_store(reader: _Reader, instance: Path) -> str:
    """A folder, reckoned from the instance folder, or the address of a bucket as it is."""
    text = reader.text("DOCUMENT_STORE") or "documents"
    if "://" not in text:
        return str(instance / text)
    if not BUCKET.fullmatch(text):
        reader.refuse("DOCUMENT_STORE", "must be a folder or an address as s3://bucket/prefix")
    elif find_spec("botocore") is None:
        reader.refuse("DOCUMENT_STORE", "names a bucket: install with the extra s3")
    return text


def _web(reader: _Reader) -> dict[str, Any]:
    base = urlsplit(reader.text("BASE_URL"))
    if base.scheme not in ("http", "https") or not base.hostname or base.path not in ("", "/"):
        reader.refuse("BASE_URL", "must be an address such as https://avtal.example.org")
    secure = base.scheme == "https"
    host = base.hostname or "127.0.0.1"
    secret = reader.text("SECRET_KEY")
    if secret and len(secret) < SHORTEST_SECRET:
        reader.refuse("SECRET_KEY", f"must have at least {SHORTEST_SECRET} characters")
    return {
        "BASE_URL": f"{base.scheme}://{base.netloc}",
        "SECRET_KEY": secret,
        "TRUSTED_HOSTS": sorted(LOOPBACK | {"[::1]"}) if host in LOOPBACK else [host],
        "TRUSTED_PROXIES": reader.number("TRUSTED_PROXIES", 0, 9),
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "IDLE_LIFETIME": timedelta(hours=2),
        "MAX_CONTENT_LENGTH": 25 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
        "MAX_FORM_PARTS": 2000,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "sv",
    }


def _mail(reader: _Reader) -> dict[str, Any]:
    if reader.switch("MAIL_USE_TLS") and reader.switch("MAIL_USE_SSL"):
        reader.refuse("MAIL_USE_TLS", "and NK_AVTAL_MAIL_USE_SSL exclude each other")
    return {
        "MAIL_SERVER": reader.text("MAIL_SERVER"),
        "MAIL_PORT": reader.number("MAIL_PORT", 1, 65535),
        "MAIL_USE_TLS": reader.switch("MAIL_USE_TLS"),
        "MAIL_USE_SSL": reader.switch("MAIL_USE_SSL"),
        "MAIL_USERNAME": reader.text("MAIL_USERNAME") or None,
        "MAIL_PASSWORD": reader.text("MAIL_PASSWORD") or None,
        "MAIL_DEFAULT_SENDER": reader.text("MAIL_DEFAULT_SENDER"),
        "MAIL_HOLD_MINUTES": reader.number("MAIL_HOLD_MINUTES", 0, 24 * 60),
        "MAIL_SUPPRESSED": reader.switch("MAIL_SUPPRESS"),
        "MAIL_FALLBACK_TO": reader.text("MAIL_FALLBACK_TO"),
    }


def _running(reader: _Reader) -> dict[str, Any]:
    timezone = reader.text("TIMEZONE")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        reader.refuse("TIMEZONE", "must be a time zone such as Europe/Stockholm")
    demo = reader.switch("DEMO")
    return {
        "SCHEDULER": reader.switch("SCHEDULER"),
        "SILENT_AFTER_SECONDS": reader.number("SILENT_AFTER_SECONDS", 2, 600),
        "REMIND_AT": reader.clock_time("REMIND_AT"),
        "TIMEZONE": timezone,
        "REGISTER_CONTACT": reader.mail_address("REGISTER_CONTACT")
        or (_MADE_UP_CONTACT if demo else ""),
        "SUPERVISORY_AUTHORITY": reader.text("SUPERVISORY_AUTHORITY"),
        "SUPERVISORY_AUTHORITY_URL": reader.web_address("SUPERVISORY_AUTHORITY_URL"),
        "DEMO": demo,
        "TODAY": reader.day("TODAY"),
    }


def _check_together(reader: _Reader, settings: dict[str, Any]) -> None:
    on_loopback = urlsplit(settings["BASE_URL"]).hostname in LOOPBACK
    if settings["TODAY"] and not settings["DEMO"]:
        reader.refuse("TODAY", "is only for demonstrations: set NK_AVTAL_DEMO as well")
    if settings["DEMO"] and not on_loopback:
        reader.refuse("DEMO", "opens known passwords and works only on a loopback BASE_URL")


def kept_secret(instance: Path) -> str:
    """The secret of this instance, made at the first start and readable by its owner alone."""
    path = instance / "secret_key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
