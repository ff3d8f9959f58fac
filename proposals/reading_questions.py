"""What of a report is asked of a person: numbers read without certainty, names, indicators, targets; and what is known.

Questions are about words as read without any decision; the answers are decisions (loaders.report.decisions).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import Any, Final

import pandas as pd

from domain.judging.decisions import is_chosen
from domain.schema.cell_links import cell_starts
from domain.schema.display import is_missing, quantity_text
from domain.schema.frames import records
from domain.schema.tables import BASE_TABLES, TABLES
from loaders.report.decisions import (
    Decision,
    Decisions,
    FigureDecisions,
    clause_of,
    figure_words,
    find_decision,
    make_decision,
    measure_words,
    target_text,
    target_words,
)
from loaders.report.wording import plain
from proposals.reading_decisions import NUMBER_TABLES

Tables = Mapping[str, pd.DataFrame]

#: Why a number is asked about, in the order in which the reasons are given.
_UNSURE: Final = "读法没有把握"
_NO_OBJECT: Final = "没有认出是什么"
_NO_TABLE: Final = "没有归入哪个领域"
_TOLD_AGAIN: Final = "与前文相同，没有再记"
_LEAST_LIKENESS: Final = 0.5
_MOST_CANDIDATES: Final = 3


@dataclass(frozen=True)
class ReadNumber:
    """Numbers of a report with the same words. quote: of the first; texts: as printed; table, object, stage, role: as
    they are read now; why: what is unsure, () for nothing; decision: the one that applies, None where nobody made one.
    """

    words: Mapping[str, str]
    quote: str
    texts: tuple[str, ...]
    table: str
    object: str
    stage: str
    role: str
    why: tuple[str, ...]
    is_figure: bool = True
    decision: Decision | None = None

    @property
    def signature(self) -> str:
        """That of a decision on these words."""
        return make_decision("figure", self.words, {}).signature

    def decided(self, *, table: str, object: str, stage: str, role: str, is_figure: bool = True) -> Decision:
        """The decision that these numbers are so."""
        clause = {"clause": clause_of(self.quote)}
        if not is_figure:
            return make_decision("figure", self.words, {"not_figure": "1", **clause})
        meaning = {"table": table, "object": object.strip(), "stage": stage.strip(), "role": role}
        return make_decision("figure", self.words, meaning | clause)


@dataclass(frozen=True)
class ChoiceQuestion:
    """A question with a decision per answer. about: what is asked; quote: its words; answers: label → decision."""

    signature: str
    about: str
    quote: str
    answers: Mapping[str, Decision]
    decision: Decision | None = None


@dataclass(frozen=True)
class ReportQuestions:
    """All that is asked or known of one report. past: signatures of decisions of earlier reports that apply to it."""

    numbers: tuple[ReadNumber, ...] = ()
    choices: tuple[ChoiceQuestion, ...] = ()
    past: frozenset[str] = frozenset()

    @property
    def unsure(self) -> tuple[ReadNumber, ...]:
        """The numbers to look at first."""
        return tuple(each for each in self.numbers if each.why and each.decision is None)

    @property
    def open_choices(self) -> tuple[ChoiceQuestion, ...]:
        """The questions that nobody has answered."""
        return tuple(each for each in self.choices if each.decision is None)


def report_questions(
    as_read: Tables, tables: Tables, decisions: Decisions, earlier: Tables | None, past: Iterable[str], by: str
) -> ReportQuestions:
    """What is asked of a report. as_read: its tables without decisions; tables: with them; earlier: of the unit's
    version before, None for a first one; past: signatures of the remembered decisions; by: who answers.
    """
    numbers = _numbers(as_read, tables, decisions)
    choices: list[ChoiceQuestion] = [*_targets(as_read["measures"], decisions, by)]
    if earlier is not None:
        choices += [*_names(as_read, earlier, decisions), *_indicators(as_read["measures"], earlier, decisions)]
    made = [*(each.decision for each in numbers), *(each.decision for each in choices)]
    used = {each.signature for each in made if each is not None}
    return ReportQuestions(numbers, tuple(choices), frozenset(past) & used)


def _numbers(as_read: Tables, tables: Tables, decisions: Decisions) -> tuple[ReadNumber, ...]:
    """The numbers by their words, the unsure ones first."""
    figures = {int(row["start"]): row for row in records(as_read["figures"])}
    placed = dict(zip(tables["figures"]["start"].astype(int), tables["figures"]["domain"], strict=True))
    now = {_start(row): row for row in records(tables["statements"])}
    repeated = _repeated(as_read["issues"])
    found, decided = dict[str, ReadNumber](), FigureDecisions(decisions)
    for row in records(as_read["statements"]):
        start = _start(row)
        text = str(figures[start]["text"])
        words = figure_words(row, figures[start]["name"])
        decision = decided.find(words, row["quote"])
        shown = now.get(start, row)
        reasons = _reasons(row, placed[start], start in repeated)
        number = ReadNumber(
            words, str(row["quote"]), (text,), _table(placed[start]), _text(shown["object"]), _text(shown["stage"]),
            _text(shown["role"]), reasons, start in now, decision,
        )  # fmt: skip
        same = found.get(number.signature)
        found[number.signature] = number if same is None else _with_text(same, number)
    return tuple(sorted(found.values(), key=lambda each: not each.why))


def _with_text(one: ReadNumber, other: ReadNumber) -> ReadNumber:
    reasons = tuple(dict.fromkeys((*one.why, *other.why)))
    return ReadNumber(**{**vars(one), "texts": (*one.texts, *other.texts), "why": reasons})


def _table(domain: Any) -> str:
    return domain if domain in NUMBER_TABLES else "other"


def _reasons(statement: Mapping[str, Any], domain: Any, is_repeated: bool) -> tuple[str, ...]:
    reasons = {
        _UNSURE: statement["confidence"] == "low", _NO_OBJECT: is_missing(statement["object"]),
        _NO_TABLE: _table(domain) == "other", _TOLD_AGAIN: is_repeated,
    }  # fmt: skip
    found = tuple(reason for reason, applies in reasons.items() if applies)
    return () if found == (_NO_TABLE,) else found  # other is the place of what no table is for


def _repeated(issues: pd.DataFrame) -> set[int]:
    rows = issues[issues["code"] == "told_again"]
    return {cell_starts(cells)["figure"] for cells in rows["cells"]}


def _targets(measures: pd.DataFrame, decisions: Decisions, by: str) -> Iterable[ChoiceQuestion]:
    """Which of several targets of an indicator counts."""
    rows = measures[measures["indicator_id"].notna() & measures["target"].notna()]
    for _, claims in rows.groupby("indicator_id", sort=False):
        if len(claims) < 2 or is_chosen(claims).any():
            continue
        listed = records(claims)
        words = target_words(listed[0])
        answers = {
            _target_label(row): make_decision(
                "target", words, {"target": target_text(row), "by": by, "reason": "导入报告时选定"}
            )
            for row in listed
        }
        made = find_decision(decisions, "target", words)
        if made is not None and made.value["target"] not in map(target_text, listed):
            made = None
        about = f"“{listed[0]['name']}”有{len(answers)}个目标，按哪一个算"
        signature = make_decision("target", words, {}).signature
        yield ChoiceQuestion(signature, about, str(listed[0]["quote"]), answers, made)


def _target_label(row: Mapping[str, Any]) -> str:
    claim = "" if is_missing(row["claim"]) else f"（{row['claim']}）"
    return f"{quantity_text(row['target'], row['unit'], row['target_qualifier'])}{claim}"


def _names(as_read: Tables, earlier: Tables, decisions: Decisions) -> Iterable[ChoiceQuestion]:
    """Which names of projects are new spellings of known ones."""
    known = _projects(earlier)
    quotes = _named(as_read["statements"])
    for name, quote in quotes.items():
        if plain(name) in map(plain, known):
            continue
        close = get_close_matches(name, known, _MOST_CANDIDATES, _LEAST_LIKENESS)
        within = [each for each in known if each not in close and (each in name or name in each)]
        if not (candidates := [*close, *within]):
            continue
        words = {"name": plain(name)}
        answers = {f"就是“{each}”": make_decision("name", words, {"name": each}) for each in candidates}
        answers["是另一个项目"] = make_decision("name", words, {"name": name})
        answers["不是项目名称"] = make_decision("name", words, {"name": ""})
        made = find_decision(decisions, "name", words)
        yield ChoiceQuestion(make_decision("name", words, {}).signature, f"“{name}”是哪个项目", quote, answers, made)


def _projects(tables: Tables) -> list[str]:
    found = [tables[name]["project"] for name in BASE_TABLES if _has_project(name)]
    return list(dict.fromkeys(str(each) for column in found for each in column.dropna()))


def _has_project(name: str) -> bool:
    return any(column.name == "project" for column in TABLES[name].columns)


def _named(statements: pd.DataFrame) -> dict[str, str]:
    """Name of a project as read → the words that it stands in."""
    found: dict[str, str] = {}
    for row in records(statements):
        if not is_missing(row["subject"]):
            found.setdefault(str(row["subject"]), str(row["quote"]))
    return found


def _indicators(measures: pd.DataFrame, earlier: Tables, decisions: Decisions) -> Iterable[ChoiceQuestion]:
    """Which measures are indicators that the unit has had under another name."""
    before = {
        str(row["indicator_id"]): row for row in records(earlier["measures"]) if not is_missing(row["indicator_id"])
    }
    ids = set(measures["indicator_id"].dropna())
    gone = {key: row for key, row in before.items() if key not in ids}
    asked: set[str] = set()
    for row in records(measures):
        if is_missing(row["indicator_id"]) or row["indicator_id"] in before:
            continue
        words = measure_words(row)
        question = make_decision("indicator", words, {}).signature
        candidates = _alike(row, gone)
        if not candidates or question in asked:
            continue
        asked.add(question)
        answers = {
            f"就是“{each['name']}”": make_decision(
                "indicator", words, {"indicator_id": str(each["indicator_id"]), "name": str(each["name"])}
            )
            for each in candidates
        }
        answers["是新指标"] = make_decision("indicator", words, {"indicator_id": "", "name": str(row["name"])})
        made = find_decision(decisions, "indicator", words)
        yield ChoiceQuestion(question, f"“{row['name']}”是哪个指标", str(row["quote"]), answers, made)


def _alike(row: Mapping[str, Any], gone: Mapping[str, Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Indicators of the same unit of measurement with a name like that of `row`, the most alike first."""
    scored = [
        (SequenceMatcher(None, str(row["name"]), str(each["name"]), autojunk=False).ratio(), key)
        for key, each in gone.items()
        if _text(each["unit"]) == _text(row["unit"])
    ]
    best = sorted((pair for pair in scored if pair[0] >= _LEAST_LIKENESS), reverse=True)[:_MOST_CANDIDATES]
    return [gone[key] for _, key in best]


def _start(row: Mapping[Any, Any]) -> int:
    return cell_starts(row["cells"])["value"]


def _text(value: Any) -> str:
    return "" if is_missing(value) else str(value)
