"""What templates write in the language of the reader."""

from __future__ import annotations

from flask import Flask, render_template_string
from jinja2 import Template

from nk_avtal.formats import speaking


def written(source: str, **values: object) -> str:
    return render_template_string(source, **values)


def test_texts_are_translated_filled_in_and_escaped(app: Flask) -> None:
    with app.test_request_context():
        assert written("{{ _('Logga ut') }}") == "Logga ut"
        assert written("{{ _('att %(text)s', text='<b> & så') }}") == "att &lt;b&gt; &amp; så"
        assert written("{{ _('%(where)s, %(one)s', where=1, one=2) }}") == "1, 2"
        assert written("{{ _('100 %%') }} {{ gettext('<i>') }}") == "100 % <i>"
        assert written("{{ _('x %(a)s', a='<b>'|safe) }}") == "x <b>"
        counted = "{{ ngettext('Ett %(number)s', '%(num)s %(number)s', n, number='<') }}"
        assert written(counted, n=1) == "Ett &lt;"
        assert written(counted, n=3) == "3 &lt;"


def test_the_language_is_that_of_the_moment(app: Flask) -> None:
    source = "{{ _('Logga ut') }}"
    with app.test_request_context():
        assert written(source) == "Logga ut"
        with speaking("en"):
            assert written(source) == "Sign out"
        assert written(source) == "Logga ut"


def test_text_that_is_no_html_is_left_as_it_is(app: Flask) -> None:
    with app.test_request_context():
        plain: Template = app.jinja_env.overlay(autoescape=False).from_string(
            "{{ _('att %(text)s', text='<b>') }}"
        )
        assert plain.render() == "att <b>"


def test_a_request_starts_no_thread(app: Flask) -> None:
    """Closing asynchronous sessions, of which there are none, would start one each time."""
    assert not any(one.__name__ == "_close_async_sessions" for one in app.teardown_appcontext_funcs)
