"""Uploading an agreement's documents: new ones, several at once, and the next version of one."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from nk_avtal.agreements import documents
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import agreement_by_slug
from nk_avtal.blueprints import notices, uploads
from nk_avtal.blueprints.documents import forms
from nk_avtal.blueprints.documents.forms import DocumentForm, VersionForm
from nk_avtal.blueprints.documents.routes import Page, bp, writing
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, takes
from nk_avtal.confined.answering import MEGABYTE
from nk_avtal.db import db
from nk_avtal.documents import actions
from nk_avtal.documents.actions import Arrival
from nk_avtal.documents.models import Document, Origin, StoredFile

MOST_FILES = 20
MOST_BYTES = 101 * MEGABYTE
"""Of all files of one form."""


@bp.route("/avtal/<slug>/dokument/nytt", methods=["GET", "POST"])
@writing
@takes(MOST_BYTES)
def add(slug: str) -> Page:
    """New documents, one for each file. What passes is kept whatever becomes of the others."""
    form = DocumentForm()
    passed: list[uploads.Passed] = []
    if request.method == "POST":
        form.validate()
        passed = _looked_into(form)
    agreement = agreement_by_slug(slug, me())
    files = [one.keep() for one in passed] + _kept_before()
    db.session.flush()
    if request.method == "POST" and not files and not form.file.errors:
        form.refuse(_("Välj en fil"), "file")
    if files and set(form.errors) <= {"file"}:
        _add_all(agreement, form, files)
        if not form.errors:
            return redirect(url_for("documents.index", slug=slug))
        files = []
    db.session.commit()
    page = render_template(
        "documents/add.html",
        form=form,
        agreement=agreement,
        notes=forms.OPENNESS_NOTES,
        kept=[(file.name, uploads.token_of(file)) for file in files],
        most=MOST_FILES,
    )
    return page, form.status


def _looked_into(form: DocumentForm) -> list[uploads.Passed]:
    """The chosen files that pass; each refusal stands at the field."""
    chosen = request.files.getlist("file")
    if len(chosen) > MOST_FILES:
        form.refuse(_("Välj högst %(most)s filer åt gången", most=MOST_FILES), "file")
        return []
    passed, refused = uploads.several(chosen, str(_("Filen")))
    for name, refusal in refused:
        told = refusal.text(language())
        form.refuse(f"{name}: {told}" if len(chosen) > 1 else told, "file")
    return passed


def _kept_before() -> list[StoredFile]:
    """The files that passed in an earlier try."""
    tokens = request.form.getlist("file_kept")[:MOST_FILES]
    return [file for file in map(uploads.file_of, tokens) if file]


def _add_all(agreement: Agreement, form: DocumentForm, files: list[StoredFile]) -> None:
    title = form.title.data if len(files) == 1 else ""
    origin = Origin(form.origin.data)
    for file in files:
        description = form.description(title or file.name.rsplit(".", 1)[0])
        actions.add(agreement.id, description, Arrival(file, origin, form.label.data), me())
    db.session.commit()
    notices.done(
        ngettext(
            "Dokumentet är uppladdat.",
            "%(num)s dokument är uppladdade.",
            len(files),
        )
        if not form.errors
        else _("Uppladdat: %(names)s.", names=", ".join(file.name for file in files))
    )


@bp.route("/avtal/<slug>/dokument/<int:document_id>/version", methods=["GET", "POST"])
@writing
def add_version(slug: str, document_id: int) -> Page:
    """The next version of a document."""
    form = VersionForm()
    passed = None
    if request.method == "POST":
        form.validate()
        with form.explaining("file"):
            upload = form.file.data
            if upload and upload.filename:
                passed = uploads.looked_into(upload, upload.filename, str(_("Filen")))
    document = documents.document_by_id(document_id, slug, me())
    file = passed.keep() if passed else uploads.file_of(request.form.get("file_kept"))
    db.session.flush()
    if request.method == "POST" and file is None and not form.file.errors:
        form.refuse(_("Välj en fil"), "file")
    if file and not form.errors and _added(form, document, file):
        return redirect(url_for("documents.index", slug=slug))
    db.session.commit()
    page = render_template(
        "documents/version.html",
        form=form,
        document=document,
        slug=slug,
        kept=[(file.name, uploads.token_of(file))] if file else [],
    )
    return page, form.status


def _added(form: VersionForm, document: Document, file: StoredFile) -> bool:
    arrival = Arrival(file, Origin(form.origin.data), form.label.data)
    with form.explaining("file", keep=True):
        version = actions.add_version(document, arrival, me())
        db.session.commit()
        notices.done(_("Version %(number)s är uppladdad.", number=version.number))
    return not form.errors
