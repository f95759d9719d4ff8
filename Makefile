# Everything people and machines do with the project. `make help` lists it.

PYTHON ?= python3
PORT ?= 8000
UCAP_DEMO ?= 1

bin := .venv/bin
pip_install := $(PYTHON) -m pip --python $(bin)/python install --quiet --no-deps
locked := --require-hashes --only-binary :all:

# Compiled modules make every start but the first one quicker.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PIP_ROOT_USER_ACTION := ignore

# Where temporary files lie in memory, if there are two gigabytes of it.
memory := $(firstword $(shell df -Pk /dev/shm 2> /dev/null | awk '$$4 > 2000000 { print "/dev/shm" }') $(TMPDIR) /tmp)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

# --- Using it -------------------------------------------------------------------------------------------------

.PHONY: run
run: export PORT := $(PORT)
run: export UCAP_DEMO := $(UCAP_DEMO)
run: set-up ## Set up, fill with demonstration data and serve on 127.0.0.1 (PORT=8000)
	@$(bin)/ucap db upgrade
	@case "$(UCAP_DEMO)" in "" | 0) ;; *) $(bin)/ucap demo load ;; esac
	@exec $(bin)/ucap serve

.PHONY: set-up
set-up: .venv/installed-run front-end ## Make the environment and the front-end files

.PHONY: front-end
front-end: .venv/installed-run ## Compile the styles and copy the scripts, if they have changed
	@$(bin)/python frontend/build.py

# --- Checking it ----------------------------------------------------------------------------------------------

.PHONY: check
check: format-check lint types imports templates dependencies test ## All checks, then all tests

.PHONY: test
test: set-up-test test-tools ## The whole suite with coverage, browser and PostgreSQL included
	@# PostgreSQL as root calls useradd, and opens the folder of temporary files to its own user. In memory, where a
	@# machine has such a folder, no test waits for a disk. There are two workers more than cores, since some of them
	@# wait for a browser; tests of a file stay together where they can, since many share what takes long to make.
	@set -eu; folder=$$(mktemp -d -p "$(memory)"); trap 'rm -rf "$$folder"' EXIT; trap 'exit 130' INT TERM; chmod 755 "$$folder"; \
	PATH="$$PATH:/usr/sbin:/sbin" TMPDIR="$$folder" $(bin)/python -m pytest --numprocesses $$(($$(getconf _NPROCESSORS_ONLN) + 2)) --dist worksteal --cov --cov-report=term-missing

.PHONY: test-tools
test-tools: set-up-test
	@$(bin)/python scripts/test_tools.py

.PHONY: format-check
format-check: set-up-test ## Is Python formatted?
	$(bin)/ruff format --check --diff

.PHONY: lint
lint: set-up-test ## All rules of ruff
	$(bin)/ruff check

.PHONY: types
types: set-up-test ## Types, strictly
	$(bin)/mypy

.PHONY: imports
imports: set-up-test ## Who may import whom
	$(bin)/lint-imports --no-logo

.PHONY: templates
templates: set-up-test ## Format and lint of the templates
	$(bin)/djlint templates --check
	$(bin)/djlint templates --lint

.PHONY: dependencies
dependencies: set-up-test ## Dependencies that are missing or not needed
	$(bin)/deptry .

.PHONY: bench
bench: set-up-test ## The benchmark, with a table of results
	@$(bin)/python scripts/bench.py

.PHONY: soak
soak: set-up-test ## The long figures: many writers, kills, large data
	@$(bin)/python scripts/soak.py

.PHONY: set-up-test
set-up-test: set-up .venv/installed-test

# --- Changing it ----------------------------------------------------------------------------------------------

.PHONY: format
format: set-up-test ## Format Python and the templates
	$(bin)/ruff check --fix-only --quiet
	$(bin)/ruff format
	$(bin)/djlint templates --reformat --quiet || true

.PHONY: requirements
requirements: set-up-test ## Lock dependencies again (UPGRADE=1 for the newest that are allowed)
	$(bin)/python scripts/lock.py $(if $(UPGRADE),--upgrade)

.PHONY: clean
clean: ## Remove what was installed and built; data in instance/ stays
	rm -rf .venv frontend/node_modules static/vendor .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -f .coverage .coverage.*

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# --- The environment: made again only when its inputs have changed -----------------------------------------------

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed, as $(PYTHON) or named by PYTHON=." >&2; exit 1; }
	@$(PYTHON) -m pip --version > /dev/null \
		|| { echo "pip is needed for $(PYTHON). On Debian, as root: apt-get install python3-pip" >&2; exit 1; }
	@echo "Making the environment in .venv."
	@$(PYTHON) -m venv --clear --without-pip .venv

.venv/installed-run: .venv/bin/python requirements/run.txt requirements/build.txt pyproject.toml
	@echo "Installing what the application needs."
	@$(pip_install) $(locked) -r requirements/run.txt -r requirements/build.txt
	@$(pip_install) --no-build-isolation --editable .
	@touch $@

.venv/installed-test: .venv/installed-run requirements/test.txt
	@echo "Installing what the tests and checks need."
	@$(pip_install) $(locked) -r requirements/test.txt
	@touch $@
