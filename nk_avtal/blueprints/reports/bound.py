"""Everything that a municipality is bound by, on any day."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, abort, render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from nk_avtal import clock
from nk_avtal.bindings.names import Names
from nk_avtal.bindings.queries import numbers_about
from nk_avtal.blueprints.bindings.shown import Asked, Towards, asked_day, towards
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.reports.blueprint import bp
from nk_avtal.blueprints.reports.cooperation import address
from nk_avtal.blueprints.reports.sending import FORMS, sent
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.bindings import Bond
from nk_avtal.domain.people import Permission
from nk_avtal.domain.reports import Part, Report, Table
from nk_avtal.formats import long_date
from nk_avtal.municipalities.models import Municipality


@bp.get("/kommuner/<municipality>/bundna")
@requires(Permission.READ_ADOPTIONS)
def bound(municipality: Municipality) -> str:
    """On the day that the address asks for (`?den=2027-06-01`), today otherwise."""
    asked = asked_day(clock.today())
    return render_template(
        "reports/bound.html",
        municipality=municipality,
        asked=asked,
        report=_report(municipality, asked),
    )


@bp.get(f"/kommuner/<municipality>/bundna.<{FORMS}:form>")
@requires(Permission.READ_ADOPTIONS)
def bound_file(municipality: Municipality, form: str) -> Response:
    """The same as Word or Excel. The page says what is wrong with a day that cannot be read; a file
    of another day would say nothing."""
    asked = asked_day(clock.today())
    if asked.wrong:
        abort(400)
    return sent(_report(municipality, asked), form)


def _report(municipality: Municipality, asked: Asked) -> Report:
    today = clock.today()
    found = towards(municipality, numbers_about(municipality, me()), asked, today)
    day = long_date(asked.day)
    binding = [one for one in found if one.row.bound.state is Bond.BOUND]
    unknown = [one for one in found if one.row.bound.state is Bond.UNKNOWN]
    rest = [one for one in found if one not in binding and one not in unknown]
    nothing = _("Inget avtal är registrerat som bindande den dagen.")
    parts = [
        Part(_("Bunden av"), () if binding else (nothing,), _table(_("Bunden av"), binding)),
        Part(
            _("Går inte att säga"),
            (_("Kommunen är part, men dess beslut är inte registrerat."),),
            _table(_("Går inte att säga"), unknown),
        ),
        Part(
            _("Inte bunden den dagen"),
            (),
            _table(_("Inte bunden den dagen"), rest, told_apart=True),
        ),
    ]
    name = Names().on(municipality.id, asked.day)
    return Report(
        title=_("Vad %(town)s är bunden av %(day)s", town=municipality.full_name, day=day),
        name=f"bunden-av-{municipality.slug}-{asked.day.isoformat()}",
        day=today,
        sentences=(_summed(len(binding), len(unknown)), *_called(municipality, name)),
        parts=tuple(one for one in parts if (one.table and one.table.rows) or one is parts[0]),
    )


def _summed(binding: int, unknown: int) -> str:
    told: str = ngettext(
        "Kommunen är bunden av ett avtal.", "Kommunen är bunden av %(num)s avtal.", binding
    )
    if not binding:
        told = _("Inget avtal är registrerat som bindande.")
    if not unknown:
        return told
    more = ngettext(
        "För ett avtal går det inte att säga.",
        "För %(num)s avtal går det inte att säga.",
        unknown,
    )
    return f"{told} {more}"


def _called(municipality: Municipality, name: str) -> tuple[str, ...]:
    if name == municipality.name:
        return ()
    return (_("Kommunen hette då %(name)s.", name=name),)


def _table(caption: str, found: Iterable[Towards], *, told_apart: bool = False) -> Table:
    told = list(found)
    return Table(
        caption=caption,
        columns=(
            *(_("Avtal"), _("Nummer"), _("Från"), _("Till och med"), _("Lydelse")),
            _("Anmärkning"),
        ),
        rows=tuple(
            (
                *(one.agreement.title, one.agreement.number or "", *_days(one)),
                one.row.wording,
                one.row.note or (_why(one) if told_apart else ""),
            )
            for one in told
        ),
        links=tuple(address(one.agreement) for one in told),
    )


def _why(one: Towards) -> str:
    """Why it does not bind; of one that is still being made that is no decision of the member's."""
    being_made = one.agreement.stage in (Stage.NEGOTIATION, Stage.PREPARATION)
    if being_made and one.row.bound.state is Bond.OUTSIDE:
        return str(_("Avtalet är inte klart"))
    return one.row.state


def _days(one: Towards) -> tuple[str, str]:
    """As days in order: 2027-06-01."""
    spell = one.row.bound.spell
    days = (spell.since, spell.until) if spell else (None, None)
    since, until = (day.isoformat() if day else "" for day in days)
    return since, until
