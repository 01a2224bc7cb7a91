"""Bringing files in: choosing one, checking it, writing it, undoing it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.file import FileField
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as AnyResponse

from nk_avtal import clock
from nk_avtal.blueprints import files, notices
from nk_avtal.blueprints.forms import Form, language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.imports import checking, hindrances, kinds
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.exchange import tables
from nk_avtal.imports import actions, background, undoing
from nk_avtal.imports import kinds as files_of
from nk_avtal.imports.models import Import, ImportState
from nk_avtal.imports.planning import Answers
from nk_avtal.imports.queries import import_by_id, latest
from nk_avtal.imports.reading import sheets_of
from nk_avtal.imports.remarks import with_remarks
from nk_avtal.imports.template import template_of

bp = Blueprint("imports", __name__, url_prefix="/import")
Page = str | tuple[str, int] | AnyResponse
CSV = "text/csv"
bringing = requires(
    Permission.WRITE_AGREEMENTS,
    Permission.RECORD_DECISION_ON_BEHALF,
    Permission.RECORD_OWN_DECISION,
    Permission.WRITE_MEETING_PLAN,
    Permission.ADMINISTER,
)


class FileForm(Form):
    """The file to bring in."""

    file = FileField()


@bp.get("")
@bringing
def index() -> str:
    """What can be brought in, and what one has brought in."""
    return render_template("imports/index.html", offers=kinds.allowed(), latest=latest(me()))


@bp.route("/<any(avtal, beslut, sammantraden, personer):what>", methods=["GET", "POST"])
@bringing
def begin(what: str) -> Page:
    """Choose a file; nothing is written before it has been checked."""
    offer = kinds.by_slug(what)
    form = FileForm()
    form.file.label.text = _("Fil")
    if form.validate_on_submit():
        upload = form.file.data
        if not upload or not upload.filename:
            form.refuse(_("Välj en fil"), "file")
            return _begin_page(form, offer), 422
        content, name = upload.read(), upload.filename
        db.session.commit()  # reading may take seconds, and nobody is to wait for it
        with form.explaining("file"):
            sheets = sheets_of(content)
            actions.plan(offer.kind, sheets, Answers(), me())
            made = actions.begin(offer.kind, _plain(name), sheets, me())
            db.session.commit()
            return redirect(url_for("imports.check", import_id=made.id))
    return _begin_page(form, offer), form.status


def _plain(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:120]


def _begin_page(form: FileForm, offer: kinds.Offer) -> str:
    return render_template("imports/begin.html", form=form, offer=offer)


@bp.route("/<int:import_id>", methods=["GET", "POST"])
@bringing
def check(import_id: int) -> Page:
    """What the file would do, and the answers about it; or how it goes, or how it went."""
    one = import_by_id(import_id, me(), for_update=request.method == "POST")
    offer = kinds.by_kind(one.kind)
    if one.state in (ImportState.WAITING, ImportState.WORKING, ImportState.UNDOING):
        page = Response(render_template("imports/working.html", one=one, offer=offer))
        page.headers["Refresh"] = "3"
        return page
    if one.state in (ImportState.DONE, ImportState.UNDONE):
        found = undoing.in_the_way(one) if one.failure == background.HINDERED else []
        things = hindrances.shown(found)
        return _done_page(one, offer, things)
    if request.method == "GET":
        return checking.page(one, offer)
    actions.answer(one, checking.answers_in(request.form))
    seen = not checking.asks_for_another(request.form)  # a table is looked at before it is written
    return checking.answered(one, offer, wanted=seen and request.form.get("gor") == "skriv")


def _done_page(one: Import, offer: kinds.Offer, things: Sequence[hindrances.Shown]) -> str:
    back = kinds.way_back(offer)
    return render_template(
        "imports/done.html", one=one, offer=offer, hindrances=things, way_back=back
    )


@bp.get("/<int:import_id>/anmarkningar.xlsx")
@bringing
def remarks(import_id: int) -> AnyResponse:
    """The same sheet with what is to be corrected beside each row."""
    one = import_by_id(import_id, me())
    kinds.by_kind(one.kind)
    if one.state not in (ImportState.CHECKED, ImportState.FAILED):
        return redirect(url_for("imports.check", import_id=import_id))
    content = with_remarks(actions.plan_again(one), language())
    stem = secure_filename(one.name).rsplit(".", 1)[0] or "import"
    return files.download(content, f"{stem}-anmarkningar.xlsx", tables.XLSX)


@bp.post("/<int:import_id>/angra")
@bringing
def undo(import_id: int) -> Page:
    """Take all of it back, or say what stands in the way."""
    one = import_by_id(import_id, me(), for_update=True)
    offer = kinds.by_kind(one.kind)
    if one.state is not ImportState.DONE:
        return redirect(url_for("imports.check", import_id=import_id))
    large = one.created + one.changed > actions.AT_ONCE
    found = undoing.in_the_way(one) if large else undoing.undo(one, me())
    if found:
        db.session.rollback()
        things = hindrances.shown(found)
        return _done_page(one, offer, things), 409
    if large:
        undoing.hand_over(one, me())
    db.session.commit()
    if not large:
        notices.done(_("Importen är ångrad. Allt är som före den."))
    return redirect(url_for("imports.check", import_id=import_id))


@bp.post("/<int:import_id>/bort")
@bringing
def discard(import_id: int) -> AnyResponse:
    """Forget a file that was not brought in."""
    one = import_by_id(import_id, me(), for_update=True)
    if one.state in (ImportState.CHECKED, ImportState.FAILED):
        db.session.delete(one)
        db.session.commit()
        notices.done(_("Filen är borttagen. Ingenting har importerats."))
    return redirect(url_for("imports.index"))


@bp.get("/mall-<any(avtal, beslut, sammantraden, personer):what>.xlsx")
@bringing
def template(what: str) -> AnyResponse:
    """A workbook to fill in, with choices in its cells and a sheet that explains."""
    offer = kinds.by_slug(what)
    return files.download(template_of(offer.kind), f"mall-{what}.xlsx", tables.XLSX)


@bp.get("/<any(avtal, beslut, sammantraden, personer):what>.<any(xlsx, csv):form>")
@bringing
def export(what: str, form: str) -> AnyResponse:
    """All of a kind, in the form in which it can be brought in again."""
    offer = kinds.by_slug(what)
    content = files_of.file_of(offer.kind, form, me())
    name = f"{what}-{clock.today().isoformat()}.{form}"
    return files.download(content, name, CSV if form == "csv" else tables.XLSX)
