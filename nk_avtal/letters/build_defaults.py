"""Builds the templates that ship with the product: `python -m nk_avtal.letters.build_defaults`.

They follow the order of Swedish public documents. An office that wants another wording uploads
its own; these can be sent as they are. An optional value stands in a paragraph, or between
marks, of its own, so that nothing empty is printed.
"""

from __future__ import annotations

from pathlib import Path

from docx.document import Document
from docx.shared import Pt

from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters import layout, pieces

DEFAULTS = Path(__file__).parent / "defaults"

_RECOMMENDED = (
    "{{ rekommendation.organ }} för {{ avsändare.förbund }} rekommenderade den"
    " {{ rekommendation.mötesdag }}{% if rekommendation.paragraf %},"
    " {{ rekommendation.paragraf }},{% endif %}"
)
_AGREEMENT = (
    "Ärendet gäller {{ rekommendation.avtalsslag }} ”{{ rekommendation.avtal }}”"
    "{% if rekommendation.avtalsnummer %} ({{ rekommendation.avtalsnummer }}){% endif %}."
)
_TAKES_EFFECT = (
    "{% if rekommendation.börjar_gälla %} Det ska börja gälla"
    " {{ rekommendation.börjar_gälla }}.{% endif %}"
)

_COST = (
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
        f"{_RECOMMENDED} att kommunerna beslutar enligt förslaget. Varje kommun fattar sitt eget"
        " beslut. {{ avsändare.förbund }} behöver {{ kommun.genitiv }} beslut senast den"
        f" {{{{ rekommendation.svarsdag }}}}.{_TAKES_EFFECT}"
    )
    document.add_heading("Ärendet", 1)
    add(_AGREEMENT)
    pieces.each(document, "stycke", "rekommendation.bakgrund", "Normal")
    add(
        "{{ rekommendation.organ }} för {{ avsändare.förbund }} föreslår att"
        " {{ rekommendation.föreslaget_organ }} beslutar. Kommunen avgör själv vilket organ som"
        " beslutar."
    )
    pieces.when(document, "kostnad.belopp")
    document.add_heading("Kostnad", 1)
    add(_COST)
    add("{%p endif %}")
    pieces.attachments(document, "Beslutsunderlag")
    document.add_heading("Beslutet skickas till", 1)
    add("{{ avsändare.förbund }}")
    _how_to_record(document)
    return document


def cover_letter() -> Document:
    """Missiv from the association to one municipality."""
    document = layout.new_document("Missiv")
    pieces.from_association(document, "Missiv", "{{ avsändare.förbund }}")
    add = document.add_paragraph
    add("Till {{ kommun.fullt_namn }}")
    add("{{ rekommendation.titel }}", style="Title")
    add(
        f"{_RECOMMENDED} att {{{{ rekommendation.föreslaget_organ }}}} i kommunen beslutar"
    ).paragraph_format.keep_with_next = True
    pieces.points(document)
    add(_AGREEMENT + _TAKES_EFFECT)
    pieces.each(document, "stycke", "rekommendation.bakgrund", "Normal")
    pieces.when(document, "kostnad.belopp")
    add(_COST)
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


_NAME = "{{ rad.namn }}"
_STANDING = "{{ rad.läge }}{% if rad.anmärkning %}: {{ rad.anmärkning }}{% endif %}"
_DECISION = [f"{{{{ rad.{name} or '–' }}}}" for name in ("organ", "dag", "paragraf", "dnr")]


def _rows(document: Document, heads: list[str], widths: list[float], cells: list[str]) -> None:
    """A table with a row for each municipality; no table when there is none."""
    rest = [""] * (len(cells) - 1)
    rows = [["{%tr for rad in rader %}", *rest], cells, ["{%tr endfor %}", *rest]]
    document.add_paragraph("{%p if rader %}")
    layout.table(document, heads, widths, rows)
    document.add_paragraph("{%p endif %}")


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
    _rows(document, heads, [2.5, 3.7, 3.4, 2.2, 1.1, 3.1], [_NAME, _STANDING, *_DECISION])
    document.add_heading("Rekommendationen", 1)
    add(
        f"{_RECOMMENDED} att {{{{ rekommendation.föreslaget_organ }}}} i kommunerna beslutar"
    ).paragraph_format.keep_with_next = True
    pieces.points(document)
    add(f"Svarsdag är den {{{{ rekommendation.svarsdag }}}}.{_TAKES_EFFECT}")
    add(_AGREEMENT)
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
    add(_AGREEMENT)
    document.add_heading("Läget", 1)
    add("{{ läget }}")
    add("{%p if återstår %}")
    add("{{ återstår }}")
    add("{%p endif %}")
    document.add_heading("Besluten", 1)
    heads = ["Part", "Organ", "Datum", "§", "Dnr", "Beslut"]
    _rows(document, heads, [2.8, 3.6, 2.2, 1.1, 2.6, 3.7], [_NAME, *_DECISION, _STANDING])
    return document


def notice() -> Document:
    """Notice of an agreement, with a place for the other party to confirm it."""
    document = layout.new_document("Uppsägning")
    layout.header(
        document,
        "{{ uppsägning.part }}",
        "Uppsägning",
        "{{ avsändare.datum }}",
        "uppsägning.dnr",
    )
    layout.footer(document, "{{ uppsägning.part }}")
    add = document.add_paragraph
    add("Till {{ uppsägning.mottagare }}")
    add("Uppsägning av {{ uppsägning.avtal }}", style="Title")
    add(
        "{{ uppsägning.part }} säger"
        "{% if uppsägning.egen_del %} {{ uppsägning.egen_del }}{% endif %}"
        " upp {{ uppsägning.avtalsslag }} ”{{ uppsägning.avtal }}”"
        "{% if uppsägning.avtalsnummer %} ({{ uppsägning.avtalsnummer }}){% endif %}."
        "{% if uppsägning.egen_del %} De andra parterna är fortsatt bundna.{% endif %}"
    )
    pieces.when(document, "uppsägning.sista_dag")
    add("Sista dagen är den {{ uppsägning.sista_dag }}.")
    add("{%p endif %}")
    pieces.when(document, "uppsägning.organ")
    document.add_heading("Beslut", 1)
    add(
        "{{ uppsägning.organ }}{% if uppsägning.beslutsdag %} den {{ uppsägning.beslutsdag }}"
        "{% endif %}{% if uppsägning.paragraf %}, {{ uppsägning.paragraf }}{% endif %}"
    )
    add("{%p endif %}")
    pieces.when(document, "uppsägning.klausul")
    document.add_heading("Så står det i {{ uppsägning.avtalsslag }}", 1)
    add("”{{ uppsägning.klausul }}”")
    add("{%p endif %}")
    pieces.signed(document, "För {{ uppsägning.part }}", "Ort och datum")
    document.add_heading("Bekräftelse", 1)
    add(
        "Vi har tagit emot uppsägningen. Skriv under och skicka tillbaka ett exemplar."
    ).paragraph_format.keep_with_next = True
    pieces.signed(document, "För {{ uppsägning.mottagare }}", "Mottagen den")
    pieces.contact(document)
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


BUILDERS = {
    LetterKind.OFFICIAL_LETTER: official_letter,
    LetterKind.COVER_LETTER: cover_letter,
    LetterKind.STATUS_REPORT: status_report,
    LetterKind.NOTICE: notice,
    LetterKind.PARTIES_DECISIONS: parties_decisions,
}


def path_of(kind: LetterKind) -> Path:
    """Where the shipped template of a kind lies."""
    return DEFAULTS / f"{kind.value}.docx"


def main() -> None:
    """Write all shipped templates."""
    DEFAULTS.mkdir(exist_ok=True)
    for kind, build in BUILDERS.items():
        build().save(str(path_of(kind)))


if __name__ == "__main__":
    main()
