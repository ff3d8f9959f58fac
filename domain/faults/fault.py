"""A fault of a workbook: its place, the content of the cell, what is wrong and what to write; questions and answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from domain.faults.all_kinds import FAULT_KINDS
from domain.faults.fault_kind import FaultKind

_LONGEST_VALUE: Final = 60


@dataclass(frozen=True)
class Place:
    """Where in a workbook: parts that do not apply are "". `cell` as in C5; `column` is a column of `table`."""

    sheet: str = ""
    cell: str = ""
    table: str = ""
    column: str = ""
    row_id: str = ""


@dataclass(frozen=True)
class Choice:
    """One option of a question: `value` is the answer, `label` its text."""

    value: str
    label: str


@dataclass(frozen=True)
class Fault:
    """One message about a workbook; `value` is the content of the cell as written, shortened.

    A question has `choices`, a `key` by which its answer is known when the same content is read again, and the
    `answer` where it was given (the value of one of its choices).
    """

    kind: FaultKind
    place: Place
    value: str
    wrong: str
    write: str
    choices: tuple[Choice, ...] = ()
    key: str = ""
    answer: str = ""

    @property
    def level(self) -> str:
        """The level of its kind; a question that was answered is a notice."""
        return "notice" if self.answer else self.kind.level

    @property
    def message(self) -> str:
        """What is wrong, or how a question was answered."""
        chosen = next((choice.label for choice in self.choices if choice.value == self.answer), "")
        return f"按您的选择：{chosen}（{self.wrong}）" if self.answer else self.wrong

    @property
    def remedy(self) -> str:
        """What to write or do; "" for a question that was answered."""
        return "" if self.answer else self.write

    @property
    def where(self) -> str:
        """工作表“土地整治”C5."""
        sheet = f"工作表“{shown(self.place.sheet)}”" if self.place.sheet else ""
        return sheet + self.place.cell

    @property
    def line(self) -> str:
        """The fault in one line: where, as written, what is wrong, what to do."""
        value = f"（写的是“{self.value}”）" if self.value else ""
        where = f"{self.where}{value}：" if self.where or value else ""
        return f"{where}{self.message}。{self.remedy}。" if self.remedy else f"{where}{self.message}。"


def make_fault(code: str, place: Place = Place(), value: object = "", **slots: object) -> Fault:
    """The fault of kind `code` at `place`; `slots` fill its templates. KeyError for an unknown kind or missing slot."""
    kind = FAULT_KINDS[code]
    words = {"value": shown(value), **{name: shown(slot) for name, slot in slots.items()}}
    return Fault(kind, place, shown(value), kind.wrong.format(**words), kind.write.format(**words))


def make_question(code: str, place: Place, choices: Iterable[Choice], value: object = "", **slots: object) -> Fault:
    """The question of kind `code` at `place`, with its choices; otherwise as `make_fault`.

    Its key is made of code, sheet, column, cell and cell content: the same each time the same content is read.
    """
    fault = make_fault(code, place, value, **slots)
    key = "|".join((code, place.sheet, place.column, place.cell, fault.value))
    return replace(fault, choices=tuple(choices), key=key)


def answer_question(question: Fault, answers: Mapping[str, str]) -> Fault:
    """`question` with the answer that `answers` (key → value of a choice) holds; itself where there is none of its."""
    answer = answers.get(question.key, "")
    return replace(question, answer=answer) if answer in {choice.value for choice in question.choices} else question


def shown(value: object, longest: int = _LONGEST_VALUE) -> str:
    """A value from a file for use in a message: one line, no invisible characters, at most 60 characters."""
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    text = "".join(char if char.isprintable() else _escaped(char) for char in text[: 4 * longest])
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _escaped(char: str) -> str:
    return " " if char in "\n\r\t\u3000\u00a0" else f"\\u{ord(char):04x}"
