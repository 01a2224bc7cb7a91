"""Whether a decision is about the recommended text."""

from __future__ import annotations

import pytest

from nk_avtal.domain.wordings import Deviation, Wording, deviation, deviation_phrase

RECOMMENDED = Wording(1, 3, "abc")
TABLE = [
    (RECOMMENDED, RECOMMENDED, "", None),
    (Wording(1, 2, "old"), RECOMMENDED, "", Deviation.OLDER_DRAFT),
    (Wording(1, 4, "new"), RECOMMENDED, "", Deviation.LATER_VERSION),
    (Wording(2, 1, "other"), RECOMMENDED, "", Deviation.OTHER_DOCUMENT),
    (Wording(2, 1, "abc"), RECOMMENDED, "", None),  # the same file under another name
    (RECOMMENDED, RECOMMENDED, "punkt 4 ströks", Deviation.CHANGED_TEXT),
    (RECOMMENDED, RECOMMENDED, "  ", None),
    (None, RECOMMENDED, "", None),
    (RECOMMENDED, None, "", None),
]


@pytest.mark.parametrize(("decided", "recommended", "changed", "expected"), TABLE)
def test_only_the_same_text_is_the_same(
    decided: Wording | None, recommended: Wording | None, changed: str, expected: Deviation | None
) -> None:
    assert deviation(decided, recommended, changed) is expected


def test_the_deviation_is_told_with_the_number_of_the_version() -> None:
    assert "version 2" in deviation_phrase(Deviation.OLDER_DRAFT, 2).text()
    assert "version 2" in deviation_phrase(Deviation.OLDER_DRAFT, 2).text("en")
