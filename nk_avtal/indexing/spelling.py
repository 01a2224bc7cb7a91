"""Words that occur and are spelled nearly as one that does not."""

from __future__ import annotations

import sqlalchemy as sa

from nk_avtal.db import db
from nk_avtal.domain.search_terms import SHORTEST_PART, distance, is_spelled, stem
from nk_avtal.indexing.matching import LAST_LETTER
from nk_avtal.indexing.models import IndexWord

LONG = 6
"""In a word as long as this two letters may be wrong, in a shorter one only one."""
MOST_NEAR = 12
MOST_LOOKED_AT = 2000


def near(word: str) -> list[str]:
    """The words that are spelled nearly so, or so but for their endings, the nearest first. A
    single wrong letter leaves one half of a word as it is; words that share a half are looked at.
    """
    if not is_spelled(word) or len(word) < SHORTEST_PART:
        return []
    most = 2 if len(word) >= LONG else 1
    asked = stem(word)
    found = []
    for one, its_stem in _alike(word, asked, most):
        far = min(distance(word, one, most), distance(asked, its_stem, most))
        if 0 < far <= most:
            found.append((far, abs(len(word) - len(one)), one))
    return [one for _, _, one in sorted(found)[:MOST_NEAR]]


def _alike(word: str, asked: str, most: int) -> list[tuple[str, str]]:
    part, whole, its_stem = IndexWord.part, IndexWord.word, IndexWord.stem
    half = len(asked) // 2
    beginning, end = asked[:half], asked[half:]
    shares = sa.and_(part >= beginning, part < beginning + LAST_LETTER, part == whole)
    if len(end) >= SHORTEST_PART:
        shares = sa.or_(shares, sa.and_(part >= end, part < end + LAST_LETTER))
    lengths = [
        sa.func.length(column).between(len(text) - most, len(text) + most)
        for column, text in ((whole, word), (its_stem, asked))
    ]
    wanted = (
        sa.select(whole, its_stem)
        .distinct()
        .where(shares, sa.or_(*lengths))
        .order_by(whole)
        .limit(MOST_LOOKED_AT)
    )
    return [(one, of) for one, of in db.session.execute(wanted)]
