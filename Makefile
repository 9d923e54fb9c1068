# The door: what a person or a machine does with this project. `make` alone lists it.

PYTHON ?= python3
WORKERS ?= auto
BIN := .venv/bin
PYTEST = $(BIN)/python -m pytest -n $(WORKERS)

.PHONY: help site test test-outside test-long check lint types format wheel bench look tools clean

help: ## list what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile

site: .venv/installed ## install knowbrand in .venv and build the example site
	$(BIN)/knowbrand build example-site --offline
	@echo "Now open example-site/_site/index.html in a browser."

test: .venv/dev ## all tests that Python alone can run
	$(PYTEST) -m "not outside and not long"

test-outside: .venv/outside node_modules/.package-lock.json tools ## judges that others wrote, and a real browser
	KNOWBRAND_REQUIRE_OUTSIDE=1 $(PYTEST) -m "outside and not long"

test-long: .venv/dev ## the full counts of random steps
	$(PYTEST) -m "not outside"

check: lint types test ## format, lint, types and tests: what a change has to pass

lint: .venv/dev ## format and lint, changing nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/dev ## static types
	$(BIN)/mypy

format: .venv/dev ## mend the format, and what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: .venv/created ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	@ls dist/*.whl

bench: .venv/dev ## measure how long the commands take to start
	$(BIN)/python benchmarks/startup.py

look: .venv/outside tools ## pictures of every kind of page, into .look/
	$(BIN)/python -m tests.outside.screenshots

tools: .venv/created # Java, Node.js and Chromium: installed where one may, else named
	@$(BIN)/python -m tests.outside.tools

clean: ## remove everything that the other targets made
	rm -rf .venv node_modules dist .look .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -rf example-site/_site example-site/.knowbrand

.venv/created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "knowbrand needs Python 3.11 or later; say which: make PYTHON=python3.12")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@touch $@

.venv/installed: .venv/created pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/dev: .venv/installed
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

.venv/outside: .venv/dev
	$(BIN)/python -m pip install --quiet --group outside
	@touch $@

# No package needs its install script; one of them would download a Java.
node_modules/.package-lock.json: package-lock.json | tools
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@
