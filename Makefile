# Needs make and Python 3.11 or later with its venv module; all else is installed into .venv/ from the locked requirements.
# `make` alone says what there is.

PYTHON ?=
NEWSFOLD = .venv/bin/newsfold
PY = .venv/bin/python
# Nothing here needs the user's shell settings, or is changed by them; pip follows its own.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP VIRTUAL_ENV
SHELL = /bin/sh
LOCK = uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade

.DEFAULT_GOAL := help
.PHONY: help install install-dev run stop test hunt check lint sbom migrate bench soak faults docs lock clean

help: ## say what there is
	@echo "make TARGET, with TARGET one of:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' Makefile | while IFS='|' read -r name text; do printf '%-13s %s\n' "$$name" "$$text"; done

install: ## build .venv/ from the lock; nothing happens where it is whole and up to date
	@PYTHON='$(PYTHON)' sh plugins/newsfold/local/install.sh requirements.txt

install-dev: ## the same, with what the tests and checks need
	@PYTHON='$(PYTHON)' sh plugins/newsfold/local/install.sh requirements.txt requirements-dev.txt requirements-celery.txt

run: install ## ingest the sample inbox in Airflow, print the report, leave the UI up
	@$(NEWSFOLD) run

stop: ## stop Airflow and Postgres
	@test -x $(NEWSFOLD) && $(PY) -c '' 2>/dev/null || $(MAKE) --no-print-directory install
	@$(NEWSFOLD) stop

migrate: install ## bring the news database to the present schema
	@$(NEWSFOLD) migrate

test: install-dev ## run the tests; some of them with ARGS='tests/headers -k date', the long ones with ARGS='-m long'
	@$(PY) -m pytest -n logical --dist worksteal $(ARGS)

hunt: install-dev ## the properties alone, with twenty times as many examples, new ones in each run
	@$(PY) -m pytest -n logical --dist worksteal -m 'hypothesis and not long' --hypothesis-profile=hunt $(ARGS)

check: install-dev ## the quick loop of one room, with ROOM=headers: style, types, direction of imports, its tests
	@test -n '$(ROOM)' && test -d 'tests/$(ROOM)' || { echo 'make check ROOM=NAME, with NAME a folder of tests/'; exit 2; } >&2
	@$(PY) -m ruff check plugins dags tests/$(ROOM)
	@$(PY) -m ruff format --check plugins dags tests/$(ROOM)
	@.venv/bin/lint-imports
	@$(PY) -m mypy
	@$(PY) -m pytest -n logical --dist worksteal tests/$(ROOM) $(ARGS)

lint: install-dev ## check style, security, types, the direction of imports, the compose file, secrets; changes nothing
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@.venv/bin/lint-imports
	@$(PY) -m mypy
	@.venv/bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	@git ls-files -z | xargs -0 .venv/bin/detect-secrets-hook --disable-plugin KeywordDetector --disable-plugin BasicAuthDetector

sbom: install-dev ## write what Newsfold is made of to build/sbom.cdx.json (CycloneDX)
	@mkdir -p build
	@.venv/bin/cyclonedx-py requirements --output-reproducible --validate --output-file build/sbom.cdx.json requirements.txt

bench: install-dev ## measure: ms per article for each step, articles a second end to end, files a second from servers
	@$(PY) -m bench $(ARGS)
	@$(PY) -m bench.fetch_speed --transport s3
	@$(PY) -m bench.fetch_speed --transport sftp

soak: install-dev ## thirty simulated days with all that goes wrong in real ones; hours; goes on where it was interrupted
	@$(PY) -m tests.long.soak $(ARGS)
	@$(PY) -m tests.long.soak_curves .newsfold/soak/days.jsonl .newsfold/soak

faults: install-dev ## files that kill their reader, one of 500; then each step under each fault, at random, and other actions killed; ARGS='--minutes 60'
	@$(PY) -m pytest -n0 -m long tests/end_to_end/test_reader_deaths.py tests/dags/test_poison.py
	@$(PY) -m tests.long.faults $(ARGS)
	@$(PY) -m tests.long.kills

docs: install ## write the generated pages anew
	@$(PY) docs/dags.py
	@$(PY) docs/dictionary.py
	@$(PY) docs/contract.py
	@$(PY) docs/schema.py
	@$(PY) docs/cookbook.py
	@$(PY) docs/sources_schema.py

lock: ## resolve the dependencies and groups of pyproject.toml anew, with hashes; needs uv. A group's lock holds what the base lacks
	@$(LOCK) pyproject.toml --output-file requirements.txt
	@for group in dev celery install; do \
	  $(LOCK) --group $$group --constraint requirements.txt --output-file requirements-$$group.txt \
	    $$(sed -n 's/^\([a-z0-9.-]*\)==[^;]* \\$$/--no-emit-package \1/p' requirements.txt) || exit 1; \
	done

clean: ## stop everything, then delete .venv/ and what tests and checks leave behind; .newsfold/ stays
	@if [ -x $(NEWSFOLD) ]; then $(NEWSFOLD) stop || true; fi
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
