"""What stands in the way of undoing an import, in people's words and with somewhere to go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.publications import Publication
from nk_avtal.agreements.queries import is_visible
from nk_avtal.blueprints.guard import me
from nk_avtal.db import db
from nk_avtal.history.models import Entry
from nk_avtal.history.sentences import told
from nk_avtal.imports.undoing import Hindrance
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.recommendations.sight import sight_of


@dataclass(frozen=True)
class Shown:
    """A hindrance as the page has it. `title` and `url` lead to where it can be dealt with."""

    text: str
    title: str = ""
    url: str = ""
    when: str = ""


UNLOGGED: dict[str, LazyString] = {
    "reminder": _l("En påminnelse har skickats"),
    "digest": _l("Ett veckobrev har skickats"),
    "calendar_event": _l("Det har visats i en kalender som någon följer"),
    "calendar_feed": _l("Någon följer det i sin kalender"),
    "message": _l("Ett mejl har skickats"),
    "mailed_link": _l("En inbjudan har skickats"),
    "sign_in": _l("Någon har loggat in med kontot"),
    "saved_view": _l("Någon har sparat egna vyer"),
}
"""What is said of rows that the log does not tell of."""


def shown(found: Sequence[Hindrance]) -> list[Shown]:
    """Each once, in sentences that the reader may see."""
    return list(dict.fromkeys(_shown(one) for one in found))


def _shown(one: Hindrance) -> Shown:
    if one.noun == "publication":
        return _published(one)
    entry = _newest(one.noun, one.number)
    if entry is None:
        about = _newest(*one.of)
        text = UNLOGGED.get(one.noun, _l("Det används redan"))
        return Shown(str(text), *_place(about)) if about else Shown(str(text))
    sentence = told([entry], sight_of(me()))[0]
    when = _("%(name)s, %(day)s", name=sentence.by, day=sentence.day)
    return Shown(sentence.text, *_place(entry), when=when)


def _published(one: Hindrance) -> Shown:
    kept = db.session.get_one(Publication, one.number)
    text = (
        _("Står i det öppna registret. Dra tillbaka det där.") if kept.withdrawn_at is None else ""
    )
    told_of = _(
        "Det som allmänheten har sett tas inte bort: de som följer registret ska få veta att det"
        " är borta. Sätt skedet till Avbrutet i stället för att ångra importen."
    )
    return Shown(f"{text} {told_of}".strip(), *_agreement(kept.agreement))


def _newest(noun: str, number: int) -> Entry | None:
    wanted = sa.select(Entry).where(Entry.noun == noun, Entry.object_id == number)
    return db.session.scalars(wanted.order_by(Entry.id.desc()).limit(1)).first()


def _place(entry: Entry) -> tuple[str, str]:
    """The page that an entry is told on: its title and address; nothing where the reader may not
    see it."""
    number = entry.recommendation_id
    if number and sight_of(me())("recommendation", {number}):
        sent = db.session.get(Recommendation, number)
        if sent:
            return sent.title, url_for("recommendations.show", slug=sent.slug)
    if entry.agreement_id and (kept := db.session.get(Agreement, entry.agreement_id)):
        return _agreement(kept)
    if entry.municipality_id and (town := db.session.get(Municipality, entry.municipality_id)):
        return town.name, url_for("municipalities.show", slug=town.slug)
    return "", ""


def _agreement(kept: Agreement) -> tuple[str, str]:
    if not is_visible(kept, me()):
        return "", ""
    return kept.title, url_for("agreements.show", slug=kept.slug)
