"""The papers that a body has before it."""

from __future__ import annotations

from typing import Any

from flask import Response as File
from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _

from nk_avtal.blueprints import files, notices, uploads
from nk_avtal.blueprints.forms import options
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.matters import forms
from nk_avtal.blueprints.matters.blueprint import BOTH, Page, bp, preparing
from nk_avtal.blueprints.matters.way import stop_of
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.formats import long_date
from nk_avtal.matters import actions, queries
from nk_avtal.matters.actions import Presented
from nk_avtal.matters.models import Stop


@bp.route("/arenden/<slug>/steg/<int:stop_id>/handlingar", methods=BOTH)
@preparing
def papers(slug: str, stop_id: int) -> Page:
    """What the body is to have before it, in the versions that are chosen."""
    form = forms.PapersForm()
    passed = _looked_into(form) if request.method == "POST" else None
    stop = stop_of(slug, stop_id)
    if stop.outcome is not None and request.method == "GET":
        return redirect(url_for("matters.show", slug=slug))
    known = _papers_of(stop)
    form.papers.choices = options({key: label for key, (label, _one) in known.items()})
    if request.method == "GET":
        form.papers.data = _chosen(stop, known)
        form.version.data = str(stop.version)
    elif not form.errors and not _is_stale(form, stop) and _presented(form, stop, known, passed):
        return redirect(url_for("matters.show", slug=slug))
    page = render_template("matters/papers.html", form=form, stop=stop, matter=stop.matter)
    return page, 409 if form.form_errors else form.status


def _looked_into(form: forms.PapersForm) -> uploads.Passed | None:
    """The file that came with the form, if it passes; else the error stands at the field."""
    form.validate()
    upload = form.file.data
    if upload and upload.filename:
        with form.explaining("file"):
            return uploads.looked_into(upload, upload.filename, str(_("Filen")))
    return None


def _is_stale(form: forms.PapersForm, stop: Stop) -> bool:
    if form.version.data == str(stop.version):
        return False
    form.version.data = str(stop.version)
    form.refuse(
        _("Någon annan har ändrat handlingarna sedan du öppnade sidan. Spara igen, så gäller dina")
    )
    return True


def _presented(
    form: forms.PapersForm, stop: Stop, known: dict[str, Any], passed: uploads.Passed | None
) -> bool:
    chosen = [known[key][1] for key in form.papers.data or () if key in known]
    with form.explaining("papers"):
        if passed:
            file = passed.keep()
            title = form.title.data or file.name.rsplit(".", 1)[0]
            actions.add_file(stop.matter, title, file, me())
            chosen.append(Presented(title, file))
        actions.present(stop, chosen)
        stop.version += 1
        db.session.commit()
        notices.done(_("Handlingarna är sparade."))
    return not form.errors


def _papers_of(stop: Stop) -> dict[str, tuple[str, Presented]]:
    """What can be presented: the versions of the agreement's documents, and the matter's own."""
    found: dict[str, tuple[str, Presented]] = {}
    matter = stop.matter
    for one in queries.versions_of(matter.agreement_id) if matter.agreement_id else ():
        label = _("%(title)s, version %(number)s (%(day)s)", title=one.document.title,
                  number=one.number, day=long_date(one.added_at))  # fmt: skip
        found[f"v{one.id}"] = (str(label), Presented(one.document.title, one.file, one))
    for file in matter.files:
        found[f"f{file.id}"] = (file.title, Presented(file.title, file.file))
    for paper in stop.papers:  # one whose document has been laid aside since
        if paper.file_id not in {one.file.id for _label, one in found.values()}:
            kept = Presented(paper.title, paper.file, paper.version)
            found[f"p{paper.id}"] = (paper.title, kept)
    return found


def _chosen(stop: Stop, known: dict[str, tuple[str, Presented]]) -> list[str]:
    presented = {one.file_id for one in stop.papers}
    return [key for key, (_label, one) in known.items() if one.file.id in presented]


@bp.get("/arenden/<slug>/handlingar/<int:paper_id>")
@preparing
def paper(slug: str, paper_id: int) -> File:
    """A paper in the version that the body had before it."""
    matter = queries.by_slug(slug)
    papers = (one for stop in matter.stops for one in stop.papers)
    found = next((one for one in papers if one.id == paper_id), None) or abort(404)
    return files.download(store.read(found.file), found.file.name, found.file.media_type)
