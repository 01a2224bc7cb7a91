"""An agreement's documents and their versions: the list, download, marks and the bin."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from nk_avtal import clock
from nk_avtal.agreements import documents
from nk_avtal.agreements.queries import agreement_by_slug
from nk_avtal.blueprints import files, listed, notices
from nk_avtal.blueprints.documents import forms
from nk_avtal.blueprints.documents.forms import DescriptionForm, MarkForm
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, public, requires
from nk_avtal.blueprints.listed import Listed
from nk_avtal.db import db
from nk_avtal.documents import actions, store
from nk_avtal.documents.models import Document, Mark
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
        origins=forms.ORIGINS,
        marks=forms.MARKS,
        bin_days=actions.BIN_DAYS,
    )


@bp.get(f"/avtal/<slug>/dokument.<{listed.FORMS}:form>")
@requires(Permission.READ_AGREEMENTS)
def export(slug: str, form: str) -> Response:
    """The same list as a file: a row for each version."""
    agreement = agreement_by_slug(slug, me())
    rows = [
        (
            *(one.title, str(forms.KINDS[one.kind]), str(forms.OPENNESS[one.openness])),
            *(version.number, version.label, version.file.name, clock.day_of(version.added_at)),
            version.file.sha256,
        )
        for one in documents.documents_of(agreement, me())
        for version in one.versions
    ]
    columns = (
        *(_("Dokument"), _("Slag"), _("Vem får läsa"), _("Version"), _("Etikett"), _("Fil")),
        *(_("Uppladdad"), _("Kontrollsumma")),
    )
    return listed.sent(Listed(_("Dokument"), f"dokument-{slug}", columns, rows), form)


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


@bp.post("/avtal/<slug>/dokument/<int:document_id>/marke")
@writing
def mark(slug: str, document_id: int) -> Redirect:
    """Say which version is the agreed or the signed one; the notice after it takes that back."""
    document = documents.document_by_id(document_id, slug, me())
    form = MarkForm(request.values)
    form.offer(document)
    if not form.validate():
        abort(400)
    what, number = Mark(form.mark.data), form.number.data
    was = actions.mark(document, what, number, me())
    db.session.commit()
    undo = url_for(
        "documents.mark", slug=slug, document_id=document_id, mark=what, number=was or ""
    )
    notices.done_with_undo(_told(document.title, what, number), undo)
    return redirect(url_for("documents.index", slug=slug))


def _told(title: str, what: Mark, number: int | None) -> str:
    word = str(forms.MARKS[what]).lower()
    if number is None:
        return str(_("Ingen version av %(title)s är märkt som %(mark)s.", title=title, mark=word))
    return str(
        _(
            "Version %(number)s av %(title)s är märkt som %(mark)s.",
            number=number,
            title=title,
            mark=word,
        )
    )
