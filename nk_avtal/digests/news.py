"""What is new in the views that a person follows, as far as that person may see it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from nk_avtal import wording
from nk_avtal.adoptions import matrix
from nk_avtal.adoptions.chosen import filter_of
from nk_avtal.agreements import listing
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.news import News, news_of
from nk_avtal.formats import long_date
from nk_avtal.indexing.models import kind_of, row_of
from nk_avtal.municipalities.queries import members
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.reminders.chosen import Choice, of_agreements
from nk_avtal.reminders.watching import watched_agreements
from nk_avtal.search import chosen as searching
from nk_avtal.search import queries as search
from nk_avtal.search import words
from nk_avtal.views.models import SavedView, ViewPage
from nk_avtal.views.places import PLACES, asked_by
from nk_avtal.views.queries import told_of

Asked = Mapping[str, str]


@dataclass(frozen=True)
class Rows:
    """The rows of a page, newest first, each by a name that never changes; and what some of them
    are called."""

    names: Sequence[str]
    called: Callable[[Sequence[str]], Mapping[str, str]]


@dataclass(frozen=True)
class ViewNews:
    """What a letter tells of one view."""

    view: SavedView
    news: News
    lines: tuple[str, ...]


def news_in(view: SavedView, reader: Person, today: date) -> ViewNews | None:
    """What its owner is to be told of a view; None when there is nothing, also when its page is
    closed to the owner now."""
    rows = _rows(view, reader, today)
    news = news_of(rows.names, told_of(view)) if rows else News()
    if rows is None or not news.rows:
        return None
    called = rows.called(news.shown)
    return ViewNews(view, news, tuple(called[name] for name in news.shown))


def rows_now(view: SavedView, reader: Person, today: date) -> Sequence[str]:
    """The rows that are there now, by name."""
    rows = _rows(view, reader, today)
    return rows.names if rows else ()


def _rows(view: SavedView, reader: Person, today: date) -> Rows | None:
    if not reader.may(PLACES[view.page].needs):
        return None
    return _PAGES[view.page](asked_by(view), reader, today)


def _of_search(asked: Asked, reader: Person, today: date) -> Rows:
    chosen = searching.filter_of(asked, today)
    found = search.everything(asked.get("q", ""), reader, chosen)
    entries = {f"{kind_of(entry)}:{row_of(entry)}": entry for entry in found}

    def called(names: Sequence[str]) -> dict[str, str]:
        some = {name: entries[name] for name in names}
        titles = search.titles([*some.values()])
        return {
            name: f"{words.KIND[kind_of(entry)]}: {titles[entry]}" for name, entry in some.items()
        }

    return Rows([*entries], called)


def _of_agreements(asked: Asked, reader: Person, _today: date) -> Rows:
    found = listing.numbers(listing.Choice.of(asked), reader)

    def called(names: Sequence[str]) -> dict[str, str]:
        wanted = sa.select(Agreement.id, Agreement.number, Agreement.title)
        some = db.session.execute(wanted.where(Agreement.id.in_(map(int, names))))
        return {str(one.id): " ".join(filter(None, (one.number, one.title))) for one in some}

    return Rows([str(number) for number in found], called)


def _of_recommendations(asked: Asked, _reader: Person, today: date) -> Rows:
    found = matrix.numbers(filter_of(asked, members()), today)

    def called(names: Sequence[str]) -> dict[str, str]:
        wanted = sa.select(Recommendation.id, Recommendation.title)
        some = db.session.execute(wanted.where(Recommendation.id.in_(map(int, names))))
        return {str(one.id): one.title for one in some}

    return Rows([str(number) for number in found], called)


def _of_deadlines(asked: Asked, reader: Person, today: date) -> Rows:
    """Those that nobody has settled, soonest first. One that is moved to another day is new."""
    choice = Choice.of(asked)
    ahead = of_agreements(choice.agreements(reader, today), watched_agreements(today))
    found = {
        f"{one.deadline.subject}:{one.deadline.kind}:{one.deadline.falls_on}": one
        for one in choice.deadlines(ahead, today)
        if not one.settled
    }

    def called(names: Sequence[str]) -> dict[str, str]:
        return {
            name: f"{long_date(one.deadline.falls_on)}: {one.agreement.title}."
            f" {wording.TO_DO[one.deadline.kind]}"
            for name in names
            for one in [found[name]]
        }

    return Rows([*found], called)


_PAGES: Mapping[ViewPage, Callable[[Asked, Person, date], Rows]] = {
    ViewPage.SEARCH: _of_search,
    ViewPage.AGREEMENTS: _of_agreements,
    ViewPage.RECOMMENDATIONS: _of_recommendations,
    ViewPage.DEADLINES: _of_deadlines,
}
