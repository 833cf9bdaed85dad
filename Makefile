# make sample         set everything up and repair a real document
# make test           set everything up and run every check of the package that needs no other tools
# make test-rust      run the checks of the compiled core
# make fuzz           feed the core with random input for some minutes; needs a nightly Rust and cargo-fuzz
# make test-races     run the threads of the core under ThreadSanitizer; needs a nightly Rust with rust-src
# make test-ocr       read printed pages with Tesseract and OCRmyPDF and repair them; needs Tesseract
# make test-remote    repair files on an S3 server of this machine
# make pipelines      set up other people's tools and run textrepair in them; some minutes
# make growth         check that time grows in line with some eighty odd texts and records, and with page files; some two minutes
# make fuzz-formats   damage 20,000 pages of ALTO, hOCR and PAGE and repair what can be read; some two minutes
# make train-confidence, train-channel, train-assessment   make a shipped table anew: training/README.md
#
# Needs Python 3.11 or later and Rust 1.88 or later, which compiles the core.
# Another interpreter: make test PYTHON=/path/to/python3.12
# Works with GNU make 3.81, which macOS has.

.PHONY: help sample test test-rust fuzz test-races test-ocr test-remote pipelines growth fuzz-formats lint types clean train-confidence train-channel train-assessment
.DEFAULT_GOAL := help

# The first interpreter on the path that is recent enough; `python3` if none is, so that the message names it.
ifndef PYTHON
PYTHON := $(shell for name in python3 python3.13 python3.12 python3.11; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$name; exit; fi; \
	done; echo python3)
endif

# rustup installs cargo here, and a shell that was open before does not know it.
export PATH := $(PATH):$(HOME)/.cargo/bin

VENV := .venv
BIN := $(VENV)/bin
# What needs other people's tools has an environment of its own, .venv-NAME, with these extras of pyproject.toml.
EXTRAS_ocr := test-ocr
EXTRAS_remote := test-remote
EXTRAS_pipelines := test,test-pipelines
EXTRAS_training := training
# The sets that the trainers read: training/README.md.
DATA ?= ../shared

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

# Said before anything is set up.
define NEED_CARGO
cargo --version > /dev/null 2>&1 || { \
	echo "textrepair has a core in Rust, and no cargo is here to compile it. To install it (https://rustup.rs):" >&2; \
	echo "    curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y" >&2; exit 1; }
endef

# Each stamp stands for one state of the environment and is made anew when pyproject.toml changes.
# The source is installed editable: a change to a Python file needs no new set-up, one to a Rust file compiles the core.
$(VENV)/.created: Makefile tools/make_venv.py
	@$(NEED_CARGO)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "textrepair needs Python 3.11 or later; '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || true)." >&2; \
		echo "Install one, or name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) tools/make_venv.py $(VENV)
	@touch $@

CORE := Cargo.toml Cargo.lock setup.py $(shell find crates -name '*.rs' -o -name Cargo.toml)

$(VENV)/.installed: $(VENV)/.created pyproject.toml $(CORE)
	@$(NEED_CARGO)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

sample: $(VENV)/.installed
	@$(BIN)/textrepair fix --diff tests/golden/003.txt

test: lint types
	$(BIN)/python -m pytest -n auto --dist worksteal -m 'not ocr and not remote'

test-rust:
	@$(NEED_CARGO)
	cargo fmt --check
	cargo clippy --workspace --all-targets --release -- -D warnings
	cargo test --release -p textrepair-core
	RUSTDOCFLAGS='-D warnings' cargo doc --release --no-deps -p textrepair-core

# Seconds for each target.
FUZZ_SECONDS := 120
fuzz:
	@$(NEED_CARGO)
	for target in words texts documents tables; do cargo +nightly fuzz run $$target -- -max_total_time=$(FUZZ_SECONDS) || exit 1; done

test-races:
	@$(NEED_CARGO)
	RUSTFLAGS=-Zsanitizer=thread cargo +nightly test -Zbuild-std --release --target-dir target/races \
		--target "$$(rustc -vV | sed -n 's/^host: //p')" -p textrepair-core --test threads

.venv-%/.installed: Makefile tools/make_venv.py pyproject.toml $(CORE)
	@$(NEED_CARGO)
	@echo "Setting up .venv-$* ..."
	@test -x .venv-$*/bin/python || $(PYTHON) tools/make_venv.py .venv-$*
	@.venv-$*/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS_$*)]'
	@touch $@

# Who asks for these tests is told what is missing; CI makes a missing engine an error.
test-ocr: .venv-ocr/.installed
	CI=true .venv-ocr/bin/python -m pytest -m ocr tests/test_ocr_engines.py

test-remote: .venv-remote/.installed
	.venv-remote/bin/python -m pytest -m remote tests/test_remote.py

# Some 2 GB of libraries.
pipelines: .venv-pipelines/.installed
	.venv-pipelines/bin/python -m pytest tests/test_pipelines.py tests/test_routes.py tests/test_dask.py

growth: $(VENV)/.installed-test
	$(BIN)/python -m pytest benchmarks/growth

fuzz-formats: $(VENV)/.installed-test
	TEXTREPAIR_FUZZ=20000 $(BIN)/python -m pytest -q -s tests/test_page_fuzz.py

train-confidence: .venv-training/.installed
	DATA=$(DATA) .venv-training/bin/python -m training.confidence_model

train-channel: .venv-training/.installed
	DATA=$(DATA) .venv-training/bin/python -m training.channel

train-assessment: .venv-training/.installed
	DATA=$(DATA) .venv-training/bin/python -m training.assessment

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-test
	$(BIN)/mypy --strict textrepair

clean:
	rm -rf $(VENV) .venv-* target textrepair/_core*.so build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
