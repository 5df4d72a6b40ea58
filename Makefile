# Everything runs in .venv, which is built when it is missing or older than requirements.txt.
SHELL := /bin/bash
export PIP_USER := 0
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help figures check test lab audit page deck notebooks bench codebook corruptions truth lint lock clean
help:  ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# A .venv that was copied or moved with its checkout still works on the original: it is built anew where it now stands.
ifneq ($(shell cat .venv/.installed 2>/dev/null),$(CURDIR))
.PHONY: .venv/.installed
endif

# uv installs in seconds what pip takes most of a minute for, bytecode included; where uv cannot be had, plain pip does.
.venv/.installed: requirements.txt pyproject.toml
	@echo "Setting up .venv from requirements.txt …"
	@[ ! -e .venv/.installed ] || [ "$$(cat .venv/.installed)" = "$(CURDIR)" ] || rm -rf .venv
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@if $(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(sed -nE 's/^(uv==[^ ;]+).*/\1/p' requirements.txt)"; \
	then $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -r requirements.txt; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt; fi
	@echo "$(CURDIR)" > $@

figures: .venv/.installed  ## regenerate figures/ from the notebooks, headless
	$(BIN)/briefing figures

check: .venv/.installed  ## regenerate elsewhere and compare with figures/
	$(BIN)/briefing check

notebooks: .venv/.installed  ## renew the outputs that the notebooks are stored with
	$(BIN)/briefing notebooks

# Three processes for two cores: much of a test is waiting, for kernels, browsers and files.
test: .venv/.installed  ## lint, unit tests, stored notebook outputs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest -n 3

audit: .venv/.installed  ## every number accounted for: quotes, checksums, coverage, questions
	$(BIN)/briefing audit

bench: .venv/.installed  ## speed, against the limits in the issues
	@missed=0; for what in audit dossier explore figures; do \
	    echo "== $$what"; $(BIN)/python -m tests.benchmarks.bench_$$what || missed=1; \
	done; exit $$missed

codebook: .venv/.installed  ## renew data/README.md from data/datapackage.json
	$(BIN)/python -m briefing.record.codebook

corruptions: .venv/.installed  ## 2,000 and more corruptions of a dossier, caught by kind
	$(BIN)/python -m tests.corruptions 2100

truth: .venv/.installed  ## every sentence of 5,000 views held against the rows
	$(BIN)/python -m tests.truth 5000

# JupyterLab asks whether it may fetch news; here nothing is fetched, so it need not ask.
lab: .venv/.installed  ## open the notebooks in JupyterLab, at the start
	@test -e .venv/etc/jupyter/labconfig/page_config.json || \
	    $(BIN)/jupyter labextension disable --level=sys_prefix @jupyterlab/apputils-extension:announcements 2>/dev/null
	$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) --notebook-dir=. notebooks/00_start_here.ipynb

page: .venv/.installed  ## build/briefing.html: the briefing as one file, for any browser
	$(BIN)/briefing page

deck: .venv/.installed  ## build/briefing.pptx: the briefing as slides
	$(BIN)/briefing deck

lock: .venv/.installed  ## renew requirements.txt: every package pinned, for all platforms
	$(BIN)/uv pip compile --quiet --universal --upgrade --all-extras --no-header --no-annotate \
	    --no-emit-index-url --no-emit-find-links pyproject.toml --output-file build/requirements.lock
	@{ echo "# Renewed by 'make lock' from pyproject.toml: every package pinned, for all platforms."; \
	   echo "-e ."; cat build/requirements.lock; } > requirements.txt

clean:  ## remove what the runs made, not figures/
	rm -rf build .pytest_cache .ruff_cache
