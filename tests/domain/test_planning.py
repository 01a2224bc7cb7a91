"""Planning backwards and forwards over meetings (domain 2.5 F and G, 8)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.domain.backward_plans import (
    Demand,
    Plan,
    bottlenecks,
    called_by,
    effect_of,
    latest_decision,
    plan_back,
)
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.dates import is_closed
from nk_avtal.domain.forward_plans import applies_on, plan_announced, plan_forward, slowest
from nk_avtal.domain.legal_force import legal_force, worst_case_after_approval
from nk_avtal.domain.planning_warnings import election_around, is_election_year, warnings_of
from nk_avtal.domain.sittings import Sitting, Stop
from nk_avtal.domain.usual_times import UsualTimes

day = date.fromisoformat
KF, KS, AU = BodyKind.COUNCIL, BodyKind.EXECUTIVE, BodyKind.WORKING_COMMITTEE
LEGAL_FORCE, DECISION = Demand.LEGAL_FORCE, Demand.DECISION


def without_calendar(
    decides: BodyKind = KF, committee_first: bool = False, times: UsualTimes | None = None
) -> tuple[Stop, ...]:
    """The stops of a municipality that has entered no meetings."""
    times = times or UsualTimes()
    return tuple(
        Stop(
            kind.value,
            (),
            hand_in,
            timedelta(days=0 if place else times.handling),
            kind=kind,
        )
        for place, (kind, hand_in) in enumerate(times.path(decides, committee_first))
    )


def meets(kind: BodyKind, *days: str, hand_in: int = 14, handling: int = 0) -> Stop:
    sittings = tuple(Sitting(day(one), day(one) - timedelta(days=hand_in)) for one in days)
    return Stop(kind.value, sittings, timedelta(days=hand_in), timedelta(handling), kind=kind)


REAL = (
    meets(AU, "2027-01-11", "2027-02-08", "2027-03-08", "2027-04-12", "2027-05-10", handling=14),
    meets(KS, "2027-01-25", "2027-02-22", "2027-03-22", "2027-04-26", "2027-05-24"),
    meets(KF, "2027-02-15", "2027-04-19", "2027-06-14", "2027-09-27", hand_in=21),
)


@pytest.mark.parametrize(
    ("wanted", "council", "executive", "committee", "stop_date", "send_by"),
    [
        ("2027-07-01", "2027-05-24", "2027-05-03", "2027-04-19", "2027-04-05", "2027-03-22"),
        ("2028-01-01", "2027-11-23", "2027-11-02", "2027-10-19", "2027-10-05", "2027-09-21"),
        ("2027-08-01", "2027-06-23", "2027-06-02", "2027-05-19", "2027-05-05", "2027-04-21"),
    ],
)
def test_without_calendars_the_usual_intervals_lead_back_to_the_day_of_sending(
    wanted: str, council: str, executive: str, committee: str, stop_date: str, send_by: str
) -> None:
    """Table F of domain 2.5: F1 to F3."""
    plan = plan_back(day(wanted), LEGAL_FORCE, without_calendar())
    assert [str(one.held_on) for one in plan.passed] == [committee, executive, council]
    assert str(plan.passed[0].sitting.hand_in_by) == stop_date
    assert str(plan.send_on) == send_by
    assert plan.estimated
    assert plan.effect <= day(wanted)


def test_the_last_decision_before_new_year_is_announced_on_the_ninth() -> None:
    """F4: approved at the meeting; announced a day later it is too late."""
    last = latest_decision(day("2027-01-01"), Demand.AT_ONCE)
    assert str(worst_case_after_approval(last).announced_by) == "2026-12-09"
    assert effect_of(last, Demand.AT_ONCE) == day("2026-12-31")
    assert legal_force(day("2026-12-10")).legal_force == day("2027-01-05")


@pytest.mark.parametrize(
    ("council", "announced"), [("2027-02-15", "2027-02-08"), ("2027-01-07", "2026-12-30")]
)
def test_a_council_is_called_a_week_before_and_earlier_where_that_is_closed(
    council: str, announced: str
) -> None:
    """G2 and G3 of domain 2.5."""
    assert str(called_by(day(council))) == announced


def test_without_legal_force_the_decision_is_enough_and_the_plan_says_so() -> None:
    plan = plan_back(day("2027-07-01"), DECISION, without_calendar(KS))
    assert str(plan.decided_on) == "2027-06-30"  # never in July
    assert str(plan.steps[-1]) == "Beslutet kan gälla från 30 juni 2027. Laga kraft krävs inte."


def test_a_committee_that_is_heard_first_takes_five_weeks_more() -> None:
    wanted = day("2027-07-01")
    plain, longer = (
        plan_back(wanted, LEGAL_FORCE, without_calendar(committee_first=first))
        for first in (False, True)
    )
    assert (plain.send_on - longer.send_on).days == 35
    assert longer.passed[0].stop.kind is BodyKind.COMMITTEE


def test_a_municipality_may_need_other_times_and_have_no_working_committee() -> None:
    times = UsualTimes(handling=7, to_council=14, working_committee=False)
    plan = plan_back(day("2027-07-01"), LEGAL_FORCE, without_calendar(times=times))
    assert [one.stop.kind for one in plan.passed] == [KS, KF]
    assert (plan.decided_on - plan.passed[0].held_on).days == 14
    assert str(plan.send_on) == "2027-04-19"  # 7 days before 26 April, the board's last day


def test_real_meetings_are_used_where_they_are_known() -> None:
    plan = plan_back(day("2027-07-01"), LEGAL_FORCE, REAL)
    assert [str(one.held_on) for one in plan.passed] == ["2027-03-08", "2027-03-22", "2027-04-19"]
    assert not plan.estimated
    assert str(plan.send_on) == "2027-02-08"
    assert plan.slack(day("2027-02-01")) == 7
    assert plan.slack(day("2027-02-09")) == -1


def test_a_missed_meeting_costs_the_time_until_the_next_has_legal_force() -> None:
    plan = plan_back(day("2027-07-01"), LEGAL_FORCE, REAL)
    assert str(plan.missed.next.held_on) == "2027-06-14"
    assert plan.missed.days == (effect_of(day("2027-06-14"), LEGAL_FORCE) - plan.effect).days
    assert plan.missed.next.known
    guessed = plan_back(day("2027-07-01"), LEGAL_FORCE, without_calendar())
    assert not guessed.missed.next.known
    assert guessed.missed.days >= 35


def test_sent_on_a_day_it_passes_the_first_meetings_in_turn() -> None:
    plan = plan_forward(day("2027-02-09"), LEGAL_FORCE, REAL)
    assert [str(one.held_on) for one in plan.passed] == ["2027-04-12", "2027-04-26", "2027-06-14"]
    assert plan.effect == effect_of(day("2027-06-14"), LEGAL_FORCE)
    assert str(plan.steps[0]) == "Rekommendationen är hos kommunen 9 februari 2027."


def test_the_bottleneck_is_the_first_to_send_to_and_the_last_to_apply() -> None:
    wanted = day("2027-07-01")
    back = [plan_back(wanted, LEGAL_FORCE, stops) for stops in (without_calendar(), REAL)]
    ahead = [plan_forward(day("2027-03-01"), LEGAL_FORCE, s) for s in (without_calendar(), REAL)]
    assert bottlenecks(back) == [1]
    assert slowest(ahead) == [1]
    assert applies_on(ahead) == ahead[1].effect
    assert applies_on([]) is None
    assert bottlenecks([]) == []


def test_beyond_the_calendar_a_meeting_is_a_guess_and_inside_it_never() -> None:
    known = meets(KF, "2026-09-28", "2026-12-14", "2027-02-15")
    inside = plan_back(day("2027-02-14"), DECISION, (known,))
    beyond = plan_back(day("2027-06-01"), DECISION, (known,))
    before_first = plan_back(day("2026-09-27"), DECISION, (known,))
    assert (str(inside.decided_on), inside.estimated) == ("2026-12-14", False)
    assert (str(beyond.decided_on), beyond.estimated) == ("2027-06-01", True)
    assert before_first.estimated
    assert before_first.decided_on < day("2026-09-28") - known.every


def test_the_autumn_of_an_election_and_the_summer_are_warned_about() -> None:
    assert [year for year in range(2024, 2036) if is_election_year(year)] == [2026, 2030, 2034]
    near = [election_around(day(one)) for one in ("2030-08-31", "2030-09-01", "2031-01-31")]
    assert near == [None, 2030, 2030]
    assert election_around(day("2031-02-01")) is None
    autumn = plan_back(day("2031-03-10"), LEGAL_FORCE, without_calendar())
    told = [str(one) for one in warnings_of([autumn, autumn])]
    assert told[0].startswith("2030 är ett valår.")
    assert any("1 januari 2031 kan komma till en ny kommunstyrelse" in one for one in told)
    summer = plan_back(day("2027-08-01"), LEGAL_FORCE, without_calendar())
    assert any("I juli sammanträder nästan ingen" in str(one) for one in warnings_of([summer]))
    assert warnings_of([plan_back(day("2027-07-01"), LEGAL_FORCE, REAL)]) == []


def test_a_board_that_meets_before_new_year_is_not_a_new_one() -> None:
    stops = (meets(KS, "2030-12-09", handling=14), meets(KF, "2031-01-27"))
    told = [str(one) for one in warnings_of([plan_back(day("2031-03-10"), LEGAL_FORCE, stops)])]
    assert told[0].startswith("2030 är ett valår.")
    assert not any("ny kommunstyrelse." in one for one in told[1:])


def test_a_matter_across_the_fifteenth_of_october_meets_a_new_council() -> None:
    plan = plan_back(day("2030-12-20"), LEGAL_FORCE, without_calendar())
    assert plan.passed[0].held_on < day("2030-10-15") <= plan.decided_on
    assert any("avgörs av nyvalda fullmäktige" in str(one) for one in warnings_of([plan]))


days = st.dates(date(2025, 1, 1), date(2031, 12, 31))
demands = st.sampled_from(Demand)


@st.composite
def stops_of(draw: st.DrawFn) -> Stop:
    held = sorted(draw(st.sets(days, max_size=10)))
    hand_in = draw(st.integers(0, 40))
    sittings = tuple(
        Sitting(one, one - timedelta(days=draw(st.integers(0, 40)) if hand_in % 2 else hand_in))
        for one in held
    )
    return Stop(
        "Organet",
        sittings,
        timedelta(days=hand_in),
        timedelta(days=draw(st.integers(0, 30))),
        timedelta(days=draw(st.integers(14, 80))),
    )


chains = st.lists(stops_of(), min_size=1, max_size=4)


def check(plan: Plan, chain: list[Stop]) -> None:
    """Nothing is invented, and nothing comes before it can."""
    for one, stop in zip(plan.passed, chain, strict=True):
        assert one.known == (one.sitting in stop.sittings)
        if not one.known:
            assert not is_closed(one.held_on)
            assert one.held_on.month != 7
            assert not stop.covers(one.held_on)
    for before, after in zip(plan.passed, plan.passed[1:], strict=False):
        assert before.held_on <= after.sitting.hand_in_by


@given(days, demands, chains)
def test_sent_on_the_last_day_it_never_applies_later_than_wanted(
    wanted: date, demand: Demand, chain: list[Stop]
) -> None:
    back = plan_back(wanted, demand, chain)
    ahead = plan_forward(back.send_on, demand, chain)
    check(back, chain)
    check(ahead, chain)
    assert back.effect <= wanted
    assert ahead.effect <= wanted
    assert not is_closed(back.send_on)


@given(days, demands, chains, st.integers(1, 90))
def test_who_wants_it_later_never_has_to_send_earlier(
    wanted: date, demand: Demand, chain: list[Stop], more: int
) -> None:
    now, then = (plan_back(one, demand, chain) for one in (wanted, wanted + timedelta(days=more)))
    assert now.send_on <= then.send_on


@given(days, demands, chains, st.integers(1, 90))
def test_who_sends_later_never_applies_it_earlier(
    sent: date, demand: Demand, chain: list[Stop], more: int
) -> None:
    now, then = (plan_forward(one, demand, chain) for one in (sent, sent + timedelta(days=more)))
    assert now.effect <= then.effect


@given(days, demands, chains, st.integers(0, 200))
def test_nothing_is_decided_at_a_meeting_that_has_been(
    sent: date, demand: Demand, chain: list[Stop], later: int
) -> None:
    today = sent + timedelta(days=later)
    plan = plan_forward(sent, demand, chain, today)
    check(plan, chain)
    assert plan.decided_on >= today


def test_a_municipality_that_says_when_it_decides_is_believed() -> None:
    plan = plan_announced(day("2026-09-28"), LEGAL_FORCE, REAL[2], day("2027-03-01"))
    assert (str(plan.decided_on), plan.estimated) == ("2027-03-01", False)
    assert str(plan.missed.next.held_on) == "2027-04-19"


@given(days, demands, chains)
def test_a_missed_meeting_never_brings_it_forward(
    wanted: date, demand: Demand, chain: list[Stop]
) -> None:
    assert plan_back(wanted, demand, chain).missed.days >= 0
