# `make help` lists what there is.

PYTHON ?= python3
JOBS ?= 1
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup build check demo test soak tools lint types bench dist docs pictures lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: setup ## Make the environment and write dist/ (dashboards, datasources, collector configuration)
	@$(BIN)/agentdash build

check: lint types ## Lint, types, and the tests that need neither Go nor Node.js: about a minute
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not go and not node and not slow"

demo: setup tools ## See it alive without Docker: two minutes of made-up agents, the overview in the terminal, beside the truth
	@$(BIN)/python tools/demo.py

test: setup ## Style and every test, on the real Prometheus and Collector; JOBS=2 runs two at a time
	@echo "test: about fifty minutes on two cores; the first time a quarter of an hour more, to build Prometheus and the Collector"
	@$(MAKE) --no-print-directory tools lint
	@$(BIN)/python -m pytest $(if $(filter-out 1,$(JOBS)),-n $(JOBS) --dist loadgroup)

soak: setup tools ## The truth table as slowly as life, cut into exports in other ways, through other stores and tiers; runs, faults and services in numbers: an hour and a half
	@$(BIN)/python -m tests.truth.table --speed 1 --missing
	@$(BIN)/python -m tests.truth.table --speed 1 --missing --each-span
	@$(BIN)/python -m tests.truth.table --speed 1 --missing --late-parents 5
	@$(BIN)/python -m tests.truth.table --missing --store victoriametrics --set 'backend: victoriametrics'
	@$(BIN)/python -m tests.truth.table --missing --tiers
	@$(BIN)/python bench/runs.py
	@$(BIN)/python bench/faults.py
	@$(BIN)/python bench/scale.py

lint: setup ## Check the code's style
	@$(BIN)/ruff check .

types: setup ## Check the code's types
	@$(BIN)/mypy

bench: setup tools ## Print all figures: builds, pushes, dashboards and their queries, a month of alerts, the Collector under load
	@$(BIN)/python bench/run.py
	@$(BIN)/python bench/push.py
	@$(BIN)/python bench/queries.py
	@$(BIN)/python bench/month.py
	@$(BIN)/python bench/collector_load.py

dist: setup ## Rewrite dist/ from the default settings, whatever agentdash.yaml says
	@$(BIN)/agentdash build -c /dev/null -o dist

docs: setup ## Rewrite the generated pages of docs/
	@$(BIN)/python docs/generate.py

pictures: setup tools ## Draw the README's picture again from a demo, with Grafana's own components (Node.js, Chromium): ten minutes
	@npm ci --prefix docs/pictures/grafana --silent --no-audit --no-fund
	@$(BIN)/python docs/pictures/make.py

setup: $(READY) ## Make the virtual environment from requirements.lock

$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "setup: $(PYTHON) is missing; install Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "setup: $$($(PYTHON) --version) is too old; install Python 3.11 or newer, or say make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "setup: Python's venv module is missing; install it (Debian, Ubuntu: apt install python3-venv)" >&2; exit 1; }
	@echo "setup: virtual environment in .venv"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

tools: setup ## Build the programs that the tests run (Prometheus, promtool, VictoriaMetrics, vmalert, Collector), once, into .cache
	@$(BIN)/python tools/get.py
	@if [ -f tests/validate/package-lock.json ]; then \
		if ! command -v npm >/dev/null; then \
			echo "tools: Node.js with npm is missing; the tests that need its validators are skipped" >&2; \
		elif [ ! tests/validate/node_modules/.ready -nt tests/validate/package-lock.json ]; then \
			echo "tools: installing the validators of tests/validate"; \
			npm ci --prefix tests/validate --silent --no-audit --no-fund && touch tests/validate/node_modules/.ready; \
		fi; \
	fi

lock: setup ## Pin the newest allowed versions in requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-tools
	@$(BIN)/pip-compile --quiet --upgrade --generate-hashes --no-annotate --strip-extras --allow-unsafe --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --extra test --extra dev -o requirements.lock pyproject.toml

clean: ## Remove the environment and everything that was built
	@rm -rf .venv .cache tests/validate/node_modules docs/pictures/grafana/node_modules
