# Every command sets up what it needs; see README.md for what each does.
PYTHON ?= python3
LOCK ?= requirements/dev.txt
PORT ?= 8000
JOBS ?= auto
BIN := .venv/bin
STAMP := .venv/installed-$(notdir $(LOCK))

# PYTHON=python3.13 asks for an environment of that Python, whichever is there.
ifneq ($(origin PYTHON),file)
VERSION = $(shell $(1) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
FOUND := $(call VERSION,$(BIN)/python)
ifneq ($(FOUND),$(call VERSION,$(PYTHON)))
OTHER := $(FOUND)
$(STAMP): always
endif
endif

.PHONY: setup serve site offline pdf test check lint style format wheel lock clean

# Hundreds of processes start in the tests: none compiles our modules once more.
export PYTHONDONTWRITEBYTECODE :=

# Material prints a notice about its end of life on every start.
export NO_MKDOCS_2_WARNING := 1

setup: $(STAMP)

serve: $(STAMP)
	$(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

site: $(STAMP)
	$(BIN)/mkdocs build --strict

# The site as one zip that works from files, without a server; SITE=site takes a built one.
offline: $(if $(SITE),$(STAMP),site)
	$(BIN)/python scripts/dev/offline.py $(or $(SITE),site) dist/site.zip

# The whole course as one document; it needs Chromium or Chrome.
pdf: $(if $(SITE),$(STAMP),site)
	$(BIN)/python scripts/dev/course_pdf.py $(or $(SITE),site) dist/course.pdf

# tests/conftest.py says which tests belong together. One of them checks the types: that
# takes one core alone for a while, and here others have work for the rest.
test: style
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadgroup --no-loadscope-reorder

check: lint
	$(BIN)/tfprep check

lint: style
	$(BIN)/mypy

style: $(STAMP)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/codespell

format: $(STAMP)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

# Source and wheel, in dist/. A release has the pages too: make site wheel SITE=site
wheel: $(STAMP)
	rm -rf dist
	TFPREP_SITE=$(SITE) $(BIN)/uv build --python $(BIN)/python \
	  --no-build-isolation --no-create-gitignore --out-dir dist

# One resolution for every supported Python; hashes, and no address of any index.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
  --overrides requirements/overrides.in --generate-hashes --no-emit-index-url \
  --no-emit-find-links --no-header $(UPGRADE)
# What lessons and the exam run on: who reads the pages alone does without.
HEAVY = cycler fsrs genanki h5py jupyter-server keras matplotlib numpy pandas \
  pillow protobuf scikit-image scikit-learn scipy statsmodels tensorflow textual watchfiles
lock: $(STAMP)
	echo 'uv' | $(COMPILE) - --output-file requirements/uv.txt
	printf '%s\n' $(HEAVY) | $(COMPILE) pyproject.toml --group docs --excludes - \
	  --output-file requirements/docs.txt
	$(COMPILE) pyproject.toml --group dev --output-file requirements/dev.txt
	echo 'tensorflow==2.20.*' | $(COMPILE) pyproject.toml --group dev \
	  --constraints - --output-file requirements/dev-tf2.20.txt

clean:
	rm -rf .venv .cache dist site

# Each lock has its own stamp; installing one lock makes the others' stamps stale.
$(STAMP): $(LOCK) requirements/uv.txt pyproject.toml
	@$(PYTHON) -c 'import sys, venv; v = sys.version_info; ok = (3, 11) <= v < (3, 14); \
	  sys.exit(0 if ok else "got Python %d.%d, expected 3.11, 3.12 or 3.13: " \
	  "make PYTHON=python3.13 ..." % v[:2])'
ifdef OTHER
	@echo "Python $(OTHER) in .venv makes room for $(PYTHON)."
	rm -rf .venv
endif
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/uv.txt
	@$(BIN)/uv pip sync --python $(BIN)/python --dry-run --require-hashes $(LOCK) 2>&1 \
	  | awk '$$1 ~ /^[-+]$$/ {name = $$2; sub(/==.*/, "", name)} \
	    $$1 == "-" {gone[name] = $$2} $$1 == "+" {kept[name] = 1} \
	    END {for (name in gone) if (!(name in kept) && name != "tfprep") \
	      print "Not in $(LOCK), so it goes: " gone[name]}'
	$(BIN)/uv pip sync --python $(BIN)/python --quiet --compile-bytecode --require-hashes $(LOCK)
	$(BIN)/uv pip install --python $(BIN)/python --quiet --no-deps \
	  --no-build-isolation --editable .
	rm -f .venv/installed-*
	touch $@

.PHONY: always
