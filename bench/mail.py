"""Sending 1,000 mails from the outbox, each marked sent, beside one smtplib connection.

The floor sends the same bytes, ready made, over one connection to the same server, which is a
process of its own; the floor with a receipt also commits one row by the bare driver after each,
which is what it takes not to repeat more than one mail when a process dies. All take turns in one
run; the figures to quote are the ratios.

The outbox takes 7 to 50 times the bare floor and 2 to 3 times the one with a receipt. A connection
is shared by the mails of a claim, twenty are claimed with one commit, and the statements are
prepared; what is left is the commit after each mail, which waits for the disk (half of the time
and more) and the making of the message (a quarter). Marking fifty mails as sent with one commit
would bring it near the bare floor, and repeat up to fifty when a process dies: that order is
forbidden (reliability R-01, M2).
"""

from __future__ import annotations

import argparse
import multiprocessing
import smtplib
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask

from nk_avtal.app import create_app
from nk_avtal.clock import now
from nk_avtal.db import db
from nk_avtal.outbox.delivery import _envelope
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.outbox.sending import send_waiting
from tests import databases
from tests.postgres import Server

ROUNDS = 3
SENDER = "avtal@localhost.localdomain"
TEXT = "Hej!\n\nAvtalet om räddningstjänst ska besvaras senast 2027-02-28.\n" * 12


def main() -> None:
    """Print the ratio to the floor on each database and with each server."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--n", type=int, default=1000, help="how many mails")
    count = asked.parse_args().n
    ratios = {}
    with _databases() as urls:
        for sink in (minimal, aiosmtpd):
            with _serving(sink) as port:
                ratios |= _measure(sink.__name__, port, urls, count)
    print("SUMMARY " + " ".join(f"{name}={ratio:.2f}x" for name, ratio in ratios.items()))


def _measure(name: str, port: int, urls: dict[str, str], count: int) -> dict[str, float]:
    found: dict[str, list[float]] = defaultdict(list)
    floors = []
    for _ in range(ROUNDS):
        for kind, url in urls.items():
            with tempfile.TemporaryDirectory() as home, _application(url, home, port):
                ready = _fill(count)
                floor = _seconds(lambda ready=ready: _floor(port, ready))
                noted = _seconds(lambda ready=ready: _floor(port, ready, _receipt()))
                took = _seconds(lambda: _all_sent(count))
                found[f"{kind}:floor"].append(took / floor)
                found[f"{kind}:with_receipt"].append(took / noted)
                floors.append(floor / count * 1000)
    print(f"{name}: floor {statistics.median(floors):.3f} ms a mail", flush=True)
    return {f"{name}:{kind}": statistics.median(some) for kind, some in found.items()}


@contextmanager
def _databases() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(safe=True)
        try:
            databases.execute(server.url("postgres"), "CREATE DATABASE bench")
            urls = {
                "sqlite": f"sqlite:///{folder}/bench.sqlite3",
                "postgresql": server.url("bench"),
            }
            for url in urls.values():
                databases.fill(url, Path(folder))
            yield urls
        finally:
            server.stop()


@contextmanager
def _application(url: str, home: str, port: int) -> Iterator[Flask]:
    settings = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(port)}
    app = create_app(databases.environ(url, Path(home), **settings))
    with app.app_context():
        yield app
        db.session.close()
        db.engine.dispose()


def _fill(count: int) -> list[tuple[str, bytes]]:
    """So many mails that wait, in place of what was there; and their bytes for the floor."""
    with db.engine.begin() as connection:
        connection.execute(Message.__table__.delete())
        rows = [_row(number) for number in range(count)]
        connection.execute(Message.__table__.insert(), rows)
    return [(row["recipient"], _envelope(Message(**row)).as_bytes()) for row in rows]


def _row(number: int) -> dict[str, Any]:
    return {
        "message_id": f"<{number}@bench.example.org>",
        "kind": "bench",
        "topic": "bench",
        "recipient": f"k{number}@example.org",
        "recipient_name": "",
        "reply_to": "",
        "subject": f"Påminnelse {number}",
        "text": TEXT,
        "html": "",
        "headers": {"X-Reminder-Id": str(number)},
        "state": MessageState.QUEUED,
        "queued_at": now(),
        "not_before": now(),
        "attempts": 0,
    }


def _all_sent(count: int) -> None:
    assert send_waiting().sent == count


def _floor(port: int, ready: list[tuple[str, bytes]], noted: Callable[[str], object] = str) -> None:
    with smtplib.SMTP("127.0.0.1", port) as host:
        for recipient, content in ready:
            host.sendmail(SENDER, [recipient], content)
            noted(recipient)


def _receipt() -> Callable[[str], None]:
    """Writes down one mail, and does not come back before that is on the disk."""
    raw = db.engine.raw_connection()
    mark = "?" if db.engine.dialect.name == "sqlite" else "%s"
    statement = f"UPDATE message SET last_error = 'noted' WHERE recipient = {mark}"

    def note(recipient: str) -> None:
        cursor = raw.cursor()
        if mark == "?":
            cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(statement, (recipient,))
        raw.commit()

    return note


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextmanager
def _serving(sink: Callable[[int, Any], None]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ready = multiprocessing.Event()
    child = multiprocessing.Process(target=sink, args=(port, ready), daemon=True)
    child.start()
    assert ready.wait(10)
    try:
        yield int(port)
    finally:
        child.terminate()
        child.join()


def aiosmtpd(port: int, ready: Any) -> None:
    """The server of the tests, which throws mail away."""
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Sink

    Controller(Sink(), hostname="127.0.0.1", port=port).start()
    ready.set()
    time.sleep(3600)


def minimal(port: int, ready: Any) -> None:
    """The smallest server there is: a thread a connection, fixed answers."""
    server = socket.create_server(("127.0.0.1", port), backlog=64)
    ready.set()
    while True:
        threading.Thread(target=_answer, args=(server.accept()[0],), daemon=True).start()


ANSWERS = {
    b"EHLO": b"250-sink\r\n250 8BITMIME\r\n",
    b"QUIT": b"221 bye\r\n",
    b"DATA": b"354 go\r\n",
}


def _answer(connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    reader = connection.makefile("rb")
    connection.sendall(b"220 sink\r\n")
    while line := reader.readline():
        verb = line[:4].upper()
        connection.sendall(ANSWERS.get(verb, b"250 ok\r\n"))
        if verb == b"DATA":
            while reader.readline() != b".\r\n":
                pass
            connection.sendall(b"250 ok\r\n")
        if verb == b"QUIT":
            break
    connection.close()


if __name__ == "__main__":
    main()
