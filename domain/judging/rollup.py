"""One state per indicator, counts of states, and what needs attention first. Counted and named, never averaged."""

import math
from collections.abc import Hashable
from typing import Any, Final

import pandas as pd

from domain.schema.columns import PROOF
from domain.schema.display import is_missing, number_text, quantity_text, share_text, stated
from domain.schema.vocabulary import ATTENTION_ORDER, STATES

Row = dict[Hashable, Any]

#: What rolling up adds to a judged table: how many claims of a target there are, their row ids and their states
#: (codes), joined by a space in the same order.
ROLLUP_COLUMNS: Final = ("claims", "claim_rows", "claim_states")

_ATTENTION: Final = {state: place for place, state in enumerate(ATTENTION_ORDER)}
#: States without a conclusion: claims in them do not agree with each other.
_NO_CONCLUSION: Final = frozenset({"to_verify", "accepted", "open"})
_BANDS: Final = ("band", "band_high")
_CLAIM_LENGTH: Final = 40  # characters of a claim that a reason shows; the full claim is in its own row
_COLUMNS_KEPT: Final = frozenset({"row_id", *(column.name for column in PROOF)})


def indicator_keys(measures: pd.DataFrame) -> list[str]:
    """Per row, what makes rows claims of one indicator: organisation, period, indicator; a row without one is alone."""
    scope = measures[["org_unit", "period", "indicator_id"]].astype("object").to_numpy()
    return [
        f"row {number}" if pd.isna(cells[2]) else "|".join("" if pd.isna(cell) else str(cell) for cell in cells)
        for number, cells in enumerate(scope)
    ]


def roll_up(judged: pd.DataFrame) -> pd.DataFrame:
    """One row per indicator of `judged`, in its order, with the ROLLUP_COLUMNS behind its own.

    A chosen claim wins (a choice counts only with a name and a reason). Where none is chosen and the claims agree, the
    least favourable represents them and its reason names the others; that their conclusion is the same is stated of
    states that are one, in one band at both ends of approximate figures. Where they lead to different states, the state
    is 待核实: the reason names each claim with its state, and what the claims do not share is missing. Rows that are
    only watched are no claims.
    """
    groups: dict[str, list[Row]] = {}
    for key, row in zip(indicator_keys(judged), judged.to_dict("records"), strict=True):
        groups.setdefault(key, []).append(row)
    indicators = pd.DataFrame(
        [_rolled_up(rows) for rows in groups.values()], columns=[*judged.columns, *ROLLUP_COLUMNS]
    )
    return indicators.astype(judged.dtypes.to_dict() | {"claims": "int64", "claim_rows": "str", "claim_states": "str"})


def count_states(indicators: pd.DataFrame) -> pd.DataFrame:
    """Number of indicators per state: state, label, n, names (joined by 、, worst deviation first).

    All states in the order of the vocabulary, those with none included; 待核实 is counted like the others.
    """
    ordered = worst_first(indicators)
    names = {state: [stated(name) for name in rows["name"]] for state, rows in ordered.groupby("state", observed=True)}
    return pd.DataFrame(
        [
            {"state": state, "label": label, "n": len(names.get(state, [])), "names": "、".join(names.get(state, []))}
            for state, label in STATES.items()
        ]
    )


def worst_first(indicators: pd.DataFrame) -> pd.DataFrame:
    """The same rows in the order in which a leader should look at them: by state, then by deviation, lowest first."""
    places = indicators["state"].map(_ATTENTION)
    order = indicators.assign(_place=places).sort_values(["_place", "deviation"], kind="stable", na_position="last")
    return order.drop(columns="_place").reset_index(drop=True)


def _rolled_up(rows: list[Row]) -> Row:
    claims = [row for row in rows if row["state"] != "monitor"] or rows
    chosen = [row for row in claims if not is_missing(row["chosen"]) and bool(row["chosen"])]
    signed = [row for row in chosen if not is_missing(row["chosen_by"]) and not is_missing(row["chosen_reason"])]
    if len(signed) == 1:
        row = dict(signed[0])
    elif len(signed) > 1 or len({(claim["state"], claim["state_high"]) for claim in claims}) > 1:
        row = _contested(claims, signed)
    else:
        first, *others = sorted(claims, key=_progress)
        row = dict(first)
        if others:
            row["reason"] += f"；另有{len(others)}个目标依据{_others_text(claims, others)}"
    if len(chosen) > len(signed):
        row["reason"] += "；已勾选采用的目标依据缺采用人或采用理由，不生效"
    return row | {
        "claims": len(claims),
        "claim_rows": " ".join(stated(claim["row_id"]) for claim in claims),
        "claim_states": " ".join(claim["state"] for claim in claims),
    }


def _progress(row: Row) -> float:
    """Deviation, else completion, of claims in one state: the sort key for the least favourable claim."""
    shares = (row["deviation"], row["completion"])
    return next((share for share in shares if not is_missing(share)), math.inf)


def _contested(claims: list[Row], signed: list[Row]) -> Row:
    """What all claims share, 待核实, and each claim with the state it would lead to."""
    shared = {
        column: value if column in _COLUMNS_KEPT or all(_equal(claim[column], value) for claim in claims) else None
        for column, value in claims[0].items()
    }
    each = "；".join(_claim_text(claim) for claim in claims)
    ask = "请只保留一个采用的目标" if len(signed) > 1 else "请选定一个目标，并写明采用人和理由"
    rate = next((number_text(claim["reported_rate"]) for claim in claims if claim["rate_set_aside"]), None)
    aside = "" if rate is None else f"。自报完成率{rate}%早于现在的数字且与其不符，已搁置"
    what = "采用了不止一个目标" if len(signed) > 1 else f"{len(claims)}个目标依据结论不同"
    return shared | {
        "state": "to_verify",
        "state_high": "to_verify",
        "borderline": False,
        "rule_number": list(STATES).index("to_verify") + 1,
        "band": None,
        "band_high": None,
        "reason": f"{what}：{each}{aside}。{ask}",
    }


def _equal(left: Any, right: Any) -> bool:
    return is_missing(left) and is_missing(right) if is_missing(left) or is_missing(right) else bool(left == right)


def _others_text(claims: list[Row], others: list[Row]) -> str:
    """The text on the `others` of claims in one state beside the representative, and whether they agree with it."""
    first = claims[0]
    if first["state"] == "to_verify":
        return "，同样待核：" + "、".join(f"{_goal_text(row)}{row['reason']}" for row in others)
    texts = [f"{_goal_text(row)}完成率{share_text(row['completion'])}" for row in others]
    if {first["state"], first["state_high"]} & _NO_CONCLUSION:
        return "：" + "、".join(texts)
    if all(_equal(claim[end], first[end]) for claim in claims for end in _BANDS):
        return "，结论相同：" + "、".join(texts)
    bands = ["或".join(dict.fromkeys(stated(row[end]) for end in _BANDS)) for row in others]
    return "，档次不同：" + "、".join(f"{text}（{band}）" for text, band in zip(texts, bands, strict=True))


def _claim_text(row: Row) -> str:
    word = STATES[row["state"]]
    both = word if row["state_high"] == row["state"] else f"临界（{word}或{STATES[row['state_high']]}）"
    return f"{_goal_text(row)}为{both}"


def _goal_text(row: Row) -> str:
    goal = quantity_text(row["target"], row["unit"], row["target_qualifier"])
    return f"目标{goal}（{_shortened(stated(row['claim']))}）"


def _shortened(claim: str) -> str:
    return claim if len(claim) <= _CLAIM_LENGTH else f"{claim[:_CLAIM_LENGTH]}…"
