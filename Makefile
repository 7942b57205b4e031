# One door for developers. Everything here works from a fresh clone: what is missing is installed first, once.
#
#   make run          the whole platform with demo data        PORT (8000), HOST (127.0.0.1), DATA_DIR (.data)
#   make test         all tests, browser included              ARGS="-k claim" passes words on to pytest
#   make check        imports, format, lint, types, migrations, translations
#   make format       put the format right
#   make bench        the benchmarks, each a ratio             ARGS="claim" picks one
#   make stress       all of it under load while everything fails; SECONDS=120 or OPS=1000000, and SEED=7 to repeat;
#                     WITHOUT=all takes every guard away, one at a time, and sees that each is missed
#   make demo-reset   drop the demo's data and make it anew

SHELL := /bin/sh
PYTHON ?= python3
DATA_DIR ?= .data
ARGS ?=
export DATA_DIR

BIN := .venv/bin
PY := $(BIN)/python
PIP := $(PY) -m pip install --quiet --quiet --disable-pip-version-check --require-hashes

# Keyed on what the locks say, not on when they were written: a checkout alone installs nothing.
RUN_STAMP := .venv/stamp-run-$(shell cksum < requirements.lock | cut -d' ' -f1)
DEV_STAMP := .venv/stamp-dev-$(shell cksum < requirements-dev.lock | cut -d' ' -f1)

.PHONY: run test check format bench stress demo-reset venv
.DEFAULT_GOAL := run

run: $(RUN_STAMP)
	@exec $(PY) -m config.run

test: $(DEV_STAMP)
	@$(PY) -m config.run.system_packages chromium fonts-noto-cjk gettext
	@exec $(PY) -m config.run.tests $(ARGS)

check: $(DEV_STAMP)
	@$(PY) -m config.run.system_packages gettext
	@exec $(PY) -m config.run.check

format: $(DEV_STAMP)
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .
	@$(PY) -m config.run.templates

bench: $(DEV_STAMP)
	@exec $(PY) -m config.run.with_database $(PY) -m bench $(ARGS)

stress: $(DEV_STAMP)
	@exec env SEED="$(SEED)" OPS="$(OPS)" SECONDS="$(SECONDS)" WITHOUT="$(WITHOUT)" KEEP="$(KEEP)" $(PY) -m tests.stress

demo-reset: $(RUN_STAMP)
	@exec $(PY) -m config.run.demo_reset

venv: $(DEV_STAMP)

$(RUN_STAMP): | $(PY)
	@echo "Installing the packages of requirements.lock (once) …"
	@$(PIP) -r requirements.lock
	@rm -f .venv/stamp-run-* && touch $@

$(DEV_STAMP): | $(PY)
	@echo "Installing the packages of requirements-dev.lock (once) …"
	@$(PIP) -r requirements-dev.lock
	@rm -f .venv/stamp-dev-* && touch $@

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; choose one: make PYTHON=python3.13 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		package=$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && apt-get install -y -qq --no-install-recommends $$package >/dev/null; \
		else echo "Python's venv module is missing. Install it: sudo apt install $$package"; exit 1; fi; }
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
