"""Checking a template before it is taken into use, in words that an office person understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nk_avtal.documents.intake import DOCX, recognise
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.letter_samples import emptiest, example, longest
from nk_avtal.domain.letters import LetterKind
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import Language
from nk_avtal.letters.faults import TemplateBroken
from nk_avtal.letters.render import faults_in, render_each


class TemplateRefused(RuleBroken):
    """A template cannot be taken into use; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: Sequence[RuleBroken]) -> None:
        super().__init__(Phrase("{all}", "{all}", {"all": _All(faults)}), name="template_refused")
        self.faults = tuple(faults)


@dataclass(frozen=True)
class _All:
    faults: Sequence[RuleBroken]

    def text(self, language: Language = "sv") -> str:
        """All the sentences."""
        return " · ".join(fault.text(language) for fault in self.faults)


def check_template(kind: LetterKind, content: bytes, filename: str) -> str:
    """The media type of a template that passes: harmless, with no field that does not exist, and
    filled with the longest and the emptiest values without complaint.

    Raises RuleBroken when it is no harmless Word document, else TemplateRefused.
    """
    found = recognise(content, filename, "Mallen")
    if found.media_type != DOCX:
        raise RuleBroken(_NOT_WORD)
    if faults := faults_in(content, example(kind).context()) or _trial(kind, content):
        raise TemplateRefused(faults)
    return found.media_type


def _trial(kind: LetterKind, content: bytes) -> list[TemplateBroken]:
    """What goes wrong when the template is filled."""
    values = [made(kind).context() for made in (example, longest, emptiest)]
    faults: list[TemplateBroken] = []
    for answer in render_each(content, values):
        if isinstance(answer, TemplateBroken) and str(answer) not in map(str, faults):
            faults.append(answer)
    return faults


_NOT_WORD = Phrase(
    "Mallen behöver vara ett Word-dokument (.docx)",
    "The template needs to be a Word document (.docx)",
)
