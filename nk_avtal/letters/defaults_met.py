"""The shipped templates of a meeting's papers."""

from __future__ import annotations

from docx.document import Document

from nk_avtal.letters import layout, pieces

_BULLET = "List Bullet"


def agenda() -> Document:
    """Föredragningslista, as the association's notices have it: first who attests and the list
    itself, last what is reported and other questions."""
    document = _of_meeting("Föredragningslista")
    add = document.add_paragraph
    document.add_heading("Tid och plats", 1)
    add(
        "{{ möte.veckodag|stor_bokstav }} den {{ möte.dag }}"
        "{% if möte.plats %}, {{ möte.plats }}{% endif %}."
    )
    add("Handlingar till mötet lämnas senast den {{ möte.handlingar_senast }}.")
    document.add_heading("Mötets öppnande", 1)
    for text in ("Val av justerare", "Föredragningslista"):
        add(text, style=_BULLET)
    document.add_heading("Ärenden", 1)
    add("{%p for ärende in ärenden %}")
    document.add_heading("{{ ärende.nummer }}. {{ ärende.titel }}", 2)
    pieces.only_if(document, "ärende.dnr", "Dnr {{ ärende.dnr }}")
    pieces.only_if(document, "ärende.föredragande", "Information av {{ ärende.föredragande }}.")
    pieces.each(document, "stycke", "ärende.bakgrund", "Normal")
    pieces.when(document, "ärende.förslag")
    add("Förslag till beslut:").paragraph_format.keep_with_next = True
    pieces.each(document, "punkt", "ärende.förslag", _BULLET)
    add("{%p endif %}")
    pieces.only_if(document, "ärende.bilagor", "Bilagor: {{ ärende.bilagor|uppräkning }}.")
    add("{%p endfor %}")
    document.add_heading("Mötets avslutning", 1)
    for text in ("Delgivningar", "Övriga frågor"):
        add(text, style=_BULLET)
    return document


def minutes() -> Document:
    """Protokollsutdrag: § by §, the decision first."""
    document = _of_meeting("Protokollsutdrag")
    add = document.add_paragraph
    add("{%p for ärende in ärenden %}")
    document.add_heading(
        "{% if ärende.paragraf %}{{ ärende.paragraf }} {% endif %}{{ ärende.titel }}", 1
    )
    pieces.only_if(document, "ärende.dnr", "Dnr {{ ärende.dnr }}")
    document.add_heading("Beslut", 2)
    add("{{ ärende.inledning }}")
    pieces.each(document, "punkt", "ärende.punkter", _BULLET)
    pieces.only_if(document, "ärende.anteckning", "{{ ärende.anteckning }}")
    pieces.when(document, "ärende.bakgrund")
    document.add_heading("Sammanfattning av ärendet", 2)
    pieces.each(document, "stycke", "ärende.bakgrund", "Normal")
    add("{%p endif %}")
    pieces.only_if(document, "ärende.bilagor", "{{ ärende.bilagor|uppräkning }}.", "Handlingar", 2)
    add("{%p endfor %}")
    document.add_heading("Utdragsbestyrkande", 1).paragraph_format.keep_with_next = True
    pieces.signed(document, "Utdraget stämmer med protokollet.", "Ort och datum")
    return document


def _of_meeting(kind: str) -> Document:
    document = layout.new_document(kind)
    layout.header(
        document, "{{ avsändare.förbund }}", kind, "{{ möte.dag }}", "möte.organ", "Organ:"
    )
    layout.footer(document, "{{ avsändare.förbund }}, {{ möte.organ }}")
    document.add_paragraph("{{ möte.organ }} den {{ möte.dag }}", style="Title")
    return document
