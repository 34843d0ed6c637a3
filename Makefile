# The verbs of this project; `make` alone lists them. Needs make, git and Python 3.11 or newer, nothing else.
#
# Everything is installed into .venv by one step that is skipped while requirements.lock stays as it is. What
# a person types (Q, P) reaches the program through the environment, and never becomes part of a command.

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PYTHON ?= python3
UV ?= uv
RUN := .venv/bin/python
# Test files that run side by side: one more than most have cores, as the journeys wait half of their time.
JOBS ?= 3
STAMP := .venv/installed

# `value` takes the text as it was typed: a "$" in a question is a dollar sign, not a make variable.
Q ?= what did they say about EU facial recognition rules?
P ?=
override Q := $(value Q)
override P := $(value P)
export Q P

# $(call tolerate,N) ends a command whose exit code N is an outcome and not a failure.
tolerate = || { code=$$?; [ $$code -eq $(1) ] || exit $$code; }
say = printf '%s\n' "$(1)" >&2

.PHONY: help
help:
	@echo 'Verbs (the first one that needs it sets up .venv, once):'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: ask search chat episodes ingest
ask: setup ## answer a question from the episodes: make ask Q="..."
	@$(RUN) -m bot ask -- "$$Q" $(call tolerate,4)

search: setup ## show the passages nearest to some words: make search Q="..."
	@$(RUN) -m bot search -- "$$Q" $(call tolerate,4)

chat: setup ## ask several questions in a row, in the terminal
	@$(RUN) -m bot chat

episodes: setup ## list the episodes that the index holds
	@$(RUN) -m bot episodes

ingest: setup ## read new and changed episodes: make ingest P="folder or files" adds them first
	@if [ -e "$$P" ]; then set -- "$$P"; else set -- $$P; fi; $(RUN) -m ingest "$$@" $(call tolerate,3)

.PHONY: test check crash
test: setup ## run the test suite
	$(RUN) -m pytest -m 'not long' -n $(JOBS) --dist loadfile

check: setup ## lint, format, types and the import law, without changing a file
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	.venv/bin/lint-imports --no-logo

# The whole suite with its long forms, as some tests look at what others left; those that measure how long somebody
# waits run alone. CRASH_SCALE=0.1 makes a tenth of each.
crash: setup ## try all promises at their full size and print a table of them (half an hour)
	@mkdir -p var && rm -f var/crash.md
	TALLIES=var/crash.md $(RUN) -m pytest -m 'not soak and not alone' -n 2 --dist loadfile
	TALLIES=var/crash.md $(RUN) -m pytest -m 'long and alone'

.PHONY: soak
soak: setup ## answer 10,000 questions while 50 publications go on, and look at the memory (five minutes)
	@mkdir -p var && rm -f var/soak.md
	TALLIES=var/soak.md $(RUN) -m pytest -m soak

# More of them: make fuzz FUZZ_TIMES=100, and for one part alone: make fuzz FUZZ=tests/ingest
.PHONY: fuzz
fuzz: setup ## try twenty times as many, and new, examples in every property test (minutes)
	FUZZ_TIMES="$${FUZZ_TIMES:-20}" HYPOTHESIS_PROFILE=wide $(RUN) -m pytest -m 'fuzz and not long' \
		-n $(JOBS) --dist loadfile --timeout 1800 "$${FUZZ:-tests}"

# The server of the real model is compiled where it is installed, so it has a lock and an environment of its own.
.PHONY: test-wire install-wire
test-wire: ## stream answers from a small real model (compiles its server once: ten minutes, needs C++)
	@cmp -s requirements-wire.lock .venv-wire/installed || $(MAKE) install-wire
	.venv-wire/bin/python -m pytest tests/wire

install-wire: python
	@$(call say,Setting up .venv-wire with the server of a small model. Compiling it takes ten minutes and happens once.)
	@rm -rf .venv-wire && $(PYTHON) -m venv .venv-wire >&2
	@.venv-wire/bin/python -m pip install --quiet --no-input --disable-pip-version-check --require-hashes \
		-r requirements-wire.lock >&2 || \
		{ $(call say,The set-up did not finish; the reason stands above. The same command begins it again.); exit 1; }
	@cp requirements-wire.lock .venv-wire/unfinished && mv .venv-wire/unfinished .venv-wire/installed

.PHONY: evals cost
evals: setup ## measure retrieval and refusal on ../shared and our own questions (minutes); writes evals/RESULTS.md
	@$(RUN) -m evals

cost: setup ## measure what a search costs in a large index (minutes)
	@$(RUN) -m evals.cost

.PHONY: bench
bench: setup ## measure speed beside the bot that a tutorial leads to (half an hour); writes evals/SPEED.md
	@$(RUN) -m evals.bench

# npm writes no lock: it would hold the registry's addresses. The versions in package.json are exact.
.PHONY: pictures
pictures: setup ## draw docs/pictures from what the bot sends in a journey (needs node, npm and chromium)
	@cd pictures && npm install --silent --no-package-lock --no-audit --no-fund
	@mkdir -p var && $(RUN) -m pictures.record var/recorded.jsonl
	@node pictures/draw.mjs var/recorded.jsonl docs/pictures

.PHONY: lock clean setup
lock: ## write both locks anew from pyproject.toml, keeping their pins (needs uv)
	@command -v $(UV) >/dev/null || { $(call say,This verb alone needs uv: pip install uv); exit 1; }
	UV_CUSTOM_COMPILE_COMMAND='make lock' $(UV) pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --extra dev --no-emit-index-url $(FLAGS) pyproject.toml -o requirements.lock
	UV_CUSTOM_COMPILE_COMMAND='make lock' $(UV) pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --extra dev --extra wire --no-emit-index-url -c requirements.lock $(FLAGS) \
		pyproject.toml -o requirements-wire.lock

.PHONY: licences
licences: setup ## write docs/licences.md anew from what the lock installed
	$(RUN) -m tests.house.licences

clean: ## delete .venv and caches; episodes, index and settings stay
	@rm -rf .venv .venv-wire .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is written last and holds what the set-up was made of, so that one that was interrupted, made
# from another lock, or left behind by an upgrade of Python is begun again from nothing.
describe = { $(RUN) -c 'import sys; print("%d.%d" % sys.version_info[:2])'; cat requirements.lock; }

setup: ## install everything into .venv (skipped when nothing has changed)
	@$(describe) 2>/dev/null | cmp -s - $(STAMP) || $(MAKE) install

.PHONY: install python
python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, and \
	$(PYTHON) is %d.%d; name another one: make PYTHON=python3.12" % sys.version_info[:2])' >&2

install: python
	@$(call say,Setting up .venv: about 140 packages (900 MB on disk). This takes one to three minutes and happens once.)
	@rm -rf .venv && $(PYTHON) -m venv .venv >&2
	@$(RUN) -m pip install --quiet --no-input --disable-pip-version-check --require-hashes \
		-r requirements.lock >&2 || \
		{ $(call say,The set-up did not finish; the reason stands above. The same command begins it again.); exit 1; }
	@$(describe) > .venv/unfinished && mv .venv/unfinished $(STAMP)
	@$(call say,Set-up done.)
