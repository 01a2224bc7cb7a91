"""Two people with the same draft: the second sees what the first saved, and loses nothing."""

from __future__ import annotations

from flask_babel import gettext

from nk_avtal.blueprints.recommendations.forms import RecommendationForm, values_of
from nk_avtal.recommendations.models import Recommendation


def meanwhile(form: RecommendationForm, recommendation: Recommendation) -> bool:
    """Whether somebody has saved since the form was opened. Then saving again takes over."""
    if str(form.version.data) == str(recommendation.version):
        return False
    form.version.data = form.version.raw_data = str(recommendation.version)
    form.form_errors.append(
        gettext("Någon annan har ändrat utkastet. Jämför, och spara igen om din version ska gälla.")
    )
    return True


def theirs(
    form: RecommendationForm, recommendation: Recommendation | None
) -> list[tuple[str, str]]:
    """What the other one saved in the fields that differ: label and value."""
    if recommendation is None:
        return []
    saved = values_of(recommendation)
    return [
        (str(field.label.text), _shown(field, saved[field.short_name]))
        for field in form
        if field.short_name in saved
        and field.short_name != "version"
        and (field.data or "") != (saved[field.short_name] or "")
    ]


def _shown(field: object, value: object) -> str:
    choices = {one.value: one.label for one in getattr(field, "choices", None) or ()}
    if isinstance(value, list):
        return ", ".join(str(choices.get(one, one)) for one in value)
    return str(choices.get(value, value) or "–")
