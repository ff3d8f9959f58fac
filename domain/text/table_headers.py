"""The header of a table: one line, or two of which the second says more of each column or parts those of a group.

What does not fit in exactly one way gives no header.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.text.table_lines import Cell, CellLine

_WORDS_OF_HEADERS: Final = re.compile(
    r"序号|编号|名称|项目|单位|指标|乡镇|街道|[县市区村镇]|地区|部门|类别|责任|备注|姓名|任务|计划|目标|预算|决算|执行|完成|"
    r"累计|实际|[数量额率比值]|%|％|面积|投资|资金|收入|支出|[合总小]计|本[周月期年季]|当[月年]|上年|同期|[增减]|剩余|未|应|已|"
    r"[(（].+[)）]|[年月]|季度|排名|进度|[户人亩元]|签约|拆|行业|产量|内容|时间|19\d\d|20\d\d"
)
#: Words that stand over numbers, and words that stand over names.
_OVER_NUMBERS: Final = re.compile(
    r"[数量率比额值]$|[%％]|^[(（].*[)）]$|面积|金额|任务|完成|计划|目标|累计|同比|增[长减幅速]|实际|剩余|[亩元户个家]$"
)
_OVER_NAMES: Final = re.compile(
    r"(?:单位|名称|项目|乡镇|街道|县区|区县|县[市(（].*|地区|村名|部门|姓名|负责人|责任人|责任单位|备注|序号|编号|指标)"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_REMARKS: Final = re.compile(r"备注|说明|责任.{1,2}|联系人|负责人")


@dataclass(frozen=True, slots=True)
class Header:
    """start: where its first line begins; columns: the words over each column, and those of its group ("": none).

    is_measured: whether the words over a column of numbers say that it measures something, or of which year it is.
    """

    start: int
    columns: tuple[tuple[str, str], ...]
    is_measured: bool


def is_header(line: CellLine) -> bool:
    """Whether at least half of the cells of `line` are worded as those of a header."""
    filled = [cell for cell in line.cells if cell.text]
    return 2 * sum(_WORDS_OF_HEADERS.search(cell.text) is not None for cell in filled) >= len(filled)


def measures(line: CellLine) -> bool:
    """Whether a cell of `line` is worded as what stands over numbers."""
    return any(_OVER_NUMBERS.search(cell.text) for cell in line.cells)


def join_headers(heads: Sequence[CellLine], numbers: Sequence[bool]) -> Header | None:
    """The header that the lines `heads`, those right above the rows, give; None where none fits in one way.

    numbers: which columns hold numbers.
    """
    for line in reversed(heads[-2:]):
        at = heads.index(line)
        if at and (columns := _joined(heads[at - 1].cells, line.cells, numbers)) is not None:
            return _checked(heads[at - 1], columns, numbers)
        if is_header(line) and (texts := _one_each(line.cells, numbers)) is not None:
            return _checked(line, [(text, "") for text in texts], numbers)
    return None


def _checked(line: CellLine, columns: Sequence[tuple[str, str]], numbers: Sequence[bool]) -> Header | None:
    """A header whose columns of numbers all have words, no two the same."""
    named = [column for column, holds in zip(columns, numbers, strict=True) if holds]
    if not named or any(not header for header, _ in named) or len(set(named)) < len(named):
        return None
    is_measured = any(_OVER_NUMBERS.search(words) or _YEAR.search(words) for words, _ in named)
    return Header(line.start, tuple(columns), is_measured)


def _one_each(cells: Sequence[Cell], numbers: Sequence[bool]) -> list[str] | None:
    """The cells of a line as the headers of as many columns; one for remarks that the rows leave out may follow."""
    texts = [cell.text for cell in cells]
    if len(texts) == len(numbers) + 1 and _REMARKS.fullmatch(texts[-1]):
        texts.pop()
    return texts if len(texts) == len(numbers) else None


def _joined(upper: Sequence[Cell], lower: Sequence[Cell], numbers: Sequence[bool]) -> list[tuple[str, str]] | None:
    """The columns of two lines of a header."""
    upper_texts = _one_each(upper, numbers)
    if upper_texts is None or len([text for text in upper_texts if text]) < 2:
        return _grouped(_filled(upper), _filled(lower), numbers)
    lower_texts = [cell.text for cell in lower]
    if len(lower_texts) == len(numbers) and all(lower_texts) and _is_title(upper_texts, numbers):
        return None
    while lower_texts and not lower_texts[-1]:
        lower_texts.pop()
    places = [
        at
        for at in range(len(numbers) - len(lower_texts) + 1)
        if all(_may_stand(text, holds) for text, holds in zip(lower_texts, numbers[at:], strict=False))
    ]
    if lower_texts and not lower_texts[0]:
        places = [at for at in places if at == 0]
    if not lower_texts or len(places) != 1:
        return None
    if not any(_OVER_NUMBERS.search(text) for text in lower_texts):
        return None
    padded = [""] * places[0] + lower_texts
    return list(_both(upper_texts, [*padded, *[""] * (len(numbers) - len(padded))]))


def _is_title(texts: Sequence[str], numbers: Sequence[bool]) -> bool:
    """Whether a line of as many words as columns is a title all the same: 2024年 各村 造林 情况."""
    over = [text for text, holds in zip(texts, numbers, strict=True) if holds]
    return bool(_YEAR.search(texts[0])) or not any(_OVER_NUMBERS.search(text) for text in over)


def _both(upper: Sequence[str], lower: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(header, group) per column; a cell of the upper line reaches over the empty ones behind it."""
    group = ""
    for at, (above, below) in enumerate(zip(upper, lower, strict=True)):
        if above:
            group = above if below and upper[at + 1 : at + 2] == [""] else ""
        over = above or (group if below else "")
        header = over if over == below else f"{over}{below}"
        yield header, group if below else ""


def _grouped(upper: list[str], lower: list[str], numbers: Sequence[bool]) -> list[tuple[str, str]] | None:
    """乡镇 土地 房屋 over 任务 完成 任务 完成: groups of as many columns each, with the same words in each."""
    labels = len(numbers) - len(lower)
    groups = len(upper) - labels
    if (
        labels < 1
        or groups < 1
        or not lower
        or len(lower) % groups
        or not all(numbers[labels:])
        or any(numbers[:labels])
    ):
        return None
    size = len(lower) // groups
    if size < 2 or any(lower[at] != lower[at % size] for at in range(len(lower))):
        return None
    if not all(_OVER_NUMBERS.search(text) for text in lower):
        return None
    names = [(text, "") for text in upper[:labels]]
    return names + [(upper[labels + at // size] + text, upper[labels + at // size]) for at, text in enumerate(lower)]


def _filled(cells: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in cells if cell.text]


def _may_stand(text: str, over_number: bool) -> bool:
    """Whether words of a second line may stand over a column of numbers, or of words."""
    if not text:
        return True
    if over_number:
        return _OVER_NAMES.fullmatch(text) is None
    return _OVER_NUMBERS.search(text) is None
