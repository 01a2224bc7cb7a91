"""The office's own wording of the Word documents."""

from __future__ import annotations

from flask import Response, abort, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as Redirect

from nk_avtal.blueprints import files, notices
from nk_avtal.blueprints.forms import Form, language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.letters.routes import Page, bp
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.intake import DOCX, LARGEST
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.letter_samples import example
from nk_avtal.domain.letters import LetterKind, fields_of, file_name
from nk_avtal.domain.people import Permission
from nk_avtal.letters import actions, queries
from nk_avtal.letters.build_defaults import path_of
from nk_avtal.letters.check import TemplateRefused
from nk_avtal.letters.models import LetterTemplate

KINDS = {
    LetterKind.OFFICIAL_LETTER: _l("Tjänsteskrivelse med förslag till beslut"),
    LetterKind.COVER_LETTER: _l("Missiv"),
    LetterKind.RECOMMENDATION: _l("Rekommendation"),
    LetterKind.DECISION_BASIS: _l("Beslutsunderlag"),
    LetterKind.EXCERPT: _l("Protokollsutdrag"),
    LetterKind.CONSULTATION: _l("Remissmissiv"),
    LetterKind.STATUS_REPORT: _l("Lägesrapport till styrelsen"),
    LetterKind.PARTIES_DECISIONS: _l("Bilaga: parternas beslut"),
    LetterKind.AGREEMENT_DRAFT: _l("Avtalsutkast"),
    LetterKind.PROLONGATION: _l("Förlängning"),
    LetterKind.NOTICE: _l("Uppsägning"),
    LetterKind.NOTICE_CONFIRMATION: _l("Bekräftelse av uppsägning"),
    LetterKind.COOPERATION_REPORT: _l("Rapport om avtalssamverkan"),
}


class TemplateForm(Form):
    """A new wording."""

    template = FileField(_l("Ny mall"))


@bp.get("/dokumentmallar")
@requires(Permission.READ_TEMPLATES)
def index() -> str:
    """The kinds of document, and which wording each uses."""
    kinds = [(kind, name, queries.in_use(kind)) for kind, name in KINDS.items()]
    return render_template("letters/index.html", kinds=kinds)


@bp.get("/dokumentmallar/<kind>")
@requires(Permission.READ_TEMPLATES)
def show(kind: str) -> Page:
    """One kind: its versions, its fields, and where to upload a new wording."""
    return _page(_kind(kind), TemplateForm())


@bp.post("/dokumentmallar/<kind>")
@requires(Permission.WRITE_TEMPLATES)
def upload(kind: str) -> Page:
    """Take a new wording into use, or say what is wrong with it."""
    wanted, form = _kind(kind), TemplateForm()
    if form.validate() and _uploaded(wanted, form):
        return redirect(url_for("letters.show", kind=kind))
    return _page(wanted, form)


def _page(kind: LetterKind, form: TemplateForm) -> tuple[str, int]:
    page = render_template(
        "letters/show.html",
        form=form,
        kind=kind,
        name=KINDS[kind],
        versions=queries.versions(kind),
        in_use=queries.in_use(kind),
        fields=fields_of(example(kind)),
    )
    return page, form.status


def _kind(text: str) -> LetterKind:
    try:
        return LetterKind(text)
    except ValueError:
        abort(404)


def _uploaded(kind: LetterKind, form: TemplateForm) -> bool:
    chosen = form.template.data
    with form.explaining("template"):
        if chosen is None or not chosen.filename:
            raise RuleBroken(_("Välj en Word-fil"))
        _take_into_use(kind, chosen.read(LARGEST + 1), chosen.filename, form)
    return not form.errors


def _take_into_use(kind: LetterKind, content: bytes, filename: str, form: TemplateForm) -> None:
    try:
        actions.upload(kind, content, filename, me())
    except TemplateRefused as refusal:
        for fault in refusal.faults:
            form.refuse(fault.text(language()), "template")
        return
    db.session.commit()
    notices.done(_("Mallen används från och med nu. Den förra finns kvar."))


@bp.get("/dokumentmallar/<kind>/mall.docx")
@requires(Permission.READ_TEMPLATES)
def download(kind: str) -> Response:
    """The wording in use, to be changed in Word."""
    wanted = _kind(kind)
    return files.download(actions.template_of(wanted), file_name(wanted, "mall"), DOCX)


@bp.get("/dokumentmallar/<kind>/original.docx")
@requires(Permission.READ_TEMPLATES)
def original(kind: str) -> Response:
    """The wording that ships with the product."""
    wanted = _kind(kind)
    content = path_of(wanted).read_bytes()
    return files.download(content, file_name(wanted, "original"), DOCX)


@bp.get("/dokumentmallar/<kind>/<int:number>.docx")
@requires(Permission.READ_TEMPLATES)
def download_version(kind: str, number: int) -> Response:
    """An uploaded version."""
    template = _version(kind, number)
    return files.download(store.read(template.file), template.file.name, DOCX)


@bp.post("/dokumentmallar/<kind>/<int:number>/anvand")
@requires(Permission.WRITE_TEMPLATES)
def switch(kind: str, number: int) -> Redirect:
    """Stop using a version, or use it again."""
    template = _version(kind, number)
    if template.withdrawn_at:
        actions.restore(template)
        notices.done(_("Version %(number)s får användas igen.", number=number))
    else:
        actions.withdraw(template)
        notices.done(_("Version %(number)s används inte längre.", number=number))
    db.session.commit()
    return redirect(url_for("letters.show", kind=kind))


def _version(kind: str, number: int) -> LetterTemplate:
    found = next((one for one in queries.versions(_kind(kind)) if one.number == number), None)
    if found is None:
        abort(404)
    return found
