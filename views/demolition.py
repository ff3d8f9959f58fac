"""征迁: per project the share by day, days taken against their limit, and counts in 户, 幢, 亩."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.schema.display import NOT_STATED, area_text, is_missing, listed, number_text, qualified_text, quantity_text
from domain.schema.frames import Tables, records
from domain.schema.units import same_quantity
from views.judging import FINISHED, Judged, bullet_panel, judged, not_drawn_against_target
from views.panel import (
    Panel,
    as_of_words,
    by_project,
    columns_of,
    comparable,
    headline,
    headline_table,
    joined,
    leads_to,
    named,
    proofs_renamed,
    text_column,
    worded,
)
from views.placing import with_unplaced

_COUNTS: Final = columns_of("demolition", "households buildings area_mu")
_ALL: Final = 100.0
_NO_PROJECT: Final = "项目未写明"


@dataclass(frozen=True, eq=False)
class DemolitionView:
    """targets: what has not reached its target; shares: what share by which day; days: days taken and limits; amounts:
    户, 幢, 亩; steps: every row in words.
    """

    headlines: pd.DataFrame
    summary: str
    judged: Judged
    targets: Panel
    shares: Panel
    days: Panel
    amounts: Panel
    steps: Panel


def demolition_view(
    tables: Tables,
    rule: str | None = None,
    previous: pd.DataFrame | None = None,
    result: Judged | None = None,
) -> DemolitionView:
    """The page 征迁 of a version: its tables demolition and measures.

    rule, previous: as in domain.judging.states.judge; result: the measures where they are judged already.
    """
    rows = tables["demolition"].reset_index(drop=True)
    rows = rows.assign(step=worded(rows, _step))
    result = result or judged(tables, rule, previous)
    claims = result.claims[result.claims["domain"] == "demolition"].reset_index(drop=True)
    targets = bullet_panel(claims[~claims["state"].isin(list(FINISHED))], "征迁完成值对目标")
    view = DemolitionView(
        headlines=_headlines(rows),
        summary=_units_sentence(rows),
        judged=Judged(
            claims,
            result.indicators[result.indicators["domain"] == "demolition"].reset_index(drop=True),
        ),
        targets=targets,
        shares=_shares(rows),
        days=_days(rows),
        amounts=_amounts(rows, targets),
        steps=_steps(rows),
    )
    return with_unplaced(view, tables, "demolition")


def _step(row: dict[str, Any]) -> str:
    """房屋签约: the object and the stage of a row."""
    return joined(row["object"], row["stage"], between="") or NOT_STATED


def _headlines(rows: pd.DataFrame) -> pd.DataFrame:
    """Per row its first printed number: households, day or limit; area and buildings in the note."""
    found = []
    for row in records(rows):
        for column, unit in (("households", "户"), ("day", "天"), ("limit_days", "天")):
            if not is_missing(row[column]) and is_missing(row["share_pct"]) | (row["share_pct"] == _ALL):
                mark = "within" if column == "limit_days" else None
                written = quantity_text(row[column], unit, mark)
                note = joined(row["project"], _area(row), _buildings(row), between=" · ")
                found.append(headline(row["step"], written, row, column=column, note=note))
                break
    return headline_table(found[:6])


def _area(row: dict[str, Any]) -> str:
    """33.15公顷（497.25亩）: the printed unit first."""
    area = printed_area(row)
    return "" if area is None else area_text(*area)


def printed_area(row: Mapping[str, Any]) -> tuple[float, str] | None:
    """The area of a row in the printed unit; in 亩 where none is printed or the area was changed since."""
    printed, land = (row["area_printed"], row["area_unit"]), (row["area_mu"], "亩")
    if any(map(is_missing, printed)):
        return None if is_missing(land[0]) else land
    return printed if is_missing(land[0]) or same_quantity(printed, land) else land


def _buildings(row: dict[str, Any]) -> str:
    return "" if is_missing(row["buildings"]) else quantity_text(row["buildings"], "幢")


def _units_sentence(rows: pd.DataFrame) -> str:
    """The sentence that 户, 幢 and 亩 are not added; "" for a single unit."""
    units = [column.unit for column in _COUNTS if rows[column.name].notna().any()]
    return f"各项目分别以{'、'.join(units)}计，口径不同，不相加" if len(units) > 1 else ""


def _shares(rows: pd.DataFrame) -> Panel:
    """The rows with both a day and a share."""
    timed = rows[rows["day"].notna() & rows["share_pct"].notna()].sort_values(["project", "day"], kind="stable")
    timed = timed.reset_index(drop=True)
    drawn = pd.DataFrame(
        {
            "group": timed["project"].fillna(_NO_PROJECT),
            "day": timed["day"],
            "share_pct": timed["share_pct"],
            "label": worded(timed, lambda row: f"第{number_text(row['day'])}天{row['step']}"),
            "value_text": worded(timed, _share),
            "leads_to": leads_to(timed),
        }
    )
    listing = by_project(drawn.assign(project=timed["project"]), lambda row: f"{row['label']}{row['value_text']}")
    return Panel(
        name="征迁逐日完成情况",
        title=listing or f"本期材料{NOT_STATED}第几天完成多少",
        subtitle=joined("占应完成的百分比", as_of_words(timed)) if listing else "",
        alt=f"横条图，启动后第几天完成了多少：{listing}。" if listing else "原文未写明第几天完成多少。",
        table=named(timed, "project"),
        columns=columns_of("demolition", "project object stage day share_pct buildings state_text note"),
        drawn=drawn,
    )


def _share(row: dict[str, Any]) -> str:
    return "全部完成" if row["share_pct"] == _ALL else f"{number_text(row['share_pct'])}%"


def _days(rows: pd.DataFrame) -> Panel:
    """Days until a step was complete; where only a limit is printed (15天内), the bar shows the limit."""
    complete = rows[rows["share_pct"].isna() | (rows["share_pct"] == _ALL)]
    with_days = complete[complete["day"].notna() | complete["limit_days"].notna()].reset_index(drop=True)
    is_limit = with_days["day"].isna()
    value = with_days["day"].fillna(with_days["limit_days"])
    texts = worded(with_days.assign(value=value, within=is_limit), _days_text)
    drawn = pd.DataFrame(
        {
            "group": with_days["project"].fillna(_NO_PROJECT),
            "label": with_days["step"],
            "value": value,
            "value_text": texts,
            "limit": with_days["limit_days"],
            "open": is_limit,
            "note": worded(with_days.assign(within=is_limit), lambda row: "实际天数未载明" if row["within"] else ""),
            "leads_to": leads_to(with_days),
        }
    )
    listing = by_project(drawn.assign(project=with_days["project"]), lambda row: f"{row['label']}{row['value_text']}")
    return Panel(
        name="征迁用时",
        title=listing or f"本期材料{NOT_STATED}用了多少天",
        subtitle=joined("单位：天；竖线为时限，斜纹为只写明时限的", as_of_words(with_days)) if listing else "",
        alt=f"横条图，各项目各环节用时：{listing}。" if listing else "原文未写明用了多少天。",
        table=named(with_days, "project"),
        columns=columns_of("demolition", "project object stage day limit_days share_pct state_text"),
        drawn=drawn,
    )


def _days_text(row: dict[str, Any]) -> str:
    return qualified_text(number_text(row["value"]), "天", "within" if row["within"] else None)


def _amounts(rows: pd.DataFrame, targets: Panel) -> Panel:
    """户, 幢 and 亩 of every project, grouped by unit; drawn where `targets` does not draw them."""
    parts = []
    for column in _COUNTS:
        part = rows[rows[column.name].notna()].copy()
        part["value"], part["unit"] = part[column.name], column.unit
        part["cells"] = proofs_renamed(part, {column.name: "value"})
        parts.append(part)
    found = pd.concat(parts, ignore_index=True)
    found = found.assign(value_text=worded(found, _amount_text))
    shared = comparable(not_drawn_against_target(found, targets, "value"), "object")
    drawn = pd.DataFrame(
        {
            "group": "单位：" + shared["unit"],
            "label": shared["project"].fillna("") + shared["step"],
            "value": shared["value"],
            "value_text": shared["value_text"],
            "leads_to": leads_to(shared),
        }
    )
    listing = by_project(found, lambda row: f"{row['step']}{row['value_text']}")
    return Panel(
        name="征迁数量",
        title=listing or f"本期材料{NOT_STATED}征迁数量",
        subtitle=joined("户、幢、亩分开计，单位相同的才作图比较", as_of_words(found)) if listing else "",
        alt=f"横条图，各项目征迁的户数、幢数和面积：{listing}。" if listing else "原文未写明征迁数量。",
        table=named(found, "project"),
        columns=columns_of("demolition", "project object stage")
        + columns_of("party", "value unit")
        + (text_column("value_text", "原文写法"),),
        drawn=drawn,
    )


def _amount_text(row: dict[str, Any]) -> str:
    return _area(row) if row["unit"] == "亩" else quantity_text(row["value"], row["unit"])


def _steps(rows: pd.DataFrame) -> Panel:
    """Every row with all its details, as a table without a chart."""
    listing = [joined(row["project"], row["step"], between="") for row in records(rows)]
    return Panel(
        name="征迁各项目进展",
        title=_projects_title(rows) if listing else "本期没有征迁项目",
        subtitle=as_of_words(rows) if listing else "",
        alt=f"表格，各征迁项目进展：{listed(listing, 8)}。" if listing else "原文未写明征迁项目。",
        table=named(rows, "project"),
        columns=columns_of(
            "demolition",
            "project object stage state_text day households buildings area_mu share_pct limit_days note",
        ),
        drawn=rows.iloc[:0],
    )


def _projects_title(rows: pd.DataFrame) -> str:
    """2个项目：甲、乙；另有3条未写明项目."""
    names, without = rows["project"].dropna().unique(), int(rows["project"].isna().sum())
    known = f"{len(names)}个项目：{'、'.join(names)}" if len(names) else ""
    return joined(known, f"{'另有' if known else ''}{without}条未写明项目" if without else "")
