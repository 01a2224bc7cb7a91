"""Builds the templates that ship with the product: `python -m nk_avtal.letters.build_defaults`.

An office that wants another wording uploads its own.
"""

from __future__ import annotations

from pathlib import Path

from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters import defaults_agreed as agreed
from nk_avtal.letters import defaults_recommended as recommended

DEFAULTS = Path(__file__).parent / "defaults"
BUILDERS = {
    LetterKind.OFFICIAL_LETTER: recommended.official_letter,
    LetterKind.COVER_LETTER: recommended.cover_letter,
    LetterKind.STATUS_REPORT: recommended.status_report,
    LetterKind.NOTICE: agreed.notice,
    LetterKind.PARTIES_DECISIONS: recommended.parties_decisions,
}


def path_of(kind: LetterKind) -> Path:
    """Where the shipped template of a kind lies."""
    return DEFAULTS / f"{kind.value}.docx"


def main() -> None:
    """Write all shipped templates."""
    DEFAULTS.mkdir(exist_ok=True)
    for kind, build in BUILDERS.items():
        build().save(str(path_of(kind)))


if __name__ == "__main__":
    main()
