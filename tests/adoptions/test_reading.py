"""Reading a minutes excerpt into the decision's form: proposals that a clerk checks."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from nk_avtal.adoptions.models import Decision
from nk_avtal.db import db
from tests.documents.samples import pdf
from tests.pages import filled_in, post

ADDRESS = "/kommuner/pitea/beslut/lakarmedverkan-ny-bilaga-2-om-jourtid"
SignIn = Callable[..., FlaskClient]
MINUTES = (
    "Kommunfullmäktige",
    "Sammanträdesdatum 2026-11-16",
    "§ 142 Dnr KS 2026-318",
    "Läkarmedverkan, ny bilaga 2 om jourtid",
    "Kommunfullmäktiges beslut",
    "Kommunfullmäktige antar bilaga 2.",
    "Bakgrund",
    "Styrelsen rekommenderar bilagan.",
    "Anslaget sätts upp 2026-11-18",
)


def word(lines: tuple[str, ...] = MINUTES) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def printed(lines: tuple[str, ...] = MINUTES) -> bytes:
    """A PDF with a text layer, one page."""
    body = b"BT /F1 12 Tf 72 780 Td 16 TL "
    for line in lines:
        text = line.encode("cp1252").replace(b"(", b"[").replace(b")", b"]")
        body += b"(" + text + b") Tj T* "
    body += b"ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(body) + body + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    file, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(file)
    file += b"xref\n0 6\n0000000000 65535 f \n" + table
    return file + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start


def read(clerk: FlaskClient, content: bytes, name: str, **typed: str) -> str:
    upload = {"excerpt": (io.BytesIO(content), name)}
    return post(clerk, ADDRESS, {"read": "1", "body": "council"} | typed | upload).text


@pytest.mark.parametrize(
    ("content", "name", "place"),
    [(word, "utdrag.docx", "Stycke 3"), (printed, "utdrag.pdf", "Sida 1")],
)
def test_the_form_is_filled_and_each_piece_says_where_it_stands(
    clerk: FlaskClient, content: Callable[[], bytes], name: str, place: str
) -> None:
    page = read(clerk, content(), name)
    form = filled_in(page)
    assert (form["body"], form["decided_on"]) == ("council", "16 november 2026")
    assert (form["paragraph"], form["reference"]) == ("142", "KS 2026-318")
    assert (form["outcome"], form["announced_on"]) == ("adopted", "18 november 2026")
    assert f"{place}: ”§ 142 Dnr KS 2026-318”" in page


def test_nothing_is_saved_until_the_clerk_records(clerk: FlaskClient) -> None:
    page = read(clerk, word(), "utdrag.docx")
    assert db.session.scalars(sa.select(Decision)).all() == []
    assert clerk.post(ADDRESS, data=filled_in(page)).status_code == 302
    decision = db.session.scalars(sa.select(Decision)).one()
    assert (decision.paragraph, decision.reference) == ("142", "KS 2026-318")
    assert decision.excerpt is not None


def test_what_the_clerk_has_written_stands_and_the_difference_is_told(clerk: FlaskClient) -> None:
    page = read(clerk, word(), "utdrag.docx", paragraph="143")
    assert filled_in(page)["paragraph"] == "143"
    assert "Du har skrivit något annat" in page


def test_a_committees_excerpt_names_the_committee(clerk: FlaskClient) -> None:
    lines = ("Socialnämnden", *MINUTES[1:])
    form = filled_in(read(clerk, word(lines), "utdrag.docx"))
    assert (form["body"], form["body_name"]) == ("committee", "Socialnämnden")


def test_a_scanned_excerpt_is_kept_and_says_that_nothing_could_be_read(
    clerk: FlaskClient,
) -> None:
    page = read(clerk, pdf(), "skannad.pdf")
    assert "Det gick inte att läsa någon uppgift" in page
    assert "skannad.pdf är uppladdad" in page


def test_without_a_file_the_page_says_what_to_do(clerk: FlaskClient) -> None:
    answer = post(clerk, ADDRESS, {"read": "1", "paragraph": "142"})
    assert answer.status_code == 422
    assert "Välj filen med protokollsutdraget först" in answer.text
    assert filled_in(answer.text)["paragraph"] == "142"
