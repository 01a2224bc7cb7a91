"""The shipped templates of an agreement to be written, and of the yearly report on agreements."""

from __future__ import annotations

from collections.abc import Iterator

from docx.document import Document

from nk_avtal.letters import layout, pieces

_USUAL = {
    "Omfattning": [
        "{{ avtal.slag|stor_bokstav }} omfattar de uppgifter som parterna samverkar om. Vad som"
        " ingår i varje uppgift beskrivs i bilagor.",
    ],
    "Ansvar": [
        "Varje part ansvarar för sin verksamhet enligt lag och avsätter de resurser som behövs"
        " för att fullgöra sin del av {{ avtal.slag }}.",
        "En part som inte kan fullgöra sin del meddelar de andra parterna så snart som möjligt.",
    ],
    "Samverkan": [
        "Varje part utser en kontaktperson. Frågor om hur {{ avtal.slag }} ska tillämpas löses i"
        " första hand mellan kontaktpersonerna.",
    ],
}
"""What such agreements usually say; the negotiation settles it."""
_AFTER = {
    "Uppföljning": [
        "Parterna följer upp {{ avtal.slag }} en gång om året.",
    ],
    "Ändringar och tillägg": [
        "Ändringar och tillägg är skriftliga, skrivs under av alla parter och beslutas på samma"
        " sätt som {{ avtal.slag }}.",
    ],
    "Force majeure": [
        "En part är fri från ansvar för det som den inte kan fullgöra på grund av en händelse"
        " utanför sin kontroll som den inte rimligen kunde räkna med. Parten meddelar de andra"
        " utan dröjsmål.",
    ],
    "Tvist": [
        "Parterna löser i första hand en tvist genom förhandling. Kan de inte enas avgörs den av"
        " allmän domstol.",
    ],
}


def agreement_draft() -> Document:
    """An agreement to go on writing: parties, terms as they are recorded, and who signs."""
    document = layout.new_document("Avtalsutkast")
    pieces.about_agreement(document, "Utkast", "Utkast den {{ avsändare.datum }}")
    add = document.add_paragraph
    add("{{ avtal.slag_obestämt|stor_bokstav }}")
    add("{{ avtal.titel }}", style="Title")
    numbers = iter(range(1, 20))
    document.add_heading(f"{next(numbers)} Parter", 1)
    pieces.each(document, "part", "avtal.parter", "List Bullet")
    document.add_heading(f"{next(numbers)} Bakgrund och syfte", 1)
    pieces.each(document, "stycke", "avtal.syfte", "Normal")
    add(
        "Parterna ingår {{ avtal.slag }} för att samverka."
        "{% if avtal.rättslig_grund %} Den rättsliga grunden är {{ avtal.rättslig_grund }}."
        "{% endif %}"
    )
    _sections(document, numbers, _USUAL)
    document.add_heading(f"{next(numbers)} Kostnader", 1)
    pieces.only_if(document, "avtal.ersättning", "{{ avtal.ersättning }}")
    pieces.only_if(document, "avtal.kostnadsnyckel", "{{ avtal.kostnadsnyckel }}.")
    pieces.when(document, "not avtal.ersättning and not avtal.kostnadsnyckel")
    add("Varje part står för sina egna kostnader.")
    add("{%p endif %}")
    _sections(document, numbers, _AFTER)
    _time(document, numbers)
    document.add_heading(f"{next(numbers)} Underskrifter", 1)
    add("{{ avtal.slag|stor_bokstav }} har upprättats i ett exemplar för varje part.")
    pieces.signed_by_each(document, "avtal.parter")
    pieces.attachments(document, "Bilagor", "bilagor")
    return document


def _sections(document: Document, numbers: Iterator[int], texts: dict[str, list[str]]) -> None:
    for heading, paragraphs in texts.items():
        document.add_heading(f"{next(numbers)} {heading}", 1)
        for text in paragraphs:
            document.add_paragraph(text)


def _time(document: Document, numbers: Iterator[int]) -> None:
    """From when until when, and how it is ended; what is not recorded has the usual words."""
    document.add_heading(f"{next(numbers)} Avtalstid", 1)
    pieces.each(document, "villkor", "avtal.ikraftträdande", "Normal")
    pieces.only_if(document, "avtal.avtalstid", "{{ avtal.avtalstid }}")
    pieces.when(document, "not avtal.avtalstid")
    document.add_paragraph("{{ avtal.slag|stor_bokstav }} gäller tills vidare.")
    document.add_paragraph("{%p endif %}")
    pieces.only_if(document, "avtal.förlängning", "{{ avtal.förlängning }}")
    document.add_heading(f"{next(numbers)} Uppsägning", 1)
    document.add_paragraph("Uppsägning är skriftlig.")
    pieces.only_if(document, "avtal.uppsägning", "{{ avtal.uppsägning }}")


def cooperation_report() -> Document:
    """The yearly report on avtalssamverkan to the council (kommunallagen 9:38)."""
    document = layout.new_document("Avtalssamverkan")
    layout.header(
        document, "{{ kommun.fullt_namn }}", "Rapport", "{{ avsändare.datum }}", "kommun.dnr"
    )
    layout.footer(document, "Underlag från {{ avsändare.förbund }} den {{ avsändare.datum }}")
    add = document.add_paragraph
    add("Till kommunfullmäktige")
    add("{{ kommun.genitiv|stor_bokstav }} avtalssamverkan {{ år }}", style="Title")
    document.add_heading("Förslag till beslut", 1)
    add("Kommunfullmäktige lägger rapporten till handlingarna.")
    document.add_heading("Ärendet", 1)
    add(
        "Kommunstyrelsen ska varje år rapportera kommunens avtalssamverkan till fullmäktige"
        " (9\N{NO-BREAK SPACE}kap. 38\N{NO-BREAK SPACE}§ kommunallagen). Avtalssamverkan är när en"
        " kommun eller region helt eller delvis utför en uppgift åt en annan."
    )
    add(
        "Sammanställningen omfattar avtal som {{ avsändare.förbund }} har registrerat. Kommunen"
        " kompletterar den med sina övriga avtal."
    )
    document.add_heading("Avtal under {{ år }}", 1)
    pieces.when(document, "not rader")
    add("Inget avtal är registrerat som avtalssamverkan för kommunen under {{ år }}.")
    add("{%p endif %}")
    heads = ["Avtal", "Andra parter", "Gäller", "Kostnad", "Ändringar under året"]
    known = (
        "{{ rad.titel }}{% if rad.nummer %} ({{ rad.nummer }}){% endif %}",
        "{{ rad.parter }}",
        "{{ rad.började or 'Okänd dag' }} – {{ rad.slutar or 'okänd dag' }}",
        "{{ rad.kostnad or '–' }}",
        "{{ rad.ändringar or 'Inga' }}",
    )
    pieces.rows(document, heads, [4.1, 3.7, 2.5, 2.2, 3.5], list(known))
    pieces.when(document, "rader")
    document.add_heading("Vad avtalen gäller", 1)
    add("{%p endif %}")
    add("{%p for rad in rader %}")
    document.add_heading("{{ rad.titel }}", 2)
    pieces.only_if(document, "rad.uppgift", "{{ rad.uppgift }}")
    pieces.only_if(document, "rad.rättslig_grund", "Rättslig grund: {{ rad.rättslig_grund }}.")
    add("{%p endfor %}")
    pieces.when(document, "oklara")
    document.add_heading("Avtal att bedöma", 1)
    add("För de här avtalen är det inte avgjort om de är avtalssamverkan:")
    pieces.each(document, "avtalet", "oklara", "List Bullet")
    add("{%p endif %}")
    pieces.contact(document)
    return document
