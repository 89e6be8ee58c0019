# `make demo` and `make test` do all of their set-up, in .venv, on a fresh machine.

PYTHON ?= python3
PORT ?= 8765
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test lint light browser clean

help:  ## List the targets.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: .venv/.demo  ## Try the bot in a simulated Discord in your browser.
	$(BIN)/marquee demo --port $(PORT)

test: .venv/.dev browser lint  ## Lint, type-check and run every test.
	$(BIN)/pytest

lint: .venv/.dev  ## ruff and pyright.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright

light:  ## The light install in a fresh environment of its own, and a smoke test of it.
	PYTHON=$(PYTHON) bash tests/light_install.sh

browser: .venv/.dev
	@$(BIN)/python -m tests.chromium

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.demo: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[demo]'
	@touch $@

.venv/.dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,models]'
	@touch $@ .venv/.demo

clean:  ## Remove the environment and what the tools cached.
	rm -rf .venv .venv-light .pytest_cache .ruff_cache *.egg-info
