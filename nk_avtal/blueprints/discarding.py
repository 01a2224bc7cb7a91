"""Asking before a draft is thrown away, since that cannot be undone."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request
from flask_babel import gettext as _
from wtforms import HiddenField

from nk_avtal.blueprints.forms import Form


class DiscardForm(Form):
    """Which version of the draft somebody has seen and wants to be without."""

    version = HiddenField()

    @classmethod
    def of(cls, version: int) -> DiscardForm:
        """The form for the draft as it is now."""
        return cls(data={"version": str(version)})

    def confirmed(self, version: int) -> bool:
        """Whether it is to go: not when somebody has changed it since the page was opened."""
        if not self.validate_on_submit():
            return False
        if self.version.data == str(version):
            return True
        self.version.data = str(version)
        self.refuse(_("Någon annan har ändrat utkastet. Se efter innan du tar bort det."))
        return False


def question(
    form: DiscardForm,
    title: str,
    back_url: str,
    crumbs: Sequence[tuple[str, str]],
    stays: str = "",
) -> tuple[str, int]:
    """The page that asks. `stays` says what is left of what the draft was made of."""
    page = render_template(
        "drafts/discard.html",
        form=form,
        title=title,
        back_url=back_url,
        crumbs=list(crumbs),
        stays=stays,
    )
    return page, 409 if request.method == "POST" else 200
