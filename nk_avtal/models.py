"""All tables, for what concerns them all: migrations, canonical export, integrity checks."""

from __future__ import annotations

from nk_avtal.adoptions import models as adoptions
from nk_avtal.agreements import models as agreements
from nk_avtal.agreements import parties, publications
from nk_avtal.bodies import models as bodies
from nk_avtal.consultations import models as consultations
from nk_avtal.costs import models as costs
from nk_avtal.db import Base
from nk_avtal.digests import models as digests
from nk_avtal.documents import models as documents
from nk_avtal.feeds import models as feeds
from nk_avtal.history import models as history
from nk_avtal.imports import models as imports
from nk_avtal.indexing import models as indexing
from nk_avtal.letters import models as letters
from nk_avtal.matters import models as matters
from nk_avtal.municipalities import models as municipalities
from nk_avtal.negotiations import models as negotiations
from nk_avtal.outbox import models as outbox
from nk_avtal.people import models as people
from nk_avtal.people import token_models as tokens
from nk_avtal.recommendations import models as recommendations
from nk_avtal.reminders import models as reminders
from nk_avtal.renewals import models as renewals
from nk_avtal.reports import models as reports
from nk_avtal.views import models as views

NOUNS = (
    municipalities,
    bodies,
    people,
    tokens,
    agreements,
    parties,
    publications,
    costs,
    documents,
    negotiations,
    recommendations,
    adoptions,
    consultations,
    matters,
    letters,
    renewals,
    reminders,
    feeds,
    digests,
    reports,
    outbox,
    history,
    indexing,
    imports,
    views,
)
TABLES = Base.metadata.tables
