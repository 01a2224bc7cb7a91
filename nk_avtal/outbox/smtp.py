"""SMTP that gives up: on a silent server, and on one that answers a byte at a time.

Flask-Mail as shipped waits for ever and checks no certificate.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
import time
from functools import cache
from typing import Any

import structlog
from flask import current_app
from flask_mail import Connection, Mail

log = structlog.get_logger("nk_avtal.outbox")

STEP_SECONDS = 20.0
ATTEMPT_SECONDS = 30.0
_DONE = 250


class PatientSmtp(smtplib.SMTP):
    """Ends the whole conversation some time after the last mail was begun, however busy the other
    side looks."""

    sock: socket.socket | None

    def __init__(self, *where: Any, **how: Any) -> None:
        self._latest = 0.0
        self._closed = threading.Event()
        super().__init__(*where, **how)

    def _get_socket(self, *where: Any) -> Any:
        opened = super()._get_socket(*where)  # type: ignore[misc]
        self.allow()
        threading.Thread(target=self._watch, daemon=True).start()
        return opened

    def allow(self) -> None:
        """Give the next mail its full time."""
        self._latest = time.monotonic() + seconds()[1]

    def _watch(self) -> None:
        while (left := self._latest - time.monotonic()) > 0:
            if self._closed.wait(left):
                return
        try:
            if self.sock is not None:  # by now it may be the one that speaks TLS
                self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:  # it has ended by itself
            return

    def close(self) -> None:
        self._closed.set()
        super().close()


class _PatientSmtpSsl(PatientSmtp, smtplib.SMTP_SSL):
    pass


def seconds() -> tuple[float, float]:
    """How long one step and a whole attempt may take."""
    configured = current_app.config
    return (
        configured.get("SMTP_STEP_SECONDS", STEP_SECONDS),
        configured.get("SMTP_ATTEMPT_SECONDS", ATTEMPT_SECONDS),
    )


@cache
def _authorities() -> ssl.SSLContext:
    """Whose certificates are trusted. Reading them takes longer than sending a mail."""
    return ssl.create_default_context()


class PatientConnection(Connection):
    """A connection with limits, which checks whom it speaks to."""

    def configure_host(self) -> PatientSmtp:
        settings = self.mail
        step = seconds()[0]
        host: PatientSmtp
        if settings.use_ssl:
            trust = _authorities()
            host = _PatientSmtpSsl(settings.server, settings.port, timeout=step, context=trust)
        else:
            host = PatientSmtp(settings.server, settings.port, timeout=step)
        try:
            if settings.use_tls:
                host.starttls(context=_authorities())
            if settings.username and settings.password:
                host.login(settings.username, settings.password)
        except BaseException:
            host.close()
            raise
        return host

    @property
    def works(self) -> bool:
        """Whether the server still answers."""
        if self.host is None or self.host.sock is None:
            return False
        try:
            return bool(self.host.rset()[0] == _DONE)
        except OSError:
            return False

    def drop(self) -> None:
        """Leave without a word."""
        if self.host is not None:
            self.host.close()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Say good-bye. A server that has taken the mail and then hangs up has taken it."""
        if self.host is None:
            return
        try:
            if kind is None:
                self.host.quit()
        except OSError:
            log.info("mail_server_hung_up")
        finally:
            self.host.close()


class PatientMail(Mail):
    """Flask-Mail with such connections."""

    def connect(self) -> PatientConnection:
        return PatientConnection(current_app.extensions["mail"])
