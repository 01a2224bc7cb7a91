"""Documents about an agreement: the draft, its prolongation, and the confirmation of a notice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.agreements import Kind, Precision, Stage
from nk_avtal.domain.given_notices import Giver, Reach
from nk_avtal.domain.people import Role
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import Answer
from nk_avtal.letters.context_agreed import agreement_of
from nk_avtal.renewals.models import GivenNotice, RenewalDecision
from tests import builders
from tests.letters.words import lines

SignIn = Callable[..., FlaskClient]
NBSP = "\N{NO-BREAK SPACE}"
INTERNAL = "Bara för oss"


def fetched(client: FlaskClient, address: str) -> str:
    """The text of a document."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status
    return "\n".join(lines(answer.data))


def decided(agreement: Agreement, kind: DeadlineKind, answer: Answer, **more: Any) -> str:
    """A decision about a deadline; the address of its document."""
    by = builders.person(Role.MANAGER)
    values = {"deadline_on": date(2026, 12, 31), "reason": INTERNAL, "decided_at": clock.now()}
    made = RenewalDecision(
        agreement_id=agreement.id,
        kind=kind,
        answer=answer,
        decided_by_id=by.id,
        **(values | more),
    )
    db.session.add(made)
    db.session.commit()
    return f"/avtal/{agreement.slug}/stallningstaganden/{made.id}/forlangning.docx"


def test_the_draft_has_parties_terms_and_a_place_for_everybody_to_sign(
    app: Flask, sign_in: SignIn
) -> None:
    agreement = builders.agreement(
        stage=Stage.NEGOTIATION,
        counterparty_contact=INTERNAL,
        source_note=INTERNAL,
        compensation="Självkostnad",
    )
    client = sign_in(builders.person(Role.NEGOTIATOR))
    address = f"/avtal/{agreement.slug}/avtalsutkast.docx"
    assert address in client.get(f"/avtal/{agreement.slug}").text
    text = fetched(client, address)
    signing = text[text.index("13 Underskrifter") :]
    assert signing.index("Region Norrbotten") < signing.index("Övertorneå kommun")
    assert text.count("Namnförtydligande") == 15
    assert f"Överenskommelsen gäller från och med den 1{NBSP}januari 2025" in text
    assert "Självkostnad." in text
    assert "Uppsägning ska göras senast 12 månader före avtalstidens slut." in text
    assert INTERNAL not in text


def test_terms_that_contradict_are_left_out(app: Flask) -> None:
    agreement = builders.agreement(
        kind=Kind.GUIDELINE,
        following_term="24m",
        notice_period=None,
        first_term="24m",
        start_precision=Precision.YEAR,
    )
    values = agreement_of(agreement)
    assert values.validity.startswith("Riktlinjerna gäller från och med 2025")
    assert not values.prolongation


@pytest.mark.parametrize(
    ("kind", "answer", "more", "told"),
    [
        (DeadlineKind.NOTICE, Answer.PROLONG, {},
         [f"från och med den 1{NBSP}januari 2028 till och med den 31{NBSP}december 2029",
          "förlängs enligt sina villkor om ingen annan part säger upp den",
          "För Norrbottens Kommuner"]),
        (DeadlineKind.END, Answer.PROLONG,
         {"old_end_on": date(2027, 12, 31), "new_end_on": date(2028, 6, 30)},
         ["Parterna är överens om att förlänga överenskommelsen.", "Namnförtydligande",
          f"från och med den 1{NBSP}januari 2028 till och med den 30{NBSP}juni 2028"]),
    ],
)  # fmt: skip
def test_a_prolongation_says_from_when_until_when(
    app: Flask,
    sign_in: SignIn,
    kind: DeadlineKind,
    answer: Answer,
    more: dict[str, Any],
    told: list[str],
) -> None:
    agreement = builders.agreement()
    address = decided(agreement, kind, answer, **more)
    client = sign_in(builders.person(Role.MANAGER))
    assert address in client.get(f"/avtal/{agreement.slug}").text
    text = fetched(client, address)
    assert [one for one in told if one not in text] == []
    assert INTERNAL not in text


def test_each_use_of_an_option_prolongs_from_where_the_one_before_ended(
    app: Flask, sign_in: SignIn
) -> None:
    agreement = builders.agreement(
        following_term=None,
        notice_period=None,
        option_step="1y",
        option_times=3,
        option_use_by="3m",
        options_used=2,
    )
    first = decided(agreement, DeadlineKind.OPTION, Answer.USE_OPTION)
    second = decided(agreement, DeadlineKind.OPTION, Answer.USE_OPTION)
    client = sign_in(builders.person(Role.MANAGER))
    assert f"till och med den 31{NBSP}december 2028" in fetched(client, first)
    assert f"från och med den 1{NBSP}januari 2029" in fetched(client, second)


@pytest.mark.parametrize(
    ("kind", "answer", "undone"),
    [
        (DeadlineKind.PRICE, Answer.PROLONG, False),
        (DeadlineKind.NOTICE, Answer.GIVE_NOTICE, False),
        (DeadlineKind.NOTICE, Answer.PROLONG, True),
    ],
)
def test_other_decisions_prolong_nothing(
    app: Flask, sign_in: SignIn, kind: DeadlineKind, answer: Answer, undone: bool
) -> None:
    agreement = builders.agreement()
    by = builders.person(Role.MANAGER)
    more = {"undone_at": clock.now(), "undone_by_id": by.id} if undone else {}
    address = decided(agreement, kind, answer, **more)
    client = sign_in(by)
    assert address not in client.get(f"/avtal/{agreement.slug}").text
    assert client.get(address).status_code == 404


def given(agreement: Agreement, giver: Giver, reach: Reach, **more: Any) -> GivenNotice:
    """A notice that has come in."""
    made = GivenNotice(
        agreement_id=agreement.id,
        giver=giver,
        reach=reach,
        received_on=date(2026, 10, 8),
        takes_effect_on=date(2027, 12, 31),
        registered_at=clock.now(),
        note=INTERNAL,
        **more,
    )
    db.session.add(made)
    db.session.commit()
    return made


def test_the_confirmation_is_from_the_receiver_and_says_who_stays_bound(
    app: Flask, sign_in: SignIn
) -> None:
    agreement = builders.agreement()
    leaving = given(
        agreement, Giver.MEMBER, Reach.EXIT, municipality_id=builders.municipality("Piteå").id
    )
    region = given(agreement, Giver.COUNTERPARTY, Reach.WHOLE, organisation="Region Norrbotten")
    client = sign_in(builders.person(Role.MANAGER))
    page = f"/avtal/{agreement.slug}/uppsagning/{leaving.id}"
    assert f"{page}/bekraftelse.docx" in client.get(page).text
    text = fetched(client, f"{page}/bekraftelse.docx")
    assert "Till Piteå kommun" in text
    assert "För Region Norrbotten" in text
    assert f"Vi har den 8{NBSP}oktober 2026 tagit emot er uppsägning" in text
    assert "Fortsatt bundna: Arjeplogs kommun" in text
    assert "Piteå kommun" not in text[text.index("Fortsatt") :]
    text = fetched(client, f"/avtal/{agreement.slug}/uppsagning/{region.id}/bekraftelse.docx")
    assert "Till Region Norrbotten" in text
    assert "För Norrbottens Kommuner" in text
    assert "Uppsägningen gäller hela överenskommelsen." in text
    assert "Fortsatt bundna" not in text
    assert INTERNAL not in text
