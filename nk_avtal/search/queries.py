"""Finding agreements, recommendations, decisions and municipalities by what a person types.

Every word must occur. Å, ä and ö are letters of their own and never folded away. When nothing
fits, the nearest word that does occur is offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from nk_avtal.adoptions.models import Decision
from nk_avtal.adoptions.predicates import stands
from nk_avtal.agreements.queries import visible_to
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.domain.recommendations import Status
from nk_avtal.matters.models import Matter
from nk_avtal.municipalities.models import Municipality
from nk_avtal.negotiations import queries as negotiations
from nk_avtal.negotiations.models import Negotiation
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, Recommendation

LONGEST_QUERY = 200
CLOSE_ENOUGH = 0.7


class HitKind(StrEnum):
    """What was found."""

    AGREEMENT = "agreement"
    RECOMMENDATION = "recommendation"
    MATTER = "matter"
    DECISION = "decision"
    NEGOTIATION = "negotiation"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True)
class Hit:
    """One thing that fits. `text` is what was searched, `slug` and `town` make its address."""

    kind: HitKind
    title: str
    text: str
    slug: str
    town: str = ""


@dataclass(frozen=True)
class Found:
    """What fits, or the word to try instead."""

    hits: list[Hit]
    suggestion: str = ""


def search(words: str, reader: Person) -> Found:
    """What `reader` may see of what fits `words`."""
    wanted = words.casefold()[:LONGEST_QUERY].split()
    if not wanted:
        return Found([])
    everything = list(_everything(reader))
    hits = [hit for hit in everything if all(word in hit.text.casefold() for word in wanted)]
    return Found(hits, "" if hits else _nearest(wanted, everything))


def _nearest(wanted: list[str], everything: Iterable[Hit]) -> str:
    known = {word for hit in everything for word in re.findall(r"\w{4,}", hit.text.casefold())}
    better = [(get_close_matches(word, known, 1, CLOSE_ENOUGH) or [word])[0] for word in wanted]
    return " ".join(better) if better != wanted else ""


def _everything(reader: Person) -> Iterator[Hit]:
    yield from _agreements(reader)
    yield from _recommendations(reader)
    yield from _matters(reader)
    yield from _decisions()
    yield from _negotiations(reader)
    towns = sa.select(
        Municipality.name, Municipality.full_name, Municipality.code, Municipality.slug
    )
    for name, full_name, code, slug in db.session.execute(towns):
        yield Hit(HitKind.MUNICIPALITY, full_name, f"{name} {full_name} {code}", slug)


def _agreements(reader: Person) -> Iterator[Hit]:
    for agreement in db.session.scalars(visible_to(reader)):
        text = " ".join((agreement.title, agreement.number or "", agreement.summary))
        yield Hit(HitKind.AGREEMENT, agreement.title, text, agreement.slug)


def _recommendations(reader: Person) -> Iterator[Hit]:
    wanted = sa.select(
        Recommendation.title,
        Recommendation.slug,
        Recommendation.paragraph,
        Recommendation.reference,
    )
    if not reader.may(Permission.READ_DRAFTS):
        wanted = wanted.where(Recommendation.status != Status.DRAFT)
    for one in db.session.execute(wanted):
        text = f"{one.title} § {one.paragraph} {one.reference}"
        yield Hit(HitKind.RECOMMENDATION, one.title, text, one.slug)


def _negotiations(reader: Person) -> Iterator[Hit]:
    """Those that the reader may know of, by their titles and those of their issues."""
    if not reader.may(Permission.READ_NEGOTIATIONS):
        return
    wanted = negotiations.visible_to(reader).options(selectinload(Negotiation.issues))
    for one in db.session.scalars(wanted):
        text = " ".join((one.title, *(issue.title for issue in one.issues)))
        yield Hit(HitKind.NEGOTIATION, one.title, text, one.slug)


def _matters(reader: Person) -> Iterator[Hit]:
    if reader.may(Permission.PREPARE_MATTERS):
        wanted = sa.select(Matter.title, Matter.slug, Matter.reference, Matter.summary)
        for title, slug, reference, summary in db.session.execute(wanted):
            yield Hit(HitKind.MATTER, title, f"{title} {reference} {summary}", slug)


def _decisions() -> Iterator[Hit]:
    wanted = (
        sa.select(
            Recommendation.title,
            Recommendation.slug,
            Municipality.name,
            Municipality.slug,
            Decision.body_name,
            Decision.paragraph,
            Decision.reference,
        )
        .join(Addressee, Decision.addressee_id == Addressee.id)
        .join(Recommendation, Addressee.recommendation_id == Recommendation.id)
        .join(Municipality, Addressee.municipality_id == Municipality.id)
        .where(stands(Decision), Recommendation.status == Status.SENT)
    )
    for title, slug, town, town_slug, body, paragraph, reference in db.session.execute(wanted):
        label = f"{town}: {title}"
        text = f"{label} {body} § {paragraph} {reference}"
        yield Hit(HitKind.DECISION, label, text, slug, town_slug)
