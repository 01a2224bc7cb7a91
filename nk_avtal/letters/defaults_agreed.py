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
