"""One state per indicator, counts of states, and what needs attention first. Counted and named, never averaged."""

from collections.abc import Hashable
from typing import Any, Final

import pandas as pd

from domain.display import quantity_text, stated
from domain.tables import PROOF
from domain.vocabulary import ATTENTION_ORDER, STATES

#: What settling adds to a judged table: how many claims of a target there are, their row ids and their states
#: (codes), joined by a space in the same order.
SETTLED: Final = ("claims", "claim_rows", "claim_states")

_ATTENTION: Final = {state: place for place, state in enumerate(ATTENTION_ORDER)}
_CLAIM_LENGTH: Final = 40  # characters of a claim that a reason shows; the whole claim stands in its own row
_KEPT_IN_CONFLICT: Final = frozenset({"row_id", *(column.name for column in PROOF)})


def indicator_keys(measures: pd.DataFrame) -> list[str]:
    """Per row, what makes rows claims of one indicator: organisation, period, indicator; a row without one is alone."""
    scope = measures[["org_unit", "period", "indicator_id"]].astype("object").to_numpy()
    return [
        f"row {number}" if pd.isna(cells[2]) else "|".join("" if pd.isna(cell) else str(cell) for cell in cells)
        for number, cells in enumerate(scope)
    ]


def settle(judged: pd.DataFrame) -> pd.DataFrame:
    """One row per indicator of `judged`, in its order, with the columns of SETTLED behind.

    A chosen claim wins (a choice counts only with a name and a reason). Where none is chosen and the claims agree, the
    least favourable stands for them. Where they lead to different states, the state is 口径待核: the reason names each
    claim with its state, and what the claims do not share is missing. Rows that are only watched are no claims.
    """
    groups: dict[str, list[Hashable]] = {}
    for key, label in zip(indicator_keys(judged), judged.index, strict=True):
        groups.setdefault(key, []).append(label)
    rows = [_settled(judged.loc[labels]) for labels in groups.values()]
    settled = pd.DataFrame(rows, columns=[*judged.columns, *SETTLED])
    dtypes = judged.dtypes.to_dict() | {"claims": "int64", "claim_rows": "str", "claim_states": "str"}
    return settled.astype(dtypes)


def count_states(settled: pd.DataFrame) -> pd.DataFrame:
    """How many indicators stand in each state: state, label, n, names (joined by 、, worst deviation first).

    All states in the order of the vocabulary, those with none included; 口径待核 is counted like the others.
    """
    ordered = worst_first(settled)
    names = {state: [stated(name) for name in rows["name"]] for state, rows in ordered.groupby("state", observed=True)}
    return pd.DataFrame(
        [
            {"state": state, "label": label, "n": len(names.get(state, [])), "names": "、".join(names.get(state, []))}
            for state, label in STATES.items()
        ]
    )


def worst_first(settled: pd.DataFrame) -> pd.DataFrame:
    """The same rows in the order in which a leader should look at them: by state, then by deviation, lowest first."""
    places = settled["state"].map(_ATTENTION)
    order = settled.assign(_place=places).sort_values(["_place", "deviation"], kind="stable", na_position="last")
    return order.drop(columns="_place").reset_index(drop=True)


def _settled(group: pd.DataFrame) -> dict[Hashable, Any]:
    watched = group["state"] == "monitor"
    claims = group if watched.all() else group[~watched]
    chosen = claims[claims["chosen"].fillna(False).astype(bool)]
    signed = chosen[chosen["chosen_by"].notna() & chosen["chosen_reason"].notna()]
    if len(signed) == 1:
        row = signed.iloc[0].to_dict()
    elif len(signed) > 1 or claims[["state", "state_high"]].drop_duplicates().shape[0] > 1:
        row = _contested(claims, signed)
    else:
        row = worst_first(claims).iloc[0].to_dict()
        if len(claims) > 1:
            row["reason"] += f";另有{len(claims) - 1}个目标依据,结论相同"
    if len(chosen) > len(signed):
        row["reason"] += ";已勾选采用的目标依据缺采用人或采用理由,不生效"
    return row | {
        "claims": len(claims),
        "claim_rows": " ".join(stated(row_id) for row_id in claims["row_id"]),
        "claim_states": " ".join(claims["state"]),
    }


def _contested(claims: pd.DataFrame, signed: pd.DataFrame) -> dict[Hashable, Any]:
    """What all claims share, 口径待核, and each claim with the state it would lead to."""
    first = claims.iloc[0].to_dict()
    shared = {
        column: value if column in _KEPT_IN_CONFLICT or claims[column].nunique(dropna=False) == 1 else None
        for column, value in first.items()
    }
    each = ";".join(_claim_text(row) for row in claims.to_dict("records"))
    ask = "请只保留一个采用的目标" if len(signed) > 1 else "请选定一个目标,并写明采用人和理由"
    what = "采用了不止一个目标" if len(signed) > 1 else f"{len(claims)}个目标依据结论不同"
    return shared | {
        "state": "to_verify",
        "state_high": "to_verify",
        "borderline": False,
        "rule_number": list(STATES).index("to_verify") + 1,
        "band": None,
        "reason": f"{what}:{each}。{ask}",
    }


def _claim_text(row: dict[Hashable, Any]) -> str:
    goal = quantity_text(row["target"], row["unit"], row["target_qualifier"])
    word = STATES[row["state"]]
    both = word if row["state_high"] == row["state"] else f"临界({word}或{STATES[row['state_high']]})"
    return f"目标{goal}({_shortened(stated(row['claim']))})为{both}"


def _shortened(claim: str) -> str:
    return claim if len(claim) <= _CLAIM_LENGTH else f"{claim[:_CLAIM_LENGTH]}…"
