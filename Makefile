# Run `make help` for what there is.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# An installation is known by what it was made from: the same files, no second install.
hash = $(shell cat $(1) | sha256sum | cut -c1-16)
RUNTIME := $(VENV)/installed-$(call hash,requirements.txt constraints.txt)
DEVELOPMENT := $(VENV)/installed-dev-$(call hash,requirements.txt requirements-dev.txt constraints.txt)

.PHONY: help setup run test lint format train peers bench clean

help: ## Say what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: $(RUNTIME) ## Make the environment (.venv) and nothing else

run: $(RUNTIME) ## Run the site on http://127.0.0.1:8000 (HOST and PORT change that)
	@exec $(BIN)/python -m config.run --stop-with-parent

test: $(DEVELOPMENT) lint ## Run everything that CI runs
	@.ci/chromium
	@$(BIN)/python -m pytest

lint: $(DEVELOPMENT) ## Check style, formatting and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(DEVELOPMENT) ## Put the code into the house's form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

train: $(RUNTIME) ## Train the language model anew from ../shared/data
	@$(MAKE) -C claims/nlp/training

peers: ## Install what `make bench` compares this project with
	@test -x bench/.venv/bin/python || $(PYTHON) -m venv bench/.venv
	@bench/.venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check -r bench/requirements-peers.txt -c constraints.txt

bench: $(RUNTIME) ## Measure; ONLY=language or another part measures that alone
	@$(BIN)/python -m bench $(ONLY)

clean: ## Remove the environment and what tools have left; never the data in var/
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "error: Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=/path/to/it" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "error: no virtual environment could be made (on Debian: apt-get install python3-venv)" >&2; exit 1; }

$(RUNTIME): | $(VENV)/bin/python
	@echo "installing what the site needs into $(VENV)"
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check -r requirements.txt -c constraints.txt
	@rm -f $(VENV)/installed-[0-9a-f]*; touch $@

$(DEVELOPMENT): $(RUNTIME)
	@echo "installing what developers need into $(VENV)"
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check -r requirements-dev.txt -c constraints.txt
	@rm -f $(VENV)/installed-dev-*; touch $@
