# make run    opens the window on the demo product (set-up included)
# make test   everything that must pass before a change is merged
.POSIX:
.SUFFIXES:

PY = .venv/bin/python
SHOTS = .work/shots
QUIT_AFTER = 20
BENCH_BUNDLE =
PARALLEL = -n 2 --dist loadfile

.PHONY: run test test-all lint format typecheck imports deps security sbom fuzz faults soak pytest wheel translations screenshots bench clean \
	setup-run setup-test

setup-run:
	@PYTHON="$(PYTHON)" sh resources/setup.sh run

setup-test:
	@PYTHON="$(PYTHON)" sh resources/setup.sh test

run: setup-run translations
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec .venv/bin/uniad-inspect --demo; fi; \
	echo "no display: the pages are written as pictures to $(SHOTS)"; \
	QT_QPA_PLATFORM=offscreen .venv/bin/uniad-inspect --demo --shots "$(SHOTS)" --quit-after "$(QUIT_AFTER)"

test: setup-test translations lint typecheck imports deps security pytest wheel

test-all: setup-test translations lint typecheck imports deps security
	$(PY) -m pytest -m "slow or not slow" $(PARALLEL)
	@$(MAKE) wheel

lint: setup-test
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .

format: setup-test
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

typecheck: setup-test
	$(PY) -m mypy

imports: setup-test
	.venv/bin/lint-imports

deps: setup-test
	$(PY) -m deptry .

# What static analysis knows of unsafe calls; exceptions and their reasons stand in pyproject.toml.
security: setup-test
	$(PY) -m bandit --quiet --recursive --configfile pyproject.toml app engine training resources

# What the station consists of, for whoever must know (CycloneDX): the packages a slim station installs, and all.
sbom: setup-test
	@mkdir -p dist
	@.venv/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --of JSON \
		--output-file dist/uniad-inspect.cdx.json .venv
	@echo dist/uniad-inspect.cdx.json

# Mutated inputs, 60 s a target. The great attack: python -m tests.fuzz.mutated
FUZZ_SECONDS = 60
fuzz: setup-test
	$(PY) -m tests.fuzz --seconds $(FUZZ_SECONDS)

# Every fault in every state of the station, and what came of it, on one page.
faults: setup-test translations
	$(PY) -m tests.faults.matrix --page .work/faults.md

# Days of a station in minutes: product and limit changes, reviews, camera cuts, a filling disk.
SOAK_MINUTES = 10
soak: setup-test
	$(PY) -m tests.e2e.soak --minutes $(SOAK_MINUTES)

# Each process takes whole files, so that what a file sets up once is set up once.
pytest: setup-test translations
	$(PY) -m pytest $(PARALLEL)

wheel: setup-test translations
	@sh resources/wheel_test.sh

translations: setup-run
	@$(PY) -m resources.build

screenshots: setup-test translations
	@QT_QPA_PLATFORM=offscreen $(PY) -m app.screenshots .work/screenshots --best resources/screenshots

bench: setup-run
	@test -n "$(BENCH_BUNDLE)" || { echo "name a bundle: make bench BENCH_BUNDLE=FILE.uniad" >&2; exit 2; }
	@.venv/bin/uniad-inspect bench "$(BENCH_BUNDLE)"

# Leaves the environment; remove .venv by hand to start from nothing.
clean:
	rm -rf build dist .work .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
