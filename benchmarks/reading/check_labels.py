"""Checks the labelled reports of this folder against their format and, where they are at hand, against their texts.

    python -m benchmarks.reading.check_labels [--texts DIR]

`DIR/NN.txt` is the text of `labels/NN.json` (README.md says how to get it again). Prints one line per fault and the
counts per type and table. Ends with 1 after a fault or when no text is found, else with 0.
"""

import argparse
import datetime
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent
ROLES: Final = {"actual", "target", "rate", "open", "baseline", "forecast"}
QUALIFIERS: Final = {"exact", "about", "over", "nearly", "at_least", "within"}
STATES: Final = {
    "to_verify", "done", "done_late", "accepted", "overdue", "open", "not_started",
    "regressed", "ahead", "on_track", "behind", "far_behind",
}  # fmt: skip
PLAIN: Final = {"value", "target", "rate_pct"}
COLUMNS: Final = {
    "land": {"projects", "target_projects", "area_mu", "target_mu", "count", "share_pct"},
    "demolition": {
        "day", "households", "buildings", "area_mu", "floor_m2", "count", "target_households", "target_buildings",
        "target_area_mu", "target_floor_m2", "target_count", "share_pct", "limit_days",
    },
    "funding": {"amount_wan_yuan", "target_wan_yuan", "progress_pct", "output"},
    "safety": {"checked", "found", "closed", "open_in_time", "overdue", "rate_pct", "target_rate_pct"},
    "party": PLAIN, "rural_income": PLAIN, "environment": PLAIN, "governance": PLAIN, "investment": PLAIN,
    "history": PLAIN, "other": PLAIN,
}  # fmt: skip
FILE_KEYS: Final = {"address", "how", "sha256", "length", "unit", "kind", "year", "complete", "labels"}
#: Keys of each type besides type, start and end: those it must have and those it may have.
KEYS: Final[dict[str, tuple[set[str], set[str]]]] = {
    "figure": ({"base", "unit", "role", "domain"}, {"base_high"}),
    "statement": (
        {"value", "value_high", "unit", "role", "object", "stage", "scope", "qualifier", "as_of", "due", "of_what"},
        {"repeat"},
    ),
    "row": ({"table", "column", "value", "unit", "scope", "stage", "object"}, {"level"}),
    "pair": ({"target", "actual", "rate"}, set()),
    "measure": ({"target", "actual", "rate", "unit", "due", "state", "domain"}, {"target_unit"}),
    "commitment": ({"quantity", "unit", "due"}, set()),
    "honour": ({"receiver", "award", "level", "rank", "year"}, set()),
}
CODES: Final = {
    "role": ROLES,
    "domain": set(COLUMNS),
    "table": set(COLUMNS),
    "qualifier": QUALIFIERS,
    "state": STATES | {None},
}
SPANS: Final = {
    "pair": ("target", "actual", "rate"),
    "honour": ("receiver", "award"),
    "statement": ("scope",),
    "row": ("scope",),
}
WORDS: Final = ("object", "stage", "of_what", "level", "unit", "target_unit")
LONGEST_WORD: Final = 8
NUMERALS: Final = "0123456789一二两三四五六七八九十百千万半"


def _is_day(day: Any) -> bool:
    try:
        datetime.date.fromisoformat(day)
    except (TypeError, ValueError):
        return False
    return True


def _is_span(span: Any, length: int) -> bool:
    if not (isinstance(span, list) and len(span) == 2 and all(type(x) is int for x in span)):
        return False
    return bool(0 <= span[0] < span[1] <= length)


def check_label(label: dict[str, Any], length: int) -> Iterator[str]:
    """What is wrong with the form of one label of a text of `length` characters."""
    kind = label.get("type")
    if kind not in KEYS:
        yield f"unknown type {kind!r}"
        return
    must, may = KEYS[kind]
    have = set(label) - {"type", "start", "end", "unsure"}
    if have - must - may or must - have:
        yield f"keys missing {sorted(must - have)}, not known {sorted(have - must - may)}"
        return
    if not _is_span([label.get("start"), label.get("end")], length):
        yield "start and end are no span of the text"
    yield from (
        f"{key} is no span of the text"
        for key in SPANS.get(kind, ())
        if label[key] is not None and not _is_span(label[key], length)
    )
    yield from (
        f"{key} {label[key]!r} is not known" for key, codes in CODES.items() if key in label and label[key] not in codes
    )
    if kind == "row" and label["column"] not in COLUMNS.get(label["table"], set()):
        yield f"table {label['table']} has no column {label['column']!r}"
    yield from (f"{key} {label[key]!r} is no plain word" for key in WORDS if not _is_word(label.get(key)))
    if label.get("due") is not None and not _is_day(label["due"]):
        yield f"due {label['due']!r} is no day"
    span = label.get("as_of")
    if span is not None and not (len(span) == 2 and all(map(_is_day, span)) and span[0] <= span[1]):
        yield f"as_of {span!r} is no span of days"
    if kind == "pair" and sum(label[key] is not None for key in ("target", "actual", "rate")) < 2:
        yield "a pair has at least two of target, actual, rate"
    if not set(label.get("unsure", ())) <= have:
        yield f"unsure names keys that the label has not: {label['unsure']}"


def _is_word(word: Any) -> bool:
    return word is None or (isinstance(word, str) and 0 < len(word) <= LONGEST_WORD and not re.search(r"\d", word))


def check_links(labels: list[dict[str, Any]]) -> Iterator[str]:
    """Labels that stand on no figure, stand twice, or are out of order."""
    figures = {(label["start"], label["end"]) for label in labels if label["type"] == "figure"}
    for label in labels:
        at = (label["start"], label["end"])
        if label["type"] in ("statement", "row") and at not in figures:
            yield f"{label['type']} at {at[0]} stands on no figure"
        if label["type"] == "pair":
            parts = [label[key] for key in ("target", "actual", "rate") if label[key] is not None]
            yield from (f"pair at {at[0]}: {part} is no figure" for part in parts if tuple(part) not in figures)
    keys = Counter((label["type"], label["start"], label["end"], label.get("column")) for label in labels)
    yield from (f"{key[0]} at {key[1]} stands twice" for key, n in keys.items() if n > 1 and key[0] != "measure")
    starts = [label["start"] for label in labels]
    if starts != sorted(starts):
        yield "labels are not in the order of their start"


def check_text(labels: list[dict[str, Any]], text: str) -> Iterator[str]:
    """Figures that begin with no numeral, and values that are not the printed ones."""
    for label in labels:
        printed = text[label["start"] : label["end"]]
        if label["type"] == "figure" and printed[:1] not in NUMERALS:
            yield f"figure at {label['start']} begins with no numeral"
        number = re.match(r"\d[\d,]*(\.\d+)?", printed)
        if label["type"] == "statement" and number and float(number[0].replace(",", "")) != abs(label["value"]):
            yield f"statement at {label['start']}: value {label['value']} is not the printed {number[0]}"


def check_file(path: Path, texts: Path) -> tuple[dict[str, Any], list[str], bool]:
    """The file, its faults and whether its text was found in `texts`."""
    content = json.loads(path.read_text(encoding="utf-8"))
    faults = []
    if set(content) != FILE_KEYS:
        return content, [f"keys of the file differ: {sorted(set(content) ^ FILE_KEYS)}"], False
    for label in content["labels"]:
        place = f"{label.get('type')} at {label.get('start')}"
        faults += [f"{place}: {fault}" for fault in check_label(label, content["length"])]
    if not faults:
        faults += check_links(content["labels"])
    source = texts / f"{path.stem}.txt"
    if not source.exists():
        return content, faults, False
    raw = source.read_bytes()
    if hashlib.sha256(raw).hexdigest() != content["sha256"]:
        return content, [*faults, "the text has another SHA-256"], True
    text = raw.decode("utf-8")
    if len(text) != content["length"]:
        faults.append(f"the text has {len(text)} characters, not {content['length']}")
    return content, [*faults, *check_text(content["labels"], text)], True


def counts_of(files: dict[str, dict[str, Any]]) -> Counter[str]:
    """How many labels of each type, and rows of each table, `files` hold; complete texts and texts too."""
    counts: Counter[str] = Counter(texts=len(files), complete=sum(bool(file["complete"]) for file in files.values()))
    for file in files.values():
        counts.update(label["type"] for label in file["labels"])
        counts.update(f"row of {label['table']}" for label in file["labels"] if label["type"] == "row")
    return counts


def labelled_folder(folder: Path, texts: Path | None) -> tuple[Path, Path]:
    """The folder of labels and the folder of their texts: `texts` for those of `folder`, else those of written/."""
    written = folder / "written"
    return (written, written / "texts") if texts is None else (folder, texts)


def main(arguments: list[str] | None = None, folder: Path = FOLDER) -> int:
    """The exit code: 0, or 1 after a fault or when no text is found."""
    parser = argparse.ArgumentParser(description="check the labelled reports")
    parser.add_argument("--texts", type=Path, help="folder of NN.txt; without it those of written/")
    folder, texts = labelled_folder(folder, parser.parse_args(arguments).texts)
    unseen_names = (folder / "unseen.txt").read_text(encoding="utf-8").split()
    files, found, faults = {}, 0, []
    for path in sorted((folder / "labels").glob("*.json")):
        files[path.stem], wrong, here = check_file(path, texts)
        found += here
        faults += [f"{path.name}: {fault}" for fault in wrong]
    faults += [f"unseen.txt names {name}, which has no labels" for name in unseen_names if name not in files]
    print("\n".join(faults), end="\n" if faults else "")
    everything = counts_of({name: file for name, file in files.items() if "labels" in file})
    unseen = counts_of({name: file for name, file in files.items() if name in unseen_names and "labels" in file})
    for key in sorted(everything):
        print(f"{key:<22}{everything[key]:>6}   unseen {unseen[key]:>5}")
    print(f"texts found {found}, not found {len(files) - found}, faults {len(faults)}")
    return 1 if faults or not found else 0


if __name__ == "__main__":
    sys.exit(main())
