"""The shipped template of the compilation of a consultation's replies."""

from __future__ import annotations

from docx.document import Document

from nk_avtal.letters import layout, pieces


def consultation_report() -> Document:
    """What was asked, what was answered question by question, and the replies, for the board."""
    document = layout.new_document("Remissammanställning")
    pieces.from_association(
        document,
        "Remissammanställning",
        "{{ avsändare.förbund }}. Läget den {{ avsändare.datum }}",
        reference="remiss.dnr",
    )
    add = document.add_paragraph
    add("Till styrelsen")
    add("{{ remiss.titel }}", style="Title")
    document.add_heading("Förslag till beslut", 1)
    add("Styrelsen noterar remissammanställningen till protokollet.")
    document.add_heading("Läget", 1)
    add(
        "Remissen skickades den {{ skickad }} med svar senast den {{ remiss.svarsdag }}."
        " {{ läget }}{% if återstår %} {{ återstår }}{% endif %}"
    )
    pieces.only_if(document, "remiss.sedan", "{{ remiss.sedan }}")
    _questions(document)
    _replies(document)
    pieces.attachments(document, "Handlingar som skickades", "remiss.bilagor")
    pieces.contact(document)
    return document


def _questions(document: Document) -> None:
    add = document.add_paragraph
    add("{%p for fråga in frågor %}")
    document.add_heading("Fråga {{ fråga.nummer }}. {{ fråga.text }}", 1)
    add("{{ fråga.utfall }}").paragraph_format.keep_with_next = True
    pieces.when(document, "fråga.svar")
    layout.table(
        document,
        ["Vem", "Svar", "Kommentar eller önskad ändring"],
        [3.4, 3.6, 9.0],
        [
            ["{%tr for svar in fråga.svar %}", "", ""],
            ["{{ svar.namn }}", "{{ svar.ställning }}", "{{ svar.kommentar or '–' }}"],
            ["{%tr endfor %}", "", ""],
        ],
    )
    add("{%p endif %}")
    add("{%p endfor %}")


def _replies(document: Document) -> None:
    add = document.add_paragraph
    pieces.when(document, "yttranden")
    document.add_heading("Yttrandena", 1)
    add("{%p endif %}")
    add("{%p for yttrande in yttranden %}")
    document.add_heading("{{ yttrande.namn }}", 2)
    add(
        "Kom in den {{ yttrande.dag }}{% if yttrande.sent %}, {{ yttrande.sent }}{% endif %}."
        "{% if yttrande.dnr %} Dnr {{ yttrande.dnr }}.{% endif %}"
        "{% if yttrande.beslutat_av %} Beslutat av {{ yttrande.beslutat_av }}.{% endif %}"
    ).paragraph_format.keep_with_next = True
    pieces.each(document, "stycke", "yttrande.text", "Normal")
    pieces.only_if(document, "yttrande.fil", "Yttrandet finns som fil: {{ yttrande.fil }}")
    add("{%p endfor %}")
