"""The shipped templates of the documents about an agreement itself and its end."""

from __future__ import annotations

from docx.document import Document

from nk_avtal.letters import layout, pieces


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
    pieces.only_if(
        document, "uppsägning.sista_dag", "Sista dagen är den {{ uppsägning.sista_dag }}."
    )
    pieces.when(document, "uppsägning.organ")
    document.add_heading("Beslut", 1)
    add(
        "{{ uppsägning.organ }}{% if uppsägning.beslutsdag %} den {{ uppsägning.beslutsdag }}"
        "{% endif %}{% if uppsägning.paragraf %}, {{ uppsägning.paragraf }}{% endif %}"
    )
    add("{%p endif %}")
    pieces.quoted(document, "Så står det i {{ uppsägning.avtalsslag }}", "uppsägning.klausul")
    pieces.signed(document, "För {{ uppsägning.part }}", "Ort och datum")
    document.add_heading("Bekräftelse", 1)
    add(
        "Vi har tagit emot uppsägningen. Skriv under och skicka tillbaka ett exemplar."
    ).paragraph_format.keep_with_next = True
    pieces.signed(document, "För {{ uppsägning.mottagare }}", "Mottagen den")
    pieces.contact(document)
    return document


def notice_confirmation() -> Document:
    """The receiver's confirmation of a notice."""
    document = layout.new_document("Bekräftelse av uppsägning")
    layout.header(
        document,
        "{{ bekräftelse.från }}",
        "Bekräftelse",
        "{{ avsändare.datum }}",
        "uppsägning.dnr",
        "Ert dnr",
    )
    layout.footer(document, "{{ bekräftelse.från }}")
    add = document.add_paragraph
    add("Till {{ bekräftelse.till }}")
    add("Bekräftelse av uppsägning", style="Title")
    add(
        "Vi har{% if bekräftelse.mottagen %} den {{ bekräftelse.mottagen }}{% endif %} tagit emot"
        " er uppsägning av {{ uppsägning.avtalsslag }} ”{{ uppsägning.avtal }}”"
        "{% if uppsägning.avtalsnummer %} ({{ uppsägning.avtalsnummer }}){% endif %}."
        "{% if bekräftelse.avsänd %} Den var avsänd den {{ bekräftelse.avsänd }}.{% endif %}"
    )
    document.add_heading("Vad uppsägningen innebär", 1)
    add(
        "{% if uppsägning.egen_del %}Uppsägningen gäller er egen del."
        "{% else %}Uppsägningen gäller hela {{ uppsägning.avtalsslag }}.{% endif %}"
        "{% if uppsägning.sista_dag %} Sista dagen är den {{ uppsägning.sista_dag }}.{% endif %}"
    )
    pieces.only_if(
        document,
        "bekräftelse.fortsatt_bundna",
        "Fortsatt bundna: {{ bekräftelse.fortsatt_bundna|uppräkning }}.",
    )
    pieces.quoted(document, "Så står det i {{ uppsägning.avtalsslag }}", "uppsägning.klausul")
    document.add_heading("Underskrift", 1)
    pieces.signed(document, "För {{ bekräftelse.från }}", "Ort och datum")
    pieces.contact(document)
    return document


def prolongation() -> Document:
    """How an agreement is prolonged, for the parties to sign where they agree on it."""
    document = layout.new_document("Förlängning")
    pieces.about_agreement(document, "Förlängning")
    add = document.add_paragraph
    add("Till parterna")
    add("Förlängning av {{ avtal.titel }}", style="Title")
    document.add_heading("Vad som gäller", 1)
    add(
        "{{ förlängning.grund }}{% if förlängning.första_dag and förlängning.sista_dag %}"
        " Förlängningen gäller från och med den {{ förlängning.första_dag }} till och med den"
        " {{ förlängning.sista_dag }}.{% endif %}"
    )
    add("I övrigt ändras inga villkor.")
    pieces.quoted(document, "Så står det i {{ avtal.slag }}", "förlängning.klausul")
    document.add_heading("Parter", 1)
    pieces.each(document, "part", "avtal.parter", "List Bullet")
    pieces.when(document, "förlängning.skrivs_under")
    document.add_heading("Underskrifter", 1)
    add("Parterna är överens om förlängningen och får var sitt exemplar.")
    pieces.signed_by_each(document, "avtal.parter")
    add("{%p else %}")
    pieces.signed(document, "För {{ avsändare.förbund }}", "Ort och datum")
    add("{%p endif %}")
    pieces.contact(document)
    return document
