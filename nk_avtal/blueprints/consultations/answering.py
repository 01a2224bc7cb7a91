"""A consultation as one that is asked sees it: reading it, answering it, changing the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from nk_avtal import clock
from nk_avtal.blueprints import files, listed, uploads
from nk_avtal.blueprints.consultations import shown, words
from nk_avtal.blueprints.consultations.blueprint import bp
from nk_avtal.blueprints.consultations.reply_form import ReplyForm, reply_form
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.listed import Listed
from nk_avtal.blueprints.notices import done_with_undo
from nk_avtal.blueprints.paging import Page
from nk_avtal.consultations import answering, queries
from nk_avtal.consultations.models import Invited, Reply
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.models import StoredFile
from nk_avtal.domain.consultations import ConsultationStatus
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.opinions import NotAnswered
from nk_avtal.domain.people import Permission
from nk_avtal.municipalities.models import Municipality

ADDRESS = "/kommuner/<municipality>/remisser/<slug>"
FOR_OTHERS = "/remisser/<slug>/svar/<int:invited_id>"
ON_A_PAGE = 25

reading = requires(Permission.READ_OWN_CONSULTATIONS, Permission.READ_CONSULTATIONS)
recording = requires(Permission.ANSWER_OWN_CONSULTATIONS, Permission.WRITE_CONSULTATIONS)
Answer = str | Redirect | tuple[str, int]


@bp.get("/kommuner/<municipality>/remisser")
@reading
def of_town_index(municipality: Municipality) -> str:
    """The consultations that a municipality has got."""
    count, found = queries.part_of_town(municipality, Page.asked(), ON_A_PAGE)
    today = clock.today()
    return render_template(
        "consultations/town_index.html",
        municipality=municipality,
        page=Page.part([(one, shown.place_in(one, today)) for one in found], count, ON_A_PAGE),
        words=words,
    )


@bp.get(f"/kommuner/<municipality>/remisser.<{listed.FORMS}:form>")
@reading
def of_town_file(municipality: Municipality, form: str) -> Response:
    """The same list as a file."""
    today = clock.today()
    rows = [
        (
            one.consultation.title,
            str(words.PLACES[shown.place_in(one, today)]),
            one.consultation.reply_by,
            str(words.STATUSES[one.consultation.status]),
        )
        for one in queries.part_of_town(municipality, 1, listed.EVERYTHING)[1]
    ]
    columns = (_("Remiss"), _("Ert svar"), _("Svara senast"), _("Läge"))
    name = f"remisser-{municipality.slug}"
    return listed.sent(Listed(_("Remisser"), name, columns, rows), form)


@bp.get(ADDRESS)
@reading
def of_town(municipality: Municipality, slug: str) -> str:
    """What is asked, with the document that was sent, the municipality's own reply, and when it is
    over all replies."""
    invited = queries.place_of_town(municipality, slug)
    consultation = invited.consultation
    over = consultation.status is ConsultationStatus.CLOSED
    replies = queries.replies_to(consultation) if over else []
    count = queries.number_invited(consultation) if over else 0
    return render_template(
        "consultations/town.html",
        invited=invited,
        consultation=consultation,
        municipality=municipality,
        place=shown.place_in(invited, clock.today()),
        reply=invited.reply,
        replies=replies,
        invited_count=count,
        asked=shown.asked_of(consultation.questions, replies, count),
        words=words,
    )


@bp.get(f"{ADDRESS}/handling")
@reading
def document(municipality: Municipality, slug: str) -> Response:
    """The very version that was sent."""
    version = queries.place_of_town(municipality, slug).consultation.document_version
    assert version
    return files.download(store.read(version.file), version.file.name, version.file.media_type)


@bp.get(f"{ADDRESS}/yttrande/<int:reply_id>")
@reading
def town_reply_file(municipality: Municipality, slug: str, reply_id: int) -> Response:
    """The file of the own reply, and when it is over of any."""
    consultation = queries.place_of_town(municipality, slug).consultation
    over = consultation.status is ConsultationStatus.CLOSED
    file = queries.file_of(reply_id, consultation, None if over else municipality)
    return files.download(store.read(file), file.name, file.media_type)


@dataclass
class Filling:
    """One visit to the form: whose place, and where to go when it is saved."""

    invited: Invited
    form: ReplyForm
    done: str
    back: str
    file: StoredFile | None = None

    @property
    def expected(self) -> str:
        """How the page knows again what the person has seen."""
        reply = self.invited.reply
        return f"{reply.id}.{reply.version}" if reply else ""

    def page(self, status: int | None = None, **more: Any) -> tuple[str, int]:
        """The form as it stands."""
        self.form["expected"].data = self.expected
        page = render_template(
            "consultations/answer.html",
            form=self.form,
            invited=self.invited,
            consultation=self.invited.consultation,
            municipality=self.invited.municipality,
            reply=self.invited.reply,
            back=self.back,
            file=self.file,
            file_token=uploads.token_of(self.file) if self.file else "",
            words=words,
            **more,
        )
        return page, status or self.form.status


@bp.route(f"{ADDRESS}/svar", methods=["GET", "POST"])
@recording
def answer(municipality: Municipality, slug: str) -> Answer:
    """The form of a municipality's reply, and what becomes of it."""
    invited = queries.place_of_town(municipality, slug, for_update=request.method == "POST")
    return _answer(invited, _at("receipt", municipality, slug), _at("of_town", municipality, slug))


def _at(page: str, municipality: Municipality, slug: str) -> str:
    return url_for(f"consultations.{page}", municipality=municipality.slug, slug=slug)


@bp.route(FOR_OTHERS, methods=["GET", "POST"])
@requires(Permission.WRITE_CONSULTATIONS)
def answer_for(slug: str, invited_id: int) -> Answer:
    """The form of a reply that came to the association, from a network, a body or another; that of
    a municipality has its own address."""
    invited = queries.place_by_id(slug, invited_id, for_update=request.method == "POST")
    if invited.municipality:
        return redirect(_at("answer", invited.municipality, slug))
    back = url_for("consultations.show", slug=slug)
    answered = _answer(invited, back, back)
    if isinstance(answered, Redirect) and request.method == "POST":
        done_with_undo(
            _("Svaret från %(name)s är registrerat.", name=invited.called),
            url_for("consultations.undo_for", slug=slug, invited_id=invited_id),
        )
    return answered


def _answer(invited: Invited, done: str, back: str) -> Answer:
    inside = not me().role.is_municipal
    form = reply_form(invited.consultation.questions, inside=inside)
    filling = Filling(invited, form, done, back)
    if request.method != "POST":
        if invited.consultation.status is not ConsultationStatus.SENT:
            return redirect(back)
        if invited.reply:
            form.fill_from(invited.reply)
        return filling.page()
    return _submitted(filling)


def _submitted(filling: Filling) -> Answer:
    form, invited = filling.form, filling.invited
    form.validate()
    form.read_day(clock.today())
    with form.explaining("file", keep=True):
        filling.file = uploads.checked(form["file"].data, _("Yttrandet"))
    filling.file = filling.file or uploads.file_of(request.form.get("file_kept"))
    db.session.flush()
    if form["expected"].data != filling.expected:
        return _conflict(filling)
    if not form.errors and _recorded(filling):
        db.session.commit()
        return redirect(filling.done)
    db.session.commit()  # keeps a file that has passed
    over = invited.consultation.status is not ConsultationStatus.SENT
    return filling.page(409 if over else 422)


def _recorded(filling: Filling) -> bool:
    """Whether the reply is recorded; what is wrong with it stands at its field."""
    form = filling.form
    try:
        answering.record(filling.invited, form.answered(filling.file), me())
    except NotAnswered as refusal:
        form.lacking(refusal)
    except RuleBroken as refusal:
        at_field = (refusal.name,) if refusal.name in form else ()
        form.refuse(refusal.text(language()), *at_field)
    return not form.errors


def _conflict(filling: Filling) -> tuple[str, int]:
    """Somebody else saved, or took back, meanwhile: both versions, and what was typed is kept."""
    db.session.commit()
    theirs = filling.invited.reply
    return filling.page(409, theirs=theirs, taken_back=theirs is None)


@bp.get(f"{ADDRESS}/kvitto")
@recording
def receipt(municipality: Municipality, slug: str) -> str | Redirect:
    """What was recorded, what happens now, and the way to take it back."""
    invited = queries.place_of_town(municipality, slug)
    if invited.reply is None:
        return redirect(_at("answer", municipality, slug))
    return render_template(
        "consultations/receipt.html",
        invited=invited,
        consultation=invited.consultation,
        municipality=municipality,
        reply=invited.reply,
        place=shown.place_in(invited, clock.today()),
        can_undo=answering.can_undo(invited.reply, me()),
        words=words,
    )


@bp.post(f"{ADDRESS}/angra")
@recording
def undo(municipality: Municipality, slug: str) -> Redirect:
    """Take back what was just recorded."""
    invited = queries.place_of_town(municipality, slug, for_update=True)
    page = "answer" if _undone(invited.reply) else "of_town"
    return redirect(_at(page, municipality, slug))


@bp.post(f"{FOR_OTHERS}/angra")
@requires(Permission.WRITE_CONSULTATIONS)
def undo_for(slug: str, invited_id: int) -> Redirect:
    """Take back what was just recorded for one without an account."""
    _undone(queries.place_by_id(slug, invited_id, for_update=True).reply)
    return redirect(url_for("consultations.show", slug=slug))


def _undone(reply: Reply | None) -> bool:
    if reply is None:
        return False
    answering.undo(reply, me())
    db.session.commit()
    flash(_("Svaret är ångrat. Inget mejl om det skickas."), "notice")
    return True
