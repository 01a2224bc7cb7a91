"""Parts that several of the shipped templates have in common."""

from __future__ import annotations

from docx.document import Document
from docx.shared import Pt

from nk_avtal.letters import layout


def when(document: Document, known: str) -> None:
    """What follows, to the closing tag, is left out while a value is empty."""
    document.add_paragraph(f"{{%p if {known} %}}")


def only_if(document: Document, known: str, text: str, heading: str = "", level: int = 1) -> None:
    """A paragraph, under a heading if there is one, left out while a value is empty."""
    when(document, known)
    if heading:
        document.add_heading(heading, level)
    document.add_paragraph(text)
    document.add_paragraph("{%p endif %}")


def quoted(document: Document, heading: str, clause: str) -> None:
    """What the agreement says word for word, left out where it is not recorded."""
    only_if(document, clause, f"”{{{{ {clause} }}}}”", heading)


def signed(document: Document, whom: str, when: str) -> None:
    """Lines to sign on, kept together on a page."""
    first = document.add_paragraph(whom).paragraph_format
    first.space_before, first.keep_with_next = Pt(22), True
    for label in (when, "Underskrift", "Namnförtydligande"):
        layout.line_to_fill(document, label, last=label == "Namnförtydligande")


def from_association(
    document: Document,
    kind: str,
    foot: str = "{{ avsändare.förbund }}",
    reference: str = "rekommendation.dnr",
    date: str = "{{ avsändare.datum }}",
) -> None:
    """The head and the foot of a document that the association sends."""
    layout.header(document, "{{ avsändare.förbund }}", kind, date, reference)
    layout.footer(document, foot)


def about_agreement(document: Document, kind: str, foot: str = "{{ avsändare.förbund }}") -> None:
    """The same for a document about an agreement, which has its own number."""
    association, date = "{{ avsändare.förbund }}", "{{ avsändare.datum }}"
    layout.header(document, association, kind, date, "avtal.nummer", "Avtal")
    layout.footer(document, foot)


def signed_by_each(document: Document, parties: str) -> None:
    """A row to sign in for every party, never parted between two pages."""
    inside = [[f"{{%tr for part in {parties} %}}", ""], ["{{ part }}", ""], ["{%tr endfor %}", ""]]
    made = layout.table(document, ["Part", "Underskrift"], [5.5, 10.5], inside)
    layout.lines_in(made.rows[2].cells[1], ("Ort och datum", "Underskrift", "Namnförtydligande"))


def rows(document: Document, heads: list[str], widths: list[float], cells: list[str]) -> None:
    """A table with a row for each item of the list `rader`; no table when there is none."""
    rest = [""] * (len(cells) - 1)
    inside = [["{%tr for rad in rader %}", *rest], cells, ["{%tr endfor %}", *rest]]
    when(document, "rader")
    layout.table(document, heads, widths, inside)
    document.add_paragraph("{%p endif %}")


def each(document: Document, item: str, items: str, style: str) -> None:
    """A paragraph for each item of a list."""
    document.add_paragraph(f"{{%p for {item} in {items} %}}")
    document.add_paragraph(f"{{{{ {item} }}}}", style=style)
    document.add_paragraph("{%p endfor %}")


def points(
    document: Document, items: str = "rekommendation.beslutspunkter", item: str = "punkt"
) -> None:
    """The decision points, or another list, numbered."""
    numbering = layout.new_numbering(document)
    document.add_paragraph(f"{{%p for {item} in {items} %}}")
    layout.numbered(document, f"{{{{ {item} }}}}", numbering)
    document.add_paragraph("{%p endfor %}")


def attachments(document: Document, heading: str, items: str = "rekommendation.bilagor") -> None:
    """A table of the attachments, left out without any."""
    when(document, items)
    document.add_heading(heading, 1)
    layout.table(
        document,
        ["Nr", "Handling"],
        [1.2, 14.8],
        [
            [f"{{%tr for bilaga in {items} %}}", ""],
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
