"""The application for `flask` and for any WSGI server."""

import gc

from nk_avtal.app import create_app
from nk_avtal.cli import register

app = create_app()
register(app)

# What was made at the start stays: without it, and looked for less often, what a request leaves
# behind costs half as much to find. A page with thousands of rows spent half its time on that.
gc.freeze()
gc.set_threshold(20_000, 20, 20)
