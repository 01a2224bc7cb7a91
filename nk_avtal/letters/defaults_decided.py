"""The shipped templates of what a municipality decides on, and of what it decided."""

from __future__ import annotations

from docx.document import Document

from nk_avtal.letters import layout, pieces
from nk_avtal.letters.defaults_recommended import (
    AGREEMENT,
    COST,
    DECISION,
    NAME,
    RECOMMENDED,
    STANDING,
    TAKES_EFFECT,
)


def decision_basis() -> Document:
    """What the agreement means, what it costs and what others have decided, for one
    municipality."""
    document = layout.new_document("Beslutsunderlag")
    pieces.from_association(
        document, "Beslutsunderlag", "{{ avsändare.förbund }}. Läget den {{ avsändare.datum }}"
    )
    add = document.add_paragraph
    add("Till {{ kommun.fullt_namn }}{% if kommun.dnr %}, dnr {{ kommun.dnr }}{% endif %}")
    add("{{ rekommendation.titel }}", style="Title")
    document.add_heading("Ärendet i korthet", 1)
    add(
        f"{RECOMMENDED} att kommunerna beslutar enligt förslaget. {AGREEMENT}{TAKES_EFFECT}"
        " Kommunens beslut behövs senast den {{ rekommendation.svarsdag }}."
    )
    document.add_heading("Förslag till beslut", 1)
    add(
        "{{ rekommendation.föreslaget_organ|stor_bokstav }} beslutar"
    ).paragraph_format.keep_with_next = True
    pieces.points(document)
    pieces.when(document, "rekommendation.bakgrund")
    document.add_heading("Bakgrund", 1)
    pieces.each(document, "stycke", "rekommendation.bakgrund", "Normal")
    add("{%p endif %}")
    _meaning(document)
    pieces.only_if(document, "kostnad.belopp", COST, "Kostnad för kommunen")
    document.add_heading("Vad kommunerna har beslutat", 1)
    add("{{ läget }}")
    heads = ["Kommun", "Organ", "Datum", "§", "Dnr", "Beslut"]
    pieces.rows(document, heads, [2.8, 3.6, 2.2, 1.1, 2.6, 3.7], [NAME, *DECISION, STANDING])
    pieces.attachments(document, "Handlingar")
    pieces.contact(document)
    return document


def _meaning(document: Document) -> None:
    """The agreement's parties and terms, each where it is known."""
    document.add_heading("Om {{ avtal.slag }}", 1)
    pieces.each(document, "stycke", "avtal.syfte", "Normal")
    document.add_paragraph("Parter är {{ avtal.parter|uppräkning }}.")
    pieces.when(document, "avtal.avtalstid or avtal.förlängning or avtal.uppsägning")
    document.add_heading("Avtalstid och uppsägning", 2)
    for known in ("avtal.avtalstid", "avtal.förlängning", "avtal.uppsägning"):
        pieces.only_if(document, known, f"{{{{ {known} }}}}")
    document.add_paragraph("{%p endif %}")
    pieces.when(document, "avtal.ikraftträdande")
    document.add_heading("När {{ avtal.slag }} börjar gälla", 2)
    pieces.each(document, "villkor", "avtal.ikraftträdande", "Normal")
    document.add_paragraph("{%p endif %}")
    pieces.only_if(document, "avtal.ersättning", "{{ avtal.ersättning }}", "Ersättning", 2)
    pieces.only_if(
        document,
        "avtal.kostnadsnyckel and not kostnad.belopp",
        "{{ avtal.kostnadsnyckel }}.",
        "Kostnadsfördelning",
        2,
    )
    pieces.only_if(
        document, "avtal.rättslig_grund", "{{ avtal.rättslig_grund }}", "Rättslig grund", 2
    )


def excerpt() -> Document:
    """Protokollsutdrag, filled in for the clerk who attests it."""
    document = layout.new_document("Protokollsutdrag")
    layout.header(
        document,
        "{{ kommun.fullt_namn }}",
        "Protokollsutdrag",
        "{{ beslut.sammanträdesdag }}",
        "beslut.dnr",
    )
    layout.footer(document, "{{ kommun.fullt_namn }}, {{ beslut.organ }}")
    add = document.add_paragraph
    layout.table(
        document,
        ["Organ", "Sammanträdesdag", "Paragraf"],
        [8, 5, 3],
        [["{{ beslut.organ }}", "{{ beslut.sammanträdesdag }}", "{{ beslut.paragraf }}"]],
    )
    add("{{ rekommendation.titel }}", style="Title")
    _decided(document)
    document.add_heading("Sammanfattning av ärendet", 1)
    add(
        f"{RECOMMENDED} att {{{{ rekommendation.föreslaget_organ }}}} i kommunerna beslutar i"
        f" ärendet. {AGREEMENT}{TAKES_EFFECT}"
    )
    pieces.each(document, "stycke", "rekommendation.bakgrund", "Normal")
    pieces.attachments(document, "Beslutsunderlag")
    document.add_heading("Beslutet skickas till", 1)
    add("{{ avsändare.förbund }}")
    pieces.when(document, "beslut.justerat or beslut.anslaget")
    document.add_heading("Justering och anslag", 1)
    pieces.only_if(document, "beslut.justerat", "Protokollet justerades den {{ beslut.justerat }}.")
    pieces.only_if(document, "beslut.anslaget", "Justeringen anslogs den {{ beslut.anslaget }}.")
    add("{%p endif %}")
    heading = document.add_heading("Utdragsbestyrkande", 1)
    heading.paragraph_format.keep_with_next = True
    pieces.signed(document, "Utdraget stämmer med protokollet.", "Ort och datum")
    return document


def _decided(document: Document) -> None:
    """The decision, with what was added, changed or given as reason."""
    document.add_heading("Beslut", 1)
    document.add_paragraph("{{ beslut.inledning }}").paragraph_format.keep_with_next = True
    pieces.points(document, "beslut.punkter")
    for known, words in (
        ("tillägg", "Beslutet fattas med följande tillägg: {{ beslut.tillägg }}"),
        ("ändring", "Texten ändras så här: {{ beslut.ändring }}"),
        ("skäl", "Skäl: {{ beslut.skäl }}"),
        ("återkommer", "Ärendet tas upp igen den {{ beslut.återkommer }}."),
    ):
        pieces.only_if(document, f"beslut.{known}", words)
