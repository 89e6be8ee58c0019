# `make demo` and `make test` do all of their set-up, in .venv, on a fresh machine.

PYTHON ?= python3
PORT ?= 8765
BIN := .venv/bin
TEST_OPTIONS ?= --numprocesses auto
SECONDS ?= 300
SEED ?= 1

.DEFAULT_GOAL := help
.PHONY: help demo check test lint types fast fuzz bench light docs lock audit browser clean

help:  ## List the targets.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: .venv/.demo  ## Try the bot in a simulated Discord in your browser.
	$(BIN)/marquee demo --port $(PORT)

check: .venv/.dev  ## What every change must pass, in a minute: ruff, pyright, imports, fast tests.
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint types fast

test: .venv/.dev browser lint types  ## The same, and every other test there is.
	$(BIN)/pytest $(TEST_OPTIONS)

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/.dev
	$(BIN)/pyright

fast: .venv/.dev
	$(BIN)/pytest -q $(TEST_OPTIONS) -m "not slow and not browser and not models and not shared"

fuzz: .venv/.dev  ## Hostile pictures, requests and packages for SECONDS=300, from SEED=1.
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) --seed $(SEED)

bench: .venv/.dev  ## The service as a whole, measured in one run of minutes; DATA=folder, a catalogue.
	$(BIN)/python -m benchmarks.serving $(if $(DATA),--data-dir $(DATA))

light:  ## The light install in a fresh environment of its own, and a smoke test of it.
	PYTHON=$(PYTHON) bash tests/light_install.sh

docs: .venv/.demo  ## Write anew what the pages in docs take from the code.
	$(BIN)/python -m docs.refresh

lock: .venv/.dev  ## Lock what pyproject.toml asks for; UPGRADE=1 takes the newest of everything.
	$(BIN)/python -m requirements.lock $(if $(UPGRADE),--upgrade)

audit: .venv/.dev  ## Ask whether a locked version is known to be vulnerable.
	$(BIN)/python -m requirements.audit

browser: .venv/.dev
	@$(BIN)/python -m tests.chromium

.venv/bin/python:
	$(PYTHON) -m venv .venv

# What the lock names, checked by its hashes; then Marquee itself, which asks for nothing more.
define install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes -r requirements/build.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --no-build-isolation $(1:%=-r requirements/%.txt)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-build-isolation --no-deps -e .
endef

.venv/.demo: pyproject.toml requirements/build.txt requirements/demo.txt requirements/light.txt \
		| .venv/bin/python
	$(call install,demo)
	@touch $@

.venv/.dev: pyproject.toml $(wildcard requirements/*.txt) | .venv/bin/python
	$(call install,dev models)
	@touch $@ .venv/.demo

clean:  ## Remove the environment and what the tools cached.
	rm -rf .venv .venv-light .pytest_cache .ruff_cache *.egg-info
