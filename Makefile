# Every target makes its own environment first; nothing is written outside this folder but the
# package managers' own caches.  `make help` lists the targets.

PYTHON ?= python3
VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 8000
JOBS ?= 2
ARGS ?=
export NOTE ?=

RELEASE := build/release/release.json
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --require-virtualenv
RUN := $(VENV)/bin/python -m

# What an installation depends on, and what the graph is made from.
SETUP := pyproject.toml hatch_build.py tools/assets.py package.json package-lock.json
SOURCES := $(shell find ontology queries src/mtkg -type f \( -name '*.ttl' -o -name '*.rq' -o -name '*.tsv' -o -name '*.py' \) 2>/dev/null)

# The W3C's test files, where they lie beside the checkout; tests that need them skip otherwise.
MTKG_W3C ?= $(shell cd ../shared/w3c 2>/dev/null && pwd)
export MTKG_W3C

.DELETE_ON_ERROR:
.PHONY: help serve build test bench measure lint format coverage licenses lock site release clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

serve: $(VENV)/installed ## install, build the graph, serve it on http://127.0.0.1:8000 (HOST=, PORT=)
	@$(MAKE) --silent $(RELEASE) || { test -f $(RELEASE) && \
		echo 'The graph was not built: serving the last good build.' >&2; }
	@exec $(RUN) mtkg serve --host $(HOST) --port $(PORT) $(ARGS)

build: $(VENV)/installed $(RELEASE) ## reason over the ontology and write build/release

test: $(VENV)/installed-test $(RELEASE) ## run the whole test suite (ARGS='-k name')
	@exec $(RUN) pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

bench: $(VENV)/installed-bench $(RELEASE) ## measure build time, start-up and latencies
	@exec $(RUN) tools.bench $(ARGS)

measure: $(VENV)/installed-bench $(RELEASE) ## open the measured part of the corpus (NOTE='why'), log it, publish the figures
	@exec $(RUN) tools.measure_lint tests/corpus/measured --clean tests/corpus/clean/measured --baselines --write --log "$$NOTE" $(ARGS)

lint: $(VENV)/installed-test ## ruff, mypy --strict, import contracts
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(VENV)/bin/lint-imports

format: $(VENV)/installed-test ## put code into shape
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

coverage: $(VENV)/installed-test $(RELEASE) ## run the suite and say which lines it does not reach
	@$(RUN) coverage erase
	@$(RUN) coverage run -m pytest $(ARGS); status=$$?; \
		$(RUN) coverage combine --quiet && $(RUN) coverage report; $(RUN) coverage html --quiet -d build/coverage; exit $$status

licenses: $(VENV)/installed-test ## the licence of each dependency, as it states it
	@$(RUN) tools.licenses $(ARGS)

lock: $(VENV)/installed-lock ## pin what the image installs, each file by its hash
	@$(RUN) tools.lock $(ARGS)

site: $(VENV)/installed-test ## build the documentation site into build/site
	@$(RUN) mkdocs build --strict --quiet

release: $(VENV)/installed $(RELEASE) ## publish the graph below releases/, where it stays as it is
	@$(RUN) tools.release $(ARGS)

clean: ## remove the environment and everything built
	rm -rf $(VENV) build dist api/static/bundle .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RELEASE): $(SOURCES) | $(VENV)/installed
	@$(RUN) mtkg build -o $(dir $(RELEASE))
	@touch $(RELEASE)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'mtkg needs Python 3.11 or newer, and $(PYTHON) is older or missing: make PYTHON=python3.12 …' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		$(PYTHON) -c 'import sys; print("This Python has no venv module. On Debian and Ubuntu: sudo apt install python%d.%d-venv" % sys.version_info[:2])' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(SETUP) | $(VENV)/bin/python
	@echo 'Installing mtkg into $(VENV): a minute or two, this once.' >&2
	@$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/installed-test: $(SETUP) | $(VENV)/bin/python
	@echo 'Installing mtkg and its test tools into $(VENV): a minute or two, this once.' >&2
	@$(PIP) install --quiet --editable '.[test]'
	@touch $@ $(VENV)/installed

$(VENV)/installed-lock: $(VENV)/installed
	@$(PIP) install --quiet 'uv>=0.13'
	@touch $@

$(VENV)/installed-bench: $(VENV)/installed-test
	@$(PIP) install --quiet --editable '.[bench]'
	@touch $@
