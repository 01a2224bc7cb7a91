"""The office's own wording of the Word documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from flask import Response, abort, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as Redirect
from wtforms import StringField

from nk_avtal import clock
from nk_avtal.blueprints import files, notices
from nk_avtal.blueprints.forms import Form, language, stripped
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.letters.kinds import GROUPS, KINDS, kind_named
from nk_avtal.blueprints.letters.routes import Page, bp
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.intake import DOCX, LARGEST
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.letter_samples import example
from nk_avtal.domain.letters import LetterKind, fields_of, file_name
from nk_avtal.domain.people import Permission
from nk_avtal.domain.written_dates import parse_day
from nk_avtal.formats import long_date
from nk_avtal.letters import actions, queries, records
from nk_avtal.letters.build_defaults import path_of
from nk_avtal.letters.check import TemplateRefused
from nk_avtal.letters.models import LetterTemplate


class TemplateForm(Form):
    """A new wording."""

    template = FileField(_l("Ny mall"))
    used_from = StringField(_l("Används från"), filters=[stripped])


@bp.get("/dokumentmallar")
@requires(Permission.READ_TEMPLATES)
def index() -> str:
    """The kinds of document, and which wording each uses."""
    used = queries.all_in_use(clock.today())
    return render_template("letters/index.html", groups=GROUPS, used=used)


@bp.get("/dokumentmallar/<kind>")
@requires(Permission.READ_TEMPLATES)
def show(kind: str) -> Page:
    """One kind: its versions, its fields, and where to upload a new wording."""
    return _page(kind_named(kind), TemplateForm())


@bp.post("/dokumentmallar/<kind>")
@requires(Permission.WRITE_TEMPLATES)
def upload(kind: str) -> Page:
    """Take a new wording into use, or say what is wrong with it."""
    wanted, form = kind_named(kind), TemplateForm()
    if form.validate() and _uploaded(wanted, form):
        return redirect(url_for("letters.show", kind=kind))
    return _page(wanted, form)


def _page(kind: LetterKind, form: TemplateForm) -> tuple[str, int]:
    versions = queries.versions(kind)
    page = render_template(
        "letters/show.html",
        form=form,
        kind=kind,
        name=KINDS[kind],
        versions=versions,
        wordings=_wordings(kind, versions),
        in_use=queries.in_use(kind, clock.today()),
        today=clock.today(),
        made=records.newest(kind) if me().may(Permission.READ_DRAFTS) else [],
        fields=fields_of(example(kind)),
    )
    return page, form.status


def _wordings(kind: LetterKind, versions: Sequence[LetterTemplate]) -> dict[str, str]:
    """What each template is called, by its checksum."""
    shipped = sha256(path_of(kind).read_bytes()).hexdigest()
    named = {one.file.sha256: _("version %(number)s", number=one.number) for one in versions}
    return {shipped: _("den som följer med tjänsten")} | named


def _uploaded(kind: LetterKind, form: TemplateForm) -> bool:
    chosen = form.template.data
    with form.explaining("template"):
        if chosen is None or not chosen.filename:
            raise RuleBroken(_("Välj en Word-fil"))
        _take_into_use(kind, chosen.read(LARGEST + 1), chosen.filename, form)
    return not form.errors


def _first_day(form: TemplateForm) -> date | None:
    """From when the wording is to be used, or None with an error at the field."""
    text, today = form.used_from.data, clock.today()
    day = None
    with form.explaining("used_from"):
        day = parse_day(text, today, latest_past=False) if text else today
    if day and day < today:
        form.refuse(_("Välj dagens datum eller en senare dag"), "used_from")
        return None
    return day


def _take_into_use(kind: LetterKind, content: bytes, filename: str, form: TemplateForm) -> None:
    day = _first_day(form)
    if day is None:
        return
    try:
        actions.upload(kind, content, filename, me(), day)
    except TemplateRefused as refusal:
        for fault in refusal.faults:
            form.refuse(fault.text(language()), "template")
        return
    db.session.commit()
    if day > clock.today():
        notices.done(_("Mallen används från %(day)s.", day=long_date(day)))
    else:
        notices.done(_("Mallen används från och med nu. Den förra finns kvar."))


@bp.get("/dokumentmallar/<kind>/mall.docx")
@requires(Permission.READ_TEMPLATES)
def download(kind: str) -> Response:
    """The wording in use, to be changed in Word."""
    wanted = kind_named(kind)
    return files.download(actions.template_of(wanted), file_name(wanted, "mall"), DOCX)


@bp.get("/dokumentmallar/<kind>/original.docx")
@requires(Permission.READ_TEMPLATES)
def original(kind: str) -> Response:
    """The wording that ships with the product."""
    wanted = kind_named(kind)
    content = path_of(wanted).read_bytes()
    return files.download(content, file_name(wanted, "original"), DOCX)


@bp.get("/dokumentmallar/<kind>/<int:number>.docx")
@requires(Permission.READ_TEMPLATES)
def download_version(kind: str, number: int) -> Response:
    """An uploaded version."""
    template = _version(kind, number)
    return files.download(store.read(template.file), template.file.name, DOCX)


@bp.get("/dokumentmallar/<kind>/gjorda/<int:made_id>.docx")
@requires(Permission.READ_DRAFTS)
def made_before(kind: str, made_id: int) -> Response:
    """A document as it was made, of the template and the values that it had then. Some tell of
    what is only being prepared, so looking after the wording is not enough to read them."""
    wanted = kind_named(kind)
    file = actions.again(records.by_id(wanted, made_id))
    return files.download(file.content, file.name, DOCX)


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
    found = next((one for one in queries.versions(kind_named(kind)) if one.number == number), None)
    if found is None:
        abort(404)
    return found
