"""What every test may ask for: an application on a real database, a client, people to sign in."""

from __future__ import annotations

import contextvars
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2.profiles import CHEAPEST
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from werkzeug.test import TestResponse

from nk_avtal.db import db
from nk_avtal.people import signing_in
from nk_avtal.people.accounts import hash_that_nothing_has, hasher
from tests import builders, databases
from tests.compiling import create_sharing_routes, share_compiled_statements
from tests.postgres import Server
from tests.s3 import S3
from tests.scale import FULL

BOTH = ("sqlite", "postgresql")
MEMORY_DISK = Path("/dev/shm")
GIGABYTE = 2**30


class Browser(FlaskClient):
    """Sends each request as the web server would: in a context and with a session of its own.

    The test's session is committed first, or it would hold the database's only write lock, and
    forgets what it knows, so that the test sees what the request did.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.commit()
        db.session.expire_all()
        return contextvars.Context().run(super().open, *args, **kwargs)


def pytest_configure(config: pytest.Config) -> None:
    """The process that leads a parallel run makes the template databases; the others use them.

    Passwords are hashed at the lowest cost, since most tests do not concern how long that takes.
    """
    settings.register_profile("here", deadline=None)  # a busy machine is no fault
    settings.load_profile("here")
    use_memory_as_disk()
    hasher._parameters = CHEAPEST
    signing_in._nobody = hash_that_nothing_has()
    if hasattr(config, "workerinput"):
        return
    home = Path(tempfile.mkdtemp(prefix="nktest"))
    template = home / "template.sqlite3"
    databases.fill(f"sqlite:///{template}", home)
    server = None
    url = os.environ.get("TEST_POSTGRES_URL")
    if not url:
        server = Server()
        url = server.url("postgres")
    databases.execute(url, f"DROP DATABASE IF EXISTS {databases.TEMPLATE} WITH (FORCE)")
    databases.execute(url, f"CREATE DATABASE {databases.TEMPLATE}")
    databases.fill(builders.database_at(url, databases.TEMPLATE), home)
    os.environ["NK_TEST_SQLITE_TEMPLATE"] = str(template)
    os.environ["NK_TEST_POSTGRES"] = url
    config.add_cleanup(lambda: server.stop() if server else None)
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test with many cases PostgreSQL gets the first alone, and all at full size: what tells
    the cases apart is decided before a database is asked, and SQLite gets every one."""
    if FULL:
        return
    seen: set[tuple[str, ...]] = set()
    left_out = []
    for item in items:
        case = getattr(item, "callspec", None)
        if case is None or case.params.get("database_url") != "postgresql":
            continue
        key = (item.parent.nodeid if item.parent else "", getattr(item, "originalname", item.name))
        if key in seen:
            left_out.append(item)
        seen.add(key)
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(scope="session")
def on_postgres() -> Iterator[databases.Reused]:
    """The PostgreSQL database of this process's tests."""
    reused = databases.Reused(os.environ["NK_TEST_POSTGRES"])
    yield reused
    reused.drop()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3]:
    """An S3 server for this process's tests; each makes a bucket of its own."""
    server = S3()
    yield server
    server.stop()


@pytest.fixture
def bucket(s3_server: S3, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty bucket, which this process and those it starts can reach."""
    return s3_server.bucket_for(monkeypatch)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database with reference data, of each kind in turn."""
    if request.param == "sqlite":
        yield databases.copy_sqlite(Path(os.environ["NK_TEST_SQLITE_TEMPLATE"]), tmp_path)
        return
    reused: databases.Reused = request.getfixturevalue("on_postgres")
    yield reused.url
    reused.restore()


def use_memory_as_disk() -> None:
    """Put what the tests write where a write to the disk costs nothing, if the machine has room."""
    if MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free > 4 * GIGABYTE:
        may_run_programs = not os.statvfs(MEMORY_DISK).f_flag & os.ST_NOEXEC
        if may_run_programs and "TMPDIR" not in os.environ:
            os.environ["TMPDIR"] = str(MEMORY_DISK)
            tempfile.tempdir = None


def compiled_templates() -> FileSystemBytecodeCache:
    """Where the applications of all tests share their compiled templates: compiling them anew takes
    half the time of a test."""
    return FileSystemBytecodeCache(str(Path(os.environ["NK_TEST_SQLITE_TEMPLATE"]).parent))


@pytest.fixture
def make_app(database_url: str, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Makes applications on the test's database, with settings of their own."""
    made: list[Flask] = []

    def make(**settings: str) -> Flask:
        app = create_sharing_routes(databases.environ(database_url, tmp_path, **settings))
        app.test_client_class = Browser
        app.jinja_env.bytecode_cache = compiled_templates()
        with app.app_context():
            share_compiled_statements(db.engine)
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """The application, inside whose context the test's own session works."""
    app = make_app()
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor who is not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., FlaskClient]:
    """Signs a person in: `sign_in(person)` is a browser of that person."""

    def browser(person: builders.Person) -> FlaskClient:
        return builders.signed_in_client(app, person)

    return browser
