"""The page of a file that has been checked: its columns, its faults, its questions."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from nk_avtal.blueprints import notices
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.imports.kinds import Offer
from nk_avtal.db import db
from nk_avtal.domain.delimited import MOST_COLUMNS
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.import_cells import line_of
from nk_avtal.domain.import_columns import COLUMNS
from nk_avtal.domain.import_sheets import column_letter
from nk_avtal.imports import actions
from nk_avtal.imports.models import Import
from nk_avtal.imports.planning import Answers, Choice, Plan, Verdict

Page = str | tuple[str, int] | Response
MOST_TOLD = 200
"""Remarks and questions on a page; the file with remarks has them all."""


def answers_in(form: Mapping[str, str]) -> Answers:
    """What the page was answered: `k-3` for the fourth column, `r-12` for a row."""
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
    return Answers(keys, choices, others if others in {one.value for one in Choice} else "")


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
        return _shown(one, offer, made), 422
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


def _shown(one: Import, offer: Offer, made: Plan) -> str:
    counts = made.counts
    return render_template(
        "imports/check.html",
        one=one,
        offer=offer,
        plan=made,
        summary=_summary(made),
        columns=_columns(made),
        choices=[("", _("Läs inte"))] + [(key, name) for key, name in _names(made)],
        wrong=_told(made, wrong=True),
        notes=_told(made, wrong=False),
        asked=made.asked[:MOST_TOLD],
        outcomes=_outcomes(made),
        answers=actions.answers_of(one),
        writes=counts[Verdict.NEW] + counts[Verdict.CHANGED],
        most=MOST_TOLD,
    )


def _broken(one: Import, offer: Offer, refusal: RuleBroken) -> str:
    return render_template(
        "imports/check.html", one=one, offer=offer, plan=None, refusal=refusal.text(language())
    )


def _summary(made: Plan) -> list[str]:
    counts = made.counts
    told = (
        (counts[Verdict.NEW], ngettext("%(num)s ny", "%(num)s nya", counts[Verdict.NEW])),
        (
            counts[Verdict.CHANGED],
            ngettext("%(num)s ändras", "%(num)s ändras", counts[Verdict.CHANGED]),
        ),
        (counts[Verdict.SAME], _("%(number)s oförändrade", number=counts[Verdict.SAME])),
        (counts[Verdict.ASKED], _("%(number)s att svara på", number=counts[Verdict.ASKED])),
        (counts[Verdict.WRONG], _("%(number)s att rätta", number=counts[Verdict.WRONG])),
        (counts[Verdict.SKIPPED], _("%(number)s hoppas över", number=counts[Verdict.SKIPPED])),
    )
    return [str(text) for number, text in told if number]


def _names(made: Plan) -> list[tuple[str, str]]:
    towns = sorted({key for key in made.table.keys if key and key.startswith("town:")})
    own = [(one.key, one.name) for one in COLUMNS[made.kind]]
    return own + [(key, key.removeprefix("town:")) for key in towns]


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
    """Row, name and what happens; of one that changes also what does."""
    names = {one.key: one.name for one in COLUMNS[made.kind]}
    found = []
    for line in made.lines[:MOST_TOLD]:
        changes = ", ".join(names[key] for key in line.changes if key in names)
        what = str(WHAT_HAPPENS[line.verdict])
        changed = line.verdict is Verdict.CHANGED and changes
        found.append((line.row + 1, line.name[:120], f"{what}: {changes}" if changed else what))
    return found


def _told(made: Plan, *, wrong: bool) -> list[tuple[str, str, str]]:
    """Place, row and remark."""
    found = made.wrong if wrong else made.notes
    return [
        (made.place(line, one), line.name[:80], one.text(language()))
        for line, one in found[:MOST_TOLD]
    ]
