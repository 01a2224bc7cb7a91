"""The rules can be used without the web and the database."""

from __future__ import annotations

import json
import subprocess
import sys

_PROGRAM = """
import importlib, json, pkgutil, sys
import nk_avtal.domain
names = [m.name for m in pkgutil.walk_packages(nk_avtal.domain.__path__, "nk_avtal.domain.")]
for name in names:
    importlib.import_module(name)
print(json.dumps([names, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def test_importing_every_rule_loads_neither_flask_nor_sqlalchemy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True
    )
    names, loaded = json.loads(done.stdout)
    assert "nk_avtal.domain.agreements" in names
    assert not set(loaded) & {"flask", "flask_babel", "babel", "sqlalchemy", "wtforms", "werkzeug"}
