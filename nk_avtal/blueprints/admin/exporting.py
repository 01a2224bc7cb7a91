"""The lists of the administrator as files."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from nk_avtal.bindings import names
from nk_avtal.blueprints import listed
from nk_avtal.blueprints.admin.forms import ROLES, LogForm
from nk_avtal.blueprints.admin.routes import bp, chosen_people, wanted_entries
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.listed import Listed
from nk_avtal.bodies.queries import last_meeting_days
from nk_avtal.domain.people import Permission
from nk_avtal.formats import long_date
from nk_avtal.history import queries as history
from nk_avtal.history.sentences import told
from nk_avtal.municipalities.queries import all_members
from nk_avtal.people import queries as people
from nk_avtal.recommendations.sight import sight_of

administering = requires(Permission.ADMINISTER)
MOST_ENTRIES = 5000
"""The newest of the log; `nk-avtal export --canonical` writes all of it."""


@bp.get(f"/admin/anvandare.<{listed.FORMS}:form>")
@administering
def people_file(form: str) -> Response:
    """The accounts as a file."""
    last = people.last_sign_ins()
    rows = [
        (
            *(one.name, one.email, str(ROLES[one.role.value])),
            one.municipality.name if one.municipality else _("Förbundet"),
            _("Ja") if one.active else _("Nej"),
            long_date(last[one.email]) if last.get(one.email) else "",
        )
        for one in chosen_people()
    ]
    columns = (
        *(_("Namn"), _("E-postadress"), _("Roll"), _("Kommun"), _("Öppet")),
        _("Senast inloggad"),
    )
    return listed.sent(Listed(_("Användare"), "anvandare", columns, rows), form)


@bp.get(f"/admin/logg.<{listed.FORMS}:form>")
@administering
def log_file(form: str) -> Response:
    """The newest of the log that the address asks for, as a file."""
    wanted = wanted_entries(LogForm(people.everyone()))
    entries = history.part_of(wanted, 1, MOST_ENTRIES)[1]
    rows = [
        (one.day, one.by, one.text, "; ".join(one.details)) for one in told(entries, sight_of(me()))
    ]
    columns = (_("När"), _("Vem"), _("Vad"), _("Ändringar"))
    return listed.sent(Listed(_("Logg"), "logg", columns, rows), form)


@bp.get(f"/admin/kommuner.<{listed.FORMS}:form>")
@administering
def municipalities_file(form: str) -> Response:
    """The members with their addresses as a file."""
    last_days = last_meeting_days()
    rows = [
        (
            *(one.full_name, one.code, _("Ja") if one.active else _("Nej")),
            one.populations[-1].inhabitants if one.populations else None,
            ", ".join(contact.email for contact in one.contacts),
            last_days.get(one.id),
        )
        for one in all_members()
    ]
    columns = (
        *(_("Kommun"), _("Kommunkod"), _("Medlem"), _("Invånare"), _("Adresser")),
        _("Mötesplan till och med"),
    )
    return listed.sent(Listed(_("Kommuner"), "kommuner", columns, rows), form)


@bp.get(f"/admin/namn.<{listed.FORMS}:form>")
@administering
def names_file(form: str) -> Response:
    """The names that parties have had as a file."""
    rows = [
        (
            one.municipality.name if one.municipality else one.organisation,
            *(one.name, one.first_on, one.last_on),
        )
        for one in names.kept_names()
    ]
    columns = (_("Part"), _("Hette"), _("Från"), _("Till och med"))
    return listed.sent(Listed(_("Namn"), "namn", columns, rows), form)
