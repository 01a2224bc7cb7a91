"""The office's wording: filling it, for one document or for many, and changing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.domain.letters import Letter, LetterKind, file_name
from nk_avtal.domain.words import Language
from nk_avtal.letters import queries
from nk_avtal.letters.build_defaults import path_of
from nk_avtal.letters.bundles import Bundle, Order
from nk_avtal.letters.check import check_template
from nk_avtal.letters.gathering import municipal_letters
from nk_avtal.letters.models import LetterTemplate
from nk_avtal.letters.records import Made, first_since
from nk_avtal.letters.render import render_one
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee

ONCE_SENT = frozenset({LetterKind.COVER_LETTER})
"""The letters that stay as they were first made once a recommendation has been sent."""


@dataclass(frozen=True)
class File:
    """A document to send to the browser, and what it was made of; nothing when it was kept."""

    name: str
    content: bytes
    made: Made | None = None


def make(
    kind: LetterKind, values: Letter, about: str, municipality: str = "", *, former: bool = False
) -> File:
    """A document with the office's wording. Raises TemplateBroken when it cannot be filled."""
    template, context = template_of(kind, former=former), values.context()
    name = file_name(kind, about, municipality)
    return File(name, render_one(template, context), Made(name, kind, template, context))


def again(made: Made) -> File:
    """The document that was made before, of the template and the values that it had then."""
    return File(made.name, render_one(made.template, made.values), made)


def template_of(kind: LetterKind, *, former: bool = False) -> bytes:
    """The template to fill: the newest uploaded one that is not withdrawn, else the shipped one.

    `former` takes the one before it, for when the newest turns out to be broken.
    """
    found = queries.usable(kind, clock.today())
    chosen = found[1:2] if former else found[:1]
    return store.read(chosen[0].file) if chosen else path_of(kind).read_bytes()


def bundle(
    addressees: Sequence[Addressee],
    today: date,
    kinds: Sequence[LetterKind],
    *,
    former: bool = False,
    language: Language = "sv",
) -> Bundle:
    """A zip with the documents of these kinds for each of the places, made while it is read; what
    is missing is told in `language`.

    All that is needed from the database is read before the first bytes, by as many statements for
    290 places as for one. Raises TemplateBroken when a kind cannot be made for any place.
    """
    letters = [one.context() for one in municipal_letters(addressees, today)]
    orders: list[Order] = []
    for kind in kinds:
        template = template_of(kind, former=former)
        documents = [
            Made(
                file_name(kind, one.recommendation.slug, one.municipality.slug),
                kind,
                template,
                values,
            )
            for one, values in zip(addressees, letters, strict=True)
        ]
        orders += _orders(kind, _as_sent(kind, documents, addressees))
    return Bundle(orders, language)


def _as_sent(
    kind: LetterKind, documents: list[Made], addressees: Sequence[Addressee]
) -> list[Made]:
    """The documents, those that stay as they were first made in that form."""
    sent = [one.recommendation.sent_at for one in addressees if one.recommendation.sent_at]
    if kind not in ONCE_SENT or not sent:
        return documents
    first = first_since(kind, [one.name for one in documents], min(sent))
    return [
        replace(one, template=first[one.name][0], values=first[one.name][1])
        if one.name in first
        else one
        for one in documents
    ]


def _orders(kind: LetterKind, documents: Sequence[Made]) -> Iterator[Order]:
    """One order for each template."""
    for template in dict.fromkeys(one.template for one in documents):
        some = [(one.name, one.values) for one in documents if one.template == template]
        yield Order(kind, template, some)


def made_of(bundle: Bundle) -> Iterator[Made]:
    """What the documents of a zip are made of."""
    for order in bundle.orders:
        for name, values in order.documents:
            yield Made(name, order.kind, order.template, values)


def upload(
    kind: LetterKind, content: bytes, filename: str, by: Person, used_from: date | None = None
) -> LetterTemplate:
    """Take a new wording into use, today or from a later day, after it has been checked.

    Raises RuleBroken when the file is not a harmless Word document or cannot be filled; the
    version in use stays.
    """
    media_type = check_template(kind, content, filename)
    number = max((one.number for one in queries.versions(kind)), default=0) + 1
    template = LetterTemplate(
        kind=kind.value,
        number=number,
        file=store.keep(content, f"{kind.value}-{number}.docx", media_type),
        uploaded_at=clock.now(),
        used_from=used_from or clock.today(),
        uploaded_by_id=by.id,
    )
    db.session.add(template)
    return template


def withdraw(template: LetterTemplate) -> None:
    """Stop using a version; the one before it is used again."""
    template.withdrawn_at = clock.now()


def restore(template: LetterTemplate) -> None:
    """Let a withdrawn version be used again, unless one with a later day is."""
    template.withdrawn_at = None
