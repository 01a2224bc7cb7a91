"""What of a negotiation is printed or fetched: for the group, the counterparty and a beredning."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.domain.negotiations import Channel, IssueStatus, Side
from nk_avtal.domain.people import Role
from nk_avtal.negotiations import actions, queries, saying
from nk_avtal.negotiations.actions import About
from nk_avtal.negotiations.models import Negotiation
from nk_avtal.negotiations.saying import Contact, Limits, Said
from tests import builders
from tests.negotiations import scenes

SignIn = Callable[[builders.Person], FlaskClient]
AT = f"/forhandlingar/{scenes.SLUG}/underlag"
AGREED, IN_RETURN = "Två gånger om året", "kortare leveranstid i gengäld"
NEVER_RAISED = "En fråga som ingen har nämnt"
OURS_ALONE = ("därför är den viktig", "Piteås yttrande", "de verkar trötta", "anteckning om dem")
SECRET = (scenes.MANDATE, "högst hela beloppet", scenes.DRAFT, IN_RETURN, "ett sista bud")


@pytest.fixture
def writer(app: Flask) -> builders.Person:
    person = builders.person(Role.NEGOTIATOR)
    made = scenes.under_way(person)
    fill_with_secrets(made, person)
    return person


def fill_with_secrets(made: Negotiation, person: builders.Person) -> None:
    """Everything that must not leave."""
    about = About(question=OURS_ALONE[0], origin=OURS_ALONE[1])
    actions.add_issue(made, NEVER_RAISED, about, person)
    first = queries.issue_numbered(made, 1)
    first.question = OURS_ALONE[0]
    gave = Said(Side.THEIRS, "Två arbetsdagar", True, builders.TODAY, True, IN_RETURN)
    saying.post(first, gave, person)
    saying.set_status(first, IssueStatus.NEAR, person)
    third = queries.issue_numbered(made, 3)
    saying.post(third, Said(Side.OURS, "ett sista bud", False, builders.TODAY), person)
    saying.set_mandate(made, None, Limits("högst hela beloppet"))
    made.rounds[0].meeting_notes = OURS_ALONE[2]
    made.if_missed = "avtalet upphör"
    saying.log_contact(made, Contact(builders.TODAY, Channel.CALL, OURS_ALONE[3]), person)
    db.session.commit()


def both(client: FlaskClient, audience: str) -> tuple[str, str]:
    """The page's own part and everything in the Word file, its properties too."""
    page = client.get(f"{AT}/{audience}").text
    main = page[page.index("<h1>") : page.index("</main>")]
    file = client.get(f"{AT}/{audience}.docx")
    docx.Document(io.BytesIO(file.data))
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        texts = [archive.read(name).decode(errors="replace") for name in archive.namelist()]
    return main, "\n".join(texts)


def test_the_counterparty_gets_what_is_sent_or_agreed_alone(
    writer: builders.Person, sign_in: SignIn
) -> None:
    for text in both(sign_in(writer), "motparten"):
        for expected in (scenes.SENT, "Två arbetsdagar", AGREED, "Leveranstid vid akut behov"):
            assert expected in text, expected
        inside = (NEVER_RAISED, "Tvistelösning", "Nära", "Viktigt", "avtalet upphör", "ergift")
        for secret in (*SECRET, *OURS_ALONE, *inside, "Internt", "andat"):
            assert secret not in text, secret


def test_a_beredning_gets_what_remains_and_no_draft_or_mandate(
    writer: builders.Person, sign_in: SignIn
) -> None:
    for text in both(sign_in(writer), "beredningen"):
        expected = (scenes.SENT, AGREED, "Tvistelösning", "avtalet upphör")
        for one in (*expected, "1 av 4 yrkanden är överens"):
            assert one in text, one
        for secret in (*SECRET, *OURS_ALONE, "andat"):
            assert secret not in text, secret


def test_the_group_gets_everything_and_is_told_that_it_is_internal(
    writer: builders.Person, sign_in: SignIn
) -> None:
    for text in both(sign_in(writer), "gruppen"):
        for expected in (*SECRET[:3], OURS_ALONE[0], OURS_ALONE[2], "Internt", AGREED):
            assert expected in text, expected


def test_no_line_ends_between_a_section_sign_and_its_number(
    writer: builders.Person, sign_in: SignIn
) -> None:
    issue = queries.issue_numbered(queries.by_slug(scenes.SLUG, writer), 1)
    issue.contract_clause = "§ 4"
    saying.post(issue, Said(Side.OURS, "enligt 9 kap. 38 § KL", True, builders.TODAY), writer)
    db.session.commit()
    for audience in ("motparten", "gruppen", "beredningen"):
        for text in both(sign_in(writer), audience):
            assert "§\N{NO-BREAK SPACE}4" in text
            assert "38\N{NO-BREAK SPACE}§" in text
            assert "§ 4" not in text


def test_whoever_only_reads_gets_the_internal_one_without_the_mandate(
    writer: builders.Person, sign_in: SignIn
) -> None:
    client = sign_in(builders.person(Role.SECRETARY))
    for text in both(client, "gruppen"):
        assert scenes.DRAFT in text
        for secret in (scenes.MANDATE, "högst hela beloppet", "Mandat"):
            assert secret not in text, secret
    assert client.get(f"{AT}/nagon-annan").status_code == 404
    assert client.get(f"{AT}/nagon-annan.docx").status_code == 404


def test_the_analysis_is_made_of_what_was_sent(writer: builders.Person, sign_in: SignIn) -> None:
    page = sign_in(builders.person(Role.SECRETARY)).get(f"/forhandlingar/{scenes.SLUG}/analys").text
    for secret in (scenes.MANDATE, scenes.DRAFT, "ett sista bud"):
        assert secret not in page
    for expected in ("Tre arbetsdagar</del> <ins>Två arbetsdagar", "25 %", "1 av 4"):
        assert expected in page, expected
