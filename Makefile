.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv)
NPM = $(shell command -v npm || echo $(CURDIR)/$(BIN)/npm)
WORKERS ?= 2
ARGS ?=
MINUTES ?= 30

# What is installed is known by what was asked for, not by the time of a file: a fresh clone or a
# changed lock installs again, a switched branch does not.
INSTALLED := .venv/installed-$(shell cat requirements.txt requirements-dev.txt | cksum | cut -d ' ' -f 1)
BUILT := static/build/built
STYLES := $(wildcard static/*.scss) static/service.js package.json package-lock.json

.PHONY: help
help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  PORT, HOST, DATABASE_URL and EMPTY=1 (no illustrative programme) are honoured by make run."

.PHONY: run
run: venv assets ## Prepare the database, load the illustrative programme into an empty one, and serve
	@$(BIN)/flask --app app broker serve

.PHONY: test
test: venv assets ## Run every test, with a real browser and a real PostgreSQL (ARGS="-k words" to choose)
	@browser="$$($(BIN)/python -m tools.find_browser)" && CHROMIUM="$$browser" $(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

.PHONY: check
check: venv ## Check style, types, templates and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet

.PHONY: format
format: venv ## Put every Python file into its format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: venv
venv: $(INSTALLED) ## Make or refresh .venv

$(INSTALLED):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: say where with 'make PYTHON=/path/to/python3.11'."; exit 1; }
ifneq ($(UV),)
	@test -x $(BIN)/python || uv venv --quiet --python "$$(command -v $(PYTHON))" .venv
	@uv pip install --quiet --python $(BIN)/python -r requirements-dev.txt
else
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
endif
	@rm -f .venv/installed-*
	@touch $@

.PHONY: assets
assets: $(BUILT) ## Build the stylesheet and script into static/build

$(BUILT): $(STYLES) | $(INSTALLED)
	@echo "Building static/build"
	@PATH="$$PATH:$(CURDIR)/$(BIN)" "$(NPM)" ci --ignore-scripts --omit=optional --no-audit --no-fund --loglevel=error
	@mkdir -p static/build
	@PATH="$$PATH:$(CURDIR)/$(BIN)" node_modules/.bin/sass --no-source-map --style=compressed \
		--load-path=node_modules/govuk-frontend/dist static/service.scss static/build/service.css
	@cp static/service.js node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js static/build/
	@touch $@

.PHONY: pictures
pictures: venv assets ## Take the pictures of the README in a real browser
	@browser="$$($(BIN)/python -m tools.find_browser)" && CHROMIUM="$$browser" $(BIN)/python -m tools.pictures

.PHONY: soak
soak: venv assets ## Run the long tests at full size, then visitors against a server that is killed (MINUTES=30)
	@browser="$$($(BIN)/python -m tools.find_browser)" && SOAK=1 CHROMIUM="$$browser" \
		$(BIN)/pytest -n $(WORKERS) -m soak -o faulthandler_timeout=3000 $(ARGS)
	@$(BIN)/python -m tools.soak --minutes $(MINUTES)

.PHONY: migration
migration: venv ## Write a migration from the models: make migration MESSAGE="what changes"
	@test -n "$(MESSAGE)" || { echo 'Say what changes: make migration MESSAGE="what changes"'; exit 1; }
	@$(BIN)/flask --app app db migrate -m "$(MESSAGE)"

.PHONY: lock
lock: ## Fix the versions of requirements.in and requirements-dev.in (needs uv)
	@test -n "$(UV)" || { echo "uv is needed to lock."; exit 1; }
	uv pip compile --quiet --no-emit-index-url --custom-compile-command "make lock" requirements.in -o requirements.txt
	uv pip compile --quiet --no-emit-index-url --custom-compile-command "make lock" requirements-dev.in -o requirements-dev.txt
	uv pip compile --quiet --no-emit-index-url --custom-compile-command "make lock" requirements-encoder.in -o requirements-encoder.txt
	uv pip compile --quiet --no-emit-index-url --custom-compile-command "make lock" requirements-bench.in -o requirements-bench.txt

.PHONY: clean
clean: ## Remove what was built and downloaded (never the data in instance/)
	rm -rf .venv node_modules static/build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache test-results
