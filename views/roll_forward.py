"""The last report with the figures of a later version: what changed, which words are reversed, what has no new value.

The text is unchanged but for its figures: a printed figure takes the current value of its row, in the printed unit and
with the printed word for an approximate figure. Where a change reverses its sign, the word of direction (增长) becomes
its opposite.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from domain.redaction import redact_text
from domain.schema.cell_links import cell_starts
from domain.schema.display import is_missing, number_text
from domain.schema.frames import Tables, records
from domain.schema.ledger import qualifier_of, unit_column_of
from domain.schema.provenance import Sources, sources_text
from domain.schema.tables import BASE_TABLES, TABLES
from domain.schema.units import in_unit
from domain.text.headings import FURNITURE
from domain.text.outline import read_outline
from domain.text.spans import Paragraph

#: Dimensions of numbers that state no fact: numbering of headings and lists, identifiers of documents.
_NUMBERING: Final = frozenset({"ordinal", "identifier"})
_NUMBER: Final = re.compile(
    r"(?P<number>\d[\d,，]*(?:\.\d+)?|[〇零一二两三四五六七八九十百千]+)(?P<over>余|多)?(?P<rest>.*)", re.DOTALL
)
_ABOUT: Final = ("约", "近")
_UP: Final = {
    "增长": "下降", "上升": "下降", "提升": "下降", "增加": "减少", "提高": "降低", "上涨": "下跌", "扩大": "缩小",
}  # fmt: skip
_TURNS: Final = {
    **_UP, "下降": "增长", "减少": "增加", "降低": "提高", "下跌": "上涨", "缩小": "扩大", "下滑": "增长",
}  # fmt: skip
_DIRECTION: Final = re.compile("|".join(_TURNS))
_TIMES: Final = ("date", "period")
_PERIOD: Final = re.compile(r"(?:[上下]半年|前?[一二三四]季度|以来)?")
_DIGITS: Final = 6
_NO_VALUE: Final = ("没有新值，请核对或补报。",)
_OLD_TIME: Final = ("时间未更新，请核对。",)
_OLD_RATE: Final = "比率没有更新，按新数字算是{share}%，请核对。"
#: The remarks of most open figures.
USUAL_REMARKS: Final = (_NO_VALUE, _OLD_TIME)


@dataclass(frozen=True)
class Edit:
    """What happens to text[start:end]. kind: number or word (`new` stands for `old`), open (no new value: `new` is
    `old`). remark: lines on where the new value comes from, or why there is none.
    """

    start: int
    end: int
    old: str
    new: str
    kind: str
    remark: tuple[str, ...] = ()


@dataclass(frozen=True)
class RolledParagraph:
    """A paragraph of the report: level 0 for the title, 1 to 3 for headings, None for text; its pieces in order.

    A piece is a text as it was, or an edit.
    """

    level: int | None
    pieces: tuple[str | Edit, ...]

    @property
    def text(self) -> str:
        """The paragraph with its new figures."""
        return "".join(piece if isinstance(piece, str) else piece.new for piece in self.pieces)


@dataclass(frozen=True)
class Rolled:
    """The report with new figures. source: of the new figures in words, "" for none."""

    paragraphs: tuple[RolledParagraph, ...]
    source: str = ""

    def edits(self, kind: str) -> list[Edit]:
        """Its edits of one kind, in order."""
        return [
            piece for each in self.paragraphs for piece in each.pieces if isinstance(piece, Edit) and piece.kind == kind
        ]


@dataclass(frozen=True)
class _NewValue:
    """The current value of a printed figure. share: new value over old value; None where they cannot be compared.

    computed: the per cent that part and whole give now, where a rate has stayed and no longer follows from them.
    """

    share: float | None
    is_later: bool
    qualifier: str
    row: Mapping[str, Any]
    computed: float | None = None


def roll_forward(text: str, printed: Tables, now: Tables, sources: Sources, *, hide: bool = True) -> Rolled:
    """The report `text` with the figures of `now` put in.

    printed: the tables as they were read from the report; now: those of the later version, rows matched by row_id;
    sources: of its rows. hide: redact names of persons and disciplinary counts; such a figure is not updated.
    """
    shown = redact_text(text) if hide else text
    edits = sorted(_edits(shown, printed, now, sources), key=lambda edit: edit.start)
    starts = [edit.start for edit in edits]
    paragraphs = []
    for paragraph in read_outline(text).paragraphs:
        if paragraph.role in FURNITURE and paragraph.role != "title":
            continue
        inside = edits[bisect_left(starts, paragraph.start) : bisect_left(starts, paragraph.end)]
        paragraphs.append(RolledParagraph(_level(paragraph), tuple(_pieces(shown, paragraph, inside))))
    changed = any(edit.kind != "open" for edit in edits)
    return Rolled(tuple(paragraphs), sources_text(sources.all()) if changed else "")


def _level(paragraph: Paragraph) -> int | None:
    """0 for the title; 1 to 3 for a line that is nothing but a heading."""
    if paragraph.role == "title":
        return 0
    if paragraph.role != "heading" or not paragraph.headings:
        return None
    own = [heading for heading in paragraph.headings if not heading.is_item]
    if not own or own[-1].start != paragraph.start or own[-1].end < paragraph.end - 1:
        return None
    return min(len(own), 3)


def _pieces(text: str, paragraph: Paragraph, edits: list[Edit]) -> Iterator[str | Edit]:
    """The paragraph cut at its edits; one that overlaps the edit before it is left out."""
    reached = paragraph.start
    for edit in edits:
        if edit.start < reached:
            continue
        if edit.start > reached:
            yield _joined(text[reached : edit.start])
        yield edit
        reached = edit.end
    if reached < paragraph.end:
        yield _joined(text[reached : paragraph.end])


def _joined(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text)


def _edits(text: str, printed: Tables, now: Tables, sources: Sources) -> Iterator[Edit]:
    values = _new_values(printed, now)
    for figure in records(printed["figures"]):
        if figure["dimension"] in _NUMBERING or is_missing(figure["start"]):
            continue
        start, end = int(figure["start"]), int(figure["end"])
        old = text[start:end]
        if old != figure["text"]:
            continue  # redacted
        found = values.get(start, [])
        changed = next((value for value in found if value.share is not None and not math.isclose(value.share, 1)), None)
        if changed is None:
            if not any(value.is_later and value.computed is None for value in found):
                end += _period_length(text, end) if figure["dimension"] in _TIMES else 0
                yield Edit(start, end, text[start:end], text[start:end], "open", _why_open(found, figure))
            continue
        yield from _changed(text, figure, changed, sources)


def _period_length(text: str, end: int) -> int:
    """How many characters after a year belong to the same period: 2023年上半年."""
    match = _PERIOD.match(text, end)
    return len(match[0]) if match else 0


def _why_open(found: list[_NewValue], figure: Mapping[str, Any]) -> tuple[str, ...]:
    if figure["dimension"] in _TIMES:
        return _OLD_TIME
    if any(value.share is None for value in found):
        return ("新值与原值单位不同或无法换算，请按台账改写。",)
    computed = next((value.computed for value in found if value.computed is not None), None)
    return _NO_VALUE if computed is None else (_OLD_RATE.format(share=number_text(round(computed, 2))),)


def _changed(text: str, figure: Mapping[str, Any], value: _NewValue, sources: Sources) -> Iterator[Edit]:
    """The edit of a figure, and that of the word of direction before it where the sign is reversed."""
    start, end, old = int(figure["start"]), int(figure["end"]), str(figure["text"])
    assert value.share is not None
    match = _NUMBER.search(old)
    if match is None or not is_missing(figure["value_high"]) or is_missing(figure["value"]):
        yield Edit(start, end, old, old, "open", ("有新值，但原文是范围或文字，请按台账改写。",))
        return
    number = _number_text(abs(float(figure["value"]) * value.share), grouped="," in match["number"])
    over = (match["over"] or "") if value.qualifier in ("", "over") else ""
    begin = start
    if value.qualifier == "exact" and text[start - 1 : start] in _ABOUT:
        begin = start - 1
    new = f"{old[: match.start()]}{number}{over}{match['rest']}"
    basis = sources_text(sources.of_row(value.row))
    remark = [f"由{text[begin:end]}改为{new}", f"依据：{basis}" if basis else "依据：新一版台账"]
    if value.share < 0:
        turn = _turn(text, start, end)
        if turn is None:
            remark.append("增减方向与上期相反，请改写用词。")
        else:
            yield turn
    yield Edit(begin, end, text[begin:end], new, "number", tuple(remark))


def _turn(text: str, start: int, end: int) -> Edit | None:
    """The edit that reverses the word of direction nearest to a figure in its clause; None where there is none."""
    clause = read_outline(text).clause(start)
    before = list(_DIRECTION.finditer(text, clause.start, start))
    match = before[-1] if before else _DIRECTION.search(text, end, clause.end)
    if match is None:
        return None
    word = _TURNS[match[0]]
    return Edit(
        match.start(), match.end(), match[0], word, "word", (f"由“{match[0]}”改为“{word}”：增减方向与上期相反",)
    )


def _number_text(value: float, *, grouped: bool) -> str:
    rounded = Decimal(f"{round(value, _DIGITS):.15g}")
    text = f"{rounded:,f}" if grouped else f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _new_values(printed: Tables, now: Tables) -> dict[int, list[_NewValue]]:
    """Offset of a printed figure → the current values of the columns that were read from it."""
    found: dict[int, list[_NewValue]] = {}
    for table in BASE_TABLES:
        current = {row["row_id"]: row for row in records(now[table])} if table in now else {}
        for row in records(printed[table]) if table in printed else ():
            other = current.get(row["row_id"])
            for column, start in cell_starts(row["cells"]).items():
                if other is not None and column in other and not is_missing(other[column]):
                    found.setdefault(start, []).append(_new_value(table, column, row, other))
    return found


def _new_value(table: str, column: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> _NewValue:
    unit, qualifier = unit_column_of(table, column), qualifier_of(table, column)
    is_later = bool(
        not is_missing(new["as_of_end"]) and (is_missing(old["as_of_end"]) or new["as_of_end"] > old["as_of_end"])
    )
    word = str(new[qualifier]) if qualifier and not is_missing(new[qualifier]) else ""
    return _NewValue(_share(old, new, column, unit), is_later, word, new, _computed(table, column, old, new))


def _computed(table: str, column: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> float | None:
    """The per cent that part and whole of a rate give now, where one of them changed and the rate did not."""
    parts = TABLES[table].column(column).share_of
    if not parts or new[column] != old[column] or any(is_missing(new[name]) for name in parts):
        return None
    if not is_missing(new.get("baseline")):
        return None
    part, whole = (float(new[name]) for name in parts)
    is_same = all(not is_missing(old[name]) and new[name] == old[name] for name in parts)
    return None if is_same or not whole or math.isclose(100 * part / whole, float(new[column])) else 100 * part / whole


def _share(old: Mapping[str, Any], new: Mapping[str, Any], column: str, unit: str | None) -> float | None:
    """The new value over the old one, both in one unit; None where they cannot be compared."""
    before, after = old[column], new[column]
    if isinstance(before, pd.Timestamp) or isinstance(after, (str, pd.Timestamp)) or is_missing(before) or not before:
        return None
    units = [None if unit is None or is_missing(row[unit]) else str(row[unit]) for row in (new, old)]
    share = in_unit(float(after), *units) / float(before)
    return None if math.isnan(share) else share
