"""The values of each document, gathered from what is kept."""

from __future__ import annotations

from datetime import date

from nk_avtal.adoptions.facts import Place, tally_of
from nk_avtal.agreements.models import Agreement
from nk_avtal.costs.models import CostYear
from nk_avtal.domain.adoptions import Outcome, Standing
from nk_avtal.domain.agreements import Kind
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.cost_explanations import key_in_words
from nk_avtal.domain.cost_shares import portion
from nk_avtal.domain.given_notices import Reach
from nk_avtal.domain.letter_parts import (
    LetterCost,
    LetterMunicipality,
    LetterRecommendation,
    LetterSender,
)
from nk_avtal.domain.letters import decision_point, paragraphs_of
from nk_avtal.domain.letters_agreed import LetterNotice, NoticeLetter
from nk_avtal.domain.letters_recommended import MunicipalLetter, ReportRow, StatusReport
from nk_avtal.domain.tallies import remains
from nk_avtal.domain.words import join_and, kept_together, long_date
from nk_avtal.domain.written_amounts import Money, Percent
from nk_avtal.municipalities.models import Municipality
from nk_avtal.outbox.composing import ASSOCIATION, link
from nk_avtal.recommendations.models import Addressee, Recommendation
from nk_avtal.renewals.models import GivenNotice

DEFINITE = {
    Kind.AGREEMENT: "avtalet",
    Kind.ACCORD: "överenskommelsen",
    Kind.COOPERATION: "samverkansavtalet",
    Kind.ADDENDUM: "tilläggsavtalet",
    Kind.GUIDELINE: "riktlinjerna",
    Kind.PRICE_LIST: "prislistan",
    Kind.CHARTER: "förbundsordningen",
    Kind.STRATEGY: "strategin",
    Kind.OTHER: "dokumentet",
}
BODIES = {
    BodyKind.COUNCIL: "kommunfullmäktige",
    BodyKind.EXECUTIVE: "kommunstyrelsen",
    BodyKind.COMMITTEE: "ansvarig nämnd",
}
STANDINGS = {
    Standing.ADOPTED: "Antagit",
    Standing.ADOPTED_WITH_ADDITION: "Antagit med tillägg",
    Standing.PLANNED: "Beslut planerat",
    Standing.MEETING_PASSED: "Mötet har varit",
    Standing.WAITING: "Väntar på beslut",
    Standing.LATE: "Försenat",
    Standing.PAUSED: "Återremitterat eller bordlagt",
    Standing.DECLINED: "Avslagit",
    Standing.NOT_CONCERNED: "Berörs inte",
}


ADOPTED = (Standing.ADOPTED, Standing.ADOPTED_WITH_ADDITION)


def municipal_letter(
    addressee: Addressee, today: date, standing: CostYear | None = None
) -> MunicipalLetter:
    """The values of a document for one municipality; `standing` is the year's cost to tell of."""
    recommendation, town = addressee.recommendation, addressee.municipality
    return MunicipalLetter(
        sender=_sender(recommendation.agreement, today),
        municipality=LetterMunicipality(
            town.name, town.full_name, town.genitive, kept_together(addressee.reference)
        ),
        recommendation=_recommendation(recommendation),
        record_address=link("adoptions.record", municipality=town.slug, slug=recommendation.slug),
        cost=_cost(town, standing),
    )


def status_report(
    recommendation: Recommendation,
    places: dict[int, Place],
    towns: list[Municipality],
    today: date,
) -> StatusReport:
    """The values of the report on one recommendation, the towns in the order given."""
    concerned = [(town, places[town.id]) for town in towns if town.id in places]
    missing = [town.name for town, place in concerned if remains(place.standing)]
    tally = tally_of(places)
    return StatusReport(
        sender=_sender(recommendation.agreement, today),
        recommendation=_recommendation(recommendation),
        summary=f"{tally.answers.text('sv')}. {tally.phrase.text('sv')}.",
        missing=f"Har inte beslutat: {join_and(missing)}." if missing else "",
        rows=[_row(town, place) for town, place in concerned],
    )


def parties_decisions(
    recommendation: Recommendation,
    places: dict[int, Place],
    towns: list[Municipality],
    today: date,
) -> StatusReport:
    """The values of the annex with each party's decision; who has not adopted is named below."""
    concerned = [(town, places[town.id]) for town in towns if town.id in places]
    adopted = [(town, place) for town, place in concerned if place.standing in ADOPTED]
    missing = [
        town.name
        for town, place in concerned
        if place.standing not in (*ADOPTED, Standing.NOT_CONCERNED)
    ]
    return StatusReport(
        sender=_sender(recommendation.agreement, today),
        recommendation=_recommendation(recommendation),
        summary=f"{tally_of(places).phrase.text('sv')}.",
        missing=f"Har inte antagit: {join_and(missing)}." if missing else "",
        rows=[_row(town, place) for town, place in adopted],
    )


def notice_letter(notice: GivenNotice, today: date) -> NoticeLetter:
    """The values of a letter by which notice is given."""
    agreement, town = notice.agreement, notice.municipality
    others = [one.organisation for one in agreement.parties if one.organisation]
    return NoticeLetter(
        sender=_sender(agreement, today),
        notice=LetterNotice(
            party=town.full_name if town else notice.organisation or ASSOCIATION,
            recipient=join_and(others) or "parterna i avtalet",
            agreement=agreement.title,
            agreement_number=agreement.number or "",
            agreement_kind=DEFINITE[agreement.kind],
            own_part="för egen del" if notice.reach is Reach.EXIT else "",
            last_day=_day(notice.takes_effect_on),
            body=notice.body_name,
            decided_on=_day(notice.decided_on),
            paragraph=_section(notice.paragraph),
            reference=notice.reference,
            clause=" ".join(agreement.clause.split()),
        ),
    )


def _row(town: Municipality, place: Place) -> ReportRow:
    decision = place.decision
    if decision is None:
        planned = place.planned_on.isoformat() if place.planned_on else ""
        return ReportRow(
            town.name, STANDINGS[place.standing], place.planned_body, planned, "", "", ""
        )
    addition = decision.addition if decision.outcome is Outcome.ADOPTED_WITH_ADDITION else ""
    return ReportRow(
        name=town.name,
        standing=STANDINGS[place.standing],
        body=decision.body_name,
        day=decision.decided_on.isoformat(),
        paragraph=decision.paragraph.replace("§", "").strip(),
        reference=kept_together(decision.reference),
        remark=kept_together(addition),
    )


def _cost(town: Municipality, standing: CostYear | None) -> LetterCost:
    shares = standing.shares if standing else ()
    share = next((one for one in shares if one.municipality_id == town.id), None)
    if standing is None or share is None:
        return LetterCost()
    part = portion(share.amount, standing.total)
    return LetterCost(
        year=str(standing.year),
        share="" if part is None else Percent(part, 1).text(),
        amount=Money(share.amount).text(),
        total=Money(standing.total).text(),
        key=kept_together(key_in_words(standing.key, standing.counted_on).text()),
    )


def _sender(agreement: Agreement, today: date) -> LetterSender:
    responsible = agreement.responsible
    return LetterSender(
        association=ASSOCIATION,
        contact=responsible.name if responsible else "",
        contact_email=responsible.email if responsible else "",
        today=kept_together(long_date(today)),
    )


def _recommendation(recommendation: Recommendation) -> LetterRecommendation:
    agreement = recommendation.agreement
    version = recommendation.document_version
    return LetterRecommendation(
        title=recommendation.title,
        agreement=agreement.title,
        agreement_number=kept_together(agreement.number or ""),
        agreement_kind=DEFINITE[agreement.kind],
        board=recommendation.body.name if recommendation.body else "Styrelsen",
        board_day=_day(recommendation.recommended_on),
        paragraph=_section(recommendation.paragraph),
        reference=kept_together(recommendation.reference),
        points=[kept_together(decision_point(point.text)) for point in recommendation.points],
        background=[kept_together(text) for text in paragraphs_of(recommendation.background)],
        suggested_body=BODIES[recommendation.suggested_body],
        reply_by=_day(recommendation.reply_by),
        takes_effect=kept_together(recommendation.takes_effect),
        attachments=[version.document.title] if version else [],
    )


def _day(day: date | None) -> str:
    return kept_together(long_date(day)) if day else ""


def _section(paragraph: str) -> str:
    number = paragraph.replace("§", "").strip()
    return f"§\N{NO-BREAK SPACE}{number}" if number else ""
