"""The stylesheet of our own HTML."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from charts.theme import PALETTES
from domain.schema.vocabulary import STATES
from ui.shell import looks
from ui.shell.looks import WIDTH_COOKIE, stylesheet, wide_window

CSS = (Path(__file__).parents[3] / "ui" / "shell" / "looks.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("palette", PALETTES)
def test_stylesheet_has_every_state_in_every_palette(palette):
    found = dict(re.findall(r"\.state-(\w+)\{--swatch:(#\w+)\}", stylesheet(palette)))
    assert found == {state: PALETTES[palette][state] for state in STATES}


def test_stylesheet_has_no_literal_colour():
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", CSS) == []


def test_stylesheet_variables_are_all_defined():
    given = set(re.findall(r"--(\w+):", stylesheet()))
    assert set(re.findall(r"var\(--(\w+)", CSS)) <= given


def test_stylesheet_braces_are_balanced():
    assert CSS.count("{") == CSS.count("}")


@pytest.mark.parametrize(
    ("told", "wide"),
    [
        ("1366", True), ("1920", True), ("960", True), ("600", True), ("800", False), ("390", False), ("", False),
        ("-1366", False), ("1e4", False), ("１３６６", False), ("9" * 5000, False),
    ],
)  # fmt: skip
def test_stylesheet_wide_breakpoint_leaves_space_for_chart(monkeypatch, told, wide):
    monkeypatch.setattr(looks, "st", SimpleNamespace(context=SimpleNamespace(cookies=Cookies({WIDTH_COOKIE: told}))))
    assert wide_window() is wide


class Cookies(dict):
    def to_dict(self):
        return dict(self)
