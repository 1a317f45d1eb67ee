# `make demo` and `make test` work in a fresh clone; see CONTRIBUTING.md for the rest.
# Another Python: make test PYTHON=python3.12
.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all check-notes lint format docs measure lock clean
export PYTHON

BIN := .venv/bin

help:                ## List the commands
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

setup:               ## Prepare .venv and what the system lacks (a moment if all is there)
	@sh scripts/setup.sh

demo: setup          ## Verify, check notes, generate, run, draw and film; what was made is listed at the end
	@$(BIN)/python scripts/demo.py

test: setup lint     ## Check style, layers and types, then run the tests
	@$(BIN)/python -m pytest -n auto --dist loadgroup -m "not slow"

test-all: setup lint ## The same with the slow tests
	@$(BIN)/python -m pytest -n auto --dist loadgroup

check-notes: setup   ## Compare what `symopt check` says of the files in NOTES with a table of facts
	@$(BIN)/python scripts/check_notes.py $(if $(NOTES),$(NOTES),$(error NOTES=DIR says where they are))

lint: setup          ## Check style, layers and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/basedpyright --pythonpath $(BIN)/python

format: setup        ## Format the code and sort the imports
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

docs: setup          ## Renew the pictures and texts that the README takes from the program
	@$(BIN)/symopt figure race-saddle -o docs/images
	@$(BIN)/symopt animate race-ravine -o docs/images --quality low --format gif
	@$(BIN)/python scripts/gallery.py
	@$(BIN)/python scripts/readme.py
	@$(BIN)/python scripts/checking.py
	@$(BIN)/python scripts/equivalence.py

measure: setup       ## Time updates in batches of every size on this machine (half a minute)
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 VECLIB_MAXIMUM_THREADS=1 \
		$(BIN)/python scripts/measure.py

lock: setup          ## Renew constraints.txt from the versions in .venv
	@sh scripts/lock.sh

clean:               ## Remove what was made, .venv included
	rm -rf .venv out dist build .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
