"""What is filled in about a matter, its way, its papers and its outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from nk_avtal.blueprints.forms import Form, language, number_or_none, options, stripped
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.matters import MatterOutcome, outcomes_of
from nk_avtal.domain.paragraphs import parse_paragraph
from nk_avtal.formats import long_date
from nk_avtal.matters.actions import Planned
from nk_avtal.matters.models import Stop
from nk_avtal.wording import MATTER_OUTCOMES, TRACKS

MOST_STOPS = 12
SPARE = 2
"""Empty rows for further bodies in the form of a matter's way."""


class MatterForm(Form):
    """What the matter is about."""

    version = HiddenField()
    title = StringField(
        _l("Ärendet"),
        [
            DataRequired(_l("Skriv vad ärendet gäller, till exempel Läkarmedverkan, bilaga 2")),
            Length(max=250, message=_l("Rubriken är för lång. Högst 250 tecken får plats")),
        ],
        filters=[stripped],
    )
    agreement = SelectField(_l("Avtal"), [Optional()], validate_choice=False)
    track = SelectField(
        _l("Område"),
        choices=options(TRACKS),
        description=_l("Området bestämmer vilka organ ärendet brukar gå genom."),
    )
    reference = StringField(
        _l("Diarienummer"),
        [Length(max=40, message=_l("Diarienumret är för långt. Högst 40 tecken får plats"))],
        filters=[stripped],
    )
    responsible = SelectField(
        _l("Ansvarig"), [Optional()], coerce=number_or_none, validate_choice=False
    )
    summary = TextAreaField(
        _l("Bakgrund"), description=_l("Står i föredragningslistan och i rekommendationen.")
    )
    proposal = TextAreaField(
        _l("Förslag till beslut"),
        description=_l("En att-sats per rad, utan att. De följer med till rekommendationen."),
    )
    goals = SelectMultipleField(_l("Mål som ärendet bidrar till"), coerce=int)


class PapersForm(Form):
    """What a body is to have before it, in the versions that are chosen."""

    version = HiddenField()
    papers = SelectMultipleField(
        _l("Handlingar"),
        validate_choice=False,
        description=_l("Versionen låses när organet har behandlat ärendet."),
    )
    file = FileField(_l("Ladda upp en handling"), description=_l("PDF eller Word, högst 20 MB."))
    title = StringField(_l("Vad heter den?"), [Length(max=250)], filters=[stripped])


class RecipientsForm(Form):
    """To whom a body's kallelse goes."""

    known = HiddenField()
    recipients = TextAreaField(
        _l("Mottagare"), description=_l("En e-postadress per rad."), filters=[stripped]
    )

    @property
    def addresses(self) -> list[str]:
        """The addresses, once each, in order."""
        lines = (line.strip() for line in (self.recipients.data or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))


def way_form(
    stops: Sequence[Stop], bodies: Sequence[Body], meetings: dict[int, list[Meeting]]
) -> Any:
    """A form with a row for each coming stop and some empty ones, filled with what is kept."""
    names: dict[Any, Any] = {one.id: one.name for one in bodies}
    fields: dict[str, Any] = {"version": HiddenField()}
    rows = min(len(stops) + SPARE, MOST_STOPS)
    for row in range(rows):
        stop = stops[row] if row < len(stops) else None
        known = names if not stop else {stop.body_id: stop.body.name} | names
        fields[f"body_{row}"] = SelectField(
            _l("Organ"), choices=options({"": _l("Inget")} | known), coerce=number_or_none,
            validate_choice=False, default=stop.body_id if stop else "",
        )  # fmt: skip
        fields[f"order_{row}"] = IntegerField(_l("Ordning"), [Optional()], default=row + 1)
        if stop:
            fields[f"stop_{row}"] = HiddenField(default=str(stop.id))
            fields[f"meeting_{row}"] = SelectField(
                _l("Möte"), choices=meeting_choices(stop, meetings), coerce=number_or_none,
                validate_choice=False, default=stop.meeting_id or "",
            )  # fmt: skip
    form = type("WayForm", (Form,), fields)()
    form.rows = range(rows)
    return form


def meeting_choices(stop: Stop, meetings: dict[int, list[Meeting]]) -> list[Any]:
    """The meetings that can be chosen for a stop, and the one that is."""
    known = {one.id: long_date(one.held_on) for one in meetings.get(stop.body_id, ())}
    if stop.meeting:
        known = {stop.meeting.id: long_date(stop.meeting.held_on)} | known
    return options({"": _l("Inget valt")} | known)


def planned_of(form: Any, stops: Sequence[Stop], meetings: Iterable[Meeting]) -> list[Planned]:
    """The stops as the form has them, in the order of their numbers. A meeting of another body
    than the one that is chosen is none."""
    own = {one.id: one for one in stops}
    bodies = {one.id: one.body_id for one in meetings}
    bodies |= {one.meeting_id: one.body_id for one in stops if one.meeting_id}
    rows = []
    for row in form.rows:
        body = form[f"body_{row}"].data
        if not body:
            continue
        stop = own.get(int(form[f"stop_{row}"].data)) if f"stop_{row}" in form else None
        meeting = form[f"meeting_{row}"].data if f"meeting_{row}" in form else None
        same = stop.id if stop and stop.body_id == body else None
        order = form[f"order_{row}"].data
        planned = Planned(same, body, meeting if meeting and bodies.get(meeting) == body else None)
        rows.append((order if order is not None else row + 1, row, planned))
    return [planned for _order, _row, planned in sorted(rows, key=lambda one: one[:2])]


def outcome_fields(stop: Stop, meetings: dict[int, list[Meeting]]) -> dict[str, Any]:
    """The fields in which the outcome of one matter is recorded."""
    kinds = {one: MATTER_OUTCOMES[one] for one in possible_outcomes(stop)}
    later = [one for one in meetings.get(stop.body_id, ()) if one.id != stop.meeting_id]
    after = {one.id: long_date(one.held_on) for one in later}
    return {
        f"version_{stop.id}": HiddenField(default=str(stop.version)),
        f"outcome_{stop.id}": SelectField(
            _l("Utfall"), [Optional()], choices=options({"": _l("Inte behandlat än")} | kinds)
        ),
        f"paragraph_{stop.id}": StringField(_l("Paragraf"), [Length(max=40)], filters=[stripped]),
        f"text_{stop.id}": TextAreaField(_l("Anteckning"), filters=[stripped]),
        f"next_{stop.id}": SelectField(
            _l("Tas upp igen"),
            choices=options(after | {"": _l("Möte väljs senare")}),
            coerce=number_or_none,
            validate_choice=False,
            default=later[0].id if later else "",
        ),
    }


def possible_outcomes(stop: Stop) -> list[MatterOutcome]:
    """What the body can do with this matter."""
    about_agreement = stop.matter.agreement_id is not None
    return [
        one
        for one in outcomes_of(BodyKind(stop.body.kind))
        if about_agreement or one is not MatterOutcome.RECOMMENDED
    ]


def outcomes_form(stops: Sequence[Stop], meetings: dict[int, list[Meeting]]) -> Any:
    """A form with the fields of several matters."""
    fields = {name: one for stop in stops for name, one in outcome_fields(stop, meetings).items()}
    return type("OutcomesForm", (Form,), fields)()


def read_paragraph(form: Any, name: str) -> str:
    """The § as it is kept; what cannot be read is an error at its field."""
    written = (form[name].data or "").strip()
    if not written:
        return ""
    try:
        return str(parse_paragraph(written).label)
    except RuleBroken as refusal:
        form.refuse(refusal.text(language()), name)
        return ""


def coming(meetings: Iterable[Meeting], today: date) -> list[Meeting]:
    """Those that have not been."""
    return [one for one in meetings if one.held_on >= today]


def outcome_form(stop: Stop, meetings: dict[int, list[Meeting]]) -> Any:
    """A form for what one body did, with the day."""
    later = [one for one in meetings.get(stop.body_id, ()) if one.id != stop.meeting_id]
    after = {one.id: long_date(one.held_on) for one in later}
    kinds = {one.value: MATTER_OUTCOMES[one] for one in possible_outcomes(stop)}
    fields = {
        "version": HiddenField(default=str(stop.version)),
        "outcome": RadioField(
            _l("Vad blev det?"),
            [InputRequired(_l("Välj vad organet gjorde med ärendet"))],
            choices=options(kinds),
        ),
        "decided_on": StringField(
            _l("Datum"),
            [DataRequired(_l("Skriv vilken dag det var, till exempel 16 november"))],
            filters=[stripped],
        ),
        "paragraph": StringField(_l("Paragraf"), [Length(max=40)], filters=[stripped]),
        "text": TextAreaField(_l("Anteckning"), filters=[stripped]),
        "next": SelectField(
            _l("Tas upp igen"),
            choices=options(after | {"": _l("Möte väljs senare")}),
            coerce=number_or_none,
            validate_choice=False,
            default=later[0].id if later else "",
        ),
    }
    return type("OutcomeForm", (Form,), fields)()
