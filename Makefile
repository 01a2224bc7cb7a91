# The commands of the project. `make help` lists them.
# Nothing here needs more than Python 3.11, make and git; `make test` also fetches a browser,
# LibreOffice and PostgreSQL's programs.

PYTHON ?= python3
PORT ?= 8000
# One more than there are processors: many tests wait for a browser, a server or a clock.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
CATALOGUES := $(wildcard nk_avtal/translations/*/LC_MESSAGES/*.po)
COMPILED := $(CATALOGUES:.po=.mo)

export NK_AVTAL_BASE_URL ?= http://127.0.0.1:$(PORT)

.DEFAULT_GOAL := help
.PHONY: help run test lint bench translations

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 14

run: .venv/installed $(COMPILED) ## Serve on http://127.0.0.1:8000 (PORT= changes it), with demo data when empty
	@NK_AVTAL_DEMO=on $(BIN)/nk-avtal init
	@if NK_AVTAL_DEMO=on $(BIN)/nk-avtal demo --if-empty; then export NK_AVTAL_DEMO=on; fi; \
	exec $(BIN)/nk-avtal serve --port $(PORT)

test: .venv/installed-for-tests $(COMPILED) ## Run every test
	@sh tests/prepare.sh
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

lint: .venv/installed-for-tests ## Check style, types, layers, templates, translations and migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint --quiet nk_avtal/templates
	$(BIN)/python -m tests.lint.translations
	$(BIN)/python -m tests.lint.migrations

bench: .venv/installed-for-tests ## Measure, as ratios within one run
	@for script in bench/[a-z]*.py; do $(BIN)/python $$script || exit 1; done

translations: .venv/installed-for-tests ## Collect the texts to translate into the English catalogue
	$(BIN)/pybabel -q extract -F babel.cfg -k _l -k lazy_gettext -k _n:1,2 -k lazy_ngettext:1,2 -k named:2 --no-location --sort-output -o /tmp/nk-avtal.pot nk_avtal
	$(BIN)/pybabel -q update -i /tmp/nk-avtal.pot -d nk_avtal/translations --no-fuzzy-matching --omit-header

%.mo: %.po | .venv/installed
	@$(BIN)/pybabel -q compile --use-fuzzy -i $< -o $@

.venv/bin/pip:
	@rm -rf .venv
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed." >&2; exit 1; }
	@$(PYTHON) -m venv .venv 2>/dev/null && test -x .venv/bin/pip || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get -qq -o DPkg::Lock::Timeout=300 update && apt-get -qq -y -o DPkg::Lock::Timeout=300 install python3-venv >/dev/null && rm -rf .venv && $(PYTHON) -m venv .venv; \
	  else rm -rf .venv; echo "Python's venv module is missing: install the package python3-venv." >&2; exit 1; fi; }

.venv/installed: setup.cfg pyproject.toml constraints.txt | .venv/bin/pip
	@echo "Installing ..."
	@$(PIP) --editable .
	@touch $@

.venv/installed-for-tests: setup.cfg pyproject.toml constraints.txt | .venv/bin/pip
	@echo "Installing what the tests need ..."
	@$(PIP) --editable ".[dev,test]"
	@touch .venv/installed $@
