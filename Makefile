# Every target sets up what it needs; only the first run takes minutes. `make` lists the targets.

# The first Python of these that is new enough; scripts/setup.py makes .venv with it.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$name && break; done)
VENV := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help chat test bench quality format clean setup setup-dev

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*  ## /make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-12s %s\n", $$1, $$2}'

chat: setup  ## set up, then open the chat on the sample articles
	@$(VENV)/python scripts/chat.py

test: setup-dev  ## set up, then check style and types and run the tests
	$(VENV)/ruff check
	$(VENV)/ruff format --check
	$(VENV)/mypy
	@test -x /usr/bin/chromium || echo "There is no /usr/bin/chromium: the browser tests will be" \
		"skipped (on Debian: apt-get install chromium)."
	$(VENV)/python -m pytest --numprocesses auto --dist loadfile

bench: setup-dev  ## set up, then run the benchmarks
	$(VENV)/python -m benchmarks

quality: setup-dev  ## set up, then measure how good the answers are, for the table in README
	$(VENV)/python -m benchmarks.quality

format: setup-dev  ## set up, then format the code and mend what ruff can mend
	$(VENV)/ruff check --fix
	$(VENV)/ruff format

clean:  ## remove the environment and caches; the library stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache build depeche.egg-info

setup setup-dev:
	@test -n "$(PYTHON)" || { echo "Dépêche needs Python 3.11 or newer: install it and run make" \
		"again, or name it with make PYTHON=/path/to/python3." >&2; exit 1; }
	@$(PYTHON) scripts/setup.py $(if $(filter setup-dev,$@),--dev)
