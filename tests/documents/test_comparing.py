"""Two versions compared, on the page and by command; nobody compares what they may not read."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement
from nk_avtal.commands.comparing import compare
from nk_avtal.db import db
from nk_avtal.documents import comparing, store
from nk_avtal.documents.intake import DOCX, PDF
from nk_avtal.documents.models import DocumentVersion, Openness
from nk_avtal.domain.comparing import Kind, compared
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Role
from tests import builders
from tests.documents import redlines, samples

SignIn = Callable[[builders.Person], FlaskClient]


def test_paragraphs_words_and_moves_are_told_apart() -> None:
    moved, kept = "Kommunen ansvarar för hembesök.", ["Parterna samverkar.", "De möts varje år."]
    old = ["Avtal", moved, *kept, "Avtalet gäller i tre år.", "Tvist löses."]
    new = ["Avtal", *kept, "Avtalet gäller i fyra år.", "Ny klausul här.", moved]
    found = compared(old, new)
    told = [(one.kind, one.text) for one in found if one.kind not in (Kind.SAME, Kind.CHANGED)]
    assert sorted(told) == [
        (Kind.ADDED, "Ny klausul här."),
        (Kind.MOVED_AWAY, moved),
        (Kind.MOVED_HERE, moved),
        (Kind.REMOVED, "Tvist löses."),
    ]
    (changed,) = (one for one in found if one.kind is Kind.CHANGED)
    assert (Kind.REMOVED, "tre") in changed.pieces
    assert (Kind.ADDED, "fyra") in changed.pieces


def test_both_texts_can_be_read_out_of_any_comparison() -> None:
    dice = random.Random(3)
    for _ in range(300):
        old, new = (
            [" ".join(dice.choices(["ab", "c", "d"], k=dice.randint(0, 4))) for _ in range(n)]
            for n in (dice.randint(0, 9), dice.randint(0, 9))
        )
        gone = {Kind.ADDED, Kind.MOVED_HERE}
        come = {Kind.REMOVED, Kind.MOVED_AWAY}
        for hidden, wanted in ((gone, old), (come, new)):
            read = [
                "".join(text for kind, text in one.pieces if kind not in hidden)
                for one in compared(old, new)
                if one.kind not in hidden
            ]
            assert read == wanted


def version_of(agreement: Agreement, content: bytes, title: str = "Text") -> DocumentVersion:
    version = builders.document_version(agreement, title)
    kind = DOCX if content.startswith(b"PK") else PDF
    version.file = store.keep(content, "text.docx", kind)
    db.session.commit()
    return version


def test_any_two_versions_are_compared_on_the_page_and_as_word(app: Flask, sign_in: SignIn) -> None:
    agreement = builders.agreement("Avtalet")
    old = version_of(agreement, samples.word("Avtalet gäller i tre <år>"))
    new = version_of(agreement, samples.word("Avtalet gäller i fyra <år>"))
    scanned = version_of(agreement, samples.pdf())
    clerk = sign_in(builders.person(Role.CLERK))
    page = clerk.get(f"/avtal/avtalet/dokument/jamfor?fran={old.id}&till={new.id}").text
    assert "<del>tre</del><ins>fyra</ins> &lt;år&gt;" in page.replace("\n", "")
    word = clerk.get(f"/avtal/avtalet/dokument/jamfor.docx?fran={old.id}&till={new.id}")
    assert word.headers["Content-Disposition"].startswith("attachment")
    assert ("", "Avtalet gäller i fyra <år>") in redlines.shape(word.data, "accept")
    listed = clerk.get(
        f"/avtal/avtalet/dokument/andrade-klausuler.docx?fran={old.id}&till={new.id}"
    )
    assert redlines.shape(listed.data)[1][1][1:] == [
        [("", "Avtalet gäller i tre <år>")],
        [("", "Avtalet gäller i fyra <år>")],
    ]
    pages = f"/avtal/avtalet/dokument/jamfor?fran={scanned.id}&till={scanned.id}"
    assert "ingen text att jämföra" in clerk.get(pages).text
    pdf = clerk.get(f"/avtal/avtalet/dokument/jamfor.docx?fran={scanned.id}&till={new.id}")
    assert pdf.status_code == 409
    assert clerk.get("/avtal/avtalet/dokument/jamfor").status_code == 200
    assert clerk.get("/avtal/avtalet/dokument/jamfor.docx").status_code == 404


def test_what_one_may_not_read_cannot_be_compared_either(app: Flask, sign_in: SignIn) -> None:
    agreement, other = builders.agreement("Avtalet"), builders.agreement("Annat")
    read, elsewhere = (version_of(one, samples.word()) for one in (agreement, other))
    secret = version_of(agreement, samples.word("Hemligt mandat"), "Mandatet")
    secret.document.openness = Openness.INTERNAL
    db.session.commit()
    for role in (Role.CLERK, Role.READER, Role.ADMIN, Role.SECRETARY):
        browser = sign_in(builders.person(role))
        for ending in ("jamfor", "jamfor.docx", "andrade-klausuler.docx"):
            for a, b in ((read, secret), (secret, read)):
                answer = browser.get(f"/avtal/avtalet/dokument/{ending}?fran={a.id}&till={b.id}")
                assert answer.status_code == (200 if role is Role.SECRETARY else 404)
            wrong = f"/avtal/avtalet/dokument/{ending}?fran={read.id}&till={elsewhere.id}"
            assert browser.get(wrong).status_code == 404
        if role is not Role.SECRETARY:
            assert "Mandatet" not in browser.get("/avtal/avtalet/dokument/jamfor").text


def test_damaged_files_are_refused_in_words_and_the_command_writes(
    app: Flask, tmp_path: Path
) -> None:
    with pytest.raises(RuleBroken, match="gick inte att jämföra"):
        comparing.changes_between(samples.word(), b"PK\x03\x04")
    files = [tmp_path / name for name in ("old.docx", "new.docx", "out.docx")]
    for file, text in zip(files, ("Ett år", "Två år"), strict=False):
        file.write_bytes(samples.word(text))
    run = app.test_cli_runner().invoke(compare, [str(files[0]), str(files[1]), "-o", str(files[2])])
    assert run.exit_code == 0, run.output
    assert redlines.shape(files[2].read_bytes(), "reject") == redlines.shape(files[0].read_bytes())
