"""What the pages show of a consultation: where each stands, and the replies added up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from nk_avtal.blueprints.consultations.words import STANCES
from nk_avtal.consultations.models import Consultation, Invited, Opinion, Question, Reply
from nk_avtal.consultations.queries import in_order
from nk_avtal.domain.consultations import Place, place_of
from nk_avtal.domain.opinions import OpinionTally, Stance, tally

Opinions = list[tuple[Reply, Opinion]]


@dataclass(frozen=True)
class Line:
    """One that is asked, where it stands, and its reply."""

    invited: Invited
    place: Place
    reply: Reply | None


@dataclass(frozen=True)
class Asked:
    """A question, what was said of it in numbers, and who said what."""

    question: Question
    tally: OpinionTally
    opinions: Opinions

    @property
    def comments(self) -> Opinions:
        """Those that wrote something."""
        return [pair for pair in self.opinions if pair[1].comment]

    def named(self, stance: Stance) -> list[str]:
        """Who took a stance."""
        return [reply.invited.called for reply, one in self.opinions if one.stance is stance]


def place_in(invited: Invited, today: date) -> Place:
    """Where one that is asked stands."""
    consultation, reply = invited.consultation, invited.reply
    received = reply.received_on if reply else None
    return place_of(consultation.status, consultation.reply_by, received, today)


def lines_of(consultation: Consultation, today: date) -> list[Line]:
    """Everybody that is asked, in the order of a list."""
    return [Line(one, place_in(one, today), one.reply) for one in in_order(consultation.invited)]


def asked_of(questions: Sequence[Question], replies: Iterable[Reply], invited: int) -> list[Asked]:
    """The questions with what `replies` say of them, out of so many invited."""
    found = []
    given = list(replies)
    for question in questions:
        opinions = [(one, said) for one in given if (said := one.opinion_on(question))]
        stances = (said.stance for _reply, said in opinions)
        found.append(Asked(question, tally(stances, invited), opinions))
    return found


def columns(consultation: Consultation) -> list[str]:
    """The heads of the table as a file."""
    heads = [_("Part"), _("Läge"), _("Kom in"), _("Dnr"), _("Beslutat av")]
    for one in consultation.questions:
        heads += [
            _("Fråga %(number)s", number=one.position),
            _("Kommentar %(number)s", number=one.position),
        ]
    return [*heads, _("Yttrande"), _("Fil")]


def row_of(line: Line, consultation: Consultation, place: str) -> list[object]:
    """One line of the table as a file."""
    reply = line.reply
    if reply is None:
        blanks = [""] * (len(columns(consultation)) - 2)
        return [line.invited.called, place, *blanks]
    cells: list[object] = [line.invited.called, place, reply.received_on]
    cells += [reply.reference, reply.given_by]
    for question in consultation.questions:
        said = reply.opinion_on(question)
        cells += [str(STANCES[said.stance]) if said else "", said.comment if said else ""]
    return [*cells, reply.text, reply.file.name if reply.file else ""]
