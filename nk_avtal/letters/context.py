"""The values of each document, gathered from what is kept."""

from __future__ import annotations

from datetime import date

from nk_avtal import clock
from nk_avtal.adoptions.facts import Place, tally_of
from nk_avtal.agreements.models import Agreement
from nk_avtal.costs.models import CostYear
from nk_avtal.domain.adoptions import Outcome, Standing
from nk_avtal.domain.agreements import Kind
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.cost_explanations import key_in_words
from nk_avtal.domain.cost_shares import portion
from nk_avtal.domain.given_notices import Giver, Reach
from nk_avtal.domain.letter_parts import (
    LetterCost,
    LetterMunicipality,
    LetterRecommendation,
    LetterSender,
)
from nk_avtal.domain.letters import decision_point, paragraphs_of
from nk_avtal.domain.letters_agreed import LetterNotice, NoticeLetter
from nk_avtal.domain.letters_recommended import (
    MunicipalLetter,
    RecommendationLetter,
    ReportRow,
    StatusReport,
)
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
        sender=sender_of(recommendation.agreement, today),
        municipality=town_of(town, addressee.reference),
        recommendation=recommendation_of(recommendation),
        record_address=link("adoptions.record", municipality=town.slug, slug=recommendation.slug),
        cost=cost_of(town, standing),
    )


def recommendation_letter(
    recommendation: Recommendation, towns: list[Municipality], today: date
) -> RecommendationLetter:
    """The values of the recommendation itself, to the towns in the order given."""
    sent_at = recommendation.sent_at
    sent_on = sent_at.astimezone(clock.zone()).date() if sent_at else today
    return RecommendationLetter(
        sender=sender_of(recommendation.agreement, today),
        recommendation=recommendation_of(recommendation),
        sent_on=day_of(sent_on),
        sent_to=[town.full_name for town in towns],
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
        sender=sender_of(recommendation.agreement, today),
        recommendation=recommendation_of(recommendation),
        summary=f"{tally.answers.text('sv')}. {tally.phrase.text('sv')}.",
        missing=f"Har inte beslutat: {join_and(missing)}." if missing else "",
        rows=[row_of(town, place) for town, place in concerned],
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
        sender=sender_of(recommendation.agreement, today),
        recommendation=recommendation_of(recommendation),
        summary=f"{tally_of(places).phrase.text('sv')}.",
        missing=f"Har inte antagit: {join_and(missing)}." if missing else "",
        rows=[row_of(town, place) for town, place in adopted],
    )


def notice_letter(notice: GivenNotice, today: date) -> NoticeLetter:
    """The values of a letter by which notice is given."""
    return NoticeLetter(sender_of(notice.agreement, today), notice_values(notice))


def notice_values(notice: GivenNotice) -> LetterNotice:
    """What is given notice of, by whom and to whom. Its note is the association's own."""
    agreement, town = notice.agreement, notice.municipality
    others = [one.organisation for one in agreement.parties if one.organisation]
    to = ASSOCIATION if notice.giver is Giver.COUNTERPARTY else join_and(others)
    return LetterNotice(
        party=town.full_name if town else notice.organisation or ASSOCIATION,
        recipient=to or "parterna i avtalet",
        agreement=agreement.title,
        agreement_number=agreement.number or "",
        agreement_kind=DEFINITE[agreement.kind],
        own_part="för egen del" if notice.reach is Reach.EXIT else "",
        last_day=day_of(notice.takes_effect_on),
        body=notice.body_name,
        decided_on=day_of(notice.decided_on),
        paragraph=section_of(notice.paragraph),
        reference=notice.reference,
        clause=" ".join(agreement.clause.split()),
    )


def town_of(town: Municipality, reference: str = "") -> LetterMunicipality:
    """A municipality, with the number that the matter has there."""
    return LetterMunicipality(town.name, town.full_name, town.genitive, kept_together(reference))


def row_of(town: Municipality, place: Place) -> ReportRow:
    """Where one municipality stands."""
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


def cost_of(town: Municipality, standing: CostYear | None) -> LetterCost:
    """What a municipality pays of a year's cost, all empty without any."""
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


def sender_of(agreement: Agreement, today: date) -> LetterSender:
    """The association, and who is responsible for the agreement."""
    responsible = agreement.responsible
    return LetterSender(
        association=ASSOCIATION,
        contact=responsible.name if responsible else "",
        contact_email=responsible.email if responsible else "",
        today=kept_together(long_date(today)),
    )


def recommendation_of(recommendation: Recommendation) -> LetterRecommendation:
    """What was recommended."""
    agreement = recommendation.agreement
    version = recommendation.document_version
    return LetterRecommendation(
        title=recommendation.title,
        agreement=agreement.title,
        agreement_number=kept_together(agreement.number or ""),
        agreement_kind=DEFINITE[agreement.kind],
        board=recommendation.body.name if recommendation.body else "Styrelsen",
        board_day=day_of(recommendation.recommended_on),
        paragraph=section_of(recommendation.paragraph),
        reference=kept_together(recommendation.reference),
        points=[kept_together(decision_point(point.text)) for point in recommendation.points],
        background=[kept_together(text) for text in paragraphs_of(recommendation.background)],
        suggested_body=BODIES[recommendation.suggested_body],
        reply_by=day_of(recommendation.reply_by),
        takes_effect=kept_together(recommendation.takes_effect),
        attachments=[version.document.title] if version else [],
    )


def day_of(day: date | None) -> str:
    """A day written out; nothing for an unknown one."""
    return kept_together(long_date(day)) if day else ""


def section_of(paragraph: str) -> str:
    """A § as it stands in running text: § 64, however it was written."""
    number = paragraph.replace("§", "").strip()
    return f"§\N{NO-BREAK SPACE}{number}" if number else ""
