"""The application for `flask` and for any WSGI server."""

from nk_avtal.app import create_app
from nk_avtal.cli import register
from nk_avtal.serving import settle

app = create_app()
register(app)
settle()
