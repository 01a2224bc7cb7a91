"""Where a member's mail goes: looked after by its clerk."""

from __future__ import annotations

from flask import redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from nk_avtal.blueprints import notices
from nk_avtal.blueprints.forms import Form, options, stripped
from nk_avtal.blueprints.guard import requires
from nk_avtal.blueprints.municipalities.routes import bp
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.municipalities import actions, bounces, queries
from nk_avtal.municipalities.models import ContactKind, Municipality

KINDS = {
    ContactKind.RECOMMENDATIONS.value: _l("Rekommendationer och påminnelser"),
    ContactKind.REGISTRAR.value: _l("Registrator"),
    ContactKind.OTHER.value: _l("Övrigt"),
}
REMOVED = "removed_contact"
"""In the session, not in an address: addresses are logged."""
writing = requires(Permission.WRITE_MEETING_PLAN)


class ContactForm(Form):
    """A new address of a municipality."""

    email = StringField(
        _l("E-postadress"),
        filters=[stripped],
        description=_l("Helst en funktionsbrevlåda, till exempel kommunens registratur."),
        validators=[
            DataRequired(_l("Skriv en e-postadress")),
            Length(max=254, message=_l("Adressen är för lång. Skriv högst %(max)d tecken")),
        ],
        render_kw={"type": "email", "autocomplete": "off"},
    )
    kind = SelectField(_l("Används för"), choices=options(KINDS))
    label = StringField(
        _l("Vad den kallas"),
        filters=[stripped],
        validators=[Length(max=120, message=_l("Skriv högst %(max)d tecken"))],
        render_kw={"autocomplete": "off"},
    )


@bp.route("/<municipality>/kontakt", methods=["GET", "POST"])
@writing
def edit_contacts(municipality: Municipality) -> str | tuple[str, int] | Response:
    """The addresses of a municipality, and a new one."""
    form = ContactForm()
    if form.validate_on_submit():
        kind = ContactKind(form.kind.data)
        with form.explaining("email"):
            actions.add_contact(municipality, kind, form.email.data, form.label.data)
            db.session.commit()
            notices.done(_("Adressen är tillagd."))
        if not form.errors:
            return redirect(_address(municipality))
    page = render_template(
        "municipalities/contacts.html",
        form=form,
        municipality=municipality,
        contacts=queries.contacts(municipality),
        kinds=KINDS,
    )
    return page, form.status


@bp.post("/<municipality>/kontakt/<int:contact_id>/bort")
@writing
def remove_contact(municipality: Municipality, contact_id: int) -> Response:
    """Take an address away."""
    contact = queries.contact_by_id(contact_id, municipality)
    actions.remove_contact(contact)
    db.session.commit()
    session[REMOVED] = [municipality.id, contact.kind.value, contact.email, contact.label]
    undo = url_for("municipalities.put_back_contact", municipality=municipality.slug)
    notices.done_with_undo(_("%(email)s är borttagen.", email=contact.email), undo)
    return redirect(_address(municipality))


@bp.post("/<municipality>/kontakt/<int:contact_id>/fungerar")
@writing
def clear_bounce(municipality: Municipality, contact_id: int) -> Response:
    """Mail to an address that came back is sent there again."""
    contact = queries.contact_by_id(contact_id, municipality)
    bounces.clear(contact)
    db.session.commit()
    notices.done(_("Mejl skickas till %(email)s igen.", email=contact.email))
    return redirect(_address(municipality))


@bp.post("/<municipality>/kontakt/angra")
@writing
def put_back_contact(municipality: Municipality) -> Response:
    """The address that this person removed last is there again."""
    number, kind, email, label = session.pop(REMOVED, None) or (None, "", "", "")
    known = {(one.kind.value, one.email) for one in municipality.contacts}
    if number == municipality.id and (kind, email) not in known:
        actions.add_contact(municipality, ContactKind(kind), email, label)
        db.session.commit()
        notices.done(_("%(email)s finns igen.", email=email))
    return redirect(_address(municipality))


def _address(municipality: Municipality) -> str:
    return url_for("municipalities.edit_contacts", municipality=municipality.slug)
