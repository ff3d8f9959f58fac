"""The changes between two sets of tables: states with reasons, rows, findings.

Shown in the preview of an upload or an edit, and by 历史版本 for any two versions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.checks.refresh import is_worse, unresolved
from domain.judging.decisions import DECISIONS
from domain.judging.rollup import worst_first
from domain.schema.columns import Column
from domain.schema.diff import Diff, TableDiff, diff_tables
from domain.schema.display import listed
from domain.schema.frames import Tables, conform, records
from domain.schema.labels import cell_text, column_text, contents_text, row_names
from domain.schema.tables import TABLES
from domain.schema.vocabulary import SEVERITIES
from views.change_reasons import indicator_changes
from views.judging import judged
from views.panel import STATE, Panel, columns_of, joined, number_column, text_column

#: Tables derived from the others or from the text: counted, but not listed row by row.
_DERIVED: Final = frozenset({"figures", "findings"})
_RESOLUTION_COLUMNS: Final = frozenset(DECISIONS["findings"])
_WHAT: Final = text_column("what", "哪一行")
_TABLE: Final = text_column("table_label", "表")
_FINDING_COLUMNS: Final = columns_of("findings", "severity title message confirm with_whom")


@dataclass(frozen=True, eq=False)
class ChangesView:
    """The differences in `after`.

    summary: one sentence. states: indicators with another state, worst first, with the old one and the reason; moved:
    those whose figures changed but not their state. counts: rows added, changed, removed, per table. changed: one row
    per changed cell, old and new in words; added, removed: one row each with its contents in words. new_findings,
    gone_findings: findings, matched by row_id; resolved: findings with a new resolution; unresolved: those whose
    resolution is no longer valid, with it and the reason.
    """

    summary: str
    states: Panel
    moved: Panel
    counts: Panel
    changed: Panel
    added: Panel
    removed: Panel
    new_findings: Panel
    gone_findings: Panel
    resolved: Panel
    unresolved: Panel

    @property
    def empty(self) -> bool:
        """Whether both sets of tables are equal."""
        return self.counts.empty


def changes_view(
    before: Tables,
    after: Tables,
    rule: str | None = None,
    earlier: pd.DataFrame | None = None,
    later: pd.DataFrame | None = None,
) -> ChangesView:
    """How `after` differs from `before` (table name → table as conform makes it; a missing table counts as empty).

    rule: as in domain.judging.states.judge. earlier: rows of measures of the versions before `before`; since: of those
    before `after` (default: `earlier` and what `before` holds). Raises UnknownRuleError for a rule that does not exist.
    """
    old, new = _all_tables(before), _all_tables(after)
    diff = diff_tables(old, new)
    earlier_rows = [table for table in (old["measures"], earlier) if table is not None and len(table)]
    later = later if later is not None or not earlier_rows else pd.concat(earlier_rows, ignore_index=True)
    judged_before, judged_after = judged(old, rule, earlier), judged(new, rule, later)
    indicators = worst_first(indicator_changes(judged_before.indicators, judged_after.indicators))
    indicators = indicators.drop(columns="rule_number")  # no link from the state: the version may not be stored
    turned = indicators[indicators["turned"]].reset_index(drop=True)
    moved = indicators[~indicators["turned"] & (indicators["why"] != "")].reset_index(drop=True)
    counts, findings = _counts(diff), _Findings(old["findings"], new["findings"])
    return ChangesView(
        summary=_summary(counts, turned, findings),
        states=_states_panel(turned),
        moved=_figures_panel(moved),
        counts=_counts_panel(counts),
        changed=_cells_panel(diff, old, new),
        added=_rows_panel("新增的行", {name: table.added for name, table in diff.tables.items()}, new),
        removed=_rows_panel("删除的行", {name: table.removed for name, table in diff.tables.items()}, old),
        new_findings=findings.panel("新出现的核对结果", findings.new),
        gone_findings=findings.panel("不再出现的核对结果", findings.gone),
        resolved=_resolved_panel(findings),
        unresolved=_unresolved_panel(findings),
    )


class _Findings:
    """The findings of both sides, matched by row_id. One that became worse counts as new, one that passes as gone."""

    def __init__(self, before: pd.DataFrame, after: pd.DataFrame) -> None:
        self.before, self.after = before, after
        asking = after.loc[after["severity"] != "passed", "row_id"]
        self.new, self.gone = (
            _unsettled(after[is_worse(before, after)]),
            _unsettled(before[~before["row_id"].isin(asking)]),
        )
        self.unresolved = unresolved(before, after)

    def panel(self, name: str, rows: pd.DataFrame) -> Panel:
        """`rows` as the panel `name`."""
        counts = [
            f"{word}{int((rows['severity'] == code).sum())}项"
            for code, word in SEVERITIES.items()
            if (rows["severity"] == code).any()
        ]
        title = f"{name}：{'、'.join(counts)}" if counts else f"没有{name}"
        return _panel(name, title, rows, _FINDING_COLUMNS)


def _unsettled(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings that did not pass."""
    return findings[findings["severity"] != "passed"].reset_index(drop=True)


def _all_tables(tables: Tables) -> dict[str, pd.DataFrame]:
    return {name: tables[name] if name in tables else conform(name, []) for name in TABLES}


def _panel(name: str, title: str, rows: pd.DataFrame, columns: tuple[Column, ...], subtitle: str = "") -> Panel:
    return Panel(name, title, subtitle, f"表格，{title}。", rows, columns, rows.iloc[:0])


def _counts(diff: Diff) -> pd.DataFrame:
    """Per changed table: label, numbers of rows added, changed, removed, and moved (only the proof changed)."""
    rows = []
    for name, table in diff.tables.items():
        facts = {change.row_id for change in table.changed_facts}
        rows.append(
            {"table": name, "table_label": TABLES[name].label, "added": len(table.added), "changed": len(facts),
             "removed": len(table.removed), "moved": len(table.changed_rows) - len(facts)}
        )  # fmt: skip
    columns = ["table", "table_label", "added", "changed", "removed", "moved"]
    return pd.DataFrame(rows, columns=columns)


def _counts_panel(counts: pd.DataFrame) -> Panel:
    numbers = (("added", "新增"), ("changed", "修改"), ("removed", "删除"), ("moved", "只改出处"))
    columns = (_TABLE, *(number_column(name, label, "行") for name, label in numbers))
    shown = counts.astype({name: "float64" for name, _ in numbers})
    title = f"{len(counts)}张表有改动：{listed(counts['table_label'], 6)}" if len(counts) else "没有变化"
    return _panel("各表改动行数", title, shown, columns)


def _states_panel(turned: pd.DataFrame) -> Panel:
    items = [f"{row['name']}{row['before']} → {row['word']}" for row in records(turned)]
    title = f"{len(turned)}项指标状态变化：{listed(items, 2)}" if items else "没有指标的状态变化"
    columns = (
        *columns_of("measures", "name"), text_column("before", "原状态"), STATE,
        text_column("why", "变化原因"), text_column("reason", "现在的说明"),
    )  # fmt: skip
    return _panel("状态变化", title, turned, columns)


def _figures_panel(moved: pd.DataFrame) -> Panel:
    title = f"{len(moved)}项指标的数字有变化，状态不变：{listed(moved['name'])}" if len(moved) else "没有其他指标变化"
    return _panel(
        "状态不变的指标", title, moved, (*columns_of("measures", "name"), STATE, text_column("why", "变化原因"))
    )


def _cells_panel(diff: Diff, old: Tables, new: Tables) -> Panel:
    rows = [row for name, table in diff.tables.items() if name not in _DERIVED for row in _cells(table, old, new)]
    columns = ["table", "table_label", "row_id", "what", "label", "old", "new", "start"]
    shown = pd.DataFrame(rows, columns=columns).astype({"start": "Int64"})
    figures = [TABLES[row["table"]].column(row["column"]).kind == "number" for row in rows]
    examples = [
        f"{row['what']}的{row['label']}由{row['old']}改为{row['new']}"
        for _, row in sorted(zip(figures, records(shown), strict=True), key=lambda pair: not pair[0])
    ]
    title = f"改了{len(shown)}处{'' if len(examples) == 1 else '，如'}：{examples[0]}" if examples else "没有修改"
    shown_columns = (
        _WHAT, text_column("label", "栏目"), text_column("old", "原值"), text_column("new", "新值"), _TABLE,
    )  # fmt: skip
    return _panel("修改的格子", title, shown, shown_columns)


def _cells(table: TableDiff, old: Tables, new: Tables) -> list[dict[str, Any]]:
    """One row per changed cell of a table, both sides in words."""
    before, after = (_by_id(each[table.name], table.changed_rows) for each in (old, new))
    names = row_names(table.name, new[table.name])
    return [
        {
            "table": table.name, "table_label": TABLES[table.name].label, "row_id": change.row_id,
            "what": names[change.row_id], "column": change.column, "label": column_text(table.name, change.column),
            "old": cell_text(table.name, change.column, before[change.row_id]),
            "new": cell_text(table.name, change.column, after[change.row_id]),
            "start": after[change.row_id]["start"],
        }
        for change in table.changed_facts
    ]  # fmt: skip


def _by_id(table: pd.DataFrame, ids: tuple[str, ...]) -> dict[str, Mapping[Any, Any]]:
    return {str(row["row_id"]): row for row in records(table[table["row_id"].isin(list(ids))])}


def _rows_panel(name: str, found: Mapping[str, pd.DataFrame], tables_of_rows: Tables) -> Panel:
    rows = []
    for table, added in found.items():
        names = row_names(table, tables_of_rows[table]) if len(added) and table not in _DERIVED else {}
        rows += [
            {"table": table, "table_label": TABLES[table].label, "row_id": row["row_id"],
             "what": names[str(row["row_id"])], "contents": contents_text(table, row), "start": row["start"]}
            for row in records(added)
            if names
        ]  # fmt: skip
    columns = ["table", "table_label", "row_id", "what", "contents", "start"]
    shown = pd.DataFrame(rows, columns=columns).astype({"start": "Int64"})
    title = f"{name}共{len(shown)}行：{listed(shown['what'])}" if len(shown) else f"没有{name}"
    return _panel(name, title, shown, (_WHAT, text_column("contents", "内容"), _TABLE))


def _resolved_panel(findings: _Findings) -> Panel:
    """Findings with a new or changed resolution."""
    before = {str(row["row_id"]): row for row in records(findings.before)}
    rows = [
        row
        for row in records(findings.after[findings.after["resolution"].notna()])
        if any(
            cell_text("findings", column, row) != cell_text("findings", column, before.get(row["row_id"], {}))
            for column in _RESOLUTION_COLUMNS
        )
    ]
    shown = pd.DataFrame(rows, columns=findings.after.columns)
    title = f"{len(shown)}条核对结果有了处理意见：{listed(shown['title'], 1)}" if rows else "没有新的处理意见"
    return _panel("新的处理意见", title, shown, columns_of("findings", "title resolution resolved_by resolved_on"))


def _unresolved_panel(findings: _Findings) -> Panel:
    """Findings that lost their resolution: because of other figures, or because it was revoked."""
    rows = findings.unresolved
    lost = rows.loc[rows["is_lost"], "title"]
    reasons = rows["is_lost"].map({True: "数字变化，意见失效，请重新处理", False: "已撤销"})
    title = "没有失效的处理意见"
    if len(rows):
        title = f"{len(rows)}条核对结果的处理意见撤销了：{listed(rows['title'], 1)}"
    if len(lost):
        title = f"{len(lost)}条处理意见因数字变化失效，请重新处理：{listed(lost, 1)}"
    columns = (*columns_of("findings", "title"), text_column("why", "原因"),
               *columns_of("findings", "resolution resolved_by resolved_on computed"))  # fmt: skip
    return _panel("失效的处理意见", title, rows.assign(why=reasons.astype("str")), columns)


def _summary(counts: pd.DataFrame, turned: pd.DataFrame, findings: _Findings) -> str:
    """指标进度修改3行，土地整治新增1行;1项状态变化：植树正常 → 滞后；新出现1项矛盾."""
    if counts.empty:
        return "没有变化"
    edited = counts[~counts["table"].isin(list(_DERIVED))]
    words = {"added": "新增", "changed": "修改", "removed": "删除"}
    rows = [
        row["table_label"] + "、".join(f"{word}{row[name]}行" for name, word in words.items() if row[name])
        for row in records(edited)
        if any(row[name] for name in words)
    ]
    each = [f"{row['name']}{row['before']} → {row['word']}" for row in records(turned)]
    new = [
        f"{int((findings.new['severity'] == code).sum())}项{word}"
        for code, word in SEVERITIES.items()
        if (findings.new["severity"] == code).any()
    ]
    parts = (
        "，".join(rows) or "表中数字没有变化",
        f"{len(each)}项指标状态变化：{listed(each, 2)}" if each else "各项指标状态不变",
        f"新出现{'、'.join(new)}" if new else None,
        f"{len(findings.gone)}项核对结果不再出现" if len(findings.gone) else None,
        f"{lost}条处理意见失效" if (lost := int(findings.unresolved["is_lost"].sum())) else None,
    )
    return joined(*parts)
