# The two commands are `make start` and `make test`; `make check` is what a change must pass.
.PHONY: start test check lock openapi translations clean
.DELETE_ON_ERROR:

HERE := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))
PYTHON ?= python3
# Development unless the caller says otherwise; Campus itself never guesses it.
CAMPUS_ENV ?= development
export CAMPUS_ENV
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE := copy
export PIP_DISABLE_PIP_VERSION_CHECK := 1

RUN := $(HERE).venv/bin/python
UV := $(HERE).tools/bin/uv

# A Python that has gone, as after an upgrade of the system, takes its environment with it.
$(shell test -x $(RUN) || rm -f $(HERE).venv/.ready-to-run $(HERE).venv/.ready-to-test)

# What `manage.py up` becomes, without the two seconds that Django takes before. It takes the
# shell's place, so Ctrl-C and SIGTERM reach the launcher itself.
start: $(HERE).venv/.ready-to-run
	@cd $(HERE) && exec $(RUN) -m campus.launcher --end-with-parent

test: $(HERE).venv/.ready-to-test
	@cd $(HERE) && exec $(RUN) -m pytest -n auto --dist loadfile $(TESTS)

check: $(HERE).venv/.ready-to-test
	cd $(HERE) && $(RUN) -m ruff check
	cd $(HERE) && $(RUN) -m ruff format --check
	cd $(HERE) && $(RUN) -m mypy
	cd $(HERE) && .venv/bin/lint-imports
	cd $(HERE) && $(RUN) -W ignore manage.py makemigrations --check --dry-run
	cd $(HERE) && $(RUN) manage.py spectacular --validate --fail-on-warn --file .venv/openapi.yaml
	cd $(HERE) && diff -u campus/openapi.yaml .venv/openapi.yaml
	cd $(HERE) && $(RUN) -m tests.translations

# Write anew what `make check` compares.
openapi: $(HERE).venv/.ready-to-test
	cd $(HERE) && $(RUN) manage.py spectacular --validate --fail-on-warn --file campus/openapi.yaml
translations: $(HERE).venv/.ready-to-test
	cd $(HERE) && $(RUN) -m tests.translations --write

lock: $(UV)
	cd $(HERE) && $(UV) pip compile --quiet --universal --generate-hashes --no-header \
		--python-version 3.11 pyproject.toml --output-file requirements.lock
	cd $(HERE) && $(UV) pip compile --quiet --universal --generate-hashes --no-header \
		--python-version 3.11 --extra dev --constraint requirements.lock pyproject.toml \
		--output-file requirements-dev.lock

clean:
	rm -rf $(HERE).venv $(HERE).tools

# The environments: made by the lock files, and only when those have changed.
$(HERE).venv/.ready-to-run: $(HERE)requirements.lock | $(UV)
	@test -e $(HERE).venv/.ready-to-test || $(MAKE) --no-print-directory -f $(HERE)Makefile \
		environment LOCK=requirements.lock
	@touch $@
$(HERE).venv/.ready-to-test: $(HERE)requirements-dev.lock | $(UV)
	@$(MAKE) --no-print-directory -f $(HERE)Makefile environment LOCK=requirements-dev.lock
	@touch $@ $(HERE).venv/.ready-to-run

.PHONY: environment
environment:
	@test -x $(RUN) || $(PYTHON) -m venv --without-pip $(HERE).venv
	@echo "Installing the packages of $(LOCK)."
	@$(UV) pip sync --quiet --require-hashes --python $(RUN) $(HERE)$(LOCK)

$(UV):
	@command -v $(PYTHON) >/dev/null || \
		{ echo "Campus needs Python 3.11 or newer, and there is no $(PYTHON) here: install it."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Campus needs Python 3.11 or newer, and $(PYTHON) is older: name another, as make start PYTHON=python3.12."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This Python lacks venv: install it (on Debian and Ubuntu: apt install python3-venv), then try again."; exit 1; }
	@echo "Making the environment (once)."
	@$(PYTHON) -m venv $(HERE).tools && $(HERE).tools/bin/pip install --quiet uv
