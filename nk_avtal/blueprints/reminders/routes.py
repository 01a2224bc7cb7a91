"""What comes and what has been sent: for managers of everybody, for others their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from flask import Response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from nk_avtal import clock, wording
from nk_avtal.blueprints import listed
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.listed import Listed
from nk_avtal.blueprints.paging import Page
from nk_avtal.blueprints.reminders import chosen as choosing
from nk_avtal.blueprints.reminders.blueprint import bp
from nk_avtal.blueprints.reminders.chosen import BECAME, LEDGER, Chosen
from nk_avtal.domain.people import Permission
from nk_avtal.domain.reminders import OF_AGREEMENTS, OF_NEGOTIATIONS, DeadlineKind, next_mail
from nk_avtal.outbox.models import Message
from nk_avtal.people.queries import names_by_email
from nk_avtal.reminders import listing
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.watching import Watched, watched
from nk_avtal.renewals.models import RenewalDecision
from nk_avtal.renewals.queries import decided

__all__ = ["bp"]

SHOWN = 50
COMING = (_l("Frist"), _l("Slag"), _l("Om"), _l("Kommun"), _l("Nästa mejl"), _l("Till"))
SENT = (
    *(_l("Planerad"), _l("Slag"), _l("Om"), _l("Kommun"), _l("Frist"), _l("Dagar före")),
    *(_l("Till"), _l("I stället för"), _l("Läge"), _l("Skickad"), _l("Avgjord"), _l("Av")),
)


@bp.get("/paminnelser")
@requires(Permission.SIGNED_IN)
def index() -> str:
    """The days that are watched, or the ledger (`?vy=utskick`)."""
    picked = choosing.chosen()
    return _ledger(picked) if picked.view == LEDGER else _coming(picked)


def _coming(picked: Chosen) -> str:
    today = clock.today()
    number = picked.agreement.id if picked.agreement else None
    found = _ahead(picked, watched(today, number), today)
    return render_template(
        "reminders/index.html",
        page=Page.of(found, SHOWN),
        names=names_by_email(),
        of_agreements=OF_AGREEMENTS,
        **_frame(picked),
    )


def _ahead(
    picked: Chosen, found: Iterable[Watched], today: date
) -> list[tuple[Watched, date | None]]:
    """What lies ahead, each with the next day on which mail goes out; what has passed and is told
    of no more is left to the ledger."""
    mails = ((one, _next_mail(one, today)) for one in picked.coming(found))
    return [(one, mail) for one, mail in mails if mail or one.deadline.falls_on >= today]


def _next_mail(one: Watched, today: date) -> date | None:
    return None if one.settled or one.paused else next_mail(one.deadline, today)


def _ledger(picked: Chosen) -> str:
    total, rows = listing.part_of(picked.ledger, Page.asked(), SHOWN)
    return render_template(
        "reminders/ledger.html",
        page=Page.part(rows, total, SHOWN),
        became=what_became,
        why_failed=why_failed,
        settled=_settled(),
        names=names_by_email(),
        of_negotiations=OF_NEGOTIATIONS,
        **_frame(picked),
    )


def _frame(picked: Chosen) -> dict[str, object]:
    seen = me().may(Permission.READ_NEGOTIATIONS)
    return {
        "chosen": picked,
        "words": wording,
        "kinds": [one for one in DeadlineKind if seen or one not in OF_NEGOTIATIONS],
        "became_choices": [(one.value, label) for one, label in BECAME.items()],
        "language": language(),
    }


def _settled() -> Callable[[Reminder], RenewalDecision | None]:
    """What settled the deadline of a reminder, if anything did."""
    answers = decided(clock.today())

    def answer(reminder: Reminder) -> RenewalDecision | None:
        asked = reminder.agreement_id or 0, reminder.kind, reminder.deadline_on
        return answers.about(*asked) if answers.settles(*asked) else None

    return answer


def what_became(reminder: Reminder) -> str:
    """What has become of a reminder, in words."""
    if reminder.withheld:
        return str(wording.WITHHELD[reminder.withheld])
    found = listing.became(reminder)
    if found is listing.Became.WITHHELD:
        return str(_("Stoppades innan den skickades"))
    return str(BECAME[found])


def why_failed(message: Message) -> str:
    """Why a mail did not arrive: what the server answered, or how the last try ended."""
    if message.bounced:
        return str(_("Mottagarens server svarade: %(answer)s", answer=message.last_error))
    return str(_("Sista försöket: %(answer)s", answer=message.last_error))


@bp.get(f"/paminnelser.<{listed.FORMS}:form>")
@requires(Permission.SIGNED_IN)
def export(form: str) -> Response:
    """All of what is shown, as a file."""
    picked, today = choosing.chosen(), clock.today()
    if picked.view == LEDGER:
        sent_rows = _sent_rows(listing.everything(picked.ledger))
        return listed.sent(Listed(_("Utskick"), "paminnelser", SENT, sent_rows), form)
    number = picked.agreement.id if picked.agreement else None
    rows = [_coming_row(*one) for one in _ahead(picked, watched(today, number), today)]
    return listed.sent(Listed(_("Kommande"), "paminnelser", COMING, rows), form)


def _coming_row(one: Watched, mail: date | None) -> tuple[object, ...]:
    return (
        one.deadline.falls_on,
        str(wording.DEADLINES[one.deadline.kind]),
        one.title,
        one.municipality.name if one.municipality else "",
        mail or "",
        ", ".join(one.deadline.recipients),
    )


def _sent_rows(found: Iterable[Reminder]) -> list[tuple[object, ...]]:
    settled = _settled()
    return [
        (
            one.planned_at.astimezone(clock.zone()).date(),
            str(wording.DEADLINES[one.kind]),
            about(one),
            one.municipality.name if one.municipality else "",
            one.deadline_on,
            one.lead_days,
            one.recipient,
            one.stands_in_for.name if one.stands_in_for else "",
            what_became(one),
            one.message.sent_at.astimezone(clock.zone()).date()
            if one.message and one.message.sent_at
            else "",
            *_by_whom(settled(one)),
        )
        for one in found
    ]


def _by_whom(answer: RenewalDecision | None) -> tuple[object, str]:
    if answer is None:
        return "", ""
    return answer.decided_at.astimezone(clock.zone()).date(), answer.decided_by.name


def about(reminder: Reminder) -> str:
    """What a reminder is about. Which negotiation is not said: whoever was told may have left its
    group since."""
    if reminder.kind in OF_NEGOTIATIONS:
        return str(_("En förhandling"))
    consultation = reminder.invited.consultation if reminder.invited else None
    subject = reminder.recommendation or consultation or reminder.agreement
    return subject.title if subject else ""
