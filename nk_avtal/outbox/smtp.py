"""SMTP that gives up: on a silent server, and on one that answers a byte at a time.

Flask-Mail as shipped waits for ever and checks no certificate.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from typing import Any

import structlog
from flask import current_app
from flask_mail import Connection, Mail

log = structlog.get_logger("nk_avtal.outbox")

STEP_SECONDS = 20.0
ATTEMPT_SECONDS = 30.0


class _Bounded:
    """Ends the whole conversation after a time, however busy the other side looks."""

    _ender: threading.Timer | None = None
    sock: socket.socket | None

    def _get_socket(self, *where: Any) -> Any:
        opened = super()._get_socket(*where)  # type: ignore[misc]
        self._ender = threading.Timer(seconds()[1], self._end)
        self._ender.daemon = True
        self._ender.start()
        return opened

    def _end(self) -> None:
        if self.sock is None:
            return
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:  # it has ended by itself
            return

    def close(self) -> None:
        if self._ender:
            self._ender.cancel()
        super().close()  # type: ignore[misc]


class _Smtp(_Bounded, smtplib.SMTP):
    pass


class _SmtpSsl(_Bounded, smtplib.SMTP_SSL):
    pass


def seconds() -> tuple[float, float]:
    """How long one step and a whole attempt may take."""
    configured = current_app.config
    return (
        configured.get("SMTP_STEP_SECONDS", STEP_SECONDS),
        configured.get("SMTP_ATTEMPT_SECONDS", ATTEMPT_SECONDS),
    )


class PatientConnection(Connection):
    """A connection with limits, which checks whom it speaks to."""

    def configure_host(self) -> smtplib.SMTP:
        settings = self.mail
        step = seconds()[0]
        context = ssl.create_default_context()
        host: smtplib.SMTP
        if settings.use_ssl:
            host = _SmtpSsl(settings.server, settings.port, timeout=step, context=context)
        else:
            host = _Smtp(settings.server, settings.port, timeout=step)
        try:
            if settings.use_tls:
                host.starttls(context=context)
            if settings.username and settings.password:
                host.login(settings.username, settings.password)
        except BaseException:
            host.close()
            raise
        return host

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
