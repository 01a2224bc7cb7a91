"""Mail leaves once, says what it should, and waits when it cannot leave."""

from __future__ import annotations

import email
import smtplib
import sqlite3
import time
from collections.abc import Callable
from datetime import date, timedelta
from email.header import decode_header, make_header
from email.utils import getaddresses
from pathlib import Path

import pytest
from flask import Flask

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.outbox import queries, smtp
from nk_avtal.outbox.actions import stop
from nk_avtal.outbox.delivery import Courier, Verdict, verdict
from nk_avtal.outbox.models import MessageState
from nk_avtal.outbox.sending import send_waiting
from tests.outbox import sink as sinks
from tests.outbox.conftest import again, pass_time, queued
from tests.outbox.sink import Sink


def test_a_mail_is_sent_once_with_a_fixed_id_and_date(app: Flask, sink: Sink) -> None:
    message = queued(recipient_name="Piteå kommun", reply_to="ansvarig@example.org")
    assert send_waiting().sent == 1
    assert send_waiting().sent == 0
    [mail] = sink.mails
    assert sink.envelopes == [["kommun@example.org"]]
    assert mail["Message-ID"] == message.message_id
    assert mail["Date"].datetime == message.queued_at.replace(microsecond=0)
    [(sender, address)] = getaddresses([header(sink.raw[0], "From")])
    assert str(make_header(decode_header(sender))) == "Gemensamma avtal, Norrbottens Kommuner"
    assert address == "avtal@localhost.localdomain"
    assert mail["To"] == "Piteå kommun <kommun@example.org>"
    assert mail["Reply-To"] == "ansvarig@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert again(message).state is MessageState.SENT


def test_a_personal_link_arrives_but_is_not_kept_nor_passed_on(app: Flask, sink: Sink) -> None:
    app.config["MAIL_FALLBACK_TO"] = "vakt@example.org"
    sink.to_recipient["borta@example.org"] = "550 no such user"
    link = f"http://localhost/svar/{'s3-_' * 10}xyz"
    known = queued(
        text=f"Svara: {link}", html=f'<a href="{link}">Svara</a>', topic="recommendation:1"
    )
    lost = queued("borta@example.org", text=f"Svara: {link}", topic="recommendation:1")
    send_waiting()
    assert link in sink.mails[0].get_body().get_content()
    kept = again(known)
    assert kept.text == "Svara: http://localhost/svar/…"
    assert kept.html == '<a href="http://localhost/svar/…">Svara</a>'
    assert again(lost).text.endswith(link), (
        "it is not given up for good: somebody may send it again"
    )
    send_waiting()
    [copy] = [one for one in sink.mails if one["To"] == "vakt@example.org"]
    assert "http://localhost/svar/…" in copy.get_body().get_content()


def test_a_mail_on_hold_waits_unless_told_otherwise(app: Flask, sink: Sink) -> None:
    queued(hold=timedelta(minutes=10))
    assert (send_waiting().sent, len(sink.raw)) == (0, 0)
    assert send_waiting(at_once=True).sent == 1


def test_a_round_that_is_told_to_end_leaves_the_rest_waiting(app: Flask, sink: Sink) -> None:
    for number in range(3):
        queued(f"k{number}@example.org")
    tally = send_waiting(may_go_on=lambda: not sink.raw)
    assert (tally.sent, tally.waiting) == (1, 2)


def test_a_stopped_mail_never_leaves(app: Flask, sink: Sink) -> None:
    queued(topic="recommendation:1", hold=timedelta(minutes=10))
    assert stop("recommendation:1") == 1
    db.session.commit()
    assert send_waiting(at_once=True).waiting == 0
    assert sink.raw == []


def test_a_final_no_is_not_tried_again_and_blocks_nobody(app: Flask, sink: Sink) -> None:
    sink.to_recipient["borta@example.org"] = "550 no such user"
    gone, fine = queued("borta@example.org"), queued()
    tally = send_waiting()
    assert (tally.sent, tally.failed, tally.waiting) == (1, 1, 0)
    assert again(gone).state is MessageState.FAILED
    assert again(gone).last_error == "550 no such user"
    assert again(gone).bounced
    assert again(fine).state is MessageState.SENT
    assert [one.id for one in queries.failed()] == [gone.id]


def test_a_no_for_now_is_tried_again_with_the_same_id(app: Flask, sink: Sink) -> None:
    sink.to_content["kommun@example.org"] = "451 greylisted"
    message = queued()
    assert send_waiting().waiting == 1
    sink.to_content.clear()
    assert send_waiting().sent == 0, "it waits before the next try"
    assert send_waiting(at_once=True).sent == 0, "the hold is not what it waits for"
    pass_time(2)
    assert send_waiting().sent == 1
    assert sink.mails[0]["Message-ID"] == message.message_id


def test_a_mailbox_that_is_full_for_days_is_given_up(app: Flask, sink: Sink) -> None:
    sink.to_recipient["kommun@example.org"] = "452 mailbox full"
    message = queued()
    send_waiting()
    pass_time(60 * 24 * 4 + 1)
    assert send_waiting().failed == 1
    assert again(message).state is MessageState.FAILED
    assert not again(message).bounced, "it may work again"


def test_a_reminder_to_a_full_mailbox_goes_on_and_somebody_else_is_told_once(
    app: Flask, sink: Sink
) -> None:
    app.config["MAIL_FALLBACK_TO"] = "vakt@example.org"
    sink.to_recipient["kommun@example.org"] = "452 mailbox full"
    headers = {"X-Reminder-Id": "a", "X-Reminder-Deadline": "2099-01-01"}
    message = queued(headers=headers, topic="reminder:agreement:1")
    for _ in range(3):
        send_waiting()
        pass_time(60 * 24 * 3)
    assert sink.envelopes == [["vakt@example.org"]]
    sink.to_recipient.clear()
    assert send_waiting().sent == 1
    assert again(message).state is MessageState.SENT


def test_a_mail_that_fails_lets_new_ones_pass(app: Flask, sink: Sink) -> None:
    sink.to_content["gift@example.org"] = "451 later"
    queued("gift@example.org")
    send_waiting()
    pass_time(2)
    queued("ny@example.org")
    sink.to_content.clear()
    send_waiting()
    assert sink.envelopes == [["ny@example.org"], ["gift@example.org"]]


def test_when_the_server_is_away_everything_waits_and_all_arrives_afterwards(
    app: Flask, sink: Sink
) -> None:
    for number in range(5):
        queued(f"k{number}@example.org", headers={"X-Reminder-Deadline": "2099-12-31"})
    sink.leave()
    tally = send_waiting()
    assert (tally.sent, tally.failed, tally.waiting) == (0, 0, 5)
    pass_time(60 * 24 * 5)
    assert send_waiting().waiting == 5, "not given up while the deadline is ahead"
    count, oldest = queries.overdue(clock.now())
    assert count == 5
    assert oldest
    assert clock.now() - oldest > timedelta(days=4), "and how long they wait can be seen"
    pass_time(15)
    with sinks.running() as back:
        app.extensions["mail"].port = back.port
        assert send_waiting().sent == 5
        assert set(back.copies.values()) == {1}


def test_a_mail_without_deadline_is_given_up_after_four_days(app: Flask, sink: Sink) -> None:
    sink.leave()
    queued()
    pass_time(60 * 24 * 4 + 1)
    assert send_waiting().failed == 1


@pytest.mark.parametrize("drip", [b"", b"2"])
def test_r06_a_silent_server_is_left_in_time(app: Flask, drip: bytes) -> None:
    """Within half a minute in life, and here sooner."""
    assert max(smtp.seconds()) <= 30
    for number in range(3):
        queued(f"k{number}@example.org")
    app.config.update(SMTP_STEP_SECONDS=0.5, SMTP_ATTEMPT_SECONDS=1.0)
    with sinks.silent(drip) as port:
        app.extensions["mail"].port = port
        began = time.monotonic()
        assert send_waiting().waiting == 3
        assert time.monotonic() - began < 5
    assert {again(one).attempts for one in queries.about("")} == {0, 1}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_waits_for_a_lock_while_a_server_is_spoken_to(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued()
    path = db.engine.url.database
    saved = []

    def save_meanwhile(_courier: object, _message: object) -> None:
        with sqlite3.connect(str(path), timeout=0.5) as other:
            other.execute("UPDATE municipality SET seat = seat")
        saved.append(True)

    monkeypatch.setattr(Courier, "deliver", save_meanwhile)
    assert send_waiting().sent == 1
    assert saved


def test_a_server_that_hangs_up_after_its_answer_has_taken_the_mail(app: Flask, sink: Sink) -> None:
    sink.hangs_up = True
    message = queued()
    assert send_waiting().sent == 1
    assert again(message).state is MessageState.SENT


def test_a_lease_that_ran_out_lets_another_send(app: Flask, sink: Sink) -> None:
    message = queued()
    message.state, message.owner = MessageState.SENDING, "somebody:1"
    message.lease_until = clock.now() + timedelta(minutes=1)
    db.session.commit()
    assert send_waiting().sent == 0
    pass_time(2)
    assert send_waiting().sent == 1


def test_where_mail_is_turned_off_nothing_leaves_and_nothing_is_marked(
    make_app: Callable[..., Flask], sink: Sink
) -> None:
    with make_app(MAIL_SUPPRESS="on", **sink.settings).app_context():
        message = queued()
        assert send_waiting(at_once=True).waiting == 1
        assert again(message).state is MessageState.QUEUED
    assert sink.raw == []


def test_without_a_server_mail_becomes_files(
    make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    with make_app().app_context():
        message = queued()
        assert send_waiting().sent == 1
        assert again(message).state is MessageState.SENT
    [file] = (tmp_path / "mail").glob("*.eml")
    assert message.message_id.encode() in file.read_bytes()


def test_a_reminder_that_did_not_arrive_is_passed_on(app: Flask, sink: Sink) -> None:
    app.config["MAIL_FALLBACK_TO"] = "vakt@example.org"
    sink.to_recipient["borta@example.org"] = "550 no such user"
    headers = {"X-Reminder-Id": "a", "X-Reminder-Deadline": date(2026, 12, 31).isoformat()}
    about = {"headers": headers, "topic": "reminder:agreement:1"}
    queued("borta@example.org", text="Svarsdatum: 2026-12-31", **about)
    queued("borta@example.org", text="Välj ett nytt lösenord: hemlig")
    send_waiting()
    [mail] = sink.mails
    assert mail["To"] == "vakt@example.org"
    assert mail["Subject"].startswith("Gick inte fram: ")
    body = mail.get_body(("plain",))
    assert body
    assert "2026-12-31" in body.get_content()
    assert "hemlig" not in sink.raw[0].decode()


@pytest.mark.parametrize(
    ("reason", "meaning"),
    [
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), Verdict.SERVER_AWAY),
        (smtplib.SMTPSenderRefused(550, b"not you", "a@b.se"), Verdict.SERVER_AWAY),
        (smtplib.SMTPConnectError(554, b"blocked"), Verdict.SERVER_AWAY),
        (smtplib.SMTPServerDisconnected("gone"), Verdict.SERVER_AWAY),
        (TimeoutError("slow"), Verdict.SERVER_AWAY),
        (smtplib.SMTPDataError(554, b"spam"), Verdict.REFUSED),
        (smtplib.SMTPDataError(451, b"later"), Verdict.LATER),
        (smtplib.SMTPRecipientsRefused({"a@b.se": (550, b"no")}), Verdict.REFUSED),
        (smtplib.SMTPRecipientsRefused({"a@b.se": (450, b"busy")}), Verdict.LATER),
        (ValueError("a header has a line break"), Verdict.REFUSED),
        (KeyError("a mistake of ours"), Verdict.LATER),
    ],
)
def test_only_an_answer_about_the_mail_can_end_it(reason: Exception, meaning: Verdict) -> None:
    assert verdict(reason) is meaning


def header(raw: bytes, name: str) -> str:
    """A header as it travelled."""
    return str(email.message_from_bytes(raw)[name])


PAYLOADS = ["a\r\nBcc: e@x.se", "a\rBcc: e@x.se", "a\nBcc: e@x.se", "a\r\n Bcc: e@x.se"]
PAYLOADS += ["a\u2028Bcc: e@x.se", "a\x0bBcc: e@x.se", "a\x00b", "a\x85Bcc: e@x.se"]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("place", ["subject", "recipient_name", "reply_to", "recipient", "headers"])
def test_a_header_that_would_be_injected_is_refused(app: Flask, payload: str, place: str) -> None:
    value = {"X-Reminder-Id": payload} if place == "headers" else payload
    with pytest.raises(RuleBroken):
        queued(**{place: value})


@pytest.mark.parametrize(
    "name", ['Per "Pelle" <x@y.se>, Cc: z; \\ Åsa', "Åsele " * 20, "Nämnden, x@y.se; " * 7]
)
def test_odd_characters_stay_inside_their_header(app: Flask, sink: Sink, name: str) -> None:
    queued(recipient_name=name, subject="Ämne: å; \\ ä, <b> " + "ö" * 200)
    assert send_waiting().sent == 1
    [mail] = sink.mails
    assert sink.envelopes == [["kommun@example.org"]]
    [(shown, address)] = getaddresses([header(sink.raw[0], "To")])
    assert address == "kommun@example.org"
    assert str(make_header(decode_header(shown))).split() == name.split()
    assert max(map(len, sink.raw[0].splitlines())) < 100
    assert set(mail.keys()) == {
        *("Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID"),
        *("Auto-Submitted", "Content-Transfer-Encoding"),
    }
