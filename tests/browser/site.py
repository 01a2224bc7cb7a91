"""The product itself, served with the demonstration's data to a browser on loopback.

Playwright keeps an event loop running in the test's thread, in which an application context
cannot be closed: whatever needs one is done in a thread of its own.
"""

from __future__ import annotations

import logging
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from flask import Flask
from werkzeug.serving import make_server

from nk_avtal.app import create_app
from nk_avtal.db import db
from nk_avtal.demo import loading
from tests import builders, databases

Answer = TypeVar("Answer")


def apart(work: Callable[[], Answer]) -> Answer:
    """Do `work` in a thread of its own and give its answer."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


@dataclass(frozen=True)
class Site:
    """A running service."""

    app: Flask
    address: str

    def ask(self, question: Callable[[], Answer]) -> Answer:
        """Let `question` look into the service's database."""

        def inside() -> Answer:
            with self.app.app_context():
                return question()

        return apart(inside)


def with_demonstration(url: str, home: Path) -> None:
    """Load the demonstration into the database at `url`, its documents into `home`."""

    def load() -> None:
        app = create_app(databases.environ(url, home))
        with app.app_context():
            loading.load(builders.TODAY)
            db.session.commit()
            db.session.close()
            db.engine.dispose()

    apart(load)


def copied(demonstration: Path, folder: Path) -> str:
    """A copy in `folder` of a demonstration on SQLite; the address of its database."""
    shutil.copytree(demonstration, folder, dirs_exist_ok=True)
    return f"sqlite:///{folder / 'test.sqlite3'}"


@contextmanager
def served(url: str, home: Path) -> Iterator[Site]:
    """Serve the database at `url` on a free port."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = apart(lambda: create_app(databases.environ(url, home, BASE_URL=address)))
    server = make_server("127.0.0.1", 0, app, threaded=True, fd=listener.fileno())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    site = Site(app, address)
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        listener.close()
        site.ask(lambda: db.engine.dispose())
