"""A judged measure as a clause in official style, from a template per kind; what is said of it in a comment."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts, replaced_starts
from domain.schema.display import is_missing, number_text, points_text, quantity_text, share_text
from domain.schema.frames import records
from domain.schema.period import date_text
from domain.schema.vocabulary import STATES
from views.judging import FINISHED

Row = Mapping[str, Any]

_ALL: Final = 100.0
#: A change of a smaller share is none that a paper tells in numbers.
_WORTH_TELLING: Final = 0.001
_DECEMBER, _LAST_DAY = 12, 31
_CHANGE_WORDS: Final = ("同比", "增长", "下降", "增加", "减少", "提升", "提高", "降低", "上升")
_CALLED_TARGET: Final = re.compile("任务|目标|指标|计划|应")


def measure_sentence(row: Row, claims: Iterable[Row]) -> str:
    """新增耕地完成584亩，完成全年目标800亩的73.0%，快于序时进度23.4个百分点.

    Without a conclusion while it is to be verified; a milestone says whether it is reached, a rate of change 同比增长
    or 同比下降, a forecast 预计. row: a settled measure; claims: the rows it was settled from.
    """
    own = list(claims)
    name = str(row["name"])
    if row["kind"] == "milestone":
        return f"{name}{'已完成' if row['state'] in FINISHED else '尚未完成'}"
    if row["kind"] == "rate_of_change" and not is_missing(row["actual"]):
        return change_sentence(name, float(row["actual"]))
    if is_missing(own[0]["actual"]):
        return _awaited(name, own)
    if row["kind"] == "forecast":
        return f"预计{name}{quantity(own[0], 'actual')}"
    if row["kind"] == "items" and row["state"] != "to_verify":
        return f"{name}{quantity(own[0], 'target')}，其中已办结{quantity(own[0], 'actual')}"
    against = "" if row["state"] in ("monitor", "to_verify") or len(own) > 1 else _against(own[0])
    return f"{name}{_verb(row, against)}{quantity(own[0], 'actual')}{against}"


def change_sentence(name: str, value: float) -> str:
    """辖区流动摊贩同比下降17%: a rate of change by its sign, whatever word of direction its name has."""
    plain = name
    for word in _CHANGE_WORDS:
        plain = plain.removesuffix(word)
    return f"{plain}同比{'增长' if value >= 0 else '下降'}{number_text(abs(value))}%"


def claims_sentence(claims: Iterable[Row]) -> str:
    """按目标7,850亩计，完成率7.4%，低于序时进度42.1个百分点；按目标800亩计，…: each claimed target with its parts."""
    return "；".join(
        "，".join((f"按目标{quantity(claim, 'target')}计", *_shares(claim)))
        for claim in claims
        if not is_missing(claim["target"])
    )


def verify_remarks(row: Row, claims: Iterable[Row]) -> tuple[str, ...]:
    """What a comment says of a measure that is to be verified: what, how it was computed, whom to ask."""
    reason = "" if is_missing(row["reason"]) else str(row["reason"])
    computed = claims_sentence(claims)
    return tuple(
        filter(None, (f"{STATES['to_verify']}：{row['name']}。{reason}", computed, f"请向{asked(row)}核实后定稿。"))
    )


def asked(row: Row) -> str:
    """Whom to ask about a row: its office and its person, else whoever gave the figure."""
    known = [str(row[column]) for column in ("owner", "responsible") if not is_missing(row.get(column))]
    return "".join(known) or "提供该数字的科室"


def since_earlier(row: Row, earlier: pd.DataFrame | None) -> str:
    """较上期（2023年6月30日）增加121户: against the last earlier day with a number in the same unit; "" without one."""
    if earlier is None or earlier.empty or is_missing(row["actual"]) or is_missing(row["indicator_id"]):
        return ""
    same = earlier[(earlier["indicator_id"] == row["indicator_id"]) & (earlier["unit"] == row["unit"])]
    same = same[same["actual"].notna() & (same["as_of_end"] < row["as_of_end"])]
    if same.empty:
        return ""
    last = records(same.sort_values("as_of_end", kind="stable").tail(1))[0]
    moved, day = row["actual"] - last["actual"], f"较上期（{date_text(last['as_of_end'])}）"
    if not moved:
        return f"{day}持平"
    if row["unit"] != "%" and abs(moved) < _WORTH_TELLING * abs(last["actual"]):
        return f"{day}基本持平"
    if row["unit"] == "%":
        return f"{day}{'提高' if moved > 0 else '下降'}{points_text(abs(moved)).lstrip('+')}"
    return f"{day}{'增加' if moved > 0 else '减少'}{quantity_text(abs(moved), row['unit'])}"


def on_last_year(row: Row, earlier: pd.DataFrame | None) -> str:
    """同比增长12.5%: against the number of the same span a year before, in the same unit and of the same base.

    "" without one, and for a share or a rate, of which a per cent would say nothing.
    """
    days = (row["as_of_start"], row["as_of_end"])
    if earlier is None or earlier.empty or is_missing(row["actual"]) or any(map(is_missing, days)):
        return ""
    if row["unit"] == "%" or row["kind"] in ("milestone", "rate_of_change", "forecast"):
        return ""
    same = earlier[(earlier["indicator_id"] == row["indicator_id"]) & (earlier["unit"] == row["unit"])]
    start, end = (day - pd.DateOffset(years=1) for day in days)
    same = same[(same["as_of_start"] == start) & (same["as_of_end"] == end) & same["actual"].gt(0)]
    of_what = "" if is_missing(row["of_what"]) else row["of_what"]
    same = same[same["of_what"].fillna("").eq(of_what)]
    if same.empty:
        return ""
    change = row["actual"] / same["actual"].iloc[0] - 1
    return f"同比{'增长' if change > 0 else '下降'}{share_text(abs(change))}" if change else "与上年同期持平"


def has_own_target(row: Row) -> bool:
    """Whether the report sets the target of a measure: not where 全部签约14幢 only says that all is done.

    A number that is called a task or a target is one, though it is also what was done: 完成119户任务数.
    """
    if is_missing(row["target"]):
        return False
    if not is_missing(row["quote"]) and _CALLED_TARGET.search(str(row["quote"])):
        return True
    starts = replaced_starts(row["cells"]) | cell_starts(row["cells"])
    return row["actual"] != row["target"] or "actual" not in starts or starts["actual"] != starts.get("target")


def quantity(row: Row, column: str) -> str:
    """The number of `column` with its unit and the word of an approximate figure."""
    return quantity_text(row[column], row["unit"], row.get(f"{column}_qualifier"))


def _verb(row: Row, against: str) -> str:
    """What stands between a name and its number: nothing where the name or the end of the clause says it."""
    if row["unit"] == "%":
        return "达"
    if row["state"] == "monitor" or "完成" in row["name"] or against.endswith("全部完成"):
        return ""
    return "完成"


def _awaited(name: str, claims: list[Row]) -> str:
    targets = [quantity(claim, "target") for claim in claims if not is_missing(claim["target"])]
    return f"{name}目标为{'或'.join(targets)}，尚无完成数" if targets else f"{name}尚无完成数"


def _against(claim: Row) -> str:
    """，完成全年目标800亩的73.0%，快于序时进度23.4个百分点; ，全部完成 where the number is the target."""
    if is_missing(claim["target"]) or (claim["unit"] == "%" and claim["target"] == _ALL):
        return ""
    target = f"{_target_word(claim)}{quantity(claim, 'target')}"
    if claim["direction"] == -1:
        within = claim["actual"] <= claim["target"]
        return f"，{'控制在' if within else '超过'}{target}{'以内' if within else ''}"
    if claim["actual"] == claim["target"]:
        return "，全部完成"
    if is_missing(claim["completion"]):
        return f"，{target}"
    return "，".join((f"，完成{target}的{share_text(claim['completion'])}", *_pace(claim)))


def _target_word(claim: Row) -> str:
    """全年目标 where the target is due at the end of the year of the figure; else 目标."""
    due, day = claim["due"], claim["as_of_end"]
    if is_missing(due) or is_missing(day):
        return "目标"
    ends = (due.year, due.month, due.day) == (day.year, _DECEMBER, _LAST_DAY)
    return "全年目标" if ends else f"{date_text(due)}前目标"


def _shares(claim: Row) -> list[str]:
    if is_missing(claim["completion"]):
        return []
    return [f"完成率{share_text(claim['completion'])}", *_pace(claim)]


def _pace(claim: Row) -> list[str]:
    if is_missing(claim["deviation"]):
        return []
    word = "快于" if claim["deviation"] >= 0 else "慢于"
    return [f"{word}序时进度{points_text(abs(claim['deviation'])).lstrip('+')}"]
