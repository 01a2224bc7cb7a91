"""Whole pages beside the floor, and large tables beside small ones.

The floor is what a page is made of, read by the bare driver in one statement and joined to one
string. Page and floor take turns in one process, in processor time, since other work on the machine
is no fault of the page. The figures to quote are the ratios; a page is flat when the large table
costs as much as the small one.

    python bench/pages.py            14 members, and 290 with a few hundred recommendations
    python bench/pages.py --full     290 members and 5,000 recommendations too (ten minutes)
    python bench/pages.py --keep DIR databases are made in DIR, and used again if they are there

With --full on SQLite (5,000 recommendations, 2,500 agreements; 50 rows on a page) the matrix costs
6 times the floor with 14 members (it was 16), and 1.4 times with 290 (it was 2.4). With 14
members every page is flat from 200 to 5,000 recommendations (0.9 to 1.2), which one municipality
(1.7) and the list (1.9) were not. With 290 so are all but deadlines, negotiator and manager (1.3 to
1.5): the large table has twice as many agreements in force, and those pages show them.

By hand over HTTP, one connection to one gunicorn worker, beside the SQLite floor of the matrix on
another, with 290 members: matrix 1.0, members 0.8, clerk 0.4, negotiator 1.8, manager 2.6,
deadlines 2.6, one municipality 7; on PostgreSQL within 15 percent of that. None took a second while
little else was working. With 14 members the matrix was 4 to 6 times that floor. In process on
PostgreSQL, beside its own floor by psycopg, it was 3.1 times with 14 and 1.0 to 1.1 with 290.

What is left of the goals: the matrix with 14 members was to be 4, with 290 it was to be 1. With 14
about a quarter is the frame of every page with session, person, rights and banners (1.5 times the
floor), a fifth the ten statements, the rest the lines, which stand twice, as a table and as cards.
List and one agreement are far from their goals of 6 and 8: over HTTP 18 to 21 and 66 to 108 times
floors that read 25 rows, or one recommendation's places, which is less than the frame alone.
One municipality asks of each agreement that it shows whether its condition is met, which depends
on what every member has decided and on when that gained legal force; so it shows fewer where
members are many.
"""

from __future__ import annotations

import argparse
import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sqlalchemy as sa
from _large import Size, fill
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.app import create_app
from nk_avtal.blueprints.guard import TOKEN
from nk_avtal.blueprints.recommendations import routes
from nk_avtal.db import db
from nk_avtal.people.models import Person, SignIn
from nk_avtal.people.signing_in import hash_of
from nk_avtal.serving import settle
from tests import databases

ROUNDS = 9
ROWS = 50
SMALL = {"recommendations": 200, "agreements": 100}

PAGES = {
    "matrix": ("manager", "/rekommendationer"),
    "matrix_all": ("manager", "/rekommendationer?lage=alla&sida=3"),
    "one": ("manager", "/rekommendationer/{recommendation}"),
    "town": ("manager", "/kommuner/{town}"),
    "list": ("manager", "/avtal?ordning=slutar"),
    "agreement": ("manager", "/avtal/{agreement}"),
    "start_clerk": ("clerk", "/"),
    "start_negotiator": ("negotiator", "/"),
    "start_manager": ("manager", "/"),
    "deadlines": ("manager", "/fornyelser"),
    "towns": ("manager", "/kommuner"),
}

MATRIX = """
SELECT recommendation.title, recommendation.reply_by, municipality.name, addressee.concerned,
  addressee.outcome, addressee.decided_on, addressee.planned_on
FROM recommendation
JOIN addressee ON addressee.recommendation_id = recommendation.id
JOIN municipality ON municipality.id = addressee.municipality_id
WHERE recommendation.id > (SELECT max(id) FROM recommendation) - 50
ORDER BY recommendation.reply_by, recommendation.id, municipality.name
"""
LIST = """
SELECT slug, title, number, kind, stage, start_on, end_on FROM agreement
ORDER BY end_on, id LIMIT 25
"""
AGREEMENT = """
SELECT agreement.title, agreement.end_on, municipality.name, addressee.outcome, addressee.decided_on
FROM agreement
JOIN recommendation ON recommendation.agreement_id = agreement.id
JOIN addressee ON addressee.recommendation_id = recommendation.id
JOIN municipality ON municipality.id = addressee.municipality_id
WHERE recommendation.id = (SELECT max(id) FROM recommendation)
"""
FLOORS = {"matrix": MATRIX, "list": LIST, "agreement": AGREEMENT}
"""The floor of a page."""

Work = Callable[[], object]


def main() -> None:
    """Print the ratios to the floor, and those of large to small."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--full", action="store_true", help="290 members, 5,000 recommendations")
    asked.add_argument("--keep", type=Path, help="a folder for the databases")
    chosen = asked.parse_args()
    routes.ON_A_PAGE = ROWS
    settle()
    with tempfile.TemporaryDirectory() as folder:
        home = chosen.keep or Path(folder)
        found = _measure(home, Size(towns=14, **SMALL), Size(towns=14))
        wide = Size(recommendations=100, agreements=50, in_force=50)
        large = Size() if chosen.full else Size(recommendations=400, agreements=200, in_force=50)
        found |= _measure(home, wide, large)
    print("SUMMARY " + " ".join(f"{name}={value:.2f}x" for name, value in found.items()))


def _measure(home: Path, small: Size, large: Size) -> dict[str, float]:
    """The ratios of one number of members: each page to its floor, large to small."""
    with _site(home, small) as few, _site(home, large) as many:
        driver = sqlite3.connect(_path(home, large))
        name, ratios = str(large.towns), {}
        for page, (who, path) in PAGES.items():
            one, other = few(who, path), many(who, path)
            ratios[f"{name}:{page}:flat"] = _ratio(other, one)
            if page in FLOORS:
                ratios[f"{name}:{page}:floor"] = _ratio(other, _floor(driver, FLOORS[page]))
            print({key: round(value, 2) for key, value in ratios.items() if page in key})
        driver.close()
    return ratios


def _path(home: Path, size: Size) -> Path:
    return home / f"{size.towns}x{size.recommendations}" / "nk-avtal.sqlite3"


@contextmanager
def _site(home: Path, size: Size) -> Iterator[Callable[[str, str], Work]]:
    """The product on a database of this size: gives the work of fetching a page."""
    path = _path(home, size)
    url, fresh = f"sqlite:///{path}", not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    if fresh:
        databases.fill(url, path.parent)
    app = create_app(databases.environ(url, path.parent))
    with app.app_context():
        if fresh:
            fill(size)
        people = {one.role.value: _signed_in(app.test_client(), one) for one in _people()}
        names = _names()
        db.session.close()

    def page(who: str, address: str) -> Work:
        return lambda: _fetched(people[who], address.format(**names))

    yield page
    with app.app_context():
        db.engine.dispose()


def _people() -> list[Person]:
    return list(db.session.scalars(sa.select(Person).order_by(Person.id)))


def _signed_in(client: FlaskClient, who: Person) -> FlaskClient:
    token, now = secrets.token_urlsafe(32), clock.now() + timedelta(minutes=1)
    db.session.add(SignIn(person_id=who.id, token_hash=hash_of(token), opened_at=now, seen_at=now))
    db.session.commit()
    with client.session_transaction() as session:
        session[TOKEN] = token
    return client


def _names() -> dict[str, str]:
    """What stands in the addresses: the newest of each."""
    wanted = {
        "recommendation": "SELECT slug FROM recommendation ORDER BY id DESC LIMIT 1",
        "agreement": "SELECT slug FROM agreement ORDER BY id DESC LIMIT 1",
        "town": "SELECT slug FROM municipality ORDER BY id LIMIT 1",
    }
    return {name: str(db.session.scalar(sa.text(text))) for name, text in wanted.items()}


def _fetched(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, path


def _floor(driver: sqlite3.Connection, statement: str) -> Work:
    def joined() -> bytes:
        found = driver.execute(statement)
        rows = ("</td><td>".join([escape(str(one)) for one in row]) for row in found)
        return "".join([f"<tr><td>{row}</td></tr>" for row in rows]).encode()

    return joined


def _ratio(work: Work, floor: Work) -> float:
    """The median of the pairwise ratios of the two, which take turns."""
    work()
    floor()
    pairs = [(_seconds(work), _seconds(floor)) for _ in range(ROUNDS)]
    return statistics.median(one / other for one, other in pairs)


def _seconds(work: Work) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    main()
