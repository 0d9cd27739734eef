# `make run` opens the workbench, `make test` proves it. Both bring their own environment.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check lint types imports unit live crash-matrix fuzz soak bench bench-decomposer bench-generators verify-generated lock wheel clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.ready: requirements.lock pyproject.toml
	@if command -v uv >/dev/null 2>&1; then \
		{ [ -x $(BIN)/python ] || uv venv -q --clear --python "$(PYTHON)" $(VENV); } && \
		uv pip sync -q --python $(BIN)/python --require-hashes requirements.lock && \
		uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e . ; \
	else \
		{ [ -x $(BIN)/pip ] || "$(PYTHON)" -m venv --clear $(VENV); } && \
		$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock && \
		$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@touch $@

run: $(VENV)/.ready ## open the workbench (without a terminal: the tour)
	@if [ -t 0 ] && [ -t 1 ]; then exec $(BIN)/workbench; else exec $(BIN)/workbench tour; fi

test: check unit live ## everything that must hold

check: lint types imports ## ruff, mypy --strict, import-linter

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready
	$(BIN)/mypy

imports: $(VENV)/.ready
	$(BIN)/lint-imports

unit: $(VENV)/.ready ## pure tests and the TUI's journeys
	$(BIN)/pytest -n 2 --dist worksteal -m "not live"

live: $(VENV)/.ready ## real servers on loopback; three at a time, since they mostly wait
	$(BIN)/pytest -n 3 --dist loadgroup --no-loadscope-reorder -m "live and not soak"

crash-matrix: $(VENV)/.ready ## every crash point under load, audited; the report is in build/crash-matrix
	$(BIN)/pytest -m soak tests/crash
	$(BIN)/python -m tests.crash

fuzz: $(VENV)/.ready ## every public operation of the shop, asked for all that its schema allows and forbids
	FUZZ_EXAMPLES=300 $(BIN)/pytest tests/live/commerce/test_public_api_fuzzed.py

soak: $(VENV)/.ready ## many kills at once, on real servers
	$(BIN)/pytest -m soak

bench: $(VENV)/.ready ## figures as ratios; nothing here can fail a build
	$(BIN)/python -m tests.bench

bench-decomposer: $(VENV)/.ready ## the domain-boundary tool beside its goals: about a minute
	$(BIN)/python -m tests.bench decomposer

bench-generators: $(VENV)/.ready ## generating beside its goals: half a minute
	$(BIN)/python -m tests.bench generators

verify-generated: $(VENV)/.ready ## generated files before other people's tools; brings them from registries, some minutes
	$(BIN)/python -m tests.verify

lock: ## resolve pyproject.toml anew for every platform (needs uv)
	uv pip compile -q pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock

wheel: $(VENV)/.ready ## the distributable wheel, in dist/
	$(BIN)/python -m hatchling build -t wheel

clean: ## remove what make made, and what labs keep for their next start
	rm -rf "$${XDG_CACHE_HOME:-$$HOME/.cache}/architecture-workbench"
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
