"""What a hostile template may try, and what becomes of it (reliability S-23, S-24)."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from jinja2 import TemplateError

from nk_avtal.letters import render
from nk_avtal.letters.faults import TemplateBroken
from nk_avtal.letters.language import LetterLanguage, NotShowable
from nk_avtal.letters.render import render_each, render_one
from tests.letters.words import lines, template
from tests.limited import branches, stems

VALUES = {"titel": "Avtalet", "kommun": {"namn": "Piteå"}, "bilagor": ["ett", "två"]}

REACHING_OUT = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].environ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ joiner.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ self }}",
    "{{ config }}",
    "{{ range(10) }}",
    "{{ dict(a=1) }}",
    "{{ titel.upper() }}",
    "{{ titel.upper }}",
    "{{ titel.format.__globals__ }}",
    "{{ titel.__class__ }}",
    "{{ titel['__class__'] }}",
    "{{ titel|attr('__class__') }}",
    "{{ titel|map(attribute='__class__')|list }}",
    "{{ bilagor|map('upper')|join }}",
    "{{ '{0.__class__}'.format(titel) }}",
    "{{ '%s' % titel }}",
    "{{ kommun.items() }}",
    "{{ kommun.pop('namn') }}",
    "{{ kommun.update }}",
    "{{ bilagor.append('tre') }}",
    "{{ bilagor.clear }}",
    "{{ bilagor }}",
    "{{ kommun }}",
    "{{ titel|safe }}",
    "{{ titel|pprint }}",
    "{{ kommun|tojson }}",
    "{{ kommun|xmlattr }}",
    "{{ titel|e.__class__ }}",
    "{{ loop }}",
    "{{ undefined_field }}",
    "{{ kommun.nmn }}",
    "{{ kommun['nmn'] }}",
    "{{ bilagor[99] }}",
    "{{ titel[0] }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}{{ os }}",
    "{% from 'os' import environ %}{{ environ }}",
    "{% extends '/etc/passwd' %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% block a %}{{ self.a() }}{% endblock %}",
    "{% call titel() %}{% endcall %}",
    "{% for a in bilagor recursive %}{{ loop(bilagor) }}{% endfor %}",
    "{% for a in bilagor %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for a in bilagor %}{{ loop.__init__ }}{% endfor %}",
    "{% for a in bilagor %}{{ loop }}{% endfor %}",
    "{% set x = titel.__class__ %}{{ x }}",
    "{% if titel.__class__ %}x{% endif %}",
    "{% do kommun.clear() %}",
    "{% debug %}",
    "{{ titel",
    "{% for a in bilagor %}",
]


@pytest.mark.parametrize("tag", REACHING_OUT)
def test_a_template_that_reaches_for_more_than_its_values_is_refused(tag: str) -> None:
    """In the language itself; that each part of a file speaks this language is shown below."""
    with pytest.raises((TemplateError, NotShowable)):
        LetterLanguage().from_string(tag).render(VALUES)


@pytest.mark.parametrize("where", ["body", "table", "header", "footer", "title"])
def test_it_is_refused_wherever_in_the_file_it_stands(where: str) -> None:
    hostile = template("{{ cycler.__init__.__globals__.os.popen('id').read() }}", where=where)
    with pytest.raises(TemplateBroken, match="Mallen innehåller read, som inte är tillåtet"):
        render_one(hostile, VALUES)


@pytest.mark.parametrize(
    "tag",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{{ 'x' * 10**9 }}",
        "{{ 9**9**9 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 'x'.center(10**9) }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ lipsum(n=100000) }}",
    ],
)
def test_what_would_fill_time_or_memory_is_refused_before_it_runs(tag: str) -> None:
    begun = time.monotonic()
    with pytest.raises(TemplateBroken):
        render_one(template(tag), VALUES)
    assert time.monotonic() - begun < 5


def test_loops_in_loops_end_within_ten_seconds() -> None:
    rows = {"rader": ["x"] * 2000}
    nested = "{% for a in rader %}" * 4 + "{% endfor %}" * 4
    begun = time.monotonic()
    with pytest.raises(TemplateBroken, match="för lång tid"):
        render_one(template(nested), rows)
    assert time.monotonic() - begun < 12


def test_text_that_doubles_itself_ends_within_the_memory_limit() -> None:
    doubling = "{% set x = titel %}" + "{% set x = x ~ x %}" * 40 + "{{ x }}"
    with pytest.raises(TemplateBroken, match=r"för stort|för mycket minne"):
        render_one(template(doubling), VALUES)


def test_the_process_that_fills_templates_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NK_AVTAL_SECRET_KEY", "canary" * 10)
    documents = render.render_each(template("{{ titel }}"), [VALUES, VALUES])
    next(documents)
    assert [one.environ() for one in (*stems(), *branches())] == [{}, {}]
    documents.close()  # type: ignore[attr-defined]
    assert branches() == []


def test_a_batch_goes_on_after_a_document_that_cannot_be_made() -> None:
    values = [{"titel": "ett"}, {"namn": "två"}, {"titel": "tre"}]
    first, second, third = render_each(template("{{ titel }}"), values)
    assert isinstance(second, TemplateBroken)
    assert second.field == "titel"
    assert [_text(first), _text(third)] == ["ett", "tre"]


def test_a_batch_ends_with_the_document_that_ended_the_process() -> None:
    nested = "{% for a in rader %}" * 4 + "{% endfor %}" * 4
    begun = time.monotonic()
    values = [{"rader": ["x"] * many} for many in (1, 2000, 1)]
    answers = list(render_each(template(f"hej{nested}"), values))
    assert [isinstance(answer, bytes) for answer in answers] == [True, False, False]
    assert time.monotonic() - begun < 2 * render.WALL_SECONDS


def test_documents_are_made_only_as_they_are_asked_for() -> None:
    asked: list[int] = []

    def endless() -> Iterator[dict[str, str]]:
        while True:
            asked.append(1)
            yield {"titel": "x"}

    documents = render_each(template("{{ titel }}"), endless())
    next(documents)
    documents.close()  # type: ignore[attr-defined]
    assert len(asked) == 2


def _text(answer: bytes | TemplateBroken) -> str:
    assert isinstance(answer, bytes)
    return "".join(lines(answer))
