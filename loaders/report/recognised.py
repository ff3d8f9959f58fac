"""Unit and period of a report whose origin does not name them: taken from its words, and marked as such."""

from typing import Final

import pandas as pd

from domain.schema.frames import conform
from loaders.text.report_scope import SCOPE_LABELS, ReportScope, recognise_scope, words_text
from loaders.text.source import Source

#: Keys of an origin that every table needs.
_NEEDED: Final = ("org_unit", "period")


def with_recognised(source: Source) -> tuple[dict[str, str], ReportScope]:
    """The origin of `source`, completed by what its words say without doubt; and all that was recognised."""
    given = {name: source.origin[name] for name in _NEEDED if source.origin.get(name)}
    if len(given) == len(_NEEDED):
        return source.origin, ReportScope()
    scope = recognise_scope(source.text, file_name=source.source_id)
    found = {name: value for name, value in scope.values().items() if name in _NEEDED}
    return {**source.origin, **found, **given}, scope


def recognition_lines(source: Source) -> list[str]:
    """What was recognised and what was not, of unit and period, a line each; [] where the origin names both."""
    _, scope = with_recognised(source)
    lines = []
    for name in _NEEDED:
        if source.origin.get(name):
            continue
        label, found = SCOPE_LABELS[name], getattr(scope, name)
        option = "--unit" if name == "org_unit" else "--period"
        if found.value:
            words = words_text(found.words_of(found.value))
            lines.append(f"{label}“{found.value}”是认出来的（{words}），不对请用 {option} 写明")
        elif found.candidates:
            lines.append(f"{label}看不准，可能是{'、'.join(found.candidates)}，请用 {option} 写明")
        else:
            lines.append(f"{label}没有认出，请用 {option} 写明")
    return lines


def recognition_issues(source: Source) -> pd.DataFrame:
    """Rows of `issues`: each value of unit and period that was recognised, with the first words that say it."""
    origin, scope = with_recognised(source)
    rows = []
    for name in _NEEDED:
        found = getattr(scope, name)
        if source.origin.get(name) or found.value is None:
            continue
        words = next((each for each in found.words_of(found.value) if each.place == "text"), None)
        proof = {} if words is None else {"start": words.start, "end": words.end, "quote": words.quote}
        rows.append({
            "row_id": f"issues.recognised:{name}", "org_unit": origin.get("org_unit"), "period": origin.get("period"),
            "code": "recognised", "severity": "low", "source_id": source.source_id,
            "message": f"{SCOPE_LABELS[name]}“{found.value}”是从报告的文字认出来的，没有人确认",
            "remedy": f"请核对；不对请在导入时写明{SCOPE_LABELS[name]}", **proof,
        })  # fmt: skip
    return conform("issues", rows)
