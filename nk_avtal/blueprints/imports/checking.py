"""The page of a file that has been checked: its columns, its faults, its questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from nk_avtal.blueprints import notices
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.imports.kinds import Offer, allowed
from nk_avtal.db import db
from nk_avtal.domain.delimited import MOST_COLUMNS
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_cells import line_of
from nk_avtal.domain.import_columns import COLUMNS
from nk_avtal.domain.import_sheets import column_letter, is_blank, known_in
from nk_avtal.imports import actions
from nk_avtal.imports.models import Import
from nk_avtal.imports.planning import Answers, Choice, Line, Plan, Verdict
from nk_avtal.imports.reading import unpacked
from nk_avtal.imports.remarks import HEADING

SHORT = 80
"""Characters of what changes."""
FEW = 8
"""Places that are named where the same is said of many."""
Page = str | tuple[str, int] | Response
MOST_TOLD = 200
"""Remarks and questions on a page; the file with remarks has them all."""


def answers_in(form: Mapping[str, str]) -> Answers:
    """What the page was answered: `k-3` for the fourth column, `r-12` for a row. Where another
    table is meant than the page showed, what was said of the columns and rows is of no use."""
    table = (_number(form.get("blad"), 0), _number(form.get("rubrikrad"), 1))
    if asks_for_another(form):
        other_sheet = form.get("blad") != form.get("blad-var")
        return Answers(table=(table[0], None) if other_sheet else table)
    keys, choices = {}, {}
    for name, value in form.items():
        letter, _dash, number = name.partition("-")
        if not number.isdecimal() or len(number) > 6:
            continue
        if letter == "k" and int(number) < MOST_COLUMNS:
            keys[int(number)] = value[:80]
        elif letter == "r" and value in {one.value for one in Choice}:
            choices[int(number)] = value
    others = form.get("ovriga", "")
    others = others if others in {one.value for one in Choice} else ""
    return Answers(keys, choices, others, table)


def asks_for_another(form: Mapping[str, str]) -> bool:
    """Whether another sheet or another row of headings is meant than the page showed."""
    return any(form.get(name) != form.get(f"{name}-var") for name in ("blad", "rubrikrad"))


def _number(text: str | None, first: int) -> int | None:
    """A number of the page, counted from 0; None for what is none."""
    plain = (text or "").strip()
    known = plain.isdecimal() and len(plain) <= 6 and int(plain) >= first
    return int(plain) - first if known else None


def answered(one: Import, offer: Offer, wanted: bool) -> Page:
    """Write it where that was asked for and can be done; else the page again."""
    try:
        made = actions.plan_again(one)
        if wanted and made.ready:
            _write(one, made)
    except RuleBroken as refusal:
        db.session.rollback()
        return _broken(one, offer, refusal), 422
    db.session.commit()
    if wanted and not made.ready:
        return _shown(one, offer, made, refused=True), 422
    return redirect(url_for("imports.check", import_id=one.id))


def _write(one: Import, made: Plan) -> None:
    """At once, or in the background where there is much."""
    if not made.writes:
        notices.done(_("Allt i filen fanns redan. Inget är ändrat."))
    if len(made.lines) > actions.AT_ONCE:
        actions.hand_over(one, len(made.lines))
    else:
        actions.write(one, made, me())


def page(one: Import, offer: Offer) -> Page:
    """The file as it was understood."""
    try:
        made = actions.plan_again(one)
    except RuleBroken as refusal:
        return _broken(one, offer, refusal), 422
    return _shown(one, offer, made)


def _shown(one: Import, offer: Offer, made: Plan, refused: bool = False) -> str:
    counts, answers = made.counts, actions.answers_of(one)
    return render_template(
        "imports/check.html",
        one=one,
        offer=offer,
        plan=made,
        refused=refused,
        form_errors=refused,
        summary=_summary(made),
        columns=_columns(made),
        missing=[column.name for column in made.missing],
        tables=_sheets(one),
        likelier=_likelier(made),
        choices=[("", _("Läs inte"))] + [(key, name) for key, name in _names(made)],
        wrong=_faults(made),
        notes=_notes(made),
        asked=bool(made.asked),
        questions=made.questions(answers.choices)[:MOST_TOLD],
        outcomes=_outcomes(made),
        answers=answers,
        writes=counts[Verdict.NEW] + counts[Verdict.CHANGED],
        most=MOST_TOLD,
    )


def _broken(one: Import, offer: Offer, refusal: RuleBroken) -> str:
    return render_template(
        "imports/check.html", one=one, offer=offer, plan=None, refusal=refusal.text(language())
    )


def _summary(made: Plan) -> list[str]:
    counts, questions = made.counts, len(made.questions(()))
    told = (
        (counts[Verdict.NEW], ngettext("%(num)s ny", "%(num)s nya", counts[Verdict.NEW])),
        (
            counts[Verdict.CHANGED],
            ngettext("%(num)s ändras", "%(num)s ändras", counts[Verdict.CHANGED]),
        ),
        (counts[Verdict.SAME], _("%(number)s oförändrade", number=counts[Verdict.SAME])),
        (questions, _("%(number)s att svara på", number=questions)),
        (counts[Verdict.WRONG], _("%(number)s att rätta", number=counts[Verdict.WRONG])),
        (counts[Verdict.SKIPPED], _("%(number)s hoppas över", number=counts[Verdict.SKIPPED])),
    )
    return [str(text) for number, text in told if number]


def _names(made: Plan) -> list[tuple[str, str]]:
    towns = [f"town:{name}" for name in sorted(made.how.towns)]
    own = [(one.key, one.name) for one in COLUMNS[made.kind]]
    return own + [(key, key.removeprefix("town:")) for key in towns]


def _likelier(made: Plan) -> Offer | None:
    """Another kind whose headings these are much rather."""
    row = made.sheet.rows[made.table.header]
    own = known_in(row, COLUMNS[made.kind], made.how.towns)
    found = [(known_in(row, COLUMNS[one.kind]), one) for one in allowed()]
    best, offer = max(found, key=lambda pair: pair[0])
    return offer if best > own + 1 else None


def _sheets(one: Import) -> list[tuple[int, str]]:
    """The sheets of the file in which something stands."""
    found = enumerate(unpacked(one.content))
    return [(place, sheet.name) for place, sheet in found if not all(map(is_blank, sheet.rows))]


def _columns(made: Plan) -> list[dict[str, object]]:
    """The columns of the file with what they are taken for and what stands first in them."""
    rows = made.sheet.rows[made.table.header + 1 : made.table.header + 200]
    found: list[dict[str, object]] = []
    for place, heading in enumerate(made.sheet.rows[made.table.header]):
        texts = [line_of(row[place]) for row in rows if place < len(row)]
        examples = list(dict.fromkeys(text for text in texts if text))[:2]
        name = line_of(heading)
        if name or examples:
            key = made.table.keys[place] if place < len(made.table.keys) else None
            letter = column_letter(place)
            found.append(
                {
                    "place": place,
                    "name": name or _("Kolumn %(letter)s", letter=letter),
                    "key": key or "",
                    "examples": [text[:40] for text in examples],
                    "unread": not key and name not in HEADING.values(),
                }
            )
    return found


WHAT_HAPPENS = {
    Verdict.NEW: _l("Ny"),
    Verdict.CHANGED: _l("Ändras"),
    Verdict.SAME: _l("Oförändrad"),
    Verdict.SKIPPED: _l("Hoppas över"),
    Verdict.ASKED: _l("Att svara på"),
    Verdict.WRONG: _l("Att rätta"),
}


def _outcomes(made: Plan) -> list[tuple[int, str, str]]:
    """Row, name and what happens; of one that changes also what does. Where there are too many,
    what changes what is there goes first."""
    names = {one.key: one.name for one in COLUMNS[made.kind]}
    lines = made.lines
    if len(lines) > MOST_TOLD:
        lines = sorted(lines, key=lambda line: line.verdict is not Verdict.CHANGED)[:MOST_TOLD]
    return [(line.row + 1, line.name[:120], _what_happens(line, names)) for line in lines]


def _what_happens(line: Line, names: Mapping[str, str]) -> str:
    what = str(WHAT_HAPPENS[line.verdict])
    if line.verdict is not Verdict.CHANGED:
        return what
    told = [_change(names[key], *line.shown[key]) for key in line.shown if key in names]
    told += [names[key] for key in line.changes if key in names and key not in line.shown]
    return f"{what}: {'; '.join(told)}" if told else what


def _change(name: str, before: str, after: str) -> str:
    old = line_of(before)[:SHORT] or _("tomt")
    return f"{name} ({old} → {line_of(after)[:SHORT]})"


def _faults(made: Plan) -> list[tuple[str, str, str, str]]:
    """Place, row, what stands there and remark of what has to be corrected, as the file has it."""
    found = sorted(made.wrong, key=lambda one: (one[0].row, one[1].place or 0))
    return [
        (made.place(line, one), line.name[:80], _standing(line, one.place), one.text(language()))
        for line, one in found[:MOST_TOLD]
    ]


def _standing(line: Line, place: int | None) -> str:
    there = place is not None and place < len(line.cells)
    return line_of(line.cells[place])[:60] if there and place is not None else ""


def _notes(made: Plan) -> list[tuple[str, str]]:
    """What is worth knowing, each once, and where: most of it is said of many rows."""
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for line, one in made.notes:
        places[one.text(language())][made.place(line, one)] = None
    return [(text, _few(list(found))) for text, found in list(places.items())[:MOST_TOLD]]


def _few(places: list[str]) -> str:
    """The first places, and how many more there are."""
    told, more = ", ".join(places[:FEW]), len(places) - FEW
    return _("%(told)s och %(number)s till", told=told, number=more) if more > 0 else told
