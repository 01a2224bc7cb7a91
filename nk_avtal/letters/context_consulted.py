"""The values of a consultation's letter and of the compilation of its replies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from nk_avtal import clock
from nk_avtal.consultations.mails import page_of
from nk_avtal.consultations.models import Consultation, Invited, Opinion, Question, Reply
from nk_avtal.consultations.queries import in_order
from nk_avtal.domain.consultations import Place, place_of
from nk_avtal.domain.letter_parts import LetterMunicipality
from nk_avtal.domain.letters import paragraphs_of
from nk_avtal.domain.letters_consulted import (
    ConsultationReport,
    LetterOpinion,
    LetterQuestion,
    LetterReply,
)
from nk_avtal.domain.letters_recommended import ConsultationLetter, LetterConsultation
from nk_avtal.domain.opinions import Stance, tally
from nk_avtal.domain.words import capitalized, genitive, join_and, kept_together
from nk_avtal.letters.context import day_of, sender_of, town_of

STANCES = {
    Stance.SUPPORTS: "Tillstyrker",
    Stance.SUPPORTS_WITH_CHANGE: "Tillstyrker med ändring",
    Stance.OPPOSES: "Avstyrker",
    Stance.ABSTAINS: "Avstår",
}


def consultation_letter(invited: Invited, today: date) -> ConsultationLetter:
    """The letter with which a consultation goes to one that is asked. Its number is not there
    yet: that is given there."""
    consultation = invited.consultation
    return ConsultationLetter(
        sender=sender_of(consultation.agreement, today),
        municipality=_addressed(invited),
        consultation=consultation_of(consultation, page_of(invited)),
    )


def _addressed(invited: Invited) -> LetterMunicipality:
    if invited.municipality:
        return town_of(invited.municipality)
    name = invited.called
    return LetterMunicipality(name, name, genitive(name), "")


def consultation_of(consultation: Consultation, page: str = "") -> LetterConsultation:
    """What the consultation is about; `page` is where one that is asked replies."""
    version, sender = consultation.document_version, consultation.sent_by
    handled, body = day_of(consultation.handled_on), consultation.body
    responsible = consultation.agreement.responsible
    return LetterConsultation(
        title=consultation.title,
        board=body.name if body else "Kansliet",
        board_day="",
        paragraph="",
        reference=kept_together(consultation.reference),
        background=[kept_together(text) for text in paragraphs_of(consultation.lead)],
        questions=[kept_together(one.text) for one in consultation.questions],
        reply_by=day_of(consultation.reply_by),
        reply_to=sender.email if sender else responsible.email if responsible else "",
        reply_page=page,
        next_step=f"Svaren behandlas den {handled}." if handled else "",
        attachments=[version.document.title] if version else [],
    )


def consultation_report(consultation: Consultation, today: date) -> ConsultationReport:
    """The compilation of what has come in, with those that have not answered by name."""
    invited = in_order(consultation.invited)
    replies = [one.reply for one in invited if one.reply]
    silent = [one.called for one in invited if not one.reply]
    sent = consultation.sent_at
    return ConsultationReport(
        sender=sender_of(consultation.agreement, today),
        consultation=consultation_of(consultation),
        sent_on=day_of(sent.astimezone(clock.zone()).date() if sent else today),
        summary=f"{len(replies)} av {len(invited)} har svarat.",
        missing=f"Har inte svarat: {join_and(silent)}." if silent else "",
        questions=[_question(one, replies, len(invited)) for one in consultation.questions],
        replies=[_reply(one, consultation) for one in replies],
    )


def _question(question: Question, replies: Sequence[Reply], invited: int) -> LetterQuestion:
    said = [(one, found) for one in replies if (found := one.opinion_on(question))]
    counted = tally((found.stance for _reply, found in said), invited)
    return LetterQuestion(
        number=str(question.position),
        text=kept_together(question.text),
        result=f"{capitalized(str(counted.phrase))}.",
        opinions=[_opinion(one, found) for one, found in said],
    )


def _opinion(reply: Reply, said: Opinion) -> LetterOpinion:
    comment = kept_together(said.comment)
    return LetterOpinion(reply.invited.called, STANCES[said.stance], comment)


def _reply(reply: Reply, consultation: Consultation) -> LetterReply:
    day = reply.received_on
    place = place_of(consultation.status, consultation.reply_by, day, day)
    return LetterReply(
        name=reply.invited.full_name,
        day=day_of(day),
        reference=kept_together(reply.reference),
        given_by=kept_together(reply.given_by),
        late="efter sista svarsdagen" if place is Place.ANSWERED_LATE else "",
        text=[kept_together(one) for one in paragraphs_of(reply.text)],
        file=reply.file.name if reply.file else "",
    )
