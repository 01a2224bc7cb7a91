"""Making the documents of a consultation, and keeping its letters as they were sent."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from nk_avtal.consultations.models import Consultation, Invited
from nk_avtal.consultations.queries import in_order
from nk_avtal.documents import store
from nk_avtal.documents.intake import DOCX
from nk_avtal.domain.letters import LetterKind, file_name
from nk_avtal.domain.slugs import slug_of
from nk_avtal.letters import records
from nk_avtal.letters.actions import File, make, template_of
from nk_avtal.letters.context_consulted import consultation_letter, consultation_report
from nk_avtal.letters.faults import TemplateBroken
from nk_avtal.letters.records import Made
from nk_avtal.letters.render import render_many
from nk_avtal.people.models import Person


def letter(invited: Invited, today: date, *, former: bool = False) -> File:
    """The missiv to one that is asked: the bytes that were kept when it was sent, else made of what
    is known now. Raises TemplateBroken, as the other does."""
    if invited.letter:
        return File(invited.letter.name, store.read(invited.letter))
    values, slug = consultation_letter(invited, today), invited.consultation.slug
    return make(LetterKind.CONSULTATION, values, slug, slug_of(invited.called), former=former)


def report(consultation: Consultation, today: date, *, former: bool = False) -> File:
    """The compilation of the replies, for the board."""
    values = consultation_report(consultation, today)
    return make(LetterKind.CONSULTATION_REPORT, values, consultation.slug, former=former)


def keep_as_sent(consultation: Consultation, by: Person, today: date) -> None:
    """Keep the letters of a consultation that is being sent. A wording that cannot be filled keeps
    nobody from sending: then nothing is kept."""
    invited, template = in_order(consultation.invited), template_of(LetterKind.CONSULTATION)
    values = [consultation_letter(one, today).context() for one in invited]
    names = [_name(one) for one in invited]
    with suppress(TemplateBroken):
        contents = render_many(template, values)
        for one, name, content in zip(invited, names, contents, strict=True):
            one.letter = store.keep(content, name, DOCX)
        made = zip(names, values, strict=True)
        records.keep((Made(one, LetterKind.CONSULTATION, template, told) for one, told in made), by)


def _name(invited: Invited) -> str:
    about, to = invited.consultation.slug, slug_of(invited.called)
    return file_name(LetterKind.CONSULTATION, about, to)
