"""Which text a decision is about: the recommended version, or another one of the document."""

from __future__ import annotations

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from nk_avtal.blueprints.adoptions.forms import DecisionForm
from nk_avtal.documents.models import DocumentVersion
from nk_avtal.recommendations.models import Addressee, Recommendation


def wordings(recommendation: Recommendation) -> list[SelectChoice]:
    """The versions to choose among, the recommended one first."""
    recommended = recommendation.document_version
    if recommended is None:
        return [SelectChoice("", _("Den som styrelsen rekommenderade"))]
    others = [one for one in reversed(recommended.document.versions) if one is not recommended]
    return [
        SelectChoice(
            str(recommended.id),
            _("Den rekommenderade, version %(number)s", number=recommended.number),
        ),
        *(SelectChoice(str(one.id), _named(one)) for one in others),
    ]


def _named(version: DocumentVersion) -> str:
    name = _("Version %(number)s", number=version.number)
    return f"{name}, {version.label}" if version.label else str(name)


def chosen_wording(addressee: Addressee, form: DecisionForm) -> DocumentVersion | None:
    """The version chosen, if it is one of the recommended document's; else the recommended."""
    recommended = addressee.recommendation.document_version
    versions = recommended.document.versions if recommended else []
    return next((one for one in versions if str(one.id) == form.wording.data), recommended)
