"""Builds the templates that ship with the product: `python -m nk_avtal.letters.build_defaults`.

An office that wants another wording uploads its own.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters import defaults_agreed as agreed
from nk_avtal.letters import defaults_consulted as consulted
from nk_avtal.letters import defaults_decided as decided
from nk_avtal.letters import defaults_drafted as drafted
from nk_avtal.letters import defaults_met as met
from nk_avtal.letters import defaults_recommended as recommended

DEFAULTS = Path(__file__).parent / "defaults"
BUILDERS = {
    LetterKind.OFFICIAL_LETTER: recommended.official_letter,
    LetterKind.COVER_LETTER: recommended.cover_letter,
    LetterKind.RECOMMENDATION: recommended.recommendation,
    LetterKind.DECISION_BASIS: decided.decision_basis,
    LetterKind.EXCERPT: decided.excerpt,
    LetterKind.CONSULTATION: recommended.consultation,
    LetterKind.CONSULTATION_REPORT: consulted.consultation_report,
    LetterKind.STATUS_REPORT: recommended.status_report,
    LetterKind.PARTIES_DECISIONS: recommended.parties_decisions,
    LetterKind.AGENDA: met.agenda,
    LetterKind.MINUTES: met.minutes,
    LetterKind.AGREEMENT_DRAFT: drafted.agreement_draft,
    LetterKind.PROLONGATION: agreed.prolongation,
    LetterKind.NOTICE: agreed.notice,
    LetterKind.NOTICE_CONFIRMATION: agreed.notice_confirmation,
    LetterKind.COOPERATION_REPORT: drafted.cooperation_report,
}


def path_of(kind: LetterKind) -> Path:
    """Where the shipped template of a kind lies."""
    return DEFAULTS / f"{kind.value}.docx"


def main() -> None:
    """Write the shipped templates that have changed: a file holds the time of its writing too."""
    DEFAULTS.mkdir(exist_ok=True)
    for kind, build in BUILDERS.items():
        file, path = io.BytesIO(), path_of(kind)
        build().save(file)
        if not path.exists() or _parts(file.getvalue()) != _parts(path.read_bytes()):
            path.write_bytes(file.getvalue())


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


if __name__ == "__main__":
    main()
