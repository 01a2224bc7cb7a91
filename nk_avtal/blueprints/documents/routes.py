"""An agreement's documents: upload, versions, download."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from nk_avtal.agreements import documents
from nk_avtal.agreements.queries import agreement_by_slug
from nk_avtal.blueprints import files, notices, uploads
from nk_avtal.blueprints.documents import forms
from nk_avtal.blueprints.documents.forms import DescriptionForm, DocumentForm, VersionForm
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, public, requires
from nk_avtal.db import db
from nk_avtal.documents import actions, store
from nk_avtal.documents.models import Document, StoredFile
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission
from nk_avtal.recommendations.recommended import recommended_versions

bp = Blueprint("documents", __name__)

Page = str | tuple[str, int] | Redirect
writing = requires(Permission.WRITE_AGREEMENTS)


@bp.get("/dokument/<int:version_id>")
@public
def download(version_id: int) -> Response:
    """One version of a document, for whoever may read it."""
    version = documents.version_for(version_id, g.person)
    return files.download(store.read(version.file), version.file.name, version.file.media_type)


@bp.get("/avtal/<slug>/dokument")
@requires(Permission.READ_AGREEMENTS)
def index(slug: str) -> str:
    """The documents of an agreement with all their versions."""
    agreement = agreement_by_slug(slug, me())
    return render_template(
        "documents/index.html",
        agreement=agreement,
        documents=documents.documents_of(agreement, me()),
        recommended=recommended_versions(agreement.id),
        kinds=forms.KINDS,
        openness=forms.OPENNESS,
    )


@bp.route("/avtal/<slug>/dokument/nytt", methods=["GET", "POST"])
@writing
def add(slug: str) -> Page:
    """A new document."""
    agreement = agreement_by_slug(slug, me())
    form = DocumentForm()
    file = None
    if request.method == "POST":
        form.validate()
        file = _uploaded(form)
        if file and not form.errors:
            actions.add(agreement.id, form.description(), file, form.label.data, me())
            db.session.commit()
            notices.done(_("Dokumentet är uppladdat."))
            return redirect(url_for("documents.index", slug=slug))
        db.session.commit()
    page = render_template(
        "documents/add.html",
        form=form,
        agreement=agreement,
        notes=forms.OPENNESS_NOTES,
        kept=_kept(file),
    )
    return page, form.status


@bp.route("/avtal/<slug>/dokument/<int:document_id>/version", methods=["GET", "POST"])
@writing
def add_version(slug: str, document_id: int) -> Page:
    """The next version of a document."""
    document = documents.document_by_id(document_id, slug, me())
    form = VersionForm()
    file = None
    if request.method == "POST":
        form.validate()
        file = _uploaded(form)
        if file and not form.errors and _added(form, document, file):
            return redirect(url_for("documents.index", slug=slug))
        db.session.commit()
    page = render_template(
        "documents/version.html", form=form, document=document, slug=slug, kept=_kept(file)
    )
    return page, form.status


def _added(form: VersionForm, document: Document, file: StoredFile) -> bool:
    with form.explaining("file", keep=True):
        version = actions.add_version(document, file, form.label.data, me())
        db.session.commit()
        notices.done(_("Version %(number)s är uppladdad.", number=version.number))
    return not form.errors


def _uploaded(form: VersionForm) -> StoredFile | None:
    """The chosen file, or the one that passed in an earlier try."""
    file = None
    with form.explaining("file", keep=True):
        file = uploads.checked(form.file.data, _("Filen"))
        file = file or uploads.file_of(request.form.get("file_kept"))
        if file is None:
            raise RuleBroken(_("Välj en fil"))
    db.session.flush()
    return file


def _kept(file: StoredFile | None) -> tuple[str, str]:
    return (file.name, uploads.token_of(file)) if file else ("", "")


@bp.route("/avtal/<slug>/dokument/<int:document_id>", methods=["GET", "POST"])
@writing
def edit(slug: str, document_id: int) -> Page:
    """What a document is called and who may read it."""
    document = documents.document_by_id(document_id, slug, me())
    form = DescriptionForm()
    if request.method == "GET":
        form.fill_from(document)
        return _edit_page(form, document, slug)
    if form.validate():
        if form.version.data != str(document.version):
            return _edit_page(form, document, slug, theirs=_saved(document)), 409
        with form.explaining("openness"):
            actions.describe(document, form.description(), recommended=_recommended(document))
            db.session.commit()
            notices.done(_("Dokumentet är ändrat."))
            return redirect(url_for("documents.index", slug=slug))
    return _edit_page(form, document, slug), form.status


def _saved(document: Document) -> DescriptionForm:
    """The document as somebody else has saved it, to compare with."""
    form = DescriptionForm(formdata=None)
    form.fill_from(document)
    return form


def _edit_page(
    form: DescriptionForm, document: Document, slug: str, theirs: DescriptionForm | None = None
) -> str:
    form.version.data = str(document.version)
    return render_template(
        "documents/edit.html",
        form=form,
        document=document,
        slug=slug,
        theirs=theirs,
        notes=forms.OPENNESS_NOTES,
        kinds=forms.KINDS,
        openness=forms.OPENNESS,
    )


def _recommended(document: Document) -> bool:
    versions = {version.id for version in document.versions}
    return bool(versions & recommended_versions(document.agreement_id))


@bp.post("/avtal/<slug>/dokument/<int:document_id>/bort")
@writing
def lay_aside(slug: str, document_id: int) -> Redirect:
    """Take a document away from the pages; it can be put back."""
    document = documents.document_by_id(document_id, slug, me())
    try:
        actions.lay_aside(document, recommended=_recommended(document))
    except RuleBroken as refusal:
        flash(f"{refusal.text(language())}.", "error")
    else:
        db.session.commit()
        undo = url_for("documents.put_back", slug=slug, document_id=document_id)
        notices.done_with_undo(_("%(title)s är borttaget.", title=document.title), undo)
    return redirect(url_for("documents.index", slug=slug))


@bp.post("/avtal/<slug>/dokument/<int:document_id>/tillbaka")
@writing
def put_back(slug: str, document_id: int) -> Redirect:
    """Show a document that was laid aside."""
    document = documents.document_by_id(document_id, slug, me())
    actions.put_back(document)
    db.session.commit()
    notices.done(_("%(title)s är tillbaka.", title=document.title))
    return redirect(url_for("documents.index", slug=slug))
