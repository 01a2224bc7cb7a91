"""The form of a reply: its questions are those of the consultation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from nk_avtal.blueprints.consultations.words import STANCES
from nk_avtal.blueprints.forms import Form, options, stripped
from nk_avtal.blueprints.recommendations.forms import DayField
from nk_avtal.consultations.answering import Answered
from nk_avtal.consultations.models import Question, Reply
from nk_avtal.documents.models import StoredFile
from nk_avtal.domain.opinions import NotAnswered, Said, Stance
from nk_avtal.formats import language


class ReplyForm(Form):
    """A reply. Made by `reply_form`, which adds the fields in the order of the page."""

    asked: Sequence[Question] = ()

    def fill_from(self, reply: Reply) -> None:
        """Put a reply into the form."""
        for one in reply.opinions:
            self[f"stance_{one.question_id}"].data = one.stance.value
            self[f"comment_{one.question_id}"].data = one.comment
        for name in ("text", "given_by", "reference"):
            self[name].data = getattr(reply, name)
        if "received_on" in self:
            self["received_on"].data = reply.received_on.isoformat()

    def answered(self, file: StoredFile | None) -> Answered:
        """What the form holds, as the actions want it."""
        day = self["received_on"].day if "received_on" in self else None
        return Answered(
            said={one.id: self._said(one) for one in self.asked},
            text=self["text"].data,
            given_by=self["given_by"].data,
            reference=self["reference"].data,
            file=file,
            received_on=day,
        )

    def _said(self, question: Question) -> Said:
        chosen = self[f"stance_{question.id}"].data
        stance = Stance(chosen) if chosen in tuple(Stance) else None
        return Said(stance, self[f"comment_{question.id}"].data)

    def read_day(self, today: date) -> None:
        """Read the day on which the reply came in, where that is asked."""
        if "received_on" in self:
            self["received_on"].read(today)

    def lacking(self, refusal: NotAnswered) -> None:
        """Say at each field what is missing."""
        for number, phrase in refusal.faults:
            words = phrase.text(language())
            if number is None:
                self.refuse(words, "text")
                continue
            question = self.asked[number]
            chosen = self[f"stance_{question.id}"].data in tuple(Stance)
            self.refuse(words, f"{'comment' if chosen else 'stance'}_{question.id}")


def reply_form(questions: Sequence[Question], *, inside: bool) -> ReplyForm:
    """An empty form with these questions, or what was sent of it; `inside` asks when the reply
    came in, which only the association says."""
    fields: dict[str, Any] = {"expected": HiddenField(), "asked": tuple(questions)}
    for one in questions:
        fields[f"stance_{one.id}"] = RadioField(
            one.text, [Optional()], choices=options(STANCES), validate_choice=False
        )
        fields[f"comment_{one.id}"] = TextAreaField(
            _l("Kommentar eller önskad ändring"), filters=[stripped]
        )
    fields["text"] = TextAreaField(
        _l("Yttrande"),
        description=_l("Skriv eller klistra in, eller ladda upp det som fil nedan."),
        filters=[stripped],
    )
    fields["file"] = FileField(_l("Yttrandet som fil"))
    fields["given_by"] = StringField(
        _l("Vem har beslutat om yttrandet?"),
        [Length(max=200, message=_l("Högst 200 tecken får plats"))],
        description=_l("Till exempel Kommunstyrelsen 12 januari § 8"),
        filters=[stripped],
    )
    fields["reference"] = StringField(
        _l("Ert diarienummer"),
        [Length(max=40, message=_l("Högst 40 tecken får plats"))],
        filters=[stripped],
    )
    if inside:
        fields["received_on"] = DayField(
            _l("När kom svaret in?"), description=_l("Tomt betyder i dag.")
        )
    made: ReplyForm = type("TheReplyForm", (ReplyForm,), fields)()
    return made
