"""No figure of the report stands in code or catalogue: change a number in the text and its cell follows."""

import ast
import random
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.schema.cell_links import cell_starts
from domain.schema.tables import BASE_TABLES
from domain.schema.vocabulary import NOT_FIGURES
from loaders.report.figures import read_figures
from loaders.report.tables import build_tables
from loaders.text.source import load_source, parse_source

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "2023H1" / "jinchuan-2023H1.txt"

#: what is printed, as words before it and the figure: number, unit -> the cell that must follow it.
CELLS = [
    ("立项项目", "20", "个", "land:土地整治·立项·actual", "projects"),
    ("立项面积达", "880", "亩", "land:土地整治·立项·actual", "area_mu"),
    ("当中", "18", "个", "land:土地整治·施工·actual", "projects"),
    ("施工面积约", "600", "亩", "land:土地整治·施工·actual", "area_mu"),
    ("历史项目任务", "584", "亩", "land:土地整治·历史项目·种植·actual", "area_mu"),
    ("总进度", "73", "%", "land:土地整治·总进度·actual", "share_pct"),
    ("新增耕地", "7850", "亩", "land:土地整治·新增耕地·新增·actual", "target_mu"),
    ("土地整治三年", "800", "亩", "land:土地整治·土地整治·完成·actual", "target_mu"),
    ("按时完成", "381", "户", "demolition:常山江航运枢纽·土地·征收", "households"),
    ("381户共", "33.15", "公顷", "demolition:常山江航运枢纽·土地·征收", "area_printed"),
    ("首日完成", "42.8", "%", "demolition:常山江航运枢纽·房屋·签约·首日", "share_pct"),
    ("7天完成", "14", "幢", "demolition:常山江航运枢纽·房屋·签约", "buildings"),
    ("争取", "4954", "万元", "funding:同创空间·专项债·争取·actual", "amount_wan_yuan"),
    ("建设进度已达", "75", "%", "funding:同创空间·专项债·争取·actual", "progress_pct"),
    ("总投资", "432.6", "万元", "funding:第一批高标准农田·总投资·actual", "amount_wan_yuan"),
    ("固定投资达", "3774", "万元", "investment:固定投资", "value"),
    ("经营性收入", "244.05", "万元", "rural_income:集体经营性收入", "value"),
    ("重大隐患", "11", "处", "safety:隐患·重大", "found"),
    ("整改闭环", "8", "处", "safety:隐患·重大", "closed"),
    ("一般隐患", "6715", "处", "safety:隐患·一般", "found"),
    ("流动摊", "836", "处", "governance:规范、劝离流动摊", "value"),
    ("累计征收土地", "5695", "余亩", "history:征收土地", "value"),
]


@cache
def text() -> str:
    return load_source(SEED).text


def tables_of(changed: str) -> dict[str, pd.DataFrame]:
    source = parse_source(changed.encode(), SEED.name, load_source(SEED).origin)
    return build_tables(source, read_figures(source))


def changed_text(before: str, number: str, unit: str, other: str) -> str:
    printed = before + number + unit
    assert text().count(printed) == 1, f"{printed} must be found once"
    return text().replace(printed, before + other + unit)


def other_number(number: str, chance: random.Random) -> str:
    whole, point, decimals = number.partition(".")
    other = number
    while float(other) == float(number):
        digits = str(chance.randint(10 ** (len(whole) - 1), 10 ** len(whole) - 1))
        other = digits + point + "".join(chance.choice("123456789") for _ in decimals)
    return other


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell[1] + cell[2])
def test_changed_number_changes_its_cell(cell):
    before, number, unit, row_id, column = cell
    other = other_number(number, random.Random(before + number))
    changed = changed_text(before, number, unit, other)
    row = tables_of(changed)[row_id.partition(":")[0]].set_index("row_id").loc[row_id]
    assert row[column] == pytest.approx(float(other))
    start = cell_starts(row["cells"])["area_mu" if column == "area_printed" else column]
    assert changed[start:].startswith(other + unit)
    assert other in row["quote"]


@settings(max_examples=10, deadline=None)
@given(cell=st.sampled_from(CELLS), whole=st.integers(2, 99999))
def test_changed_number_of_any_value_is_read(cell, whole):
    before, number, unit, row_id, column = cell
    row = (
        tables_of(changed_text(before, number, unit, str(whole)))[row_id.partition(":")[0]]
        .set_index("row_id")
        .loc[row_id]
    )
    assert row[column] == pytest.approx(whole)


def test_changed_numbers_everywhere_lose_no_figure():
    chance = random.Random(7)
    changed = re.sub(
        r"(?<![\d.+“A-Z-])[1-9]\d*(?=[余多]?[万亿]?[元亩户处家件个名场次幢条])",
        lambda match: other_number(match[0], chance),
        text(),
    )
    tables = tables_of(changed)
    figures = tables["figures"]
    wanted = set(figures.loc[~figures["dimension"].isin(NOT_FIGURES), "start"])
    cells = [cells for name in (*BASE_TABLES, "issues") for cells in tables[name]["cells"]]
    assert wanted <= {start for each in cells for start in cell_starts(each).values()}
    assert len(tables["land"]) == 12


def test_changed_target_changes_the_measure():
    changed = changed_text("土地整治三年", "800", "亩", "1640")
    farmland = tables_of(changed)["measures"].query("indicator_id == '土地整治(新增耕地)种植平方米'")
    assert list(farmland["target"]) == [7850, 1640]


def test_changed_term_changes_the_due_date():
    changed = text().replace("压缩为一年来完成", "压缩为两年来完成")
    farmland = tables_of(changed)["measures"].query("indicator_id == '土地整治(新增耕地)种植平方米'")
    assert list(farmland["due"].dt.year) == [2024, 2023]


def printed_numbers() -> set[str]:
    """Numbers of three digits and more that the report prints as figures; round ones (100, 2000) are anyone's."""
    figures = read_figures(load_source(SEED))
    printed = figures.loc[~figures["dimension"].isin(NOT_FIGURES), "text"]
    numbers = {match[0] for each in printed for match in re.finditer(r"\d+(?:\.\d+)?", each)}
    return {number for number in numbers if len(number.replace(".", "")) >= 3 and len(number.strip("0.")) > 1}


def literals(path: Path) -> list[str]:
    """The constants of a module, without docstrings and comments."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [repr(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in prose]


@pytest.mark.parametrize("path", sorted((ROOT / "loaders" / "report").rglob("*.py")), ids=lambda path: path.name)
def test_code_has_no_figure_of_the_report(path):
    found = {number for each in literals(path) for number in re.findall(r"\d+(?:\.\d+)?", each)}
    assert not found & printed_numbers()


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*/**/*.yml")), ids=lambda path: path.name)
def test_catalogue_has_no_figure_of_the_report(path):
    found = set(re.findall(r"\d+(?:\.\d+)?", path.read_text(encoding="utf-8")))
    assert not found & printed_numbers()
