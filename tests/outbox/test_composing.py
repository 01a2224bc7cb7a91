"""The words of a mail: a subject with room for its facts, and the HTML made from the text."""

from __future__ import annotations

import pytest

from nk_avtal.outbox.composing import as_html, shortened


@pytest.mark.parametrize(
    ("title", "room", "short"),
    [
        ("Prislista 2027", 20, "Prislista 2027"),
        ("Läkarmedverkan i kommunal hälso- och sjukvård", 20, "Läkarmedverkan i …"),
        ("Samverkansavtal gymnasieutbildning 2027–2030", 16, "Samverkansavtal…"),
        ("Prislista för interkommunal ersättning", 24, "Prislista för …"),
    ],
)
def test_a_title_keeps_whole_words_unless_too_little_is_left(
    title: str, room: int, short: str
) -> None:
    assert shortened(title, room) == short
    assert len(short) <= room


def test_headings_columns_lists_and_links_are_marked_up_and_the_rest_is_escaped() -> None:
    text = "ATT AVGÖRA\n\n31 december   Säg upp <A>\n1 mars   B\n\n- ett\n- två\n\nSe http://x/y."
    cell = '<td valign="top" nowrap>{}</td>'
    rows = [("31 december", "Säg upp &lt;A&gt;"), ("1 mars", "B")]
    table = "".join(f"<tr>{''.join(map(cell.format, row))}</tr>" for row in rows)
    assert as_html(text).splitlines() == [
        "<p><b>Att avgöra</b></p>",
        f'<table role="presentation" cellpadding="4" cellspacing="0">{table}</table>',
        "<ul><li>ett</li><li>två</li></ul>",
        '<p>Se <a href="http://x/y">http://x/y</a>.</p>',
    ]


def test_a_list_below_its_own_words_is_a_list() -> None:
    day = "1 mars 2027".replace(" ", "\N{NO-BREAK SPACE}")
    listed = f"<p>Titta på:</p><ul><li>{day}: A</li><li>B</li></ul>"
    assert as_html("Titta på:\n- 1 mars 2027: A\n- B") == listed
    assert as_html("- A\noch så vidare") == "<p>- A<br>och så vidare</p>"
