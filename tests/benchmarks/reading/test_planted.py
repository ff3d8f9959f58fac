"""The planted contradictions: both sets keep the documented format, and every figure stands where its file says."""

import json
import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

PLANTED = Path(__file__).parents[3] / "benchmarks" / "reading" / "planted"
SETS = {"planted": PLANTED, "final": PLANTED / "final"}
CASES = [
    pytest.param(path, id=f"{name}-{path.stem}") for name, root in SETS.items() for path in sorted(root.glob("*.json"))
]
CHECKS = {
    "average", "claim", "closure", "date", "definition", "direction", "full", "growth", "magnitude", "multiple", "name",
    "names", "part", "plan", "rank", "rate", "scope", "span", "sum", "summary", "target", "twice", "unit",
}  # fmt: skip
NUMERAL = "0123456789零一二两三四五六七八九十百千万"
PERIOD = re.compile(r"20\d\d(H[12]|Q[1-4]|-(0[1-9]|1[0-2]))?")


def load_case(path):
    """The text and the record of one case."""
    return path.with_suffix(".txt").read_text(encoding="utf-8"), json.loads(path.read_text(encoding="utf-8"))


def plants_of(root):
    """All plants of one set."""
    return [plant for path in sorted(root.glob("*.json")) for plant in load_case(path)[1]["plants"]]


def sentences(root):
    """Sentences and clauses of at least ten characters of all texts of one set."""
    found = set()
    for path in root.glob("*.txt"):
        found |= {piece.strip() for piece in re.split(r"[。；;\n]", path.read_text(encoding="utf-8"))}
    return {piece for piece in found if len(piece) >= 10}


@pytest.mark.parametrize("name", SETS)
def test_planted_set_has_a_record_for_every_text(name):
    texts = {path.stem for path in SETS[name].glob("*.txt")}
    assert texts
    assert texts == {path.stem for path in SETS[name].glob("*.json")}


@pytest.mark.parametrize("path", CASES)
def test_planted_text_has_the_documented_length_and_line_ends(path):
    raw = path.with_suffix(".txt").read_bytes()
    text = raw.decode("utf-8")
    assert 300 <= len(text) <= 900
    assert b"\r" not in raw
    assert re.search(r"[^\n]\n\Z", text)


@pytest.mark.parametrize("path", CASES)
def test_planted_record_has_exactly_the_documented_keys(path):
    _, record = load_case(path)
    assert list(record) == ["period", "published", "plants"]
    assert PERIOD.fullmatch(record["period"])
    assert record["published"] is None or date.fromisoformat(record["published"])
    assert all(list(plant) == ["kind", "check", "severity", "figures", "why"] for plant in record["plants"])


@pytest.mark.parametrize("path", CASES)
def test_planted_codes_are_documented(path):
    _, record = load_case(path)
    for plant in record["plants"]:
        assert plant["check"] in CHECKS
        severities = {"contradiction": {"conflict", "doubt"}, "look_alike": {None}}[plant["kind"]]
        assert plant["severity"] in severities
        assert re.fullmatch(r"[ -~㎡\u4e00-\u9fff]+\.", plant["why"])


@pytest.mark.parametrize("path", CASES)
def test_planted_figures_are_whole_numbers_inside_the_text(path):
    text, record = load_case(path)
    for plant in record["plants"]:
        figures = plant["figures"]
        assert figures
        assert figures == sorted(figures)
        for start, end in figures:
            assert 0 <= start < end <= len(text)
            assert text[start] in NUMERAL
            assert not re.search(r"[0-9.]$", text[:start]), f"cut at its beginning: {text[start:end]}"
            assert not re.search(r"[0-9][0-9.%万亿]", text[end - 1 : end + 1]), f"cut at its end: {text[start:end]}"
            assert not re.search(r"[\s，。；、;（）()]|,(?!\d{3})", text[start:end])
        assert all(left[1] <= right[0] for left, right in pairwise(figures))


@pytest.mark.parametrize("path", CASES)
def test_planted_look_alike_shares_at_most_one_figure_with_a_contradiction(path):
    _, record = load_case(path)
    figures = {kind: [] for kind in ("contradiction", "look_alike")}
    for plant in record["plants"]:
        figures[plant["kind"]].append({tuple(figure) for figure in plant["figures"]})
    shared = [len(a & b) for a in figures["contradiction"] for b in figures["look_alike"]]
    assert max(shared) <= 1


@pytest.mark.parametrize("path", CASES)
def test_planted_text_mixes_both_kinds(path):
    _, record = load_case(path)
    assert {plant["kind"] for plant in record["plants"]} == {"contradiction", "look_alike"}


@pytest.mark.parametrize(("name", "least"), [("planted", 60), ("final", 30)])
def test_planted_set_has_enough_of_each_kind(name, least):
    counts = Counter(plant["kind"] for plant in plants_of(SETS[name]))
    assert counts["contradiction"] >= least
    assert counts["look_alike"] >= least


@pytest.mark.parametrize("name", SETS)
def test_planted_set_has_both_severities_and_fifteen_kinds_of_contradiction(name):
    contradictions = [plant for plant in plants_of(SETS[name]) if plant["kind"] == "contradiction"]
    assert {plant["severity"] for plant in contradictions} == {"conflict", "doubt"}
    assert len({plant["check"] for plant in contradictions}) >= 15


def test_planted_sets_share_no_sentence():
    assert not sentences(SETS["planted"]) & sentences(SETS["final"])


def test_planted_example_figures_are_the_quoted_numbers():
    text, record = load_case(PLANTED / "01.json")
    figures = [text[start:end] for start, end in record["plants"][0]["figures"]]
    assert figures == ["5.46亿元", "9.8亿元", "58.7%"]


def test_planted_checks_are_all_in_the_readme():
    readme = (PLANTED.parent / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Planted contradictions")[2]
    assert [check for check in sorted(CHECKS) if f"`{check}`" not in section] == []
