"""Seeing what a template makes of an example or of a real recommendation."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import NoResultFound
from wtforms import SelectField

from nk_avtal import clock
from nk_avtal.blueprints import files
from nk_avtal.blueprints.forms import Form, language, options
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.letters.kinds import KINDS, kind_named
from nk_avtal.blueprints.letters.routes import bp
from nk_avtal.documents.intake import DOCX, PDF
from nk_avtal.domain.letters import LetterKind, file_name
from nk_avtal.domain.people import Permission
from nk_avtal.letters import printing, queries
from nk_avtal.letters.faults import TemplateBroken
from nk_avtal.letters.matters import MATTERS, Asked, titles_for
from nk_avtal.letters.models import LetterTemplate
from nk_avtal.letters.previewing import Sample, lines_of, preview, real_values, values_of
from nk_avtal.municipalities.queries import members

SAMPLES = {
    Sample.EXAMPLE: _l("Ett exempel"),
    Sample.LONGEST: _l("Längsta möjliga uppgifter"),
    Sample.EMPTIEST: _l("Så få uppgifter som möjligt"),
}


class PreviewForm(Form):
    """What to see the template with. It changes nothing, and its choices stand in the address."""

    class Meta(Form.Meta):
        csrf = False

    version = SelectField(_l("Mall"), name="version")
    sample = SelectField(_l("Uppgifter"), name="uppgifter")
    municipality = SelectField(_l("Kommun"), name="kommun")

    def __init__(self, kind: LetterKind) -> None:
        super().__init__(request.args)
        versions = queries.versions(kind)
        numbered = {str(one.number): _("Version %(n)s", n=one.number) for one in versions}
        self.version.choices = options({**numbered, "0": _("Den som följer med tjänsten")})
        real = dict(titles_for(kind, me(), clock.today()))
        self.has_real = bool(real)
        self.sample.choices = options({**SAMPLES, **real})
        self.municipality.choices = options({one.slug: one.name for one in members()})
        used = queries.in_use(kind, clock.today())
        self.version.data = request.args.get("version") or (str(used.number) if used else "0")
        self.sample.data = request.args.get("uppgifter") or Sample.EXAMPLE.value
        self.municipality.data = request.args.get("kommun") or members()[0].slug
        for field in (self.version, self.sample, self.municipality):
            if field.data not in [choice.value for choice in field.choices]:
                abort(404)

    @property
    def is_real(self) -> bool:
        """Whether something that is recorded was chosen and no sample."""
        return self.sample.data not in list(Sample)

    def chosen(self, kind: LetterKind) -> LetterTemplate | None:
        """The chosen version; None for the shipped template."""
        found = queries.versions(kind)
        return next((one for one in found if str(one.number) == self.version.data), None)

    def values(self, kind: LetterKind) -> dict[str, Any]:
        """The values of what was chosen. Raises NoResultFound when the chosen municipality has no
        part in it."""
        if not self.is_real:
            return values_of(kind, Sample(self.sample.data))
        asked = Asked(self.sample.data, self.municipality.data, me(), clock.today())
        return real_values(kind, asked)


@bp.get("/dokumentmallar/<kind>/forhandsgranska")
@requires(Permission.READ_TEMPLATES)
def show_preview(kind: str) -> str:
    """What the document would say, and where to open it as pages."""
    wanted = kind_named(kind)
    form = PreviewForm(wanted)
    lines, broken = [], ""
    try:
        lines = lines_of(_document(wanted, form))
    except TemplateBroken as reason:
        broken = reason.text(language())
    except NoResultFound:
        broken = _("Kommunen har inte fått den rekommendationen. Välj en annan kommun")
    return render_template(
        "letters/preview.html",
        kind=wanted,
        name=KINDS[wanted],
        form=form,
        of_town=form.has_real and MATTERS[wanted].of_town,
        lines=lines,
        broken=broken,
        can_print=printing.can_print(),
        chosen=dict(request.args.items()),
    )


@bp.get("/dokumentmallar/<kind>/forhandsgranska.pdf")
@requires(Permission.READ_TEMPLATES)
def preview_pages(kind: str) -> Response:
    """The same as the pages that will be printed."""
    wanted = kind_named(kind)
    pages = printing.as_pdf(_document(wanted, PreviewForm(wanted)))
    if pages is None:
        abort(404)
    return files.show(pages, file_name(wanted, "mall").replace(".docx", ".pdf"), PDF)


@bp.get("/dokumentmallar/<kind>/forhandsgranska.docx")
@requires(Permission.READ_TEMPLATES)
def preview_word(kind: str) -> Response:
    """The same as a Word file."""
    wanted = kind_named(kind)
    content = _document(wanted, PreviewForm(wanted))
    return files.download(content, file_name(wanted, "forhandsgranskning"), DOCX)


def _document(kind: LetterKind, form: PreviewForm) -> bytes:
    return preview(kind, form.chosen(kind), form.values(kind))
