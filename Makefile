# `make run` and `make test` each work alone on a machine with Python 3.11+ and make.

VENV := .venv
BIN  := $(VENV)/bin
PY   := $(BIN)/python
OUT  ?= out
ARGS ?=

PINNED := constraints.txt pyproject.toml
PIP    := $(PY) -m pip install -qq --disable-pip-version-check -c constraints.txt

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test test-lowest test-installed test-stress test-slow serve docs fuzz bench rivals claims ablate check-draws loops filter branches pictures messages golden lint types format clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null \
	  || sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1: \2/p' $(MAKEFILE_LIST)

# --- environment: one stamp for each set of dependencies -------------------------------------

$(VENV)/.made:
	@python=$$(sh tools/python.sh) && echo "Making $(VENV) with $$python" >&2 && "$$python" -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made $(PINNED)
	@echo "Installing the pinned dependencies" >&2
	@$(PIP) -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.made $(PINNED)
	@echo "Installing the pinned dependencies and the tools of the tests" >&2
	@$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.run

$(VENV)/.docs: $(VENV)/.made $(PINNED)
	@echo "Installing the pinned dependencies and the tools of the documentation" >&2
	@$(PIP) -e '.[docs]'
	@touch $@

# --- work ------------------------------------------------------------------------------------

run: $(VENV)/.run ## simulate the baseline: the headline here, the report in out/
	@$(BIN)/thermidor run --conditions 512 --out $(OUT) $(ARGS)

test: $(VENV)/.dev ## every test but the slow ones
	@sh tools/browser.sh
	@$(PY) -m pytest -n 2 -m 'not slow' $(ARGS)

test-lowest: ## the tests marked lowest, with the lowest versions that pyproject.toml declares
	@$(MAKE) -s VENV=$(VENV)-lowest $(VENV)-lowest/.lowest
	@$(VENV)-lowest/bin/python -m pytest -q -m lowest -o addopts=--import-mode=importlib \
	  $$(grep -rl "mark.lowest" tests) $(ARGS)

$(VENV)/.lowest: $(VENV)/.made constraints-lowest.txt pyproject.toml
	@echo "Installing the lowest versions that are declared" >&2
	@$(PY) -m pip install -qq --disable-pip-version-check -c constraints-lowest.txt -e . pytest hypothesis httpx beartype
	@touch $@

test-installed: $(VENV)/.dev ## a normal install in a fresh environment does the README's dozen lines in a notebook (slow)
	@$(PY) -m pytest -q -m slow tests/test_installed.py $(ARGS)

test-stress: $(VENV)/.dev ## kill -9 at random moments; fifty readers beside a greedy one (slow)
	@$(PY) -m pytest -q -s -m slow tests/cli/test_killed.py tests/web/test_crowd.py $(ARGS)

test-slow: $(VENV)/.dev ## the slow tests
	@sh tools/browser.sh
	@$(PY) -m pytest -m slow $(ARGS)

serve: $(VENV)/.run ## the explorer in the browser
	@$(BIN)/thermidor serve $(ARGS)

docs: $(VENV)/.docs ## the documentation, in docs/_build
	@$(PY) -m sphinx -q -b html docs docs/_build
	@echo "docs/_build/index.html"

fuzz: $(VENV)/.dev ## ten thousand requests made from the document of the explorer's API
	@$(PY) -m pytest -q -s -m slow tests/web/test_api_fuzz.py $(ARGS)

bench: $(VENV)/.run ## speed, memory, cost of named randomness
	@$(PY) benchmarks/run.py $(ARGS)

rivals: $(VENV)/.dev ## the small economy run by PySD and by the engine, side by side
	@$(PY) benchmarks/rivals.py $(ARGS)

claims: $(VENV)/.run ## the book's claims as experiments (slow)
	@$(BIN)/thermidor claims $(ARGS)

ablate: $(VENV)/.run ## what each rule does when it is switched off (slow)
	@$(BIN)/thermidor rules --ablate $(ARGS)

check-draws: $(VENV)/.run ## ten thousand histories with constants drawn, and every scenario, held against their flows (slow, goes on where it stopped)
	@$(BIN)/thermidor check --draws 10000 --out $(OUT)/draws.jsonl $(ARGS)

loops: $(VENV)/.run ## conditions made good; the loop of appointments cut; the order of falls; delegation (slow)
	@$(BIN)/thermidor conditions --histories 1024 --page docs/generated/conditions.md $(ARGS)
	@$(BIN)/thermidor timing --histories 1024 --page docs/generated/timing.md $(ARGS)
	@$(BIN)/thermidor loops --page docs/generated/loops.md $(ARGS)
	@$(BIN)/thermidor coalitions --page docs/generated/coalitions.md $(ARGS)
	@$(BIN)/thermidor chain --page docs/generated/chain.md $(ARGS)

branches: $(VENV)/.run ## forecasts against persistence; decision points asked of histories that are ours (slow)
	@$(BIN)/thermidor forecasts --page docs/generated/forecasts.md $(ARGS)
	@$(BIN)/thermidor hinges --page docs/generated/hinges.md $(ARGS)

pictures: $(VENV)/.dev ## the pictures of the explorer's pages, in docs/images/explorer
	@sh tools/browser.sh
	@THERMIDOR_PICTURES=1 $(PY) -m pytest -q tests/web/test_screenshots.py $(ARGS)

messages: $(VENV)/.run ## bring the explorer's French catalogue up to date
	@$(PY) tools/messages.py $(ARGS)

filter: $(VENV)/.run ## whether the filter finds 500 pasts that the model made itself (slow, goes on where it stopped)
	@$(PY) benchmarks/filter.py $(ARGS)

golden: $(VENV)/.dev ## refresh the golden results; say "changes results" in the changelog
	@$(PY) -m pytest -m golden --refresh-golden $(ARGS)

lint: $(VENV)/.dev ## ruff and codespell
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/codespell

format: $(VENV)/.dev ## put the code into the house's form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(VENV)/.dev ## pyright
	@$(BIN)/pyright

clean: ## remove what was built; the environment stays
	@rm -rf build dist docs/_build docs/generated .cache .pytest_cache .ruff_cache .hypothesis src/*.egg-info
	@find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
