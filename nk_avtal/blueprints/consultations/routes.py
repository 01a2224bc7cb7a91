"""The list of consultations, one consultation for the association, and the file of the replies."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from nk_avtal import clock
from nk_avtal.blueprints import files, listed
from nk_avtal.blueprints.consultations import shown, words
from nk_avtal.blueprints.consultations.blueprint import bp
from nk_avtal.blueprints.consultations.forms import ReasonForm
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.listed import Listed
from nk_avtal.blueprints.paging import Page
from nk_avtal.blueprints.recommendations.one import MAIL_STATES
from nk_avtal.consultations import issues, queries
from nk_avtal.consultations.models import Consultation
from nk_avtal.documents import store
from nk_avtal.domain.consultations import Place
from nk_avtal.domain.people import Permission
from nk_avtal.history import queries as history
from nk_avtal.outbox.models import MessageState

ON_A_PAGE = 25
SHOWN_EVENTS = 4


@bp.get("/remisser")
@requires(Permission.READ_CONSULTATIONS, Permission.READ_OWN_CONSULTATIONS)
def index() -> str | Redirect:
    """All consultations; somebody of a municipality goes on to those that it has got."""
    home = me().municipality
    if home is not None:
        return redirect(url_for("consultations.of_town_index", municipality=home.slug))
    choice = _choice()
    count, found = queries.part(choice, Page.asked(), ON_A_PAGE)
    return render_template(
        "consultations/index.html",
        page=Page.part(found, count, ON_A_PAGE),
        total=queries.total(),
        choice=choice,
        words=words,
    )


def _choice() -> queries.Choice:
    asked = request.args
    return queries.Choice(
        words=asked.get("q", ""),
        status=words.IN_ADDRESS.get(asked.get("lage", ""), ""),
        agreement=asked.get("avtal", ""),
    )


@bp.get(f"/remisser.<{listed.FORMS}:form>")
@requires(Permission.READ_CONSULTATIONS)
def export_list(form: str) -> Response:
    """The same list as a file."""
    rows = [
        (
            one.consultation.title,
            one.consultation.agreement.title,
            str(words.STATUSES[one.consultation.status]),
            one.consultation.reply_by,
            one.invited,
            one.answered,
        )
        for one in queries.part(_choice(), 1, listed.EVERYTHING)[1]
    ]
    columns = (
        *(_("Remiss"), _("Avtal"), _("Läge"), _("Svara senast"), _("Mottagare")),
        _("Har svarat"),
    )
    return listed.sent(Listed(_("Remisser"), "remisser", columns, rows), form)


@bp.get("/remisser/<slug>")
@requires(Permission.READ_CONSULTATIONS)
def show(slug: str) -> str:
    """Who has answered, the replies added up and one by one, mails and history."""
    return render_page(queries.by_slug(slug), ReasonForm())


def render_page(consultation: Consultation, withdrawal: ReasonForm) -> str:
    """The page of a consultation."""
    lines = shown.lines_of(consultation, clock.today())
    replies = [one.reply for one in lines if one.reply]
    mailed = queries.messages(consultation)
    negotiation = issues.negotiation_for(consultation.agreement, me())
    return render_template(
        "consultations/show.html",
        consultation=consultation,
        form=withdrawal,
        lines=lines,
        counts=Counter(one.place for one in lines),
        asked=shown.asked_of(consultation.questions, replies, len(lines)),
        replies=replies,
        mails=mailed,
        held=[one for one in mailed if _is_held(one)],
        stopped=bool(mailed) and all(one.state is MessageState.STOPPED for one in mailed),
        mail_words=MAIL_STATES,
        events=history.for_consultation(consultation.id, SHOWN_EVENTS),
        words=words,
        negotiates=negotiation is not None,
        made=issues.made_of(consultation, me()),
        silent=[one for one in lines if one.place in (Place.WAITING, Place.LATE)],
    )


def _is_held(mail: Any) -> bool:
    return mail.state is MessageState.QUEUED and mail.not_before > clock.now()


@bp.get("/remisser/<slug>/historik")
@requires(Permission.READ_CONSULTATIONS)
def history_page(slug: str) -> str:
    """All that has happened to a consultation and its replies."""
    consultation = queries.by_slug(slug)
    return render_template(
        "consultations/history.html",
        consultation=consultation,
        entries=history.for_consultation(consultation.id),
    )


@bp.get("/remisser/<slug>/remissvar.<any(xlsx, csv):form>")
@requires(Permission.READ_CONSULTATIONS)
def export(slug: str, form: str) -> Response:
    """Who has answered what, as a file."""
    consultation = queries.by_slug(slug)
    head = shown.columns(consultation)
    lines = shown.lines_of(consultation, clock.today())
    rows = [shown.row_of(one, consultation, str(words.PLACES[one.place])) for one in lines]
    return listed.sent(Listed(_("Remissvar"), f"remissvar-{slug}", head, rows), form)


@bp.get("/remisser/<slug>/yttrande/<int:reply_id>")
@requires(Permission.READ_CONSULTATIONS)
def reply_file(slug: str, reply_id: int) -> Response:
    """The file of a reply."""
    file = queries.file_of(reply_id, queries.by_slug(slug))
    return files.download(store.read(file), file.name, file.media_type)
