"""土地整治: how much land is in which stage, against which target; the farmland projects."""

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.schema.columns import PROOF
from domain.schema.display import NOT_STATED, is_missing, listed, number_text, quantity_text
from domain.schema.frames import Tables, records
from domain.schema.vocabulary import REPORTED_ROLES
from views.judging import Judged, bullet_panel, conflict_sentence, judged, not_drawn_against_target
from views.panel import (
    Panel,
    as_of_words,
    columns_of,
    headline,
    headline_table,
    joined,
    leads_to,
    named,
    number_column,
    proofs_renamed,
    quantities,
    text_column,
    worded,
)
from views.placing import with_unplaced

#: The stages of land consolidation in the order of the work.
STAGES: Final = ("立项", "启动", "施工", "种植", "验收")
_OF_THE_ROW: Final = ("row_id", "as_of_start", "as_of_end", *(column.name for column in PROOF))
_PANELS: Final = columns_of("land", "projects area_mu")


@dataclass(frozen=True, eq=False)
class LandView:
    """chain: the stages in 个 and 亩; targets: one row per claim of a target; projects: farmland and the rest."""

    headlines: pd.DataFrame
    summary: str
    judged: Judged
    chain: Panel
    targets: Panel
    projects: Panel


def land_view(
    tables: Tables,
    rule: str | None = None,
    previous: pd.DataFrame | None = None,
    result: Judged | None = None,
) -> LandView:
    """The page 土地整治 of a version: its tables land, funding, measures.

    rule, previous: as in domain.judging.states.judge; result: the measures where they are judged already.
    """
    land = tables["land"]
    result = result or judged(tables, rule, previous)
    claims = result.claims[result.claims["domain"] == "land"].reset_index(drop=True)
    chain, targets = chain_rows(land), bullet_panel(claims, "土地整治完成值对目标")
    view = LandView(
        headlines=_headlines(chain, land, result),
        summary=joined(conflict_sentence(claims), _rate_sentence(land)),
        judged=Judged(claims, result.indicators[result.indicators["domain"] == "land"].reset_index(drop=True)),
        chain=_chain(chain),
        targets=targets,
        projects=_projects(land, tables["funding"], chain, targets),
    )
    return with_unplaced(view, tables, "land")


def chain_rows(land: pd.DataFrame) -> pd.DataFrame:
    """The rows of the project with the most STAGES, in their order; empty where there is none.

    Rows that name no project are one chain unless a stage repeats: then they are several.
    """
    staged = land[land["stage"].isin(STAGES) & (land["role"].isna() | land["role"].isin(REPORTED_ROLES))]
    if staged.empty:
        return staged
    project = staged.groupby("project", sort=False, dropna=False)["stage"].nunique().idxmax()
    rows = staged[staged["project"].isna() if is_missing(project) else staged["project"] == project]
    if is_missing(project) and rows["stage"].duplicated().any():
        return staged.iloc[:0]
    return rows.sort_values("stage", key=lambda stages: stages.map(STAGES.index), kind="stable").reset_index(drop=True)


def _chain(work: pd.DataFrame) -> Panel:
    """Long form: one row per panel and stage; missing numbers are 未载明."""
    parts = []
    for column in _PANELS:
        part = work[[*_OF_THE_ROW, "stage", "note", "of_what"]].copy()
        part["panel"], part["unit"], part["value"] = column.header, column.unit, work[column.name]
        part["qualifier"] = work[column.qualifier_column] if column.qualifier_column else None
        part["cells"] = proofs_renamed(work, {column.name: "value"})
        parts.append(part if part["value"].notna().any() else part.iloc[:0])
    rows = pd.concat(parts, ignore_index=True)
    rows = rows.assign(value_text=quantities(rows, "value"))
    drawn = rows.assign(note=rows["of_what"].fillna(""), leads_to=leads_to(rows))
    steps = [f"{row['stage']}{row['value_text'] or NOT_STATED}" for row in records(rows)]
    return Panel(
        name="土地整治各环节",
        title=_chain_title(rows),
        subtitle=joined("单位：个、亩", as_of_words(work)) if len(rows) else "",
        alt=f"横条图，土地整治各环节的项目数和面积：{'、'.join(steps)}。" if steps else "原文未载明土地整治各环节。",
        table=rows,
        columns=(
            text_column("panel", "计量"),
            *columns_of("land", "stage"),
            *_VALUE,
            *columns_of("land", "of_what note"),
        ),
        drawn=drawn[["panel", "stage", "value", "value_text", "note", "leads_to"]],
    )


_VALUE: Final = columns_of("party", "value unit")


def _chain_title(rows: pd.DataFrame) -> str:
    """立项20个，启动18个；立项880亩，施工约600亩，种植584亩 — as far as stated."""
    if rows.empty:
        return f"本期材料{NOT_STATED}土地整治各环节的项目数和面积"
    measured = rows[rows["value"].notna()]
    parts = []
    for panel in measured["panel"].unique():
        steps = [f"{row['stage']}{row['value_text']}" for row in records(measured[measured["panel"] == panel])]
        parts.append("，".join(steps))
    return "；".join(parts)


def _headlines(work: pd.DataFrame, land: pd.DataFrame, result: Judged) -> pd.DataFrame:
    found: list[dict[str, Any]] = []
    indicators = result.indicators[(result.indicators["domain"] == "land") & result.indicators["actual"].notna()]
    contested = indicators[(indicators["claims"] > 1) & (indicators["project"].isin(work["project"]))]
    for row in records(contested.head(1)):
        written = quantity_text(row["actual"], row["unit"], row["actual_qualifier"])
        claims = result.claims[result.claims["row_id"].isin(row["claim_rows"].split())]
        note = conflict_sentence(claims).partition("：")[2]
        found.append(headline(row["name"], written, row, column="actual", state=row["state"], note=note))
    for row in records(work):
        for column in _PANELS:
            if not is_missing(row[column.name]):
                mark = row[column.qualifier_column] if column.qualifier_column else None
                label = f"{row['stage']}{'项目' if column.name == 'projects' else '面积'}"
                value = quantity_text(row[column.name], column.unit, mark)
                found.append(headline(label, value, row, column=column.name))
    for row in records(land[(land["stage"] == "总进度") & land["share_pct"].notna()]):
        note = "" if is_missing(row["of_what"]) else row["of_what"]
        found.append(headline("自报总进度", f"{number_text(row['share_pct'])}%", row, column="share_pct", note=note))
    by_start = {row["start"]: row for row in reversed(found) if row["start"] is not None}
    return headline_table([row for row in found if by_start.get(row["start"], row) is row][:6])


def _rate_sentence(land: pd.DataFrame) -> str:
    """自报总进度73%：原文未写明以哪个目标为准."""
    rows = records(land[(land["stage"] == "总进度") & land["share_pct"].notna()].head(1))
    return "".join(
        f"自报总进度{number_text(r['share_pct'])}%：{r['of_what']}" for r in rows if not is_missing(r["of_what"])
    )


def _projects(land: pd.DataFrame, funding: pd.DataFrame, work: pd.DataFrame, targets: Panel) -> Panel:
    """Every other project of the table, with its money from the table funding; the chart shows the areas that `targets`
    does not show.
    """
    rows = land[~land["project"].isin(work["project"]) & (land["stage"] != "目标")].reset_index(drop=True)
    rows = named(
        rows.assign(label=worded(rows, _label), project=rows["project"].fillna(rows["object"])), "project", "stage"
    )
    money = funding[funding["part_of"].isna() & funding["amount_wan_yuan"].notna()].drop_duplicates("project")
    money = money.set_index("project").assign(cells=proofs_renamed(money, {"amount_wan_yuan": "money_wan_yuan"}))
    is_first, has_project = ~rows["project"].duplicated(), money.index.isin(rows["project"])
    proofs = rows["project"].map(money["cells"]).astype(object).where(is_first).fillna("")
    rows = rows.assign(
        money_wan_yuan=rows["project"].map(money["amount_wan_yuan"]).where(is_first),
        money_wan_yuan_qualifier=rows["project"].map(money["qualifier"]),
        cells=(rows["cells"].fillna("") + " " + proofs).str.strip(),
    )
    rows = rows.assign(area_text=quantities(rows, "area_mu", "亩"))
    shown = not_drawn_against_target(rows[rows["area_mu"].notna()], targets, "area_mu").reset_index(drop=True)
    drawn = pd.DataFrame(
        {
            "group": "面积（亩）",
            "label": shown["label"],
            "value": shown["area_mu"],
            "value_text": shown["area_text"],
            "note": shown["stage"].replace(NOT_STATED, ""),
            "soft": shown["role"].isin(["forecast", "target"]),
            "leads_to": leads_to(shown),
        }
    )
    without = int((rows["area_mu"].isna() & rows["target_mu"].isna()).sum())
    items = [_project_words(row) for row in records(shown if len(shown) else rows)]
    left_out = f"另有{without}项未写明面积" if without else ""
    return Panel(
        name="高标准农田等项目",
        title=listed(items) if items else f"本期材料{NOT_STATED}高标准农田等项目",
        subtitle=joined("单位：亩；颜色较浅的是预计或计划", left_out, as_of_words(rows)) if items else "",
        alt=f"横条图，各农田和用地项目的面积：{'、'.join(items)}。" if items else "原文未载明高标准农田等项目。",
        table=rows,
        columns=(
            *columns_of("land", "project place stage area_mu target_mu months note"),
            number_column("money_wan_yuan", "资金", "万元"),
        ),
        drawn=drawn,
        source_rows=pd.concat(
            [rows, funding[funding["row_id"].isin(money.loc[has_project, "row_id"])]], ignore_index=True
        ),
    )


def _project_words(row: dict[str, Any]) -> str:
    """四都畈绿色农田1,900余亩（改造）; without the stage where none is stated."""
    stage = "" if row["stage"] == NOT_STATED else f"（{row['stage']}）"
    return f"{row['label']}{row['area_text']}{stage}"


def _label(row: dict[str, Any]) -> str:
    """The project of a row; where it names none its place and what was counted there: 东坑村新增耕地."""
    place, thing = ("" if is_missing(row[column]) else str(row[column]) for column in ("place", "object"))
    parts = (row["project"],) if not is_missing(row["project"]) else (place, "" if thing == place else thing)
    return joined(*parts, between="") or NOT_STATED
