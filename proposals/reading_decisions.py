"""Decisions about the words of a unit's reports, as the store remembers them: read, written, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.schema.tables import BASE_TABLES, DOMAINS
from domain.schema.vocabulary import ROLES
from loaders.report.decisions import Decision, Decisions, parse_decision
from store.mappings import StoredMapping, read_mappings
from store.records import MappingDraft

#: Tables that a number of a report may go to.
NUMBER_TABLES: dict[str, str] = {
    name: DOMAINS[name] for name in BASE_TABLES if name not in ("measures", "commitments", "honours")
}


__all__ = [
    "NUMBER_TABLES", "Decision", "Remembered", "meaning_text", "parse_decision", "read_decisions", "to_remember",
    "words_text",
]  # fmt: skip


@dataclass(frozen=True)
class Remembered:
    """A decision that was stored with a commit: who made it, when (UTC), and with which version."""

    decision: Decision
    stored: StoredMapping


def read_decisions(org_unit: str) -> dict[str, Remembered]:
    """The decisions of a unit, by signature; those that another program wrote are left out. Raises StoreDamaged."""
    found = {
        signature: (parse_decision(signature, stored.mapping), stored)
        for signature, stored in read_mappings(org_unit, "reading").items()
    }
    return {
        signature: Remembered(decision, stored)
        for signature, (decision, stored) in found.items()
        if decision is not None
    }


def to_remember(decisions: Decisions) -> tuple[MappingDraft, ...]:
    """Decisions as the answers of a draft."""
    return tuple(
        MappingDraft(each.signature, words_text(each), each.to_json(), "reading") for each in decisions.values()
    )


def words_text(decision: Decision) -> str:
    """What a decision was made on, in its words: 数字“化粪池改造”，座，完成值."""
    words = dict(decision.words)
    if decision.kind == "figure":
        role = ROLES.get(words.get("role", ""), "")
        parts = (words.get("name") or words.get("object") or words.get("clause"), words.get("stage"))
        return f"数字“{_joined(parts)}”（{_joined((words.get('unit'), role))}）"
    if decision.kind == "name":
        return f"名称“{words.get('name', '')}”"
    if decision.kind == "indicator":
        return f"指标“{_joined((words.get('project'), words.get('place'), words.get('name')))}”"
    return f"“{words.get('indicator', '')}”的目标"


def meaning_text(decision: Decision) -> str:
    """What a decision says: 入“人居环境”，对象化粪池，完成值."""
    value = decision.value
    if decision.kind == "figure":
        if value.get("not_figure"):
            return "不是数字指标"
        parts = [f"对象{value['object']}" if value.get("object") else "", value.get("stage")]
        return f"入“{DOMAINS.get(value.get('table', ''), '')}”，{_joined((*parts, ROLES.get(value.get('role', ''))))}"
    if decision.kind == "name":
        return f"就是项目“{value['name']}”" if value.get("name") else "不是项目名称"
    if decision.kind == "indicator":
        return f"就是指标“{value.get('name', '')}”" if value.get("indicator_id") else "是新指标"
    return f"按{value.get('target', '')}{dict(decision.words).get('unit', '')}算"


def _joined(parts: Iterable[str | None]) -> str:
    return "，".join(filter(None, parts))
