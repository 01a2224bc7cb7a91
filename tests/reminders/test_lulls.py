"""What a run does not read, because nothing about it falls due: never anything that does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal.agreements.models import Agreement, AgreementNoticeRule, SetNoticeDay
from nk_avtal.bodies.models import MunicipalTimes
from nk_avtal.clock import now
from nk_avtal.db import db
from nk_avtal.domain.agreements import Kind, Precision, Stage
from nk_avtal.domain.anchors import Anchor
from nk_avtal.domain.notice_rules import Scope
from nk_avtal.domain.people import Role
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.reminders.calling import called_for
from nk_avtal.reminders.lulls import Lulls, lull_of
from nk_avtal.reminders.models import KindLeads, Lull, Reminder, Watch
from nk_avtal.reminders.running import run
from nk_avtal.reminders.watching import Watched, watched, watching
from tests import builders

TODAY = date(2026, 11, 24)
AGREEMENTS, STEPS = 40, 60


@pytest.fixture
def manager(app: Flask) -> builders.Person:
    return builders.person(Role.MANAGER, email="chef@example.org")


@pytest.fixture
def agreement(manager: builders.Person) -> Agreement:
    """Notice by 31 December 2029: nothing falls due for years."""
    return builders.agreement(manager_id=manager.id, end_on=date(2030, 12, 31))


def read(today: date = TODAY) -> set[int]:
    """The agreements that a run on a day would read."""
    wanted = sa.select(Agreement.id).where(Lulls.begin(today).over())
    return set(db.session.scalars(wanted))


def test_an_agreement_with_nothing_due_is_left_alone_for_a_week(agreement: Agreement) -> None:
    assert read() == {agreement.id}
    run(TODAY)
    assert not read()
    assert not read(TODAY + timedelta(days=6))
    assert read(TODAY + timedelta(days=7)) == {agreement.id}


def test_it_is_read_from_the_first_day_on_which_anybody_can_be_told(agreement: Agreement) -> None:
    """It goes on until somebody gives notice, and its follow-up is told of 90 days before."""
    agreement.end_on, agreement.end_precision = None, Precision.OPEN_ENDED
    agreement.following_term, agreement.review_on = None, TODAY + timedelta(days=94)
    db.session.commit()
    run(TODAY)
    assert not read(TODAY + timedelta(days=3))
    for _ in range(2):
        assert read(TODAY + timedelta(days=4)) == {agreement.id}
        run(TODAY + timedelta(days=4))
    assert db.session.scalars(sa.select(Reminder.lead_days)).all() == [90]


def _change_terms(agreement: Agreement) -> None:
    agreement.notice_period = "30m"


def _add_rule(agreement: Agreement) -> None:
    agreement.notice_rules.append(AgreementNoticeRule(scope=Scope.PRICE, notice_period="3m"))


def _watch_otherwise(agreement: Agreement) -> None:
    db.session.add(Watch(agreement_id=agreement.id, leads={"notice": [2000]}))


def _change_usual_leads(agreement: Agreement) -> None:
    leads = KindLeads(
        agreement_kind=agreement.kind, deadline_kind=DeadlineKind.NOTICE, leads=[2000]
    )
    db.session.add(leads)


def _plan_meeting(_agreement: Agreement) -> None:
    builders.board_meeting(TODAY + timedelta(days=40))


def _leave(agreement: Agreement) -> None:
    agreement.notice_by_members = True
    agreement.parties.pop()


def _need_longer(_agreement: Agreement) -> None:
    town = builders.municipality("Piteå")
    db.session.add(MunicipalTimes(municipality_id=town.id, handling=90))


CHANGES = (
    _need_longer,
    _change_terms,
    _add_rule,
    _watch_otherwise,
    _change_usual_leads,
    _plan_meeting,
    _leave,
)


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_moves_a_day_has_it_read_again(
    agreement: Agreement, change: Callable[[Agreement], None]
) -> None:
    run(TODAY)
    assert not read()
    change(agreement)
    db.session.commit()
    assert read() == {agreement.id}
    run(TODAY)
    db.session.refresh(agreement)
    while agreement.notice_rules:
        agreement.notice_rules.pop()
        db.session.commit()
        assert read() == {agreement.id}


def test_a_change_while_a_run_is_reading_is_seen_by_the_next(agreement: Agreement) -> None:
    """The run writes what it saw before the change, with the older place in the history."""
    seen = Lulls.begin(TODAY)
    list(seen.passing(watching(TODAY)))
    agreement.end_on = TODAY + timedelta(days=395)
    db.session.commit()
    seen.keep()
    assert db.session.scalars(sa.select(Lull)).one().until > TODAY
    assert read() == {agreement.id}
    assert run(TODAY).planned == 1


def test_a_clock_that_was_far_ahead_for_a_while_hides_nothing(agreement: Agreement) -> None:
    run(TODAY + timedelta(days=400))
    assert read() == {agreement.id}


def test_a_database_put_back_to_an_older_history_hides_nothing(agreement: Agreement) -> None:
    run(TODAY)
    db.session.execute(sa.update(Lull).values(entry_id=10**6))
    assert read() == {agreement.id}


def claim_a_lull(agreement: Agreement) -> None:
    """Write down that nothing falls due, whether or not it does."""
    values = {"looked_on": TODAY, "until": date.max, "entry_id": Lulls.begin(TODAY).head}
    db.session.execute(sa.delete(Lull))
    db.session.execute(sa.insert(Lull), [{"agreement_id": agreement.id, **values}])
    db.session.commit()


def test_looking_afresh_takes_nothing_on_trust(agreement: Agreement) -> None:
    agreement.end_on = TODAY + timedelta(days=395)
    db.session.commit()
    claim_a_lull(agreement)
    assert run(TODAY).planned == 0
    assert run(TODAY, afresh=True).planned == 1


def test_a_mail_that_waits_is_not_withdrawn_because_its_agreement_has_a_lull(
    agreement: Agreement,
) -> None:
    agreement.end_on = TODAY + timedelta(days=395)
    db.session.commit()
    assert run(TODAY).planned == 1
    claim_a_lull(agreement)
    assert run(TODAY).withdrawn == 0
    assert db.session.scalars(sa.select(Message.state)).all() == [MessageState.QUEUED]


def test_an_agreement_that_cannot_be_reckoned_with_is_read_every_time(
    agreement: Agreement,
) -> None:
    agreement.notice_period, agreement.review_on = "oläslig", date(2030, 1, 1)
    db.session.commit()
    run(TODAY)
    assert read() == {agreement.id}


def random_agreement(random: Random, number: int) -> Agreement:
    start = TODAY - timedelta(days=random.randrange(2000))
    return Agreement(
        slug=f"avtal-{number}",
        title=f"Avtal {number}",
        created_at=now(),
        stage=Stage.CONCLUDED,
        manager_id=1,
        start_on=start,
        **random_terms(random, start),
    )


def random_terms(random: Random, start: date) -> dict[str, object]:
    following = random.choice((None, "1y", "24m", "90d", "26w"))
    option = None if following else random.choice((None, "1y"))
    return {
        "kind": random.choice((Kind.ACCORD, Kind.AGREEMENT)),
        "start_precision": Precision.DAY,
        "end_on": start + timedelta(days=random.randint(200, 3000)),
        "end_precision": random.choice((Precision.DAY, Precision.DAY, Precision.MONTH)),
        "following_term": following,
        "max_prolongations": random.choice((None, 2)) if following else None,
        "notice_period": random.choice((None, "3m", "6m", "12m", "30d")),
        "option_step": option,
        "option_times": option and 2,
        "option_use_by": option and "6m",
        "review_on": random.choice((None, TODAY + timedelta(days=random.randrange(600)))),
        "notice_by_members": random.random() < 0.3,
    }


def new_terms(random: Random, one: Agreement) -> None:
    assert one.start_on
    for name, value in random_terms(random, one.start_on).items():
        setattr(one, name, value)


def new_rule(random: Random, one: Agreement) -> None:
    scope, anchor = random.choice(list(Scope)), random.choice((Anchor.YEAR, Anchor.QUARTER))
    one.notice_rules.append(AgreementNoticeRule(scope=scope, notice_period="2m", anchor=anchor))


def no_rules(_random: Random, one: Agreement) -> None:
    one.notice_rules.clear()


def new_leads(random: Random, one: Agreement) -> None:
    watch = db.session.scalars(sa.select(Watch).filter_by(agreement_id=one.id)).first()
    watch = watch or Watch(agreement_id=one.id)
    watch.leads = {kind: [random.randrange(400)] for kind in ("notice", "start", "end", "option")}
    db.session.add(watch)


def new_usual_leads(random: Random, one: Agreement) -> None:
    kind = random.choice((DeadlineKind.END, DeadlineKind.PRICE, DeadlineKind.REVIEW))
    of_both = {"agreement_kind": one.kind, "deadline_kind": kind}
    usual = db.session.scalars(sa.select(KindLeads).filter_by(**of_both)).first()
    usual = usual or KindLeads(**of_both)
    usual.leads = [random.randrange(300)]
    db.session.add(usual)


def new_meeting(random: Random, _one: Agreement) -> None:
    builders.board_meeting(TODAY + timedelta(days=random.randrange(1500)))


def set_a_day(random: Random, one: Agreement) -> None:
    if one.end_on:
        day = one.end_on - timedelta(days=random.randrange(10, 150))
        found = SetNoticeDay(term_end=one.end_on, day=day, reason="x", set_at=now(), set_by_id=1)
        one.set_days = [found]


SORTS = (new_terms, new_rule, no_rules, new_leads, new_usual_leads, new_meeting, set_a_day)


def due_in(found: Iterator[Watched], today: date) -> set[tuple[str, str | None]]:
    return {(one.due.key, one.withheld) for one in called_for(found, today)}


def test_no_day_is_lost_whatever_the_terms_and_whatever_is_changed(
    manager: builders.Person,
) -> None:
    random = Random("lulls")
    agreements = [random_agreement(random, number) for number in range(AGREEMENTS)]
    db.session.add_all(agreements)
    db.session.commit()
    today, left = TODAY, 0
    for _ in range(STEPS):
        today += timedelta(days=random.choice((0, 0, 1, 1, 2, 3, 9, 30)))
        random.choice(SORTS)(random, random.choice(agreements))
        db.session.commit()
        seen = Lulls.begin(today)
        everything = watched(today)
        assert due_in(seen.passing(watching(today, None, seen.over())), today) == due_in(
            iter(everything), today
        )
        for number in {one.agreement.id for one in everything} - read(today):
            days = [one for one in everything if one.agreement.id == number]
            assert lull_of(days, today)
            left += 1
        seen.keep()
    assert left > AGREEMENTS * STEPS / 10
