.PHONY: run test check bench pins

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

run: $(VENV)/.run
	@echo "看板地址(按 Ctrl+C 停止):"
	@$(BIN)/streamlit run app.py

test: $(VENV)/.dev
	@tests/browser/install.sh
	@$(BIN)/pytest

check: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@touch $@ $(VENV)/.run
