"""What is new, changed and gone in the register, for feed readers (RFC 4287).

What has been withdrawn is told by its number alone (RFC 6721): not what it was about, nor where.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from lxml import etree

from nk_avtal.agreements.publications import Publication
from nk_avtal.formats import speaking
from nk_avtal.outbox.composing import ASSOCIATION, link
from nk_avtal.register.entries import Entry
from nk_avtal.register.markup import Tree
from nk_avtal.register.open_data import LICENCE
from nk_avtal.register.words import VALIDITIES
from nk_avtal.wording import AREAS, KINDS

MOST = 200
"""So many changes are told, the latest first; the JSON has all that is there."""
MEDIA_TYPE = "application/atom+xml"
_SPACES = {None: "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def feed(publications: Iterable[Publication], shown: Mapping[str, Entry]) -> bytes:
    """The feed of what has been told, latest first, where `shown` is what is there now, by slug."""
    told = [one for one in publications if one.withdrawn_at or one.agreement.slug in shown][:MOST]
    tree = Tree("feed", _SPACES)
    _head(tree, max((_moment(one) for one in told), default=_NEVER))
    with speaking("sv"):
        for one in told:
            if one.withdrawn_at:
                _gone(tree, one)
            else:
                _entry(tree, one, shown[one.agreement.slug])
    return tree.content()


def _moment(one: Publication) -> datetime:
    return one.withdrawn_at or one.changed_at


def _head(tree: Tree, updated: datetime) -> None:
    root = tree.root
    tree.add(root, "id", link("register.atom"))
    tree.add(root, "title", "Öppet avtalsregister: ändringar")
    tree.add(root, "subtitle", "Avtal som kommunerna i Norrbotten har gemensamt.")
    tree.add(root, "updated", updated.isoformat())
    tree.add(tree.add(root, "author"), "name", ASSOCIATION)
    tree.add(root, "rights", LICENCE)
    tree.add(root, "link", rel="self", href=link("register.atom"), type=MEDIA_TYPE)
    tree.add(root, "link", rel="alternate", href=link("register.index"), type="text/html")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "sv")


def _entry(tree: Tree, told: Publication, entry: Entry) -> None:
    one = tree.add(tree.root, "entry")
    tree.add(one, "id", f"urn:uuid:{told.uid}")
    tree.add(one, "title", entry.title)
    tree.add(one, "published", told.published_at.isoformat())
    tree.add(one, "updated", told.changed_at.isoformat())
    tree.add(one, "link", rel="alternate", href=entry.url, type="text/html")
    for file in entry.files:
        attributes = {"rel": "enclosure", "href": file.url, "type": file.media_type}
        tree.add(one, "link", **attributes, length=str(file.size), title=file.title)
    tree.add(one, "category", term=str(entry.kind), label=str(KINDS[entry.kind]))
    for area in entry.areas:
        tree.add(one, "category", term=str(area), label=str(AREAS[area]))
    tree.add(one, "summary", _summary(entry))


def _summary(entry: Entry) -> str:
    words = [str(VALIDITIES[entry.validity]), entry.summary.rstrip(".")]
    words += [
        f"{one.title}: antaget av {one.adopted} av {one.concerned} kommuner"
        for one in entry.questions
    ]
    return "".join(f"{one}. " for one in words if one).strip()


def _gone(tree: Tree, told: Publication) -> etree._Element:
    assert told.withdrawn_at
    when = told.withdrawn_at.isoformat()
    gone = tree.add(tree.root, "at:deleted-entry", ref=f"urn:uuid:{told.uid}", when=when)
    return tree.add(gone, "at:comment", "Borttaget ur registret.")
