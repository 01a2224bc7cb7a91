"""Who may do what: the permission table, asked by the guard, the pages and the queries."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person does in the work with joint agreements (ux: roles and permissions)."""

    READER = "reader"
    CLERK = "clerk"
    NEGOTIATOR = "negotiator"
    SECRETARY = "secretary"
    MANAGER = "manager"
    ADMIN = "admin"

    @property
    def is_municipal(self) -> bool:
        """Readers and clerks belong to one municipality; the others to the association."""
        return self in (Role.READER, Role.CLERK)


class Permission(StrEnum):
    """What a view declares that it needs. `PUBLIC` is granted to everyone, signed in or not."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    READ_AGREEMENTS = "read_agreements"
    READ_DRAFTS = "read_drafts"
    WRITE_AGREEMENTS = "write_agreements"
    DRAFT_RECOMMENDATIONS = "draft_recommendations"
    SEND_RECOMMENDATIONS = "send_recommendations"
    PREPARE_MATTERS = "prepare_matters"
    WRITE_GOALS = "write_goals"
    READ_ADOPTIONS = "read_adoptions"
    RECORD_OWN_DECISION = "record_own_decision"
    RECORD_DECISION_ON_BEHALF = "record_decision_on_behalf"
    FETCH_LETTERS = "fetch_letters"
    READ_COOPERATION = "read_cooperation"
    KEEP_COOPERATION = "keep_cooperation"
    READ_MEETING_PLAN = "read_meeting_plan"
    WRITE_MEETING_PLAN = "write_meeting_plan"
    READ_ASSOCIATION_MEETINGS = "read_association_meetings"
    WRITE_ASSOCIATION_MEETINGS = "write_association_meetings"
    REMIND_MUNICIPALITIES = "remind_municipalities"
    READ_CONSULTATIONS = "read_consultations"
    WRITE_CONSULTATIONS = "write_consultations"
    READ_OWN_CONSULTATIONS = "read_own_consultations"
    ANSWER_OWN_CONSULTATIONS = "answer_own_consultations"
    READ_DEADLINES = "read_deadlines"
    WRITE_DEADLINES = "write_deadlines"
    OVERSEE_REMINDERS = "oversee_reminders"
    READ_NEGOTIATIONS = "read_negotiations"
    WRITE_NEGOTIATIONS = "write_negotiations"
    LEAD_NEGOTIATIONS = "lead_negotiations"
    READ_TEMPLATES = "read_templates"
    WRITE_TEMPLATES = "write_templates"
    ADMINISTER = "administer"


_EVERYONE = frozenset({Permission.PUBLIC})
_SIGNED_IN = _EVERYONE | {
    Permission.SIGNED_IN,
    Permission.READ_AGREEMENTS,
    Permission.READ_ADOPTIONS,
    Permission.READ_MEETING_PLAN,
    Permission.FETCH_LETTERS,
    Permission.READ_COOPERATION,
}
_ASSOCIATION = _SIGNED_IN | {
    Permission.READ_DRAFTS,
    Permission.PREPARE_MATTERS,
    Permission.READ_ASSOCIATION_MEETINGS,
    Permission.READ_DEADLINES,
    Permission.READ_NEGOTIATIONS,
    Permission.READ_TEMPLATES,
    Permission.READ_CONSULTATIONS,
    Permission.WRITE_CONSULTATIONS,
    Permission.KEEP_COOPERATION,
}
_OF_TOWN = _SIGNED_IN | {Permission.READ_OWN_CONSULTATIONS}

MAY: dict[Role | None, frozenset[Permission]] = {
    None: _EVERYONE,
    Role.READER: _OF_TOWN - {Permission.FETCH_LETTERS},
    Role.CLERK: _OF_TOWN
    | {
        Permission.RECORD_OWN_DECISION,
        Permission.KEEP_COOPERATION,
        Permission.ANSWER_OWN_CONSULTATIONS,
        Permission.WRITE_MEETING_PLAN,
    },
    Role.NEGOTIATOR: _ASSOCIATION
    | {
        Permission.WRITE_AGREEMENTS,
        Permission.DRAFT_RECOMMENDATIONS,
        Permission.REMIND_MUNICIPALITIES,
        Permission.WRITE_DEADLINES,
        Permission.WRITE_NEGOTIATIONS,
        Permission.LEAD_NEGOTIATIONS,
        Permission.WRITE_TEMPLATES,
    },
    Role.SECRETARY: _ASSOCIATION
    | {
        Permission.WRITE_AGREEMENTS,
        Permission.DRAFT_RECOMMENDATIONS,
        Permission.SEND_RECOMMENDATIONS,
        Permission.WRITE_GOALS,
        Permission.RECORD_DECISION_ON_BEHALF,
        Permission.WRITE_MEETING_PLAN,
        Permission.WRITE_ASSOCIATION_MEETINGS,
        Permission.REMIND_MUNICIPALITIES,
        Permission.WRITE_TEMPLATES,
    },
    Role.MANAGER: _ASSOCIATION
    | {
        Permission.WRITE_AGREEMENTS,
        Permission.DRAFT_RECOMMENDATIONS,
        Permission.SEND_RECOMMENDATIONS,
        Permission.WRITE_GOALS,
        Permission.REMIND_MUNICIPALITIES,
        Permission.WRITE_DEADLINES,
        Permission.LEAD_NEGOTIATIONS,
        Permission.OVERSEE_REMINDERS,
    },
    Role.ADMIN: _SIGNED_IN
    | {
        Permission.READ_ASSOCIATION_MEETINGS,
        Permission.WRITE_MEETING_PLAN,
        Permission.READ_TEMPLATES,
        Permission.WRITE_TEMPLATES,
        Permission.ADMINISTER,
    },
}

UNREVEALED = frozenset(
    {
        Permission.READ_NEGOTIATIONS,
        Permission.WRITE_NEGOTIATIONS,
        Permission.LEAD_NEGOTIATIONS,
    }
)
"""What somebody who lacks the permission may not even know of: the answer is that of a page that
does not exist. Which negotiations a negotiator may read and write is decided in the query."""

_OWN_MUNICIPALITY_ONLY = frozenset(
    {
        Permission.RECORD_OWN_DECISION,
        Permission.WRITE_MEETING_PLAN,
        Permission.READ_MEETING_PLAN,
        Permission.FETCH_LETTERS,
        Permission.READ_COOPERATION,
        Permission.KEEP_COOPERATION,
        Permission.READ_OWN_CONSULTATIONS,
        Permission.ANSWER_OWN_CONSULTATIONS,
    }
)


def may(
    role: Role | None, permission: Permission, *, own: int | None = None, of: int | None = None
) -> bool:
    """Whether `role` holds `permission`, for the municipality concerned where one is named.

    `own` is the person's municipality and `of` the municipality that the act concerns; a reader
    or clerk reaches only the own one. Without `of` the question is about the permission at large,
    as for a menu item.
    """
    if permission not in MAY[role]:
        return False
    limited = role is not None and role.is_municipal and permission in _OWN_MUNICIPALITY_ONLY
    return not (limited and of is not None) or own == of
