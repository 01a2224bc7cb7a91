"""One mail on its way: its bytes, the server's answer, and what that answer means."""

from __future__ import annotations

import smtplib
from email import policy
from email.utils import format_datetime, formataddr
from enum import Enum
from pathlib import Path

from flask import current_app
from flask_mail import Message as Envelope

from nk_avtal.outbox.composing import ASSOCIATION, SERVICE
from nk_avtal.outbox.models import Message
from nk_avtal.outbox.smtp import PatientConnection, PatientMail, PatientSmtp

mail = PatientMail()

SENDER_NAME = f"{SERVICE}, {ASSOCIATION}"
_FIRST_FINAL_CODE = 500
_POLICY = b"5.7."
LONGEST_ANSWER = 500


class Letter(Envelope):
    """A mail whose headers travel as they were encoded.

    Python's own folding of a long header loses the quotes of a name with a comma, which makes two
    senders of one, and puts spaces into long names.
    """

    def as_bytes(self) -> bytes:
        message = self._message()
        message.policy = policy.SMTP.clone(refold_source="none")
        return message.as_bytes()


class Verdict(Enum):
    """What a failure says: of this mail for good, of this mail for now, or of the server."""

    REFUSED = "refused"
    LATER = "later"
    SERVER_AWAY = "server_away"


def verdict(reason: Exception) -> Verdict:
    """What a failed attempt means.

    Only an answer to the recipient or to the content concerns the mail. A refused log-in or sender
    is a fault of this installation, however final its code: no mail is given up for that.
    """
    if isinstance(reason, ValueError | smtplib.SMTPNotSupportedError):
        return Verdict.REFUSED
    if isinstance(reason, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in reason.recipients.values()]
        return _by_code(min(codes, default=0))
    if isinstance(reason, smtplib.SMTPDataError):
        return _by_code(reason.smtp_code)
    return Verdict.SERVER_AWAY if isinstance(reason, OSError) else Verdict.LATER


def no_such_recipient(reason: Exception) -> bool:
    """Whether the server has refused the address for good. A refusal by policy (5.7, RFC 3463)
    says nothing of it: it may be our own server that does not want to pass mail on."""
    if not isinstance(reason, smtplib.SMTPRecipientsRefused):
        return False
    return all(
        code >= _FIRST_FINAL_CODE and not text.startswith(_POLICY)
        for code, text in reason.recipients.values()
    )


def answer_of(reason: Exception) -> str:
    """What a failed attempt ended with, for people: the server's own answer where it gave one."""
    if isinstance(reason, smtplib.SMTPRecipientsRefused):
        answers = reason.recipients.values()
        told = "; ".join(f"{code} {_readable(text)}" for code, text in answers)
    elif isinstance(reason, smtplib.SMTPResponseException):
        told = f"{reason.smtp_code} {_readable(reason.smtp_error)}"
    else:
        told = f"{type(reason).__name__}: {reason}"
    return told[:LONGEST_ANSWER]


def _readable(text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(words.split())


def _by_code(code: int) -> Verdict:
    return Verdict.REFUSED if code >= _FIRST_FINAL_CODE else Verdict.LATER


class Courier:
    """Hands mails to the server, one after the other over one connection, or writes them to files
    when there is none."""

    def __init__(self) -> None:
        self._connection: PatientConnection | None = None

    def __enter__(self) -> Courier:
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection:
            self._connection.__exit__(None)

    def deliver(self, message: Message) -> None:
        """Hand over one mail.

        Raises SMTPException or OSError when the server does not take it, ValueError when the mail
        cannot be put into words that travel.
        """
        envelope = _envelope(message)
        if envelope.has_bad_headers():
            raise ValueError("a header has a line break")
        if not current_app.config["MAIL_SERVER"]:
            _write(message, envelope)
            return
        host = self._host()
        host.sendmail(
            current_app.config["MAIL_DEFAULT_SENDER"], [message.recipient], envelope.as_bytes()
        )

    def _host(self) -> PatientSmtp:
        if self._connection is None:
            connection = mail.connect()
            connection.__enter__()
            self._connection = connection
        host = self._connection.host
        assert isinstance(host, PatientSmtp)
        host.allow()
        return host

    def hang_up_unless_well(self) -> None:
        """After a failure: keep only a connection that still works."""
        if self._connection and not self._connection.works:
            self._connection.drop()
            self._connection = None


def _envelope(message: Message) -> Letter:
    name = message.recipient_name
    envelope = Letter(
        subject=message.subject,
        recipients=[(name, message.recipient) if name else message.recipient],
        body=message.text,
        html=message.html or None,
        sender=formataddr((SENDER_NAME, current_app.config["MAIL_DEFAULT_SENDER"])),
        reply_to=message.reply_to or None,
        extra_headers=_headers(message),
        charset="utf-8",
    )
    envelope.msgId = message.message_id
    envelope.date = message.queued_at.timestamp()
    return envelope


def _headers(message: Message) -> dict[str, str]:
    headers = {"Auto-Submitted": "auto-generated"} | message.headers
    if "X-Reminder-Id" in headers:
        headers["X-Reminder-Attempt"] = str(message.attempts)
    return headers


def _write(message: Message, envelope: Letter) -> None:
    folder = Path(current_app.instance_path) / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    moment = format_datetime(message.queued_at)[5:16].replace(" ", "-")
    (folder / f"{message.id:06d}-{moment}-{message.kind}.eml").write_bytes(envelope.as_bytes())
