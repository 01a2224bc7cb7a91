"""Writing a mail from its template: one text, of which the HTML part is made.

A template `email/<name>.txt` holds the subject on its first line and the text below. Links are
built from BASE_URL, never from a request: mail is also written where there is none.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from flask import current_app
from markupsafe import Markup, escape

from nk_avtal.formats import speaking

LONGEST_SUBJECT = 60
_ENOUGH = 0.6
_ON_ONE_LINE = 17  # 30 september 2026
SERVICE = "Gemensamma avtal"
ASSOCIATION = "Norrbottens Kommuner"

_DAY = re.compile(r"\b\d{1,2} [a-zA-Z]{3,9} \d{4}\b")  # 30 september 2026
_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,:;)]")


_SECRET = re.compile(r"(/(?:svar|losenord)/)[\w-]{20,}")


def without_secrets(text: str) -> str:
    """The text with the personal links in it struck out, for everybody but its reader."""
    return _SECRET.sub(r"\1…", text)


@dataclass(frozen=True)
class Written:
    """A mail's words."""

    subject: str
    text: str
    html: str


def link(endpoint: str, *, anchor: str = "", **values: Any) -> str:
    """The full address of a page, or of a place on it."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['BASE_URL']}{path}" + (f"#{anchor}" if anchor else "")


def compose(name: str, /, *, locale: str = "sv", **values: Any) -> Written:
    """The mail `name` with these values. A long `title` is shortened until the subject fits;
    in the text it stands whole."""
    values["locale"] = locale
    with speaking(locale):
        subject = _subject(name, values)
        over = len(subject) - LONGEST_SUBJECT
        if over > 0 and "title" in values:
            room = max(12, len(values["title"]) - over)
            subject = _subject(name, values | {"title": shortened(values["title"], room)})
        body = _rendered(name, values).partition("\n")[2].strip()
        frame = values | {"service_name": SERVICE, "association": ASSOCIATION}
        text = _frame("layout.txt", frame | {"body": body})
        html = _frame("layout.html", frame | {"body": as_html(body), "subject": subject})
    return Written(subject, text, html)


def shortened(title: str, room: int) -> str:
    """A title of at most `room` characters: whole words, unless too little would be left."""
    words = textwrap.shorten(title, room, placeholder=" …")
    if len(words) >= room * _ENOUGH:
        return words
    return f"{title[: room - 1].rstrip(' ,;:–-')}…"


def _rendered(name: str, values: dict[str, Any]) -> str:
    template = current_app.jinja_env.get_template(f"email/{name}.txt")
    return template.render(values, link=link).strip()


def _subject(name: str, values: dict[str, Any]) -> str:
    return _rendered(name, values).partition("\n")[0].strip()


def _frame(name: str, values: dict[str, Any]) -> str:
    return current_app.jinja_env.get_template(f"email/{name}").render(values)


def as_html(text: str) -> Markup:
    """The same words as paragraphs and lists, with links that can be followed."""
    return Markup("\n").join(_block(block.splitlines()) for block in text.split("\n\n"))


_ROW = re.compile(r"(\S.*?) {3,}(\S.*)")


def _block(lines: list[str]) -> Markup:
    if len(lines) == 1 and lines[0].isupper():
        return Markup("<p><b>{}</b></p>").format(lines[0].capitalize())
    rows = [_ROW.fullmatch(line) for line in lines]
    if rows and all(rows):
        return _table(row.groups() for row in rows if row)
    words = list(takewhile(lambda line: not line.startswith("- "), lines))
    items = lines[len(words) :]
    if not all(line.startswith("- ") for line in items):
        words, items = lines, []
    found = Markup("")
    if words:
        found = Markup("<p>{}</p>").format(Markup("<br>").join(_linked(line) for line in words))
    if items:
        listed = Markup("").join(Markup("<li>{}</li>").format(_linked(line[2:])) for line in items)
        found += Markup("<ul>{}</ul>").format(listed)
    return found


def _table(rows: Iterable[Sequence[str]]) -> Markup:
    """Lines of two columns: a day and what it is about."""
    lines = (Markup("").join(map(_cell, row)) for row in rows)
    table = Markup('<table role="presentation" cellpadding="4" cellspacing="0">{}</table>')
    return table.format(Markup("").join(Markup("<tr>{}</tr>").format(line) for line in lines))


def _cell(text: str) -> Markup:
    cell = Markup('<td valign="top">{}</td>')
    whole = Markup('<td valign="top" nowrap>{}</td>')
    return (whole if len(text) <= _ON_ONE_LINE else cell).format(_linked(text))


def _linked(line: str) -> Markup:
    found, last = Markup(""), 0
    for match in _URL.finditer(line):
        found += _whole_days(line[last : match.start()])
        found += Markup('<a href="{0}">{0}</a>').format(match.group())
        last = match.end()
    return found + _whole_days(line[last:])


def _whole_days(words: str) -> Markup:
    """The words, with days that are not broken over two lines."""
    return escape(_DAY.sub(lambda day: day.group().replace(" ", "\N{NO-BREAK SPACE}"), words))
