"""States of a consultation, its last day, and where each that is asked stands."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.consultations import (
    NEXT,
    ConsultationDraft,
    ConsultationNeed,
    ConsultationStatus,
    ConsultationStep,
    NotReady,
    Place,
    after,
    check_extension,
    check_last_day,
    check_open,
    check_sendable,
    check_withdrawable,
    place_of,
    steps_from,
    window_doubts,
)
from nk_avtal.domain.errors import RuleBroken

DRAFT, SENT = ConsultationStatus.DRAFT, ConsultationStatus.SENT
CLOSED, WITHDRAWN = ConsultationStatus.CLOSED, ConsultationStatus.WITHDRAWN
TODAY = date(2026, 11, 24)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def test_the_table_of_steps_is_the_whole_truth() -> None:
    for status, step in product(ConsultationStatus, ConsultationStep):
        if (status, step) in NEXT:
            assert after(status, step) is NEXT[status, step]
        else:
            with pytest.raises(RuleBroken) as refusal:
                after(status, step)
            assert refusal.value.name == f"cannot_{step}"
    assert steps_from(SENT) == (ConsultationStep.CLOSE, ConsultationStep.WITHDRAW)
    assert steps_from(WITHDRAWN) == ()


def test_no_step_leads_back_to_a_draft() -> None:
    assert DRAFT not in NEXT.values()


@pytest.mark.parametrize(
    ("status", "reply_by", "received_on", "place"),
    [
        (SENT, date(2027, 2, 27), None, Place.WAITING),
        (SENT, TODAY, None, Place.WAITING),  # the last day is included
        (SENT, TODAY - timedelta(days=1), None, Place.LATE),
        (SENT, TODAY, TODAY, Place.ANSWERED),
        (SENT, date(2026, 11, 20), TODAY, Place.ANSWERED_LATE),
        (CLOSED, date(2026, 11, 20), None, Place.SILENT),
        (CLOSED, date(2026, 11, 20), date(2026, 11, 23), Place.ANSWERED_LATE),
        (WITHDRAWN, date(2027, 2, 27), None, Place.SILENT),
        (DRAFT, None, None, Place.WAITING),
    ],
)
def test_where_one_stands(
    status: ConsultationStatus, reply_by: date | None, received_on: date | None, place: Place
) -> None:
    assert place_of(status, reply_by, received_on, TODAY) is place


@given(DAYS, DAYS, DAYS)
def test_a_reply_never_becomes_late_by_waiting(reply_by: date, received: date, today: date) -> None:
    first = place_of(SENT, reply_by, received, received)
    assert place_of(SENT, reply_by, received, today) is first
    assert place_of(CLOSED, reply_by, received, today) is first


@given(DAYS, DAYS, st.integers(1, 400), DAYS)
def test_more_time_makes_nobody_later(
    reply_by: date, received: date, more: int, today: date
) -> None:
    longer = reply_by + timedelta(days=more)
    for told in (None, received):
        if place_of(SENT, reply_by, told, today) in (Place.WAITING, Place.ANSWERED):
            assert place_of(SENT, longer, told, today) is place_of(SENT, reply_by, told, today)


def test_replies_are_taken_until_it_is_closed() -> None:
    check_open(SENT)
    for status in (DRAFT, CLOSED, WITHDRAWN):
        with pytest.raises(RuleBroken):
            check_open(status)


@pytest.mark.parametrize(
    ("reply_by", "sent_on", "handled_on", "said"),
    [
        # sent on all members, answers due on a Friday, handled by the board six days later (2015)
        (date(2015, 2, 27), date(2015, 1, 2), date(2015, 3, 5), ["mindre än en vecka"]),
        (date(2027, 1, 11), TODAY, None, []),
        (date(2026, 12, 18), TODAY, None, ["24 dagar"]),
        # 63 days, 31 of them in July
        (date(2027, 8, 18), date(2027, 6, 16), None, ["32 dagar"]),
        (date(2027, 2, 27), TODAY, None, ["den 26 februari 2027"]),  # a Saturday
        (date(2027, 2, 26), TODAY, date(2027, 3, 5), []),
    ],
)
def test_what_may_be_wrong_with_a_last_day(
    reply_by: date, sent_on: date, handled_on: date | None, said: list[str]
) -> None:
    doubts = [str(one) for one in window_doubts(reply_by, sent_on, handled_on)]
    assert len(doubts) == len(said)
    for doubt, part in zip(doubts, said, strict=True):
        assert part in doubt


@given(DAYS, st.integers(0, 500))
def test_time_to_reply_is_never_short_when_there_are_three_months(sent_on: date, more: int) -> None:
    reply_by = sent_on + timedelta(days=92 + more)
    assert not any("dagar när juli" in str(one) for one in window_doubts(reply_by, sent_on))


def test_a_last_day_leaves_some_time_and_only_moves_ahead() -> None:
    check_last_day(date(2026, 11, 25), TODAY)
    with pytest.raises(RuleBroken):
        check_last_day(TODAY, TODAY)
    check_extension(SENT, date(2026, 11, 1), date(2026, 11, 25), TODAY)
    for status, old, new in (
        (SENT, date(2026, 12, 1), date(2026, 12, 1)),
        (SENT, date(2026, 11, 1), TODAY),
        (CLOSED, date(2026, 12, 1), date(2027, 1, 1)),
    ):
        with pytest.raises(RuleBroken):
            check_extension(status, old, new, TODAY)


def test_what_sending_needs_is_said_all_at_once() -> None:
    check_sendable(ConsultationDraft(1, 1, date(2027, 2, 26)), TODAY)
    with pytest.raises(NotReady) as refusal:
        check_sendable(ConsultationDraft(), TODAY)
    assert [need for need, _words in refusal.value.missing] == list(ConsultationNeed)
    with pytest.raises(NotReady, match="senare än i dag"):
        check_sendable(ConsultationDraft(1, 14, TODAY), TODAY)


def test_withdrawing_needs_a_reason() -> None:
    check_withdrawable(SENT, "Regionen har dragit sig ur")
    with pytest.raises(RuleBroken, match="Skriv varför"):
        check_withdrawable(SENT, "  ")
    with pytest.raises(RuleBroken):
        check_withdrawable(CLOSED, "x")
