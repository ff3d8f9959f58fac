"""资金项目: money by project, kind and stage without double counting; physical progress; output per 万元."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.catalogue import read_catalogue
from domain.schema.display import NOT_STATED, is_missing, listed, number_text, quantity_text
from domain.schema.frames import Tables, records
from views.judging import Judged, judged
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
    quantities,
    text_column,
    worded,
)
from views.placing import with_unplaced

_UNIT: Final = "万元"
_NATURE_COLUMN: Final = text_column("nature", "性质")
_COLUMNS: Final = (
    text_column("label", "项目"),
    *columns_of("funding", "kind stage"),
    _NATURE_COLUMN,
    *columns_of("funding", "amount_wan_yuan progress_pct months note"),
)


@dataclass(frozen=True, eq=False)
class FundingView:
    """money: by kind, parts below their whole; kinds: sums per kind; progress: beside progress; bought: per 万元."""

    headlines: pd.DataFrame
    summary: str
    judged: Judged
    money: Panel
    kinds: Panel
    progress: Panel
    bought: Panel


def funding_view(
    tables: Tables,
    rule: str | None = None,
    previous: pd.DataFrame | None = None,
    result: Judged | None = None,
) -> FundingView:
    """The page 资金项目 of a version: its tables funding and measures.

    rule, previous: as in domain.judging.states.judge; result: the measures where they are judged already.
    """
    rows = nested(tables["funding"])
    result = result or judged(tables, rule, previous)
    view = FundingView(
        headlines=_headlines(rows),
        summary=_parts_sentence(rows),
        judged=Judged(
            result.claims[result.claims["domain"] == "funding"].reset_index(drop=True),
            result.indicators[result.indicators["domain"] == "funding"].reset_index(drop=True),
        ),
        money=_money(rows),
        kinds=money_by_kind(rows),
        progress=_progress(rows),
        bought=_outputs(rows),
    )
    return with_unplaced(view, tables, "funding")


def nested(funding: pd.DataFrame) -> pd.DataFrame:
    """The rows with money: kinds by size, largest rows first within a kind, parts directly below their whole.

    Adds label, is_part, is_forecast (never added to or drawn beside real money), amount_text; nature (计划, 争取 …, see
    the catalogue's money.yml) and there (whether the money is available).
    """
    rows = named(funding[funding["amount_wan_yuan"].notna()], "kind", missing="性质未载明")
    rows = named(rows, "stage", missing="")
    natures = [_nature(row) for row in records(rows)]
    rows = rows.assign(
        nature=pd.Series([each["word"] for each in natures], index=rows.index, dtype="str"),
        there=pd.Series([each["there"] for each in natures], index=rows.index, dtype="bool"),
    )
    rows = rows.assign(is_part=rows["part_of"].isin(rows["row_id"]), is_forecast=rows["role"] == "forecast")
    whole = rows["part_of"].where(rows["is_part"], rows["row_id"])
    sizes = rows.set_index("row_id")["amount_wan_yuan"]
    rows = rows.assign(
        _whole=whole, _size=whole.map(sizes), _kind=rows.groupby("kind")["amount_wan_yuan"].transform("max")
    )
    rows = rows.sort_values(
        ["is_forecast", "_kind", "kind", "_size", "_whole", "is_part"],
        ascending=[True, False, True, False, True, True],
        kind="stable",
    )
    rows = rows.drop(columns=["_whole", "_size", "_kind"]).reset_index(drop=True)
    return rows.assign(label=worded(rows, _label), amount_text=quantities(rows, "amount_wan_yuan", _UNIT))


def _nature(row: dict[str, Any]) -> Mapping[str, Any]:
    """The nature of a row's money: by the role of its number, else by its stage, else by its kind."""
    catalogue = read_catalogue("money")
    if row["role"] in catalogue["roles"]:
        found: Mapping[str, Any] = catalogue["roles"][row["role"]]
        return found
    texts = [str(row[column]) for column in ("stage", "kind") if not is_missing(row[column])]
    marked = (each for text in texts for each in catalogue["natures"] if any(word in text for word in each["words"]))
    return next(marked, catalogue["other"])


def _label(row: dict[str, Any]) -> str:
    if row["is_part"]:
        return f"其中：{row['stage']}"
    words = (str(row[column]) for column in ("project", "place", "note", "stage") if not is_missing(row[column]))
    return next(words, NOT_STATED)


def _headlines(rows: pd.DataFrame) -> pd.DataFrame:
    """The five largest sums of projects, money that is there first, with kind and stage."""
    spent = rows[~rows["is_part"] & ~rows["is_forecast"] & rows["project"].notna()]
    found = []
    largest = spent.sort_values(["there", "amount_wan_yuan"], ascending=False, kind="stable")
    for row in records(largest.head(5)):
        note = joined(row["kind"], _stage(row), between=" · ")
        found.append(headline(row["label"], row["amount_text"], row, column="amount_wan_yuan", note=note))
    return headline_table(found)


def _stage(row: dict[str, Any]) -> str:
    """在建75%, 招引 · 计划; without the stage where the kind is the same word or the label ends with it."""
    stage = "" if is_missing(row["stage"]) else str(row["stage"])
    if stage == row["kind"] or str(row["label"]).endswith(stage):
        stage = ""
    text = stage if is_missing(row["progress_pct"]) else f"{stage}{number_text(row['progress_pct'])}%"
    return joined(text, _nature_note(row), between=" · ")


def _nature_note(row: dict[str, Any]) -> str:
    """计划, 争取 …, where the money is not available yet and the row's texts do not say so; else ""."""
    text = f"{row['kind']}{row['stage']}{row['label']}"
    return "" if row["there"] or row["nature"] in text else str(row["nature"])


def _sum_name(row: dict[str, Any]) -> str:
    """The name of a sum in a sentence: its project, else its kind and label."""
    return str(row["label"]) if not is_missing(row["project"]) else f"{row['kind']}{row['label']}"


def _parts_sentence(rows: pd.DataFrame) -> str:
    """Which sums are parts of others, only planned, or forecasts: none of these is added."""
    wholes = rows.set_index("row_id")
    parts = [
        f"{wholes['label'][row['part_of']]}的{row['amount_text']}{row['stage']}"
        f"含在{wholes['amount_text'][row['part_of']]}内，不另计"
        for row in records(rows[rows["is_part"]])
    ]
    forecasts = [
        f"{row['label']}{row['amount_text']}是预计，不与实际资金相加" for row in records(rows[rows["is_forecast"]])
    ]
    planned = rows[~rows["there"] & ~rows["is_forecast"] & ~rows["is_part"]]
    not_available = [f"{_sum_name(row)}{row['amount_text']}是{row['nature']}" for row in records(planned)]
    not_available_text = f"{'、'.join(not_available)}，不与已有资金相加" if not_available else ""
    return joined("不同性质的资金不相加" if rows["kind"].nunique() > 1 else "", *parts, not_available_text, *forecasts)


def _money(rows: pd.DataFrame) -> Panel:
    real = rows[~rows["is_forecast"]]
    drawn = real[["kind", "label", "amount_wan_yuan", "is_part"]].assign(
        value_text=real["amount_text"],
        note=worded(real, _stage),
        soft=real["is_part"] | ~real["there"],
        leads_to=leads_to(real),
    )
    items = [f"{_sum_name(row)}{row['amount_text']}（{row['kind']}）" for row in records(real)]
    largest = real[~real["is_part"]].sort_values("amount_wan_yuan", ascending=False, kind="stable")
    of_which = ""
    if largest["there"].any() and not largest["there"].head(2).all():  # a plan is no title beside money that is there
        largest, of_which = largest[largest["there"]], "已落实资金中"
    top = [f"{_sum_name(row)}{row['amount_text']}（{row['kind']}）" for row in records(largest.head(2))]
    return Panel(
        name="各项目资金",
        title=f"{of_which}最大的{len(top)}笔：{'、'.join(top)}" if top else f"本期材料{NOT_STATED}资金",
        subtitle=joined("单位：万元；颜色较浅的含在上一笔之内，或者还只是计划、争取", as_of_words(rows)) if top else "",
        alt=f"横条图，按性质列出各项目资金：{'、'.join(items)}。" if items else "原文未载明资金。",
        table=rows,
        columns=_COLUMNS,
        drawn=drawn.reset_index(drop=True),
    )


def money_by_kind(rows: pd.DataFrame) -> Panel:
    """Sums per kind and nature of `rows` (see `nested`), without forecasts and parts.

    Not summed across kinds, hence no chart.
    """
    real = rows[~rows["is_forecast"] & ~rows["is_part"]]
    sums = real.groupby(["kind", "nature"], sort=False, as_index=False).agg(
        amount_wan_yuan=("amount_wan_yuan", "sum"), n=("row_id", "size"), about=("qualifier", _qualifier_of_sum)
    )
    sums = sums.sort_values("amount_wan_yuan", ascending=False, kind="stable").reset_index(drop=True)
    texts = worded(sums, lambda row: quantity_text(row["amount_wan_yuan"], _UNIT, row["about"]))
    sums = sums.assign(amount_text=texts, qualifier=sums["about"], cells="", start=None)
    items = [f"{_kind_words(row)}{row['amount_text']}（{row['n']}笔）" for row in records(sums)]
    return Panel(
        name="各性质资金合计",
        title=f"资金分{len(sums)}种性质，最多的是{items[0]}" if items else f"本期材料{NOT_STATED}资金",
        subtitle=joined("单位：万元；同一性质内合计，不跨性质相加；计划、争取的另列", as_of_words(real))
        if items
        else "",
        alt=f"表格，各性质资金合计：{'、'.join(items)}。" if items else "原文未载明资金。",
        table=sums,
        columns=(
            text_column("kind", "资金性质"),
            _NATURE_COLUMN,
            number_column("amount_wan_yuan", "合计", _UNIT, qualifier="qualifier"),
            number_column("n", "笔数", "笔"),
        ),
        drawn=sums.iloc[:0],
        source_rows=real,
    )


def _kind_words(row: dict[str, Any]) -> str:
    """社会投资（计划）; the kind alone where it contains the nature."""
    return str(row["kind"]) if row["nature"] in row["kind"] else f"{row['kind']}（{row['nature']}）"


def _qualifier_of_sum(marks: pd.Series) -> str:
    """The qualifier of a sum: that of a single part; "about" if any of several is not exact, else "exact"."""
    known = marks.fillna("exact")
    return known.iloc[0] if len(known) == 1 else "exact" if known.eq("exact").all() else "about"


def _progress(rows: pd.DataFrame) -> Panel:
    """Amount and physical progress of projects; those without a stated progress are listed."""
    built = rows[~rows["is_part"] & ~rows["is_forecast"] & rows["project"].notna() & rows["progress_pct"].notna()]
    without_progress = rows[
        ~rows["is_part"] & ~rows["is_forecast"] & rows["project"].notna() & rows["progress_pct"].isna()
    ]
    drawn = pd.DataFrame(
        {
            "label": worded(built, lambda row: f"{row['label']}（{row['stage']}）").to_numpy(),
            "amount_wan_yuan": built["amount_wan_yuan"].to_numpy(),
            "amount_text": built["amount_text"].to_numpy(),
            "progress_pct": built["progress_pct"].to_numpy(),
            "progress_text": worded(built, lambda row: f"{number_text(row['progress_pct'])}%").to_numpy(),
            "leads_to": leads_to(built).to_numpy(),
        }
    )
    items = [f"{row['label']}资金{row['amount_text']}、形象进度{row['progress_text']}" for row in records(drawn)]
    missing = (
        f"{len(without_progress)}个项目原文未写明形象进度：{listed(without_progress['label'], 4)}"
        if len(without_progress)
        else ""
    )
    return Panel(
        name="资金与形象进度",
        title="，".join(items) if items else f"本期材料{NOT_STATED}项目的形象进度",
        subtitle=joined("单位：万元、%", missing, as_of_words(built)) if items else missing,
        alt=f"横条图，资金与形象进度：{'、'.join(items)}。{missing}"
        if items
        else joined("原文未写明形象进度", missing) + "。",
        table=pd.concat([built, without_progress], ignore_index=True),
        columns=columns_of("funding", "project kind stage amount_wan_yuan progress_pct months note"),
        drawn=drawn,
    )


def _outputs(rows: pd.DataFrame) -> Panel:
    """Output ÷ money of rows that have both; forecasts are marked."""
    with_output = rows[
        rows["output"].notna() & rows["output_unit"].notna() & (rows["amount_wan_yuan"] > 0)
    ].reset_index(drop=True)
    ratio = with_output["output"] / with_output["amount_wan_yuan"]
    outputs = quantities(with_output.assign(unit=with_output["output_unit"]), "output", qualifier="output_qualifier")
    units = with_output["output_unit"] + "/" + _UNIT
    with_output = named(with_output, "output_name", missing="产出").assign(
        per_wan_yuan=ratio, per_unit=units, output_text=outputs
    )
    is_forecast = with_output["output_name"].str.startswith("预计")
    drawn = pd.DataFrame(
        {
            "group": with_output["per_unit"],
            "label": with_output["label"] + "·" + with_output["output_name"],
            "value": ratio,
            "value_text": worded(with_output, lambda row: f"{number_text(row['per_wan_yuan'])}{row['per_unit']}"),
            "note": worded(with_output, lambda row: f"{row['output_text']} ÷ {row['amount_text']}"),
            "soft": is_forecast,
            "leads_to": leads_to(with_output),
        }
    )
    items = [
        f"{row['label']}{number_text(row['per_wan_yuan'])}{row['output_unit']}{'（预计）' if soft else ''}"
        for row, soft in zip(records(with_output), is_forecast, strict=True)
    ]
    return Panel(
        name="每万元产出",
        title=f"每万元：{listed(items)}" if items else "原文没有同时写明资金和产出的项目",
        subtitle=joined("产出除以资金；单位不同的不相比；颜色较浅的是预计", as_of_words(with_output)) if items else "",
        alt=f"横条图，每万元资金的产出：{'、'.join(items)}。" if items else "没有同时写明资金和产出的项目。",
        table=with_output,
        columns=(
            *columns_of("funding", "project amount_wan_yuan output output_unit output_name"),
            number_column("per_wan_yuan", "每万元产出"),
            text_column("per_unit", "单位"),
        ),
        drawn=drawn,
    )
