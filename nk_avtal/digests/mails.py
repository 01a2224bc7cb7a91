"""The words of a weekly letter."""

from __future__ import annotations

from datetime import date

from flask_babel import ngettext

from nk_avtal.digests.gathering import Letter
from nk_avtal.domain.words import Language
from nk_avtal.formats import speaking
from nk_avtal.outbox.composing import Written, compose, link
from nk_avtal.people.models import Person
from nk_avtal.reminders.wording import otherwise, summary
from nk_avtal.views.models import SavedView
from nk_avtal.views.places import PLACES, asked_by
from nk_avtal.wording import OUTCOMES


def written(person: Person, letter: Letter, today: date, *, delayed: bool) -> Written:
    """The letter of the week of `today` to a person, in that person's language."""
    language: Language = "en" if person.language == "en" else "sv"
    with speaking(language):
        return compose(
            "digest",
            locale=language,
            week=today.isocalendar().week,
            counts=_counts(letter),
            letter=letter,
            deadlines=[(one, summary(one), otherwise(one, language)) for one in letter.deadlines],
            views=[(one, _address(one.view)) for one in letter.views],
            outcomes=OUTCOMES,
            delayed=delayed,
            url=link("start.index"),
            settings_url=link("digests.choose"),
        )


def _counts(letter: Letter) -> str:
    """What the subject says, the two things that matter most: 2 frister, 3 nya beslut."""
    counted = [
        _n("%(num)s frist", "%(num)s frister", len(letter.deadlines)),
        _n("%(num)s ärende att besluta", "%(num)s ärenden att besluta", len(letter.to_decide)),
        _n("%(num)s remiss att svara på", "%(num)s remisser att svara på", len(letter.to_answer)),
        _n("%(num)s utdrag saknas", "%(num)s utdrag saknas", len(letter.excerpts)),
        _n("%(num)s nytt beslut", "%(num)s nya beslut", letter.decisions),
        _n("%(num)s försenad kommun", "%(num)s försenade kommuner", len(letter.late)),
        _n("%(num)s möte", "%(num)s möten", len(letter.meetings)),
        _n("%(num)s ny rad i dina vyer", "%(num)s nya rader i dina vyer", letter.news),
    ]
    return ", ".join([text for text in counted if text][:2])


def _address(view: SavedView) -> str:
    return link(PLACES[view.page].endpoint, **asked_by(view))


def _n(one: str, many: str, count: int) -> str:
    return str(ngettext(one, many, count)) if count else ""
