"""What of a negotiation can be printed or fetched as Word, for three kinds of reader.

The counterparty gets what has been sent or agreed and nothing of what the group thinks of it: no
status, importance, note, question or date of ours, and no issue that was never raised. A
preparatory body gets what remains to be settled, with what both sides have said. Only the group's
own has drafts, and the mandate for whoever may read that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from flask import Response, abort, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from nk_avtal import clock, wording
from nk_avtal.blueprints import files
from nk_avtal.blueprints.context import ASSOCIATION
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.negotiations import words
from nk_avtal.blueprints.negotiations.blueprint import bp, reading
from nk_avtal.documents.intake import DOCX
from nk_avtal.domain.negotiations import UNSETTLED
from nk_avtal.formats import join_and, long_date
from nk_avtal.letters.outlines import Outline, Part, as_word, unbroken
from nk_avtal.negotiations import queries
from nk_avtal.negotiations.models import Mandate, Negotiation, Position
from nk_avtal.negotiations.shown import IssueShown, Shown, shown


class Audience(StrEnum):
    """For whom a document is, as it stands in the address."""

    GROUP = "gruppen"
    COUNTERPARTY = "motparten"
    PREPARATORY = "beredningen"


NAMES = {
    Audience.GROUP: _l("För gruppen, internt"),
    Audience.COUNTERPARTY: _l("För motparten"),
    Audience.PREPARATORY: _l("För beredningen"),
}


@bp.get("/<slug>/underlag/<audience>")
@reading
def output(slug: str, audience: str) -> str:
    """The document as a page, to read or print."""
    negotiation = queries.by_slug(slug, me())
    return render_template(
        "negotiations/output.html",
        negotiation=negotiation,
        outline=_outline(negotiation, audience),
        audience=Audience(audience),
        names=NAMES,
    )


@bp.get("/<slug>/underlag/<audience>.docx")
@reading
def output_word(slug: str, audience: str) -> Response:
    """The same as a Word file."""
    outline = _outline(queries.by_slug(slug, me()), audience)
    return files.download(as_word(outline), f"forhandling-{slug}-{audience}.docx", DOCX)


def _outline(negotiation: Negotiation, audience: str) -> Outline:
    if audience not in tuple(Audience):
        abort(404)
    make: dict[Audience, Callable[[Negotiation], tuple[str, _Facts, Iterable[Part]]]] = {
        Audience.GROUP: _for_group,
        Audience.COUNTERPARTY: _for_counterparty,
        Audience.PREPARATORY: _for_body,
    }
    mark, facts, parts = make[Audience(audience)](negotiation)
    return unbroken(
        Outline(
            title=negotiation.title,
            mark=mark,
            sender=ASSOCIATION,
            day=long_date(clock.today()),
            facts=tuple((str(name), value) for name, value in facts if value),
            parts=tuple(parts),
        )
    )


_Facts = list[tuple[str, str]]


def _parties(negotiation: Negotiation) -> str:
    return join_and(one.organisation for one in negotiation.counterparties)


def _numbered(
    heading: str, heads: Iterable[str], rows: Iterable[tuple[str, ...]]
) -> Iterator[Part]:
    """A table of issues; nothing when there is none."""
    found = tuple(rows)
    if found:
        yield Part(heading=heading, heads=(_("Nr"), *heads), rows=found)


def _title(one: IssueShown) -> str:
    clause = one.issue.contract_clause
    return f"{one.issue.title} ({clause})" if clause else one.issue.title


def _said(position: Position | None) -> str:
    return position.text if position else "–"


# -- for the counterparty


def _for_counterparty(negotiation: Negotiation) -> tuple[str, _Facts, Iterable[Part]]:
    found = shown(negotiation, drafts=False)
    facts = [(_("Parter"), f"{ASSOCIATION}, {_parties(negotiation)}")]
    return _("Läget i förhandlingen"), facts, _spoken(found)


def _spoken(found: Shown) -> Iterator[Part]:
    raised = [one for one in found.issues if one.posts or one.agreed]
    yield from _numbered(
        _("Överenskommet"),
        (_("Fråga"), _("Överenskommet")),
        (
            (str(one.issue.number), _title(one), one.issue.agreed_wording)
            for one in raised
            if one.agreed
        ),
    )
    yield from _numbered(
        _("Inte överenskommet"),
        (_("Fråga"), ASSOCIATION, words.counterparty(found.negotiation)),
        (
            (str(one.issue.number), _title(one), _said(one.ours), _said(one.theirs))
            for one in raised
            if not one.agreed
        ),
    )
    if not raised:
        yield Part(texts=(_("Ingenting har sagts än."),))


# -- for a preparatory body


def _for_body(negotiation: Negotiation) -> tuple[str, _Facts, Iterable[Part]]:
    found = shown(negotiation, drafts=False)
    return _("Underlag till beredningen"), _stand(found), _for_deciding(found)


def _stand(found: Shown) -> _Facts:
    """How far it has come, for all who work with it."""
    negotiation = found.negotiation
    return [
        (_("Avtal"), negotiation.agreement.title),
        (_("Motpart"), _parties(negotiation)),
        (_("Läge"), _counted(found)),
        (_("Avtalet måste vara klart"), long_date(negotiation.target_on)),
        (_("Om avtalet inte blir klart"), negotiation.if_missed),
    ]


def _counted(found: Shown) -> str:
    agreed, every = found.agreed, len(found.counted)
    return str(
        ngettext(
            "%(agreed)s av %(num)s yrkande är överens",
            "%(agreed)s av %(num)s yrkanden är överens",
            every,
            agreed=agreed,
        )
    )


def _for_deciding(found: Shown) -> Iterator[Part]:
    counterparty = words.counterparty(found.negotiation)
    yield from _numbered(
        _("Återstår"),
        (_("Fråga"), _("Läge"), ASSOCIATION, counterparty),
        (
            (
                str(one.issue.number),
                _title(one),
                str(wording.ISSUE_STATUSES[one.issue.status]),
                _said(one.ours),
                _said(one.theirs),
            )
            for one in found.issues
            if one.issue.status in UNSETTLED
        ),
    )
    yield from _numbered(
        _("Överenskommet"),
        (_("Fråga"), _("Överenskommet")),
        (
            (str(one.issue.number), _title(one), one.issue.agreed_wording)
            for one in found.issues
            if one.agreed
        ),
    )


# -- for the group


def _for_group(negotiation: Negotiation) -> tuple[str, _Facts, Iterable[Part]]:
    found = shown(negotiation, drafts=True)
    mandates = queries.mandates(negotiation, me())
    facts = [
        *_stand(found),
        (_("Nästa steg"), negotiation.next_step),
        (_("Mandat"), mandates[None].limits if None in mandates else ""),
    ]
    return _("Internt"), facts, _internal(found, mandates)


def _internal(found: Shown, mandates: dict[int | None, Mandate]) -> Iterator[Part]:
    for one in found.everything():
        heading = _("Yrkande %(number)s", number=one.issue.number)
        yield Part(
            heading=f"{heading}: {_title(one)}",
            texts=tuple(_told(one, mandates.get(one.issue.id))),
            heads=(_("Runda"), ASSOCIATION, words.counterparty(found.negotiation)),
            rows=tuple(_rounds(one)),
        )
    yield from _notes(found)


def _told(one: IssueShown, mandate: Mandate | None) -> Iterator[str]:
    issue = one.issue
    status = wording.ISSUE_STATUSES[issue.status]
    importance = wording.IMPORTANCES[issue.importance]
    yield f"{status}. {importance}. {issue.question}".strip()
    if issue.agreed_wording:
        yield _("Överenskommet: %(wording)s", wording=issue.agreed_wording)
    if mandate:
        yield _("Mandat: %(limits)s", limits=mandate.limits)


def _rounds(one: IssueShown) -> Iterator[tuple[str, ...]]:
    for of in one.rounds:
        yield str(of.round.number), _all(of.ours), _all(of.theirs)


def _all(positions: Iterable[Position]) -> str:
    return "\n".join(
        one.text if one.is_sent else _("Utkast: %(text)s", text=one.text) for one in positions
    )


def _notes(found: Shown) -> Iterator[Part]:
    for one in found.rounds:
        if one.round.meeting_notes:
            yield Part(
                heading=_("Anteckningar från runda %(number)s", number=one.round.number),
                texts=tuple(one.round.meeting_notes.splitlines()),
            )
