"""What people decided about the words of a unit's reports: kept by the words as read, applied before tables are made.

    figure      name, object, stage, role and unit of a number as read (where it has neither name nor object, its
                clause without digits) → its table, object, stage and role, or that it is no figure. Object and stage
                may come from words around it: the same clause with another number is met again, too
    name        a name as read, of a project or of a place → the project that it is, "" for none
    indicator   name, project, place and unit of a measure as read → the indicator that it is, "" for a new one
    target      an indicator and its unit → the target that counts, by whom and why; another number is asked anew

No offset belongs to the words, so that a decision holds for the next report that uses them.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from domain.schema.cell_links import cell_starts
from domain.schema.display import is_missing
from loaders.report.reading import Reading, Row
from loaders.report.statements.table import Pair, Statements
from loaders.report.wording import plain

DecisionKind = Literal["figure", "name", "indicator", "target"]
#: Value of `confidence` of a statement that somebody decided about.
CONFIRMED: Final = "confirmed"
_NUMBERS: Final = re.compile(r"[\d.]+")
#: 完成率: a shorter clause stands behind many things.
_SHORTEST_CLAUSE: Final = 6
_KINDS: Final = ("figure", "name", "indicator", "target")
_OF_STATEMENT: Final = {"object": "object", "stage": "stage", "role": "role", "unit": "base_unit"}
_CHANGED: Final = {"table": "domain", "object": "object", "stage": "stage", "role": "role"}


@dataclass(frozen=True)
class Decision:
    """One decision. words: what it was made on, as read; meaning: what that is; both column → value, sorted."""

    kind: DecisionKind
    words: tuple[tuple[str, str], ...]
    meaning: tuple[tuple[str, str], ...]

    @property
    def signature(self) -> str:
        """What it is found by again: its kind and its words."""
        return json.dumps([self.kind, dict(self.words)], ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def value(self) -> dict[str, str]:
        """Its meaning: column → value."""
        return dict(self.meaning)

    def to_json(self) -> str:
        """Its meaning as JSON."""
        return json.dumps(self.value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


#: Signature → decision.
Decisions = Mapping[str, Decision]


def make_decision(kind: DecisionKind, words: Mapping[str, str], meaning: Mapping[str, str]) -> Decision:
    """A decision of its parts."""
    return Decision(kind, tuple(sorted(words.items())), tuple(sorted(meaning.items())))


def parse_decision(signature: str, meaning: str) -> Decision | None:
    """The decision with that signature and meaning (JSON); None where another program wrote them."""
    try:
        kind, words = json.loads(signature)
        values = json.loads(meaning)
    except (ValueError, TypeError):
        return None
    if kind not in _KINDS or not all(_is_flat(each) for each in (words, values)):
        return None
    return make_decision(kind, words, values)


def _is_flat(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())


def figure_words(statement: Mapping[str, Any], name: Any) -> dict[str, str]:
    """The words of a decision about the number of a statement. name: of its figure (table `figures`)."""
    words = {"name": _text(name), **{key: _text(statement[column]) for key, column in _OF_STATEMENT.items()}}
    if words["name"] or words["object"]:
        return words
    return words | {"clause": clause_of(statement["quote"])}


def measure_words(measure: Mapping[str, Any]) -> dict[str, str]:
    """The words of a decision about which indicator a measure is."""
    return {key: _text(measure.get(key)) for key in ("name", "project", "place", "unit")}


def target_words(measure: Mapping[str, Any]) -> dict[str, str]:
    """The words of a decision about which target of an indicator counts."""
    return {"indicator": _text(measure.get("indicator_id")), "unit": _text(measure.get("unit"))}


def target_text(measure: Mapping[str, Any]) -> str:
    """The number of the target as a decision keeps it."""
    number: Any = measure.get("target")
    return "" if is_missing(number) else f"{float(number):.12g}"


class FigureDecisions:
    """The decisions about numbers, found by their words, else by a clause that is long enough to be the same one."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions
        clauses = ((_clause_key(dict(each.words), each.value.get("clause", "")), each) for each in decisions.values()
                   if each.kind == "figure")  # fmt: skip
        self._by_clause = {key: each for key, each in clauses if key is not None}

    def find(self, words: Mapping[str, str], quote: Any) -> Decision | None:
        """The decision on `words` of a number in the clause `quote`; None where nobody made one."""
        key = _clause_key(words, clause_of(quote))
        by_clause = None if key is None else self._by_clause.get(key)
        return find_decision(self._decisions, "figure", words) or by_clause


def clause_of(quote: Any) -> str:
    """A clause without its numbers, as a decision keeps it."""
    return _NUMBERS.sub("", _text(quote))


def _clause_key(words: Mapping[str, str], clause: str) -> tuple[str, ...] | None:
    is_long = len(clause) >= _SHORTEST_CLAUSE
    return (clause, words.get("name", ""), words.get("role", ""), words.get("unit", "")) if is_long else None


def find_decision(decisions: Decisions, kind: DecisionKind, words: Mapping[str, str]) -> Decision | None:
    """The decision on these words; None where nobody made one."""
    return decisions.get(make_decision(kind, words, {}).signature)


def is_confirmed(statement: Mapping[str, Any]) -> bool:
    """Whether somebody decided what a statement says: no rule overrules that."""
    return bool(statement["confidence"] == CONFIRMED)


def decide_statements(reading: Reading, statements: Statements, decisions: Decisions) -> Statements:
    """`statements` with the decisions about numbers and names; figures that are none become identifiers in `reading`.

    A pair in which a number has another role now, or is no figure, is none.
    """
    if not decisions:
        return statements
    figures = FigureDecisions(decisions)
    rows: list[Row] = []
    changed: set[int] = set()
    for row in statements.rows:
        start = cell_starts(row["cells"])["value"]
        figure = reading.figures[start]
        decision = figures.find(figure_words(row, figure["name"]), row["quote"])
        meaning = decision.value if decision is not None else {}
        if meaning.get("not_figure"):
            figure |= {"dimension": "identifier", "role": None}
            changed.add(start)
            continue
        new = row | {column: meaning[key] or None for key, column in _CHANGED.items() if key in meaning}
        if decision is not None:
            new["confidence"] = CONFIRMED
        if new["role"] != row["role"]:
            changed.add(start)
        rows.append(_named(new, figure, decisions))
    return _without_pairs(Statements(rows, statements.pairs), changed)


def decide_measures(rows: Iterable[Row], decisions: Decisions) -> None:
    """Sets the indicator of measures that are known ones, and which of several targets counts."""
    for row in rows if decisions else ():
        found = find_decision(decisions, "indicator", measure_words(row))
        if found is not None and found.value.get("indicator_id"):
            row |= {key: found.value[key] for key in ("indicator_id", "name") if key in found.value}
        counts = find_decision(decisions, "target", target_words(row))
        if counts is not None and counts.value["target"] == target_text(row):
            row |= {"chosen": True, "chosen_by": counts.value["by"], "chosen_reason": counts.value["reason"]}


def decide_projects(rows: Iterable[Row], decisions: Decisions) -> None:
    """Sets the project of rows that are made without a statement (tasks)."""
    for row in rows if decisions else ():
        if (name := _known_name(row.get("project"), decisions)) is not None:
            row["project"] = name or None


def _named(row: Row, figure: Row, decisions: Decisions) -> Row:
    """The row with the known name of its project, which its words may give as a place; that of its figure follows."""
    for of, columns in ((row, ("subject", "scope")), (figure, ("project", "place"))):
        found = {column: name for column in columns if (name := _known_name(of[column], decisions)) is not None}
        if found:
            old, project = of[columns[0]], next(iter(found.values())) or None
            of[columns[0]] = project
            if columns[1] in found or (of is row and of["scope"] == old):
                of[columns[1]] = project if of is row else None
    return row


def _known_name(name: Any, decisions: Decisions) -> str | None:
    found = None if is_missing(name) else find_decision(decisions, "name", {"name": plain(str(name))})
    return found.value["name"] if found is not None else None


def _without_pairs(statements: Statements, changed: set[int]) -> Statements:
    """`statements` without the pairs and parts of the numbers at `changed`."""
    if not changed:
        return statements
    pairs = [each for each in statements.pairs if not changed & {each.target, each.actual, each.rate}]
    kept = {name for each in pairs for name in _members(each)}
    gone = {f"s{start}" for start in changed}
    for row in statements.rows:
        if cell_starts(row["cells"])["value"] not in kept:
            row["pair"] = None
        if row["part_of"] in gone:
            row["part_of"] = None
    return replace(statements, pairs=pairs)


def _members(pair: Pair) -> list[int]:
    return [each for each in (pair.target, pair.actual, pair.rate) if each is not None]


def _text(value: Any) -> str:
    return "" if is_missing(value) else plain(str(value))
