"""The shipped templates of the documents that belong to a recommendation.

They follow the order of Swedish public documents, and can be sent as they are. An optional value
stands in a paragraph, or between marks, of its own, so that nothing empty is printed.
"""

from __future__ import annotations

from docx.document import Document
from docx.shared import Pt

from nk_avtal.letters import layout, pieces

RECOMMENDED = (
    "{{ rekommendation.organ }} för {{ avsändare.förbund }} rekommenderade den"
    " {{ rekommendation.mötesdag }}{% if rekommendation.paragraf %},"
    " {{ rekommendation.paragraf }},{% endif %}"
)
AGREEMENT = (
    "Ärendet gäller {{ rekommendation.avtalsslag }} ”{{ rekommendation.avtal }}”"
    "{% if rekommendation.avtalsnummer %} ({{ rekommendation.avtalsnummer }}){% endif %}."
)
TAKES_EFFECT = (
    "{% if rekommendation.börjar_gälla %} Det ska börja gälla"
    " {{ rekommendation.börjar_gälla }}.{% endif %}"
)

COST = (
    "{{ kommun.genitiv|stor_bokstav }} kostnad för {{ kostnad.år }} är {{ kostnad.belopp }}"
    "{% if kostnad.andel %}, {{ kostnad.andel }} av {{ kostnad.summa }}{% endif %}."
    " {{ kostnad.nyckel }}."
)


def official_letter() -> Document:
    """Tjänsteskrivelse with förslag till beslut, and how the decision is recorded."""
    document = layout.new_document("Tjänsteskrivelse")
    layout.header(
        document,
        "{{ kommun.fullt_namn }}",
        "Tjänsteskrivelse",
        "{{ avsändare.datum }}",
        "kommun.dnr",
    )
    layout.footer(
        document,
        "Underlag från {{ avsändare.förbund }}"
        "{% if rekommendation.dnr %}, dnr {{ rekommendation.dnr }}{% endif %}",
    )
    add = document.add_paragraph
    add("Till {{ rekommendation.föreslaget_organ }}")
    add("{{ rekommendation.titel }}", style="Title")
    document.add_heading("Förslag till beslut", 1)
    add(
        "{{ rekommendation.föreslaget_organ|stor_bokstav }} beslutar"
    ).paragraph_format.keep_with_next = True
    pieces.points(document)
    document.add_heading("Sammanfattning", 1)
    add(
        f"{RECOMMENDED} att kommunerna beslutar enligt förslaget. Varje kommun fattar sitt eget"
        " beslut. {{ avsändare.förbund }} behöver {{ kommun.genitiv }} beslut senast den"
        f" {{{{ rekommendation.svarsdag }}}}.{TAKES_EFFECT}"
    )
    document.add_heading("Ärendet", 1)
    add(AGREEMENT)
    pieces.each(document, "stycke", "rekommendation.bakgrund", "Normal")
    add(
        "{{ rekommendation.organ }} för {{ avsändare.förbund }} föreslår att"
        " {{ rekommendation.föreslaget_organ }} beslutar. Kommunen avgör själv vilket organ som"
        " beslutar."
    )
    pieces.when(document, "kostnad.belopp")
    document.add_heading("Kostnad", 1)
    add(COST)
    add("{%p endif %}")
    pieces.attachments(document, "Beslutsunderlag")
    document.add_heading("Beslutet skickas till", 1)
    add("{{ avsändare.förbund }}")
    _how_to_record(document)
    return document


def recommendation() -> Document:
    """The recommendation to all addressed municipalities, as it was sent."""
    document = layout.new_document("Rekommendation")
    pieces.from_association(document, "Rekommendation", date="{{ skickad }}")
    add = document.add_paragraph
    add("{{ rekommendation.titel }}", style="Title")
    document.add_heading("Rekommendation", 1)
    add(
        f"{RECOMMENDED} att {{{{ rekommendation.föreslaget_organ }}}} i kommunerna beslutar"
    ).paragraph_format.keep_with_next = True
    pieces.points(document)
    document.add_heading("Ärendet", 1)
    add(AGREEMENT + TAKES_EFFECT)
    pieces.each(document, "stycke", "rekommendation.bakgrund", "Normal")
    document.add_heading("Svara senast den {{ rekommendation.svarsdag }}", 1)
    add(
        "Rekommendationen binder ingen kommun. Varje kommun fattar sitt eget beslut och avgör"
        " själv vilket organ som beslutar. {{ avsändare.förbund }} behöver besluten senast den"
        " {{ rekommendation.svarsdag }}."
    )
    pieces.attachments(document, "Bilagor")
    document.add_heading("Rekommendationen skickas till", 1)
    add("{{ mottagare|uppräkning }}")
    pieces.contact(document)
    return document


def cover_letter() -> Document:
    """Missiv from the association to one municipality."""
    document = layout.new_document("Missiv")
    pieces.from_association(document, "Missiv")
    add = document.add_paragraph
    add("Till {{ kommun.fullt_namn }}")
    add("{{ rekommendation.titel }}", style="Title")
    add(
        f"{RECOMMENDED} att {{{{ rekommendation.föreslaget_organ }}}} i kommunen beslutar"
    ).paragraph_format.keep_with_next = True
    pieces.points(document)
    add(AGREEMENT + TAKES_EFFECT)
    pieces.each(document, "stycke", "rekommendation.bakgrund", "Normal")
    pieces.when(document, "kostnad.belopp")
    add(COST)
    add("{%p endif %}")
    document.add_heading("Svara senast den {{ rekommendation.svarsdag }}", 1)
    add(
        "{{ avsändare.förbund }} behöver {{ kommun.genitiv }} beslut senast den"
        " {{ rekommendation.svarsdag }}. Tjänsteskrivelsen med förslag till beslut är ifylld för"
        " kommunen och kan användas som den är."
    )
    add(
        "Registrera beslutet på {{ registrera_på }}. Det tar ungefär en minut. Tar kommunen upp"
        " frågan senare, ange vilken dag på samma sida."
    )
    pieces.attachments(document, "Bilagor")
    greeting = add("Med vänlig hälsning").paragraph_format
    greeting.space_before, greeting.keep_with_next = Pt(12), True
    add("{{ avsändare.förbund }}")
    pieces.contact(document)
    return document


NAME = "{{ rad.namn }}"
STANDING = "{{ rad.läge }}{% if rad.anmärkning %}: {{ rad.anmärkning }}{% endif %}"
DECISION = [f"{{{{ rad.{name} or '–' }}}}" for name in ("organ", "dag", "paragraf", "dnr")]


def status_report() -> Document:
    """Where every municipality stands, for the board."""
    document = layout.new_document("Lägesrapport")
    pieces.from_association(
        document, "Lägesrapport", "{{ avsändare.förbund }}. Läget den {{ avsändare.datum }}"
    )
    add = document.add_paragraph
    add("Till styrelsen")
    add("{{ rekommendation.titel }}", style="Title")
    document.add_heading("Förslag till beslut", 1)
    add("Styrelsen noterar lägesrapporten till protokollet.")
    document.add_heading("Läget", 1)
    add("{{ läget }}")
    add("{%p if återstår %}")
    add("{{ återstår }}")
    add("{%p endif %}")
    document.add_heading("Kommunernas beslut", 1)
    heads = ["Kommun", "Läge", "Organ", "Datum", "§", "Dnr"]
    pieces.rows(document, heads, [2.5, 3.7, 3.4, 2.2, 1.1, 3.1], [NAME, STANDING, *DECISION])
    document.add_heading("Rekommendationen", 1)
    add(
        f"{RECOMMENDED} att {{{{ rekommendation.föreslaget_organ }}}} i kommunerna beslutar"
    ).paragraph_format.keep_with_next = True
    pieces.points(document)
    add(f"Svarsdag är den {{{{ rekommendation.svarsdag }}}}.{TAKES_EFFECT}")
    add(AGREEMENT)
    return document


def parties_decisions() -> Document:
    """The annex that lists each party's decision on the agreement."""
    document = layout.new_document("Parternas beslut")
    pieces.from_association(
        document, "Bilaga", "{{ avsändare.förbund }}. Läget den {{ avsändare.datum }}"
    )
    add = document.add_paragraph
    add("Parternas beslut", style="Title")
    add("{{ rekommendation.titel }}")
    document.add_heading("Ärendet", 1)
    add(AGREEMENT)
    document.add_heading("Läget", 1)
    add("{{ läget }}")
    add("{%p if återstår %}")
    add("{{ återstår }}")
    add("{%p endif %}")
    document.add_heading("Besluten", 1)
    heads = ["Part", "Organ", "Datum", "§", "Dnr", "Beslut"]
    pieces.rows(document, heads, [2.8, 3.6, 2.2, 1.1, 2.6, 3.7], [NAME, *DECISION, STANDING])
    return document


def _how_to_record(document: Document) -> None:
    layout.new_page(document.add_heading("Så registrerar ni beslutet", 1))
    add = document.add_paragraph
    add("Ta bort den här sidan innan tjänsteskrivelsen går vidare.")
    numbering = layout.new_numbering(document)
    for step in (
        "Öppna {{ registrera_på }}",
        "Välj vem som har beslutat. Skriv dagen för sammanträdet och paragrafen.",
        "Välj vad beslutet blev: antagit, antagit med tillägg, återremitterat eller avslagit.",
        "Lägg till protokollsutdraget när det är justerat. Det går att göra senare.",
    ):
        layout.numbered(document, step, numbering)
    add(
        "Det tar ungefär en minut, och ni kan ändra efteråt. Ni behöver inte mejla beslutet."
        " Tar ni upp frågan senare, ange vilken dag på samma sida, så slutar påminnelserna"
        " till dess."
    )
    pieces.contact(document)


def consultation() -> Document:
    """Missiv with which a proposal goes to one municipality for its opinion."""
    document = layout.new_document("Remiss")
    pieces.from_association(document, "Remiss", reference="remiss.dnr")
    add = document.add_paragraph
    add("Till {{ kommun.fullt_namn }}")
    add("{{ remiss.titel }}", style="Title")
    add(
        "{{ remiss.organ }} för {{ avsändare.förbund }} vill ha synpunkter från"
        " {{ kommun.fullt_namn }} innan förslaget avgörs.{% if remiss.mötesdag %}"
        " Beslutet att skicka förslaget på remiss"
        " fattades den {{ remiss.mötesdag }}{% if remiss.paragraf %}, {{ remiss.paragraf }}"
        "{% endif %}.{% endif %}"
    )
    pieces.when(document, "remiss.bakgrund")
    document.add_heading("Ärendet", 1)
    pieces.each(document, "stycke", "remiss.bakgrund", "Normal")
    add("{%p endif %}")
    pieces.when(document, "remiss.frågor")
    document.add_heading("Frågor att svara på", 1)
    pieces.points(document, "remiss.frågor", "fråga")
    add("{%p endif %}")
    document.add_heading("Svara senast den {{ remiss.svarsdag }}", 1)
    add(
        "{% if remiss.svara_på %}Lämna svaret på {{ remiss.svara_på }}"
        "{% else %}Skicka svaret till {{ remiss.svara_till }}{% endif %}"
        " senast den {{ remiss.svarsdag }}."
        "{% if remiss.dnr %} Ange dnr {{ remiss.dnr }}.{% endif %} Ni avgör själva vem som svarar."
        " Ett svar är ett yttrande och binder er inte i ett senare beslut."
    )
    pieces.only_if(document, "remiss.sedan", "{{ remiss.sedan }}")
    pieces.attachments(document, "Handlingar", "remiss.bilagor")
    pieces.contact(document)
    return document
