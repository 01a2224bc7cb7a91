"""Two versions compared, on the page and by command; nobody compares what they may not read."""

from __future__ import annotations

import copy
import io
import random
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement
from nk_avtal.commands.comparing import compare
from nk_avtal.db import db
from nk_avtal.documents import comparing, store
from nk_avtal.documents.intake import DOCX, PDF
from nk_avtal.documents.lines import NOTE
from nk_avtal.documents.models import DocumentVersion, Openness
from nk_avtal.documents.numbers import Numbers
from nk_avtal.domain.comparing import Kind, Line, compared, grouped
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.moving import compared_with_moves
from nk_avtal.domain.people import Role
from tests import builders
from tests.documents import agreements, realistic, redlines, samples

WORDS = ("ab", "c", "d", "avtalet", "gäller", "parterna")
SignIn = Callable[[builders.Person], FlaskClient]


def lines(*texts: str) -> list[Line]:
    return [Line((text,)) for text in texts]


def test_paragraphs_words_and_moves_are_told_apart() -> None:
    moved, kept = "Kommunen ansvarar för hembesök.", ["Parterna samverkar.", "De möts varje år."]
    old = lines("Avtal", moved, *kept, "Avtalet gäller i tre år.", "Tvist löses.")
    new = lines("Avtal", *kept, "Avtalet gäller i fyra år.", "Ny klausul här.", moved)
    found = compared_with_moves(old, new)
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


def test_a_section_moves_with_its_heading_and_what_changed_in_it_is_told() -> None:
    stays = [f"Parterna samverkar om uppgift nummer {at} i länet." for at in range(5)]
    section = ["Tvist", "Tvist ska i första hand lösas genom förhandling mellan parterna.", "Ort"]
    changed = [section[0], section[1].replace("ska", "bör"), section[2]]
    found = compared_with_moves(lines(*section, *stays), lines(*stays, *changed))
    groups = [(name, [one.text for one in some]) for name, some in grouped(found)]
    assert [name for name, _ in groups] == ["moved_away", "lines", "moved_here"]
    assert groups[0][1] == section
    pieces = [piece for one in found if one.kind is Kind.MOVED_HERE for piece in one.pieces]
    assert (Kind.REMOVED, "ska") in pieces
    assert (Kind.ADDED, "bör") in pieces


def test_what_stays_the_same_for_long_is_set_apart() -> None:
    old = [f"Punkt nummer {at} i avtalet." for at in range(60)]
    new = [text for text in old if text != old[20]]
    groups = list(grouped(compared_with_moves(lines(*old), lines(*new))))
    assert [(name, len(some)) for name, some in groups] == [
        ("lines", 3),
        ("same", 14),
        ("lines", 7),
        ("same", 33),
        ("lines", 3),
    ]
    assert [one for _, some in groups for one in some] == compared(lines(*old), lines(*new))


def test_both_texts_can_be_read_out_of_any_comparison() -> None:
    dice = random.Random(3)
    for turn in range(300):
        old, new = (
            lines(*(" ".join(dice.choices(WORDS, k=dice.randint(0, 9))) for _ in range(n)))
            for n in (dice.randint(0, 9), dice.randint(0, 9))
        )
        found = (compared, compared_with_moves)[turn % 2](old, new)
        gone = {Kind.ADDED, Kind.MOVED_HERE}
        come = {Kind.REMOVED, Kind.MOVED_AWAY}
        for hidden, wanted in ((gone, old), (come, new)):
            read = [
                "".join(text for kind, text in one.pieces if kind not in hidden)
                for one in found
                if one.kind not in hidden
            ]
            assert sorted(read) == sorted(one.text for one in wanted)
            assert turn % 2 or read == [one.text for one in wanted]


def test_rows_are_compared_cell_by_cell_and_numbers_are_those_that_word_counts() -> None:
    old = agreements.saved(realistic.agreement(1))
    document = docx.Document(io.BytesIO(old))
    document.tables[0].cell(3, 2).text = "512 000"
    headings = [one for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    new_heading = copy.deepcopy(headings[1]._p)
    headings[1]._p.addprevious(new_heading)
    for at, text in enumerate(new_heading.iter(qn("w:t"))):
        text.text = "" if at else "Omfattning"
    found = comparing.changes_between(old, agreements.saved(document))
    row = next(one for one in found if one.in_table and one.kind is Kind.CHANGED)
    assert [len(cell) > 1 for cell in row.cells] == [False, False, True]
    assert row.cells[2][0][0] is Kind.REMOVED
    numbers = {one.text: (one.before, one.number) for one in found if one.number}
    assert numbers["Parter"] == ("1", "1")
    assert numbers["Omfattning"] == ("2", "2")
    assert numbers["Syfte"] == ("2", "3")
    assert numbers["Tvist"] == ("7", "8")
    assert [one.number for one in found if one.text.startswith("Hälso")] == [NOTE]


def test_lists_count_in_letters_romans_and_from_any_start() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (start, form, text) in enumerate(
            ((3, "upperRoman", "%1."), (1, "lowerLetter", "%1%2)"), (1, "bullet", "*"))
        )
    )
    numbering = parse_xml(
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    counting = Numbers(numbering, None)
    told = [counting.of(parse_xml(_counted(level))) for level in (0, 1, 1, 0, 1, 2, 0, 8)]
    assert told == ["III.", "IIIa)", "IIIb)", "IV.", "IVa)", "•", "V.", ""]


def _counted(level: int) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return f"<w:p {nsdecls('w')}><w:pPr>{place}</w:pPr></w:p>"


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
