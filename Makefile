# The two commands that matter: `make run` and `make test`. Each does its own set-up.
# The work is in scripts/dev.py, which does the same on Windows, where there is no make.

# Looked for only when a recipe needs it: `PYTHON=/path/to/python make run` overrides.
PYTHON ?= $(shell for python in .venv/bin/python python3.13 python3.12 python3.11 python3 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && \
	{ echo "$$python"; break; }; done)
DEV = $(if $(PYTHON),,$(error Hitofude needs CPython 3.11 or newer, and none was found on the \
	PATH. Install one (https://www.python.org/downloads) or say PYTHON=/path/to/python make \
	$@))"$(PYTHON)" scripts/dev.py

.DEFAULT_GOAL := help
.PHONY: help run test bench format clean distclean

help: ## Show this list
	@echo 'make TARGET [ARGS="…"], where TARGET is one of'
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' Makefile

run: ## Install what is needed, then serve the page (HITOFUDE_PORT, or ARGS="--port 8080")
	@$(DEV) run $(ARGS)

test: ## Check the style and run every test, the browser's included (ARGS go to pytest)
	@$(DEV) test $(ARGS)

bench: ## Write docs/benchmarks.md: ours beside what demos do (DIGITS=file.jsonl.gz: drawings, too)
	@$(DEV) bench $(DIGITS)

format: ## Lay out the Python code
	@$(DEV) format

clean: ## Remove caches and what was built
	rm -rf build dist *.egg-info .pytest_cache .ruff_cache .hypothesis .schemathesis
	find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

distclean: clean ## Remove the virtual environment, too
	rm -rf .venv
