# Two commands do everything on a fresh Debian-like machine: `make demo` and `make test`.
PYTHON := .venv/bin/python
export PYTHONHASHSEED := 0

MINUTES ?= 240

.PHONY: help demo test lint coverage docs bench bench-peers setup setup-test clean

help:
	@echo "make demo       set up, then score the shipped recording of a pianist"
	@echo "make test       set up, then run all checks and tests"
	@echo "make coverage   run all tests and show which lines they reach (also in coverage/index.html)"
	@echo "make docs       build the documentation as a site, in site/"
	@echo "make bench      measure what docs/benchmarks.md reports (long)"
	@echo "make bench-peers MINUTES=240  teach the published network so long, then compare it and plain rules with ours"
	@echo "make clean      remove what make demo, make coverage and make docs wrote"

demo: setup
	.venv/bin/foley-post score resources/sample/pianist.otio --out demo --for premiere,resolve --overlay
	@echo
	@$(PYTHON) scripts/demo_figure.py demo resources/sample/pianist.json
	@echo
	@echo "Stems:      demo/stems"
	@echo "Timelines:  demo/*.otio (Premiere 25.6 and later, Resolve), demo/*.xml (Premiere, Resolve)"
	@echo "To see it:  demo/overlays"

test: setup-test lint
	$(PYTHON) -m pytest -q

lint: setup-test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache
	.venv/bin/deptry .

coverage: setup-test
	$(PYTHON) -m pytest -q --cov --cov-report=term --cov-report=html:coverage

docs: setup-test
	NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict
	@echo "The site: site/index.html"

bench: setup-test
	$(PYTHON) -m benchmarks

bench-peers: setup-test
	$(PYTHON) -m benchmarks.peers --minutes $(MINUTES)

setup:
	@scripts/setup.sh run

setup-test:
	@scripts/setup.sh test

clean:
	rm -rf demo coverage site
