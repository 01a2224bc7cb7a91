"""The texts of templates in the language of the reader: a page asks for hundreds.

Jinja's own `_` makes three calls and a copy of the template's variables of each of them, and
Flask-Babel looks for the reader's language anew in every one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import flask_babel
from flask import Flask
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from nk_avtal.extensions import babel
from nk_avtal.formats import language


def register(app: Flask) -> None:
    """Let the templates of `app` translate by these functions."""
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)
    babel.domain_instance = Texts(domain="messages")


class Texts(flask_babel.Domain):
    """The texts of Python code, the lazy ones of forms and menus among them, looked up as those of
    templates are."""

    def gettext(self, string: str, **variables: Any) -> str:
        """The text in the language of the reader, its %(name)s put in."""
        found = _written(string, language(), False)
        return found % variables if variables else found


@pass_eval_context
def gettext(where: EvalContext, text: str, /, **variables: Any) -> str:
    """The text in the language of the reader, its %(name)s put in; escaped where the template
    escapes."""
    found = _written(text, language(), where.autoescape)
    return found % variables if variables or "%" in found else found


@pass_eval_context
def ngettext(where: EvalContext, one: str, many: str, number: int, /, **variables: Any) -> str:
    """The same of a text that depends on a number, its %(num)s."""
    found = _counted(one, many, number, language(), where.autoescape)
    return found % {"num": number, **variables}


@lru_cache(maxsize=8192)
def _written(text: str, _language: str, escaping: bool) -> str:
    """The translation, kept: those of a version of the product never change."""
    found = flask_babel.get_translations().ugettext(text)
    return Markup(found) if escaping else found  # noqa: S704 - texts of the product itself


@lru_cache(maxsize=8192)
def _counted(one: str, many: str, number: int, _language: str, escaping: bool) -> str:
    found = flask_babel.get_translations().ungettext(one, many, number)
    return Markup(found) if escaping else found  # noqa: S704 - texts of the product itself
