# Everything is set up inside the checkout: a virtual environment in .venv, what the tests need
# in .cache, and what is rendered in build.

PYTHON ?= python3
VENV := .venv/bin
# How many tests run at once. It is more than the number of processors, because some tests wait for
# servers and workers.
JOBS ?= $(shell $(PYTHON) -c 'import os; print(os.cpu_count() + 1)')

# What the caller's own environment says must not reach the projects that are rendered.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME DJANGO_SETTINGS_MODULE PYTEST_ADDOPTS
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show what can be made.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.venv/ready: pyproject.toml
	@echo "Setting up $(CURDIR)/.venv ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or later is needed; say which: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv --clear .venv
	@$(VENV)/python -m pip install --quiet --disable-pip-version-check uv
	@$(VENV)/uv pip install --quiet --compile-bytecode --python $(VENV)/python --group test
	@touch $@

.PHONY: backend
backend: .venv/ready ## Render the default package to build/ and run its tests.
	@rm -rf build/dummy-backend
	@$(VENV)/cookiecutter --no-input --default-config . --output-dir build >/dev/null
	@cd build/dummy-backend && ../../$(VENV)/uv sync --quiet --python ../../$(VENV)/python --no-dev --group test
	@cd build/dummy-backend && .venv/bin/python -m pytest
	@echo
	@echo "A task backend of your own is in build/dummy-backend, and passes its tests."
	@echo "To answer the questions yourself, in a folder where you keep your projects:"
	@echo
	@echo "    $(CURDIR)/$(VENV)/cookiecutter $(CURDIR)"

.PHONY: test
test: .venv/ready ## Run the tests of the template.
	@$(VENV)/python -m pytest -n $(JOBS) --dist loadgroup -m "not slow and not exhaustive"

.PHONY: test-slow
test-slow: .venv/ready ## Run the tests that take longer, and that make test leaves out.
	@$(VENV)/python -m pytest -n $(JOBS) --dist loadgroup -m "slow and not exhaustive"

.PHONY: test-all
test-all: .venv/ready ## Run all the tests, as before a release. They take about half an hour.
	@$(VENV)/python -m pytest -n $(JOBS) --dist loadgroup

.PHONY: bench
bench: .venv/ready ## Measure how fast it is, beside other backends, and write docs/benchmarks.
	@$(VENV)/python -m benchmarks

.PHONY: bench-engines
bench-engines: .venv/ready ## Load packages with an engine, and measure them beside other backends.
	@$(VENV)/python -m benchmarks.engines

.PHONY: survey
survey: .venv/ready ## Run the contract tests against published backends, or one: BACKEND=name
	@$(VENV)/python -m survey $(BACKEND)

.PHONY: docs
docs: .venv/ready ## Build the site of the documentation in build/docs.
	@$(VENV)/python -m sphinx -E -W --keep-going docs build/docs

.PHONY: mutants
mutants: .venv/ready ## Change rendered code at random, and list what its suite does not notice.
	@$(VENV)/python -m tests.faults.mutants

.PHONY: lint
lint: .venv/ready ## Check the format and the style of the template's own Python.
	@$(VENV)/ruff format --check
	@$(VENV)/ruff check

.PHONY: format
format: .venv/ready ## Format the template's own Python.
	@$(VENV)/ruff format
	@$(VENV)/ruff check --fix

.PHONY: pins
pins: .venv/ready ## Pin the actions of all workflows to their newest releases.
	@$(VENV)/python tools/refresh_pins.py

.PHONY: pictures
pictures: .venv/ready ## Make the pictures of the documentation, by doing what they show.
	@$(VENV)/python tools/pictures.py

.PHONY: release
release: .venv/ready ## Check everything, then commit and tag a release: make release VERSION=1.2.3
	@$(VENV)/python tools/release.py check "$(VERSION)"
	@$(MAKE) --no-print-directory backend lint test-all
	@$(VENV)/python tools/release.py make "$(VERSION)"

.PHONY: clean
clean: ## Remove all that was set up or made.
	rm -rf .cache .hypothesis .pytest_cache .ruff_cache .venv build
