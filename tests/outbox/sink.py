"""A mail server that keeps what it takes, and answers as a test asks it to."""

from __future__ import annotations

import asyncio
import email
import email.policy
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller

SLOWEST_SECONDS = 0.02
SILENT_SECONDS = 10.0


class _AnyPort(Controller):
    """Listens on a port that the system chooses, and knows which."""

    def _trigger_server(self) -> None:
        assert self.server
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class _Hooks:
    """What the server may call, and nothing else: with every connection it reads each attribute of
    its handler, which would parse all mails taken so far."""

    def __init__(self, sink: Sink) -> None:
        self.handle_RCPT = sink.handle_RCPT
        self.handle_DATA = sink.handle_DATA


class Sink:
    """Stores each mail at the end of DATA, and only then answers.

    `to_recipient` and `to_content` hold answers that are given in place of 250, by recipient.
    With `hangs_up` the conversation is cut as soon as a mail has been answered, and with
    `breaks_off` so many times before that. A conversation about the recipient `stuck` is never
    answered.
    """

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.envelopes: list[list[str]] = []
        self.to_recipient: dict[str, str] = {}
        self.to_content: dict[str, str] = {}
        self.slow = False
        self.hangs_up = False
        self.breaks_off: dict[str, int] = {}
        self.stuck = ""
        self.is_stuck = False
        self.gone = False
        self.pace = random.Random(2)
        self.taken = threading.Semaphore(0)
        self.controller = _AnyPort(_Hooks(self), hostname="127.0.0.1", port=0)

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address == self.stuck:
            self.is_stuck = True
            await asyncio.sleep(3600)
        if address in self.to_recipient:
            return self.to_recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        refusal = self.to_content.get(envelope.rcpt_tos[0])
        if refusal:
            return refusal
        self.raw.append(bytes(envelope.content))
        self.envelopes.append(list(envelope.rcpt_tos))
        self.taken.release()
        if self.breaks_off.get(envelope.rcpt_tos[0], 0):
            self.breaks_off[envelope.rcpt_tos[0]] -= 1
            server.transport.close()
            return "250 never heard"
        if self.slow:
            time.sleep(self.pace.uniform(0, SLOWEST_SECONDS))
        if self.hangs_up:
            server.transport.write(b"250 taken\r\n")
            server.transport.close()
        return "250 ok"

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.controller.port)

    def leave(self) -> None:
        """Stop listening. Done once however often it is asked."""
        if not self.gone:
            self.gone = True
            self.controller.stop()

    @property
    def settings(self) -> dict[str, str]:
        """What makes the product send here."""
        return {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(self.port)}

    @property
    def mails(self) -> list[EmailMessage]:
        """What has been taken, in order."""
        policy = email.policy.default
        return [
            cast("EmailMessage", email.message_from_bytes(raw, policy=policy)) for raw in self.raw
        ]

    @property
    def copies(self) -> Counter[str]:
        """How many copies of each mail there are, by Message-ID."""
        return Counter(mail["Message-ID"] for mail in self.mails)

    def wait_for(self, count: int, seconds: float = 30) -> None:
        """Wait until that many more mails have been taken."""
        for _ in range(count):
            assert self.taken.acquire(timeout=seconds), "no mail came"


@contextmanager
def running() -> Iterator[Sink]:
    """A sink that listens while the block runs."""
    sink = Sink()
    sink.controller.start()
    try:
        yield sink
    finally:
        sink.leave()


@contextmanager
def silent(drip: bytes = b"") -> Iterator[int]:
    """A server that accepts and never speaks, or says `drip` again and again, slowly; its port. It
    hangs up long after a sender should have, so that one who waits for ever fails a test."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_drip, args=(connection, drip, ended), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        ended.set()
        listener.close()


def _drip(connection: socket.socket, drip: bytes, ended: threading.Event) -> None:
    leaves_at = time.monotonic() + SILENT_SECONDS
    with connection, suppress(OSError):
        while not ended.wait(0.1) and time.monotonic() < leaves_at:
            connection.sendall(drip)
