# The daily commands; `just` alone lists them.

default:
    @just --list

# Install and run the tests; words are handed to pytest
test *words:
    scripts/test {{words}}

# Lint, types, import contracts, docs up to date
check:
    scripts/check

# Put the code into shape
format:
    .venv/bin/ruff format .
    .venv/bin/ruff check --fix .

# Make docs/reference anew from the program
reference:
    .venv/bin/python scripts/make_reference.py

# What CI runs
ci:
    .ci/run
