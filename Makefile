# make run: the dashboard. make test: the tests. Both set up what they need, in .venv.
.PHONY: run test soak check format bench bundle pictures pins
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Two workers: each has its own server and browser. tests/conftest.py puts the files in order, the longest first.
PYTEST_ARGS ?= -n 2 --dist loadfile --no-loadscope-reorder
# Whatever the machine is set to: tests start many processes, and each would compile the program again.
test soak: export PYTHONDONTWRITEBYTECODE :=

run: $(VENV)/.run
	@$(BIN)/python -m ui

test: $(VENV)/.dev
	@tests/install.sh
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

# The long forms: processes ended at random moments, twenty editors, thirty viewers, two hundred large uploads, and
# every test that is marked soak: many random examples, damages of files, both databases, all sizes of screen; then
# every test that reads workbooks, with each read in a child process, as the dashboard does.
soak: $(VENV)/.dev
	@tests/install.sh
	@KILLS=200 $(BIN)/python -m pytest tests/store/test_interruption.py
	@EDITORS=20 $(BIN)/python -m pytest tests/server/test_editors.py tests/store/test_rivals.py
	@VIEWERS=30 SECONDS=120 VERSIONS=10 $(BIN)/python -m pytest -s tests/server/test_viewers.py
	@VIEWERS=30 $(BIN)/python -m pytest -s tests/server/test_database_file.py
	@PAGES=500 $(BIN)/python -m pytest tests/server/test_connections.py
	@UPLOADS=200 $(BIN)/python -m pytest -s -m soak tests/server/test_memory.py
	@$(BIN)/python -m pytest $(PYTEST_ARGS) -m soak --ignore=tests/server/test_memory.py
	@SANDBOX=1 $(BIN)/python -m pytest $(PYTEST_ARGS) tests/loaders/workbook tests/proposals tests/store tests/pages

check: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(VENV)/.dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.dev
	@tests/install.sh
	@$(BIN)/python -m benchmarks

# One archive for a machine without internet; PLATFORM=win_amd64 for Windows (deploy/bundle.py has the others).
bundle: $(VENV)/.run
	@$(BIN)/python deploy/bundle.py $(if $(PLATFORM),--platform $(PLATFORM))

# The pictures of README.md and of the manual.
pictures: $(VENV)/.dev
	@tests/install.sh
	@$(BIN)/python docs/pictures.py

# The exact versions of requirements*.txt, for every system and Python 3.11 and newer; needs uv.
PINS := uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-emit-index-url --no-header
pins:
	$(PINS) requirements.in -o requirements.txt
	$(PINS) requirements-dev.in -o requirements-dev.txt

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "需要 Python 3.11 或更新版本；可用 make PYTHON=/路径/python3.12 指明。(Python 3.11 or newer is needed.)" >&2; exit 1; }
	@test -w . || { echo "不能在文件夹 $$PWD 中写入：请把看板放到可以写入的文件夹，或改正它的权限。(The folder is not writable.)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	    { rm -rf $(VENV); echo "无法创建 .venv：Debian/Ubuntu 请先安装 python3-venv。(On Debian and Ubuntu install python3-venv.)" >&2; exit 1; }

$(VENV)/.run: requirements.txt | $(BIN)/python
	@echo "正在安装所需程序包……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(BIN)/python
	@echo "正在安装测试所需程序包……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.run
