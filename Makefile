# Each target sets itself up: it needs python3 (3.11 or later), git and make. 'make help' prints the first line above each.

# Material prints a notice about another program at each build; editors need not see it.
export NO_MKDOCS_2_WARNING := 1
# What commands and hooks import; what whoever calls make wants beside it comes first.
export PYTHONPATH := $(if $(PYTHONPATH),$(PYTHONPATH):)hooks

# Images of containers tell Python to keep no compiled modules; each command would then compile all code again.
unexport PYTHONDONTWRITEBYTECODE

# What is printed is UTF-8, also where the machine knows no letters but those of English (PEP 540).
export PYTHONUTF8 := 1
export PYTHONIOENCODING := utf-8:backslashreplace

# What the targets below take is text: make does not expand it, and no shell reads it as commands.
FORMAT ?= text
DAYS ?= 30
BASE ?= origin/main
# Some shells tell every program the computer's name as HOST or NAME: only the command line counts.
ifneq ($(origin HOST),command line)
HOST := 127.0.0.1
endif
ifneq ($(origin NAME),command line)
NAME :=
endif
PORT ?= 8000
define as_text
override $(1) := $$(value $(1))
export $(1)
endef
$(foreach name,FORMAT DAYS BASE HOST PORT EDITIONS PAGE LANGUAGES NAME ORIGINAL SUBJECT WITHOUT FOLDER FILE FROM DOI PMID ISBN FIX ARGS,$(eval $(call as_text,$(name))))

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Modules, not the scripts of the environment: those hold the path of a folder, which may be renamed. Python compiles what
# it imports, once; most of what is installed is never imported.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-compile
# One of the commands of tools/, by its name.
RUN := $(BIN)/python tools/run.py
SITE := site

.PHONY: site addresses problems serve test content quick check check-all installed-together installed checkers check-python check-scripts test-scripts fix help properdocs zensical due changed proposal review source sources guide page picture translate links words spelling slips cards fonts zim headers pack lighthouse bench sbom audit requirements release clean

# Build all languages, strictly, then PDFs, EPUBs and zip, beside the last site, and put the new one in its place. Pages alone: EDITIONS=no
site: $(VENV)/.site-installed
	@$(RUN) publish $(SITE)

# Every problem at once, without a new site: for people (text), programs (json), or a code host (github).
problems: $(VENV)/.site-installed
	@$(RUN) make_site --format "$$FORMAT"

# Keep the addresses of the guide as it is now as those of the last release, in docs/addresses.txt.
addresses: $(VENV)/.site-installed
	@$(RUN) make_site --keep-addresses

# Live preview, at the address that it prints; at another one: make serve PORT=8001 HOST=0.0.0.0
serve: $(VENV)/.site-installed
	@$(RUN) serve "$$HOST" "$$PORT"

# Every check and test, in real Chromium too.
test: check-all
	@sh tests/install-browser.sh
	@sh tests/install-checkers.sh
	$(BIN)/python -m pytest -n auto

# The tests of what the guide says, for a change of texts alone: pages, bibliography, the site's own words.
content: $(VENV)/.test-installed
	@sh tests/install-browser.sh
	@sh tests/install-checkers.sh
	test ! -d tests/guide || $(BIN)/python -m pytest tests/guide -n auto

# Lint, types, and every test that runs no make and needs no browser, no server, no Java and no PDFs.
quick: check-all
	$(BIN)/python -m pytest -m "not slow" -n auto

CODE := hooks tools tests
# Lint and types, of Python and of JavaScript.
# Side by side, as is installed what they need; before all tests, with the tests of scripts.
check: installed-together
	@$(MAKE) --no-print-directory --jobs 2 check-python check-scripts

check-all: installed-together
	@$(MAKE) --no-print-directory --jobs 2 check-python check-scripts test-scripts

installed-together:
	@$(MAKE) --no-print-directory --jobs 2 installed

installed: $(VENV)/.test-installed checkers
	@:

checkers:
	@sh tests/install-node.sh

check-python:
	$(BIN)/python -m ruff check $(CODE)
	$(BIN)/python -m ruff format --check $(CODE)
	$(BIN)/python -m mypy

check-scripts:
	tests/node_modules/.bin/eslint --cache --cache-strategy content --cache-location .cache/eslint --config tests/javascript/eslint.config.mjs overrides/assets tests/javascript
	tests/node_modules/.bin/tsc --project tests/javascript --incremental --tsBuildInfoFile .cache/tsc.json

test-scripts:
	node --test tests/javascript/*.test.mjs

# All tests once more, with the engine's successor in place of the engine, in every process.
properdocs: $(VENV)/.test-installed
	@sh tests/install-browser.sh
	@sh tests/install-checkers.sh
	PYTHONPATH="$(CURDIR)/tests/engines/properdocs:hooks" $(BIN)/python -m pytest

# The citations under another engine, which knows no hooks.
zensical: $(VENV)/.test-installed $(VENV)/.bench-installed
	$(BIN)/python -m pytest tests/engines/zensical

# Which pages are due for review in the next days; fails if one is overdue: make due DAYS=30
due: $(VENV)/.site-installed
	@$(RUN) due "$$DAYS"

# What changed in the original since a page was translated: make changed PAGE=docs/es/index.md
changed: $(VENV)/.site-installed
	@$(RUN) changed "$$PAGE"

# What a proposal changes for readers, with each problem and pictures, in proposal/summary.md: make proposal BASE=origin/main
proposal: $(VENV)/.test-installed
	@sh tests/install-browser.sh || true
	@$(RUN) proposal "$$BASE"

# A sheet on which a clinician marks each statement, as HTML and PDF in review/: make review PAGE=docs/en/….md, or the
# whole guide; LANGUAGES="en es" puts two languages side by side.
review: $(VENV)/.site-installed
	@$(RUN) review "$$PAGE" "$$LANGUAGES"

# A new source, from a file, or from the network by a number or an address: make source FILE=a.nbib, FROM=…, DOI=…
source: $(VENV)/.site-installed
	@$(RUN) source "--file=$$FILE" "--from=$$FROM" "--doi=$$DOI" "--pmid=$$PMID" "--isbn=$$ISBN"

# What became of the sources: asks PubMed and Crossref, keeps the answers in bib/status.json. Fails if one was retracted.
sources: $(VENV)/.site-installed
	@$(RUN) sources $$ARGS

# A new guide on another subject, in a folder beside this one: make guide NAME='Sleep well' LANGUAGES=fr,en SUBJECT=Insomnia
# ORIGINAL=en (else the first language), FOLDER=../place, WITHOUT="figure report" (what it is to be without).
guide: $(VENV)/.site-installed
	@$(RUN) new_guide "$$NAME" "$$LANGUAGES" "$$ORIGINAL" "$$SUBJECT" "$$WITHOUT" "$$FOLDER"

# A new page in every language: make page PAGE=subgroups/example
page: $(VENV)/.site-installed
	@$(RUN) new_page "$$PAGE"

# What has one right answer is put right, and shown: make fix, or of one file alone make fix PAGE=docs/en/index.md
fix: $(VENV)/.site-installed
	@$(RUN) fix "$$PAGE"

# A picture without what a camera wrote into it: make picture FILE=docs/en/node.jpg
picture: $(VENV)/.site-installed
	@$(RUN) picture "$$FILE"

# What a translation still lacks, and its file if there is none: make translate PAGE=docs/es/subgroups/example.md
translate: $(VENV)/.site-installed
	@$(RUN) translate "$$PAGE"

# The links to other sites: each address once. Fails if one was gone on three days: make links FIX=moved ARGS=--json
links: $(VENV)/.site-installed
	@$(RUN) outside_links --fix "$$FIX" $$ARGS

# How easy the pages are to read, and their longest sentences: a hint, never a reason to fail.
words: $(VENV)/.site-installed
	@$(RUN) words

# The cards that are shown where someone shares a link, drawn again in overrides/assets/.
cards: $(VENV)/.test-installed
	@sh tests/install-browser.sh
	@$(RUN) cards

# Words that no dictionary, no glossary and no list of ours knows.
spelling: $(VENV)/.test-installed
	@sh tests/install-checkers.sh
	@PYTHONPATH=hooks:tools $(BIN)/python tests/guide/spelling.py

# Words of each language that the search does not take for slips, from the dictionaries again: after many edits.
slips: $(VENV)/.test-installed
	@sh tests/install-checkers.sh
	@$(RUN) slips

# The built site as files for Kiwix, in site/downloads/: one of each language, and one of all.
zim: site $(VENV)/.zim-installed
	@$(RUN) make_zim $(SITE)

# How fast a poor phone shows it, and how usable Lighthouse finds it.
lighthouse: site
	@sh tools/bench/lighthouse.sh

# How fast it is, beside its peers: prints tables.
bench: $(VENV)/.bench-installed
	$(BIN)/python tools/bench/build.py
	$(BIN)/python tools/bench/preview.py
	$(BIN)/python tools/bench/bibliography.py
	$(BIN)/python tools/bench/history.py
	$(BIN)/python tools/bench/links.py
	$(BIN)/python tools/bench/editions.py
	@sh tests/install-browser.sh
	$(BIN)/python tools/bench/search.py
	@sh tests/install-checkers.sh
	@sh tools/bench/install-wrk.sh
	$(BIN)/python tools/bench/load.py

# Make the fonts again from their npm packages (needs npm; no build does).
fonts: $(VENV)/.site-installed
	@$(RUN) fonts

# Pack the built site's text files, for a server that sends what is packed.
pack: $(VENV)/.site-installed
	@$(RUN) pack $(SITE)

# The headers about safety for common hosts, written again into tools/deploy/ from hooks/editorial/site/csp.py.
headers: $(VENV)/.site-installed
	@$(RUN) headers

# What the site was built with, for machines (CycloneDX), in sbom.json beside the site: the same bytes for the same pins.
sbom: $(VENV)/.audit-installed
	@$(BIN)/cyclonedx-py requirements tools/requirements/site.txt --output-reproducible --output-file sbom.json
	@echo "Written: sbom.json"

# Which pinned packages have a known weakness; asks the network.
audit: $(VENV)/.audit-installed
	@$(BIN)/pip-audit --require-hashes --disable-pip --requirement tools/requirements/site.txt

# Compile the pinned dependencies again from pyproject.toml.
requirements: $(VENV)/.site-installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-annotate --no-header pyproject.toml --output-file tools/requirements/site.txt
	for extra in test bench audit zim; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	    --no-annotate --no-header --extra $$extra --constraint tools/requirements/site.txt \
	    pyproject.toml --output-file tools/requirements/$$extra.txt || exit 1; done

# A release of what is committed: addresses, changelogs, the site with its editions, a commit and a tag. It sends nothing.
release: $(VENV)/.site-installed
	@$(RUN) release

# What each command does.
help:
	@awk '/^# /{ if (!said) said = substr($$0, 3); next } \
	  /^[a-z]+:/{ if (said) printf "make %-13s %s\n", substr($$1, 1, index($$1, ":") - 1), said } { said = "" }' $(MAKEFILE_LIST) | sort

# Take out all that was made or installed.
clean:
	rm -rf $(VENV) $(SITE) .build .cache sbom.json

# An environment without a Python that runs, as after an upgrade of the system, is made again.
$(if $(wildcard $(VENV)/.*-installed),$(shell test -x $(BIN)/python || rm -f $(VENV)/.*-installed))

$(VENV)/.site-installed: tools/requirements/site.txt
	@sh tools/set-up.sh "$(PYTHON)" $(VENV)
	@$(PIP) -r tools/requirements/site.txt
	@touch $@

$(VENV)/.test-installed: tools/requirements/test.txt $(VENV)/.site-installed
	@$(PIP) -r tools/requirements/test.txt
	@touch $@

$(VENV)/.bench-installed: tools/requirements/bench.txt $(VENV)/.site-installed
	@$(PIP) -r tools/requirements/bench.txt
	@touch $@

$(VENV)/.audit-installed: tools/requirements/audit.txt $(VENV)/.site-installed
	@$(PIP) -r tools/requirements/audit.txt
	@touch $@

$(VENV)/.zim-installed: tools/requirements/zim.txt $(VENV)/.site-installed
	@$(PIP) -r tools/requirements/zim.txt
	@touch $@
