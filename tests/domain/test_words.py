"""What Swedish keeps on one line."""

from __future__ import annotations

import pytest

from nk_avtal.domain.words import kept_together


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("den 1 februari 2027", "den 1_februari 2027"),
        ("§ 12, §64, §§ 4-5 och 142 §", "§_12, §_64, §§_4-5 och 142_§"),
        ("NK 2024-118, dnr KS 2026/412", "NK_2024-118, dnr KS_2026/412"),
        ("att anta bilaga 2 av 3 i maj", "att anta bilaga 2 av 3 i maj"),
        ("2026 § 12, 2024 mars ut", "2026 §_12, 2024 mars ut"),
        ("KS beslutade om 3 avtal", "KS beslutade om 3 avtal"),
    ],
)
def test_dates_paragraphs_and_references_are_not_broken(written: str, kept: str) -> None:
    assert kept_together(written) == kept.replace("_", "\N{NO-BREAK SPACE}")
