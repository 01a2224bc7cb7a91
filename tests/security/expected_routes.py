"""Who may use which route, written by hand: what the product's own table is held against.

A new route needs a line here. `own` are those who may use it for their own municipality, or at all
where the address names none; `other` those who may use it for another municipality, where that
differs. A route with an argument that is not in `ARGUMENTS` needs a line there too.
"""

from __future__ import annotations

from dataclasses import dataclass

from nk_avtal.domain.people import Role

Identity = Role | None
"""A role, or None for a visitor."""

READER, CLERK, NEGOTIATOR = Role.READER, Role.CLERK, Role.NEGOTIATOR
SECRETARY, MANAGER, ADMIN = Role.SECRETARY, Role.MANAGER, Role.ADMIN


@dataclass(frozen=True)
class Reach:
    """Who may use a route."""

    own: frozenset[Identity]
    other: frozenset[Identity] | None = None

    def of(self, own: bool) -> frozenset[Identity]:
        return self.own if own or self.other is None else self.other


def only(*roles: Identity, other: tuple[Identity, ...] | None = None) -> Reach:
    return Reach(frozenset(roles), None if other is None else frozenset(other))


EVERYONE = only(None, *Role)
SIGNED_IN = only(*Role)
ASSOCIATION = only(NEGOTIATOR, SECRETARY, MANAGER)
WRITERS = only(NEGOTIATOR, SECRETARY, MANAGER)
SENDERS = only(SECRETARY, MANAGER)
ADMINISTRATORS = only(ADMIN)
PLANNERS = only(CLERK, SECRETARY, ADMIN, other=(SECRETARY, ADMIN))
OFFICE = (NEGOTIATOR, SECRETARY, MANAGER, ADMIN)
RECORDERS = only(CLERK, SECRETARY, other=(SECRETARY,))
_TEAM = (NEGOTIATOR, SECRETARY, MANAGER)
CONSULTED = only(READER, CLERK, *_TEAM, other=_TEAM)
ANSWERERS = only(CLERK, *_TEAM, other=_TEAM)
OF_OWN_TOWN = only(*Role, other=OFFICE)
KEEPERS = only(CLERK, *_TEAM, other=_TEAM)

BRINGERS = only(CLERK, *OFFICE)

EXPECTED: dict[str, Reach] = {
    # imports
    "imports.index": BRINGERS,
    "imports.begin": BRINGERS,
    "imports.check": BRINGERS,
    "imports.remarks": BRINGERS,
    "imports.undo": BRINGERS,
    "imports.discard": BRINGERS,
    "imports.template": BRINGERS,
    "imports.export": BRINGERS,
    "static": EVERYONE,
    # start, search, pages
    "start.index": EVERYONE,
    "search.index": SIGNED_IN,
    "search.export": SIGNED_IN,
    "pages.guidance": EVERYONE,
    "pages.accessibility": EVERYONE,
    "pages.personal_data": EVERYONE,
    "pages.style_guide": EVERYONE,
    # people
    "people.sign_in": EVERYONE,
    "people.sign_out": SIGNED_IN,
    "people.choose_language": EVERYONE,
    "people.forgotten": EVERYONE,
    "people.set_password": EVERYONE,
    "people.account": SIGNED_IN,
    "people.change_password": SIGNED_IN,
    "people.sign_out_everywhere": SIGNED_IN,
    "people.make_token": SIGNED_IN,
    "people.revoke_token": SIGNED_IN,
    "views.save": SIGNED_IN,
    "views.rename": SIGNED_IN,
    "views.remove": SIGNED_IN,
    "views.put_back": SIGNED_IN,
    "views.follow": SIGNED_IN,
    "views.unfollow": SIGNED_IN,
    # accounts and the log
    "admin.people": ADMINISTRATORS,
    "admin.invite": ADMINISTRATORS,
    "admin.edit": ADMINISTRATORS,
    "admin.mail_new_link": ADMINISTRATORS,
    "admin.log": ADMINISTRATORS,
    "admin.send_again": ADMINISTRATORS,
    "admin.set_aside": ADMINISTRATORS,
    "admin.municipalities": ADMINISTRATORS,
    "admin.municipality": ADMINISTRATORS,
    "admin.party_names": ADMINISTRATORS,
    "admin.people_file": ADMINISTRATORS,
    "admin.log_file": ADMINISTRATORS,
    "admin.municipalities_file": ADMINISTRATORS,
    "admin.names_file": ADMINISTRATORS,
    "admin.remove_party_name": ADMINISTRATORS,
    "admin.restore_party_name": ADMINISTRATORS,
    # the open register
    "register.index": EVERYONE,
    "register.show": EVERYONE,
    "register.agreements_csv": EVERYONE,
    "register.decisions_csv": EVERYONE,
    "register.agreements_json": EVERYONE,
    "register.schema": EVERYONE,
    "register.atom": EVERYONE,
    "register.dcat": EVERYONE,
    "register.document": EVERYONE,
    "documents.download": EVERYONE,
    "documents.index": SIGNED_IN,
    "documents.export": SIGNED_IN,
    "documents.compare": SIGNED_IN,
    "documents.compare_word": SIGNED_IN,
    "documents.changed_clauses": SIGNED_IN,
    "documents.add": WRITERS,
    "documents.add_version": WRITERS,
    "documents.edit": WRITERS,
    "documents.mark": WRITERS,
    "documents.lay_aside": WRITERS,
    "documents.put_back": WRITERS,
    # consultations
    "consultations.index": only(READER, CLERK, NEGOTIATOR, SECRETARY, MANAGER),
    "consultations.new": WRITERS,
    "consultations.edit": WRITERS,
    "consultations.discard": WRITERS,
    "consultations.send": WRITERS,
    "consultations.show": ASSOCIATION,
    "consultations.history_page": ASSOCIATION,
    "consultations.export": ASSOCIATION,
    "consultations.export_list": ASSOCIATION,
    "consultations.reply_file": ASSOCIATION,
    "consultations.stop": WRITERS,
    "consultations.send_again": WRITERS,
    "consultations.remind": WRITERS,
    "consultations.stop_reminders": WRITERS,
    "consultations.extend": WRITERS,
    "consultations.close": WRITERS,
    "consultations.reopen": WRITERS,
    "consultations.withdraw": WRITERS,
    "consultations.answer_for": WRITERS,
    "consultations.undo_for": WRITERS,
    "consultations.make_issue": WRITERS,
    "consultations.of_town_index": CONSULTED,
    "consultations.of_town_file": CONSULTED,
    "consultations.of_town": CONSULTED,
    "consultations.document": CONSULTED,
    "consultations.town_reply_file": CONSULTED,
    "consultations.answer": ANSWERERS,
    "consultations.receipt": ANSWERERS,
    "consultations.undo": ANSWERERS,
    "letters.consultation": CONSULTED,
    "letters.consultation_for": ASSOCIATION,
    "letters.consultation_report": ASSOCIATION,
    # agreements
    "agreements.index": SIGNED_IN,
    "agreements.export": SIGNED_IN,
    "agreements.show": SIGNED_IN,
    "agreements.history_page": ASSOCIATION,
    "agreements.history_file": ASSOCIATION,
    "agreements.new": WRITERS,
    "agreements.edit": WRITERS,
    "agreements.terms": WRITERS,
    "agreements.undo_terms": WRITERS,
    "agreements.notice_rules": WRITERS,
    "agreements.remove_rule": WRITERS,
    "agreements.restore_rule": WRITERS,
    "agreements.set_day": WRITERS,
    "agreements.unset_day": WRITERS,
    "bindings.decide": WRITERS,
    "bindings.sign": WRITERS,
    "bindings.undo": WRITERS,
    "bindings.redo": WRITERS,
    "costs.show": SIGNED_IN,
    "costs.export_xlsx": SIGNED_IN,
    "costs.export_csv": SIGNED_IN,
    "costs.edit": WRITERS,
    "costs.undo": WRITERS,
    "agreements.relations": WRITERS,
    "agreements.unrelate": WRITERS,
    "agreements.take_step": WRITERS,
    "agreements.publish": WRITERS,
    "agreements.withdraw_publication": WRITERS,
    "agreements.undo_publication": WRITERS,
    "agreements.preview_publication": WRITERS,
    # negotiations: for others than the association there is nothing at these addresses, and which
    # of them somebody of the association comes to depends on the group
    **dict.fromkeys(
        (
            *("negotiations.index", "negotiations.show", "negotiations.issue"),
            *("negotiations.export", "negotiations.export_issues"),
            *("negotiations.versions", "negotiations.contacts", "negotiations.analysis"),
            *("negotiations.output", "negotiations.output_word"),
        ),
        ASSOCIATION,
    ),
    **dict.fromkeys(
        (
            *("negotiations.begin", "negotiations.edit_negotiation", "negotiations.end"),
            *("negotiations.add", "negotiations.add_lines", "negotiations.edit"),
            *("negotiations.move", "negotiations.say", "negotiations.hear"),
            *("negotiations.agree", "negotiations.disagree", "negotiations.set_status"),
            *("negotiations.plan", "negotiations.edit_round", "negotiations.take_round"),
        ),
        only(NEGOTIATOR),
    ),
    "negotiations.group": only(NEGOTIATOR, MANAGER),
    "negotiations.mandate": only(NEGOTIATOR, MANAGER),
    # deadlines and reminders
    "deadlines.index": ASSOCIATION,
    "deadlines.export": ASSOCIATION,
    "deadlines.decide": only(NEGOTIATOR, MANAGER),
    "deadlines.undo_decision": only(NEGOTIATOR, MANAGER),
    "deadlines.give_notice": only(NEGOTIATOR, MANAGER),
    "deadlines.follow_notice": only(NEGOTIATOR, MANAGER),
    "deadlines.withdraw_notice": only(NEGOTIATOR, MANAGER),
    "deadlines.restore_notice": only(NEGOTIATOR, MANAGER),
    "letters.notice": ASSOCIATION,
    # reminders
    "reminders.index": SIGNED_IN,
    "reminders.export": SIGNED_IN,
    "reminders.of_agreement": only(NEGOTIATOR, MANAGER),
    "reminders.add_member": only(NEGOTIATOR, MANAGER),
    "reminders.remove_member": only(NEGOTIATOR, MANAGER),
    "reminders.put_back_member": only(NEGOTIATOR, MANAGER),
    "reminders.absences": ASSOCIATION,
    "reminders.remove_absence": ASSOCIATION,
    "reminders.put_back_absence": ASSOCIATION,
    "reminders.usual": only(MANAGER),
    "reminders.statement_page": only(MANAGER),
    "reminders.statement_file": only(MANAGER),
    "reminders.change_usual": only(MANAGER),
    "feeds.calendar": EVERYONE,
    "feeds.make": SIGNED_IN,
    "feeds.withdraw": SIGNED_IN,
    "digests.choose": SIGNED_IN,
    # for whoever watches the service
    "health.live": EVERYONE,
    "health.ready": EVERYONE,
    "health.metrics": EVERYONE,
    # recommendations and members
    "recommendations.index": SIGNED_IN,
    "recommendations.export": SIGNED_IN,
    "recommendations.show": SIGNED_IN,
    "recommendations.history_page": ASSOCIATION,
    "recommendations.planning": SIGNED_IN,
    "recommendations.planning_file": SIGNED_IN,
    "recommendations.new": WRITERS,
    "recommendations.edit": WRITERS,
    "recommendations.discard": WRITERS,
    "recommendations.send": SENDERS,
    "recommendations.stop": SENDERS,
    "recommendations.send_again": SENDERS,
    "recommendations.withdraw": SENDERS,
    "recommendations.accept_addition": SENDERS,
    "recommendations.follow": WRITERS,
    "recommendations.progress": SIGNED_IN,
    "recommendations.reply_links": SENDERS,
    "recommendations.revoke_link": SENDERS,
    "recommendations.renew_link": SENDERS,
    "recommendations.confirm_decision": SENDERS,
    "recommendations.remind": ASSOCIATION,
    "recommendations.stop_reminders": ASSOCIATION,
    "recommendations.move": SENDERS,
    "recommendations.move_back": SENDERS,
    "municipalities.index": SIGNED_IN,
    "municipalities.export": SIGNED_IN,
    "municipalities.show": SIGNED_IN,
    "municipalities.edit_contacts": PLANNERS,
    "municipalities.remove_contact": PLANNERS,
    "municipalities.put_back_contact": PLANNERS,
    "municipalities.clear_bounce": PLANNERS,
    # bodies and meetings
    "bodies.index": only(NEGOTIATOR, SECRETARY, MANAGER, ADMIN),
    "bodies.export": only(NEGOTIATOR, SECRETARY, MANAGER, ADMIN),
    "bodies.add": only(SECRETARY),
    "bodies.change": only(SECRETARY),
    "bodies.remove": only(SECRETARY),
    "bodies.put_back": only(SECRETARY),
    "bodies.add_body": only(SECRETARY),
    "bodies.change_body": only(SECRETARY),
    "bodies.plan": only(*Role, other=(NEGOTIATOR, SECRETARY, MANAGER, ADMIN)),
    "bodies.plan_file": only(*Role, other=(NEGOTIATOR, SECRETARY, MANAGER, ADMIN)),
    "bodies.add_to_plan": PLANNERS,
    "bodies.change_in_plan": PLANNERS,
    "bodies.remove_from_plan": PLANNERS,
    "bodies.put_back_in_plan": PLANNERS,
    "bodies.add_own_body": PLANNERS,
    "bodies.change_own_body": PLANNERS,
    "bodies.times": PLANNERS,
    # matters, agendas and goals
    **dict.fromkeys(
        (
            *(
                "matters.index",
                "matters.export",
                "matters.new",
                "matters.show",
                "matters.edit",
                "matters.way",
            ),
            *("matters.papers", "matters.paper", "matters.outcome", "matters.undo"),
            "matters.recommend",
            *("matters.usual_ways", "matters.usual_way", "matters.agenda", "matters.reorder"),
            *("matters.take_up", "matters.outcomes", "matters.call", "matters.stop_call"),
            *("matters.recipients", "letters.agenda", "letters.minutes"),
            *("goals.index", "goals.export"),
        ),
        ASSOCIATION,
    ),
    "goals.new": SENDERS,
    "goals.edit": SENDERS,
    # decisions of the municipalities
    "adoptions.record": RECORDERS,
    "adoptions.many": RECORDERS,
    "adoptions.receipt": RECORDERS,
    "adoptions.undo": RECORDERS,
    "adoptions.excerpt": RECORDERS,
    "adoptions.download_excerpt": SIGNED_IN,
    # by a personal link: whoever holds it
    **dict.fromkeys(
        (
            *("reply_links.show", "reply_links.receipt", "reply_links.plan"),
            *("reply_links.basis", "reply_links.document"),
        ),
        EVERYONE,
    ),
    "adoptions.plan": RECORDERS,
    "adoptions.way": SIGNED_IN,
    "adoptions.follow_up": RECORDERS,
    "adoptions.unplan": RECORDERS,
    # Word documents
    "letters.basis": only(CLERK, *OFFICE, other=OFFICE),
    "letters.fetch_basis": RECORDERS,
    "letters.all_bases": only(CLERK, *OFFICE, other=OFFICE),
    "letters.facts": only(CLERK, *OFFICE, other=OFFICE),
    "letters.excerpt": RECORDERS,
    "letters.recommendation": SIGNED_IN,
    "letters.cooperation": OF_OWN_TOWN,
    # reports
    "reports.cooperation": OF_OWN_TOWN,
    "reports.cooperation_table": OF_OWN_TOWN,
    "reports.keep": KEEPERS,
    "reports.kept": OF_OWN_TOWN,
    "reports.kept_file": OF_OWN_TOWN,
    "reports.take_back": KEEPERS,
    "reports.index": ASSOCIATION,
    "reports.audit": ASSOCIATION,
    "reports.file": ASSOCIATION,
    "reports.bound": SIGNED_IN,
    "reports.bundle": SIGNED_IN,
    "reports.bound_file": SIGNED_IN,
    "letters.draft": WRITERS,
    "letters.prolongation": ASSOCIATION,
    "letters.confirmation": ASSOCIATION,
    "letters.bundle": WRITERS,
    "letters.report": ASSOCIATION,
    "letters.parties_decisions": SIGNED_IN,
    "letters.parties_decisions_table": SIGNED_IN,
    "letters.index": only(*OFFICE),
    "letters.show": only(*OFFICE),
    "letters.download": only(*OFFICE),
    "letters.original": only(*OFFICE),
    "letters.made_before": ASSOCIATION,
    "letters.show_preview": only(*OFFICE),
    "letters.preview_pages": only(*OFFICE),
    "letters.preview_word": only(*OFFICE),
    "letters.download_version": only(*OFFICE),
    "letters.upload": only(NEGOTIATOR, SECRETARY, ADMIN),
    "letters.switch": only(NEGOTIATOR, SECRETARY, ADMIN),
    # for other programs, which act for the owner of their token
    "api.openapi": EVERYONE,
    **dict.fromkeys(
        (
            *("api.agreements", "api.agreement", "api.recommendations", "api.recommendation"),
            *("api.decisions", "api.decision", "api.decision_of_municipality"),
            *("api.municipalities", "api.municipality", "api.bodies", "api.body"),
            *("api.meetings", "api.meeting", "api.reminders", "api.reminder"),
            *("api.condition", "api.goals", "api.excerpt"),
        ),
        SIGNED_IN,
    ),
    **dict.fromkeys(
        (
            *("api.add_agreement", "api.change_agreement", "api.take_agreement_step"),
            *("api.draft_recommendation", "api.change_recommendation", "api.set_condition"),
        ),
        WRITERS,
    ),
    "api.send_recommendation": SENDERS,
    "api.withdraw_recommendation": SENDERS,
    "api.set_excerpt": only(CLERK, SECRETARY),
    "api.record_decision": RECORDERS,
    "api.undo_decision": only(CLERK, SECRETARY),
    "api.deadlines": ASSOCIATION,
    "api.deadline": ASSOCIATION,
    "api.decide_deadline": only(NEGOTIATOR, MANAGER),
    "api.undo_deadline": only(NEGOTIATOR, MANAGER),
    "api.add_meeting": only(CLERK, SECRETARY, ADMIN),
    "api.change_meeting": only(CLERK, SECRETARY, ADMIN),
    "api.remove_meeting": only(CLERK, SECRETARY, ADMIN),
}

UNREVEALED = "negotiations."
"""The routes that answer 404 to whoever may not use them."""

ARGUMENTS: dict[str, str | int] = {
    "negotiations:slug": "hjalpmedel-samverkan-och-kostnader",
    "audience": "motparten",
    "old": 1,
    "new": 2,
    "filename": "css/base.css",
    "token": "no-such-token",
    "year": 2027,
    "slug": "lakarmedverkan-ny-bilaga-2-om-jourtid",
    "version_id": 1,
    "view_id": 1,
    "decision_id": 1,
    "link_id": 1,
    "document_id": 1,
    "meeting_id": 1,
    "contact_id": 1,
    "message_id": 1,
    "body_id": 1,
    "relation_id": 1,
    "notice_id": 1,
    "what": "beslut",
    "imports:what": "avtal",
    "import_id": 1,
    "rule_id": 1,
    "set_day_id": 1,
    "person_id": 1,
    "topic": "reminder_by_hand:1",
    "form": "csv",
    "reports:form": "xlsx",
    "report_id": 1,
    "name": "laget",
    "kind": "official_letter",
    "number": 1,
    "absence_id": 1,
    "agreement_kind": "accord",
    "member_id": 1,
    "made_id": 1,
    "invited_id": 1,
    "reply_id": 1,
    "stop_id": 1,
    "paper_id": 1,
    "goal_set_id": 1,
    "track": "education",
    "agreement_id": 1,
    "recommendation_id": 1,
    "reminder_id": 1,
    "deadline_id": "1-notice-2026-12-31",
    "token_id": 1,
    "body": "styrelsen",
    "day": "2026-09-25",
}
"""What stands in the place of an argument, or of that of a blueprint; `municipality` is the own or
another one."""


CODES = {"pitea": "2581", "lulea": "2580"}


def argument(endpoint: str, name: str, otherwise: str = "") -> str | int:
    """What stands in the place of argument `name` in an address of `endpoint`."""
    blueprint = endpoint.partition(".")[0]
    if blueprint == "api" and name == "municipality":
        return CODES[otherwise]
    return ARGUMENTS.get(f"{blueprint}:{name}", ARGUMENTS.get(name, otherwise))
