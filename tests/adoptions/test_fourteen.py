"""Fourteen municipalities that record, correct, take back and decide anew, one after the other and
in the same moment: the pages always count as a naive model does (reliability R-23)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import count
from typing import Any, ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from nk_avtal.adoptions.facts import standings_of
from nk_avtal.clock import now
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome, Standing
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.recommendations.models import Recommendation
from tests import builders
from tests.pages import csrf_of, hidden_fields
from tests.races import at_once
from tests.scale import scaled

DAYS = [date(2026, 10, 12), date(2026, 10, 26), date(2026, 11, 9), date(2026, 11, 16)]
SETTLING = {"adopted", "adopted_with_addition", "declined"}
STANDINGS = {
    "adopted": Standing.ADOPTED,
    "adopted_with_addition": Standing.ADOPTED_WITH_ADDITION,
    "declined": Standing.DECLINED,
    "referred_back": Standing.PAUSED,
    "tabled": Standing.PAUSED,
}
numbers = count(1)


@dataclass
class Said:
    """A decision as the model knows it: who recorded it first, who wrote it last and when."""

    outcome: str
    day: date
    author: str
    signer: str
    written: int
    undone: bool = False


@dataclass
class Town:
    """A municipality as the model knows it."""

    name: str
    said: list[Said] = field(default_factory=list)

    @property
    def counting(self) -> Said | None:
        """Go through the meetings in their order; what leaves a matter open takes nothing back."""
        now = None
        for one in sorted(self.said, key=lambda said: said.day):
            leaves_open = one.outcome in ("withdrawn", "noted")
            if one.undone or one.outcome == "proposed":
                continue
            if not (leaves_open and now and now.outcome in SETTLING):
                now = one
        return now

    @property
    def last(self) -> Said | None:
        standing = [one for one in self.said if not one.undone]
        return max(standing, key=lambda said: said.written, default=None)

    @property
    def standing(self) -> Standing:
        found = self.counting
        return STANDINGS.get(found.outcome, Standing.WAITING) if found else Standing.WAITING

    def to_change(self, asked: bool) -> Said | None:
        found = self.counting
        return found if found and (asked or found.outcome in SETTLING) else None

    def seen(self, asked: bool) -> tuple[int, int] | None:
        """What an opened form shows: another answer than this one must not be saved over it."""
        shown = self.to_change(asked) or self.last
        return (self.said.index(shown), shown.written) if shown else None


@dataclass
class Opened:
    """A form that somebody has open: it may be sent now, later or never."""

    town: Town
    who: str
    asked: bool
    seen: tuple[int, int] | None
    hidden: dict[str, str]

    @property
    def address(self) -> str:
        return "?andra=ja" if self.asked else ""


answers = st.fixed_dictionaries(
    {"outcome": st.sampled_from([one.value for one in Outcome]), "day": st.sampled_from(DAYS)}
)
AT_ONCE = scaled(5, 14)
towns = st.integers(0, AT_ONCE - 1)
people = st.sampled_from(["clerk", "colleague", "secretary"])


class Fourteen(RuleBasedStateMachine):
    """What may happen, in any order."""

    app: Flask
    browsers: dict[tuple[str, str], FlaskClient]
    tokens: ClassVar[dict[FlaskClient, str]] = {}
    """So that a form in which nothing is recorded yet need not be fetched to be known."""

    @initialize()
    def a_recommendation_goes_out(self) -> None:
        title = f"Rekommendation {next(numbers)}"
        owner = builders.agreement(title)
        self.sent = builders.recommendation(owner, title=title)
        self.slug = self.sent.slug
        self.towns = [Town(one.name) for one in builders.members()]
        self.places = {one.name: one.id for one in builders.members()}
        self.opened: list[Opened] = []
        self.clock = count()
        self.together = False

    def at(self, town: Town, page: str = "") -> str:
        return f"/kommuner/{builders.slug_of(town.name)}/beslut/{self.slug}{page}"

    def browser(self, town: Town, who: str) -> FlaskClient:
        return self.browsers["" if who == "secretary" else town.name, who]

    def open(self, town: Town, who: str, asked: bool) -> Opened:
        browser, seen = self.browser(town, who), town.seen(asked)
        form = Opened(town, who, asked, seen, {})
        if seen or browser not in self.tokens:
            form.hidden = dict(hidden_fields(browser.get(self.at(town, form.address)).text))
            self.tokens[browser] = form.hidden["csrf_token"]
        form.hidden["csrf_token"] = self.tokens[browser]
        return form

    def sending(self, form: Opened, said: dict[str, Any]) -> Callable[[], Any]:
        data = {
            **{name: form.hidden.get(name, "") for name in ("expected", "csrf_token")},
            "body": "council",
            "decided_on": said["day"].isoformat(),
            "paragraph": "142",
            "outcome": said["outcome"],
            "addition": "Utom på helger",
            "same_paragraph": "y",
        }
        to = self.at(form.town, form.address)
        return partial(self.browser(form.town, form.who).post, to, data=data)

    def keep(self, form: Opened, said: dict[str, Any]) -> bool:
        """Whether the model lets the form be saved."""
        town = form.town
        if form.seen != town.seen(form.asked):
            return False
        changed = town.to_change(form.asked)
        if changed is None:
            changed = Said("", DAYS[0], form.who, "", 0)
            town.said.append(changed)
        changed.outcome, changed.day = said["outcome"], said["day"]
        changed.signer, changed.written = form.who, next(self.clock)
        return True

    @rule(town=towns, who=people, asked=st.booleans(), said=answers)
    def somebody_records_or_corrects(
        self, town: int, who: str, asked: bool, said: dict[str, Any]
    ) -> None:
        form = self.open(self.towns[town], who, asked)
        code = self.sending(form, said)().status_code
        assert (code, self.keep(form, said)) == (302, True)

    @rule(town=towns, who=people, asked=st.booleans())
    def somebody_opens_the_form(self, town: int, who: str, asked: bool) -> None:
        self.opened.append(self.open(self.towns[town], who, asked))

    @rule(said=answers, pick=st.integers(0, 50))
    def somebody_sends_a_form_that_was_open(self, said: dict[str, Any], pick: int) -> None:
        if self.opened:
            form = self.opened.pop(pick % len(self.opened))
            code = self.sending(form, said)().status_code
            assert code == (302 if self.keep(form, said) else 409)

    @rule(town=towns, who=people)
    def somebody_takes_the_last_back(self, town: int, who: str) -> None:
        of = self.towns[town]
        token = self.open(of, who, False).hidden["csrf_token"]
        to = self.at(of, "/angra")
        code = self.browser(of, who).post(to, data={"csrf_token": token}).status_code
        last = of.last
        allowed = last is None or last.author == last.signer == who
        assert code == (302 if allowed else 409)
        if last and allowed:
            last.undone = True

    @rule(town=towns, said=st.tuples(answers, answers))
    def two_answer_for_one_municipality_at_once(
        self, town: int, said: tuple[dict[str, Any], dict[str, Any]]
    ) -> None:
        of = self.towns[town]
        forms = [self.open(of, who, False) for who in ("clerk", "secretary")]
        works = [self.sending(one, what) for one, what in zip(forms, said, strict=True)]
        codes = [one.status_code for one in at_once(self.app, works)]
        assert sorted(codes) == [302, 409]
        first = codes.index(302)
        assert self.keep(forms[first], said[first])

    @precondition(lambda self: not self.together)
    @rule(said=st.lists(answers, min_size=AT_ONCE, max_size=AT_ONCE))
    def many_record_at_once(self, said: list[dict[str, Any]]) -> None:
        """Once in a sequence, at any place in it: it costs as much as all the rest."""
        self.together = True
        forms = [self.open(town, "clerk", False) for town in self.towns[:AT_ONCE]]
        works = [self.sending(one, what) for one, what in zip(forms, said, strict=True)]
        assert {one.status_code for one in at_once(self.app, works)} == {302}
        assert all(self.keep(one, what) for one, what in zip(forms, said, strict=True))

    @invariant()
    def everybody_stands_where_the_model_says(self) -> None:
        db.session.rollback()
        places = standings_of([self.sent.id], builders.TODAY)[self.sent.id]
        for town in self.towns:
            assert places[self.places[town.name]].standing is town.standing, town
        db.session.rollback()

    def teardown(self) -> None:
        """At the end the pages say it too. Then the recommendation leaves the matrix, so that the
        next one's is on its first page."""
        every = [town.standing for town in self.towns]
        added = every.count(Standing.ADOPTED_WITH_ADDITION)
        adopted = every.count(Standing.ADOPTED) + added
        browser = self.browsers["", "secretary"]
        page = browser.get(f"/rekommendationer/{self.slug}").text
        assert f"{adopted} av 14 har antagit" + (f", {added} med tillägg" if added else "") in page
        matrix = browser.get("/rekommendationer").text
        own = matrix[matrix.rindex(f'/rekommendationer/{self.slug}"') :].partition("</article>")[0]
        assert f"<b>{adopted} av 14</b> har antagit" in own
        done = db.session.get_one(Recommendation, self.sent.id)
        done.status, done.withdrawn_at, done.withdrawal_reason = Status.WITHDRAWN, now(), "Slut"
        db.session.commit()


def test_r23_the_tally_always_equals_a_naive_models(
    app: Flask, sign_in: Callable[..., FlaskClient]
) -> None:
    class Here(Fourteen):
        pass

    Here.app = app
    Here.browsers = {("", "secretary"): sign_in(builders.person(Role.SECRETARY))}
    for town in builders.members():
        for who in ("clerk", "colleague"):
            Here.browsers[town.name, who] = sign_in(builders.person(Role.CLERK, town.name))
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=scaled(2, 1000),
            stateful_step_count=scaled(8, 15),
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_r23_fourteen_clerks_record_at_the_same_moment(
    app: Flask, sign_in: Callable[..., FlaskClient]
) -> None:
    sent = builders.recommendation()
    works = []
    for town in builders.members():
        clerk = sign_in(builders.person(Role.CLERK, town.name))
        to = f"/kommuner/{town.slug}/beslut/{sent.slug}"
        said = {"body": "council", "decided_on": "16 november", "paragraph": "142"}
        form = said | {"outcome": "adopted", "csrf_token": csrf_of(clerk, to)}
        works.append(partial(clerk.post, to, data=form))
    answers = at_once(app, works)
    assert {one.status_code for one in answers} == {302}
    page = sign_in(builders.person(Role.READER)).get(f"/rekommendationer/{sent.slug}").text
    assert "14 av 14 har antagit." in page


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ([("adopted", 1), ("noted", 2)], "adopted"),
        ([("referred_back", 1), ("withdrawn", 2)], "withdrawn"),
        ([("declined", 3), ("adopted", 0)], "declined"),
        ([("adopted", 1), ("proposed", 3)], "adopted"),
    ],
)
def test_the_model_itself_counts_as_the_law_says(said: list[tuple[str, int]], counts: str) -> None:
    town = Town("Piteå", [Said(what, DAYS[day], "", "", 0) for what, day in said])
    assert town.counting
    assert town.counting.outcome == counts
