"""Every blueprint of the application."""

from __future__ import annotations

import nk_avtal.blueprints.admin.exporting
import nk_avtal.blueprints.admin.mail
import nk_avtal.blueprints.admin.municipalities
import nk_avtal.blueprints.admin.names
import nk_avtal.blueprints.adoptions.excerpts
import nk_avtal.blueprints.adoptions.meetings
import nk_avtal.blueprints.adoptions.planning
import nk_avtal.blueprints.adoptions.ways
import nk_avtal.blueprints.agreements.editing
import nk_avtal.blueprints.agreements.publishing
import nk_avtal.blueprints.agreements.terms
import nk_avtal.blueprints.consultations.answering
import nk_avtal.blueprints.consultations.drafting
import nk_avtal.blueprints.consultations.following
import nk_avtal.blueprints.consultations.issues
import nk_avtal.blueprints.consultations.routes
import nk_avtal.blueprints.deadlines.deciding
import nk_avtal.blueprints.deadlines.giving
import nk_avtal.blueprints.documents.comparing
import nk_avtal.blueprints.documents.uploading
import nk_avtal.blueprints.letters.agreements
import nk_avtal.blueprints.letters.consultations
import nk_avtal.blueprints.letters.matters
import nk_avtal.blueprints.letters.meetings
import nk_avtal.blueprints.letters.previewing
import nk_avtal.blueprints.letters.wording
import nk_avtal.blueprints.matters.calling
import nk_avtal.blueprints.matters.outcomes
import nk_avtal.blueprints.matters.papers
import nk_avtal.blueprints.matters.recording
import nk_avtal.blueprints.matters.routes
import nk_avtal.blueprints.matters.usual_ways
import nk_avtal.blueprints.municipalities.contacts
import nk_avtal.blueprints.negotiations.analysing
import nk_avtal.blueprints.negotiations.contacts
import nk_avtal.blueprints.negotiations.editing
import nk_avtal.blueprints.negotiations.issues
import nk_avtal.blueprints.negotiations.leading
import nk_avtal.blueprints.negotiations.outputs
import nk_avtal.blueprints.negotiations.rounds
import nk_avtal.blueprints.negotiations.saying
import nk_avtal.blueprints.people.tokens
import nk_avtal.blueprints.recommendations.links_list
import nk_avtal.blueprints.recommendations.progress
import nk_avtal.blueprints.register.data
import nk_avtal.blueprints.reminders.absences
import nk_avtal.blueprints.reminders.agreements
import nk_avtal.blueprints.reminders.statement
import nk_avtal.blueprints.reminders.usual  # noqa: F401 - they add to blueprints
from nk_avtal.blueprints.admin.routes import bp as admin
from nk_avtal.blueprints.adoptions.routes import bp as adoptions
from nk_avtal.blueprints.agreements.routes import bp as agreements
from nk_avtal.blueprints.api.routes import bp as api
from nk_avtal.blueprints.bindings.routes import bp as bindings
from nk_avtal.blueprints.bodies.routes import bp as bodies
from nk_avtal.blueprints.consultations.blueprint import bp as consultations
from nk_avtal.blueprints.costs.routes import bp as costs
from nk_avtal.blueprints.deadlines.routes import bp as deadlines
from nk_avtal.blueprints.digests.routes import bp as digests
from nk_avtal.blueprints.documents.routes import bp as documents
from nk_avtal.blueprints.feeds.routes import bp as feeds
from nk_avtal.blueprints.goals.routes import bp as goals
from nk_avtal.blueprints.health.routes import bp as health
from nk_avtal.blueprints.imports.routes import bp as imports
from nk_avtal.blueprints.letters.routes import bp as letters
from nk_avtal.blueprints.matters.blueprint import bp as matters
from nk_avtal.blueprints.municipalities.routes import bp as municipalities
from nk_avtal.blueprints.negotiations.blueprint import bp as negotiations
from nk_avtal.blueprints.pages.routes import bp as pages
from nk_avtal.blueprints.people.routes import bp as people
from nk_avtal.blueprints.recommendations.routes import bp as recommendations
from nk_avtal.blueprints.register.routes import bp as register
from nk_avtal.blueprints.reminders.routes import bp as reminders
from nk_avtal.blueprints.reply_links.routes import bp as reply_links
from nk_avtal.blueprints.reports.routes import bp as reports
from nk_avtal.blueprints.search.routes import bp as search
from nk_avtal.blueprints.start.routes import bp as start
from nk_avtal.blueprints.views.routes import bp as views

BLUEPRINTS = (
    start,
    people,
    admin,
    agreements,
    costs,
    bindings,
    negotiations,
    documents,
    recommendations,
    adoptions,
    consultations,
    reply_links,
    municipalities,
    matters,
    goals,
    bodies,
    deadlines,
    reminders,
    feeds,
    digests,
    letters,
    reports,
    register,
    imports,
    pages,
    search,
    views,
    health,
    api,
)
