"""Parts that several of the shipped templates have in common."""

from __future__ import annotations

from docx.document import Document
from docx.shared import Pt

from nk_avtal.letters import layout


def when(document: Document, known: str) -> None:
    """What follows, to the closing tag, is left out while a value is empty."""
    document.add_paragraph(f"{{%p if {known} %}}")


def signed(document: Document, whom: str, when: str) -> None:
    """Lines to sign on, kept together on a page."""
    first = document.add_paragraph(whom).paragraph_format
    first.space_before, first.keep_with_next = Pt(14), True
    for label in (when, "Underskrift", "Namnförtydligande"):
        layout.line_to_fill(document, label, last=label == "Namnförtydligande")


def from_association(document: Document, kind: str, foot: str) -> None:
    """The head and the foot of a document that the association sends."""
    sender, date = "{{ avsändare.förbund }}", "{{ avsändare.datum }}"
    layout.header(document, sender, kind, date, "rekommendation.dnr")
    layout.footer(document, foot)


def each(document: Document, item: str, items: str, style: str) -> None:
    """A paragraph for each item of a list."""
    document.add_paragraph(f"{{%p for {item} in {items} %}}")
    document.add_paragraph(f"{{{{ {item} }}}}", style=style)
    document.add_paragraph("{%p endfor %}")


def points(document: Document) -> None:
    """The decision points, numbered."""
    numbering = layout.new_numbering(document)
    document.add_paragraph("{%p for punkt in rekommendation.beslutspunkter %}")
    layout.numbered(document, "{{ punkt }}", numbering)
    document.add_paragraph("{%p endfor %}")


def attachments(document: Document, heading: str) -> None:
    """A table of the attachments, left out without any."""
    document.add_paragraph("{%p if rekommendation.bilagor %}")
    document.add_heading(heading, 1)
    layout.table(
        document,
        ["Nr", "Handling"],
        [1.2, 14.8],
        [
            ["{%tr for bilaga in rekommendation.bilagor %}", ""],
            ["{{ loop.index }}", "{{ bilaga }}"],
            ["{%tr endfor %}", ""],
        ],
    )
    document.add_paragraph("{%p endif %}")


def contact(document: Document) -> None:
    """Whom to ask, left out where nobody is known."""
    add = document.add_paragraph
    add("{%p if avsändare.kontakt %}")
    document.add_heading("Frågor", 1)
    add(
        "{{ avsändare.kontakt }}, {{ avsändare.förbund }}"
        "{% if avsändare.epost %}, {{ avsändare.epost }}{% endif %}"
    )
    add("{%p endif %}")
