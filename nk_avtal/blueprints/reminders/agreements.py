"""How one agreement's deadlines are watched, and who is in the group around it."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock, wording
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import agreement_by_slug
from nk_avtal.blueprints import conflict, notices
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.reminders.blueprint import bp
from nk_avtal.blueprints.reminders.forms import KINDS, MemberForm, WatchForm
from nk_avtal.blueprints.reminders.replanning import replanned
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission
from nk_avtal.people.queries import association_people
from nk_avtal.reminders import arranging
from nk_avtal.reminders.arrangements import group_of, member_by_id, usual_leads

Page = str | tuple[str, int] | Response
writing = requires(Permission.WRITE_DEADLINES)
REMOVED = "removed_member"
"""In the session, not in an address: addresses are logged."""


@bp.route("/avtal/<slug>/paminnelser", methods=["GET", "POST"])
@writing
def of_agreement(slug: str) -> Page:
    """When somebody is reminded of this agreement's deadlines, and who."""
    agreement = agreement_by_slug(slug, me())
    form = WatchForm()
    watch = arranging.watch_of(agreement)
    if request.method == "GET":
        form.fill_from(watch)
        return _page(agreement, form, _member_form())
    form.validate()
    arranged = form.arranged(clock.today())
    if arranged is None:
        return _page(agreement, form, _member_form()), form.status
    if form.version.data != str(watch.version):
        theirs = WatchForm(formdata=None)
        theirs.fill_from(watch)
        form.version.data = str(watch.version)
        return _page(agreement, form, _member_form(), conflict.rows(form, theirs)), 409
    try:
        arranging.arrange(agreement, arranged, clock.today())
    except RuleBroken as refusal:
        db.session.rollback()
        form.refuse(refusal.text(language()), refusal.name)
        return _page(agreement, form, _member_form()), form.status
    db.session.commit()
    notices.done(_("Påminnelserna är ändrade."))
    replanned(agreement)
    return redirect(url_for("agreements.show", slug=slug))


def _member_form() -> MemberForm:
    form = MemberForm(formdata=None)
    form.offer(association_people())
    return form


def _page(
    agreement: Agreement,
    form: WatchForm,
    member: MemberForm,
    versions: list[dict[str, str]] | None = None,
) -> str:
    return render_template(
        "reminders/agreement.html",
        agreement=agreement,
        form=form,
        member=member,
        group=group_of(agreement),
        kinds=KINDS,
        usual=WatchForm.usual(usual_leads(agreement.kind)),
        words=wording,
        versions=versions,
    )


@bp.post("/avtal/<slug>/paminnelser/grupp")
@writing
def add_member(slug: str) -> Page:
    """Somebody more in the group around an agreement."""
    agreement = agreement_by_slug(slug, me())
    people = {one.id: one for one in association_people()}
    form = MemberForm()
    form.offer(people.values())
    if form.validate():
        person = people.get(form.person.data)
        with form.explaining("person" if person else "email"):
            arranging.add_member(agreement, person, form.name.data, form.email.data)
            db.session.commit()
            name = person.name if person else form.name.data
            notices.done(_("%(name)s är med i gruppen.", name=name))
            replanned(agreement)
            return redirect(url_for("reminders.of_agreement", slug=slug))
    watch = WatchForm(formdata=None)
    watch.fill_from(arranging.watch_of(agreement))
    return _page(agreement, watch, form), form.status


@bp.post("/avtal/<slug>/paminnelser/grupp/<int:member_id>/bort")
@writing
def remove_member(slug: str, member_id: int) -> Response:
    """Take somebody out of the group."""
    agreement = agreement_by_slug(slug, me())
    member = member_by_id(agreement, member_id)
    session[REMOVED] = [agreement.id, member.person_id, member.name, member.email]
    name = member.person.name if member.person else member.name
    db.session.delete(member)
    db.session.commit()
    undo = url_for("reminders.put_back_member", slug=slug)
    notices.done_with_undo(_("%(name)s är inte längre med i gruppen.", name=name), undo)
    replanned(agreement)
    return redirect(url_for("reminders.of_agreement", slug=slug))


@bp.post("/avtal/<slug>/paminnelser/grupp/angra")
@writing
def put_back_member(slug: str) -> Response:
    """Whoever this person took out of the group last is in it again."""
    agreement = agreement_by_slug(slug, me())
    number, person_id, name, email = session.pop(REMOVED, None) or (None, None, "", "")
    known = {(one.person_id, one.email) for one in group_of(agreement)}
    if number == agreement.id and (person_id, email) not in known:
        people = {one.id: one for one in association_people()}
        arranging.add_member(agreement, people.get(person_id or 0), name, email)
        db.session.commit()
        notices.done(_("Gruppen är som förut."))
        replanned(agreement)
    return redirect(url_for("reminders.of_agreement", slug=slug))
