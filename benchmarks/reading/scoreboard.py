"""The scoreboard as text and as JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final

from benchmarks.reading.board import Board, Count
from benchmarks.reading.labelled import Found

#: Below this many cases a rate says little: it is printed with a mark.
FEW: Final = 30
_NAME_WIDTH: Final = 32

Speed = Mapping[str, Mapping[str, float]]


def rate(right: int, cases: int) -> float | None:
    """`right` of `cases` as a share of 1; None of none."""
    return right / cases if cases else None


def as_json(board: Board, found: Found, speed: Speed, misses: int) -> dict[str, Any]:
    """Everything that `as_text` prints, as plain values."""
    return {
        "texts": _texts(found),
        "counts": {name: _with_rates(count) for name, count in board.counts.items()},
        "shares": {name: {"faults": faults, "cases": cases} for name, (faults, cases) in board.shares.items()},
        "misses": {
            name: [asdict(miss) for miss in several[:misses]] for name, several in board.misses.items() if misses
        },
        "seconds": speed,
    }


def as_text(board: Board, found: Found, speed: Speed, misses: int) -> str:
    """One line per kind with precision and recall, then shares, seconds and up to `misses` misses per kind."""
    texts = _texts(found)
    lines = [
        f"texts scored {texts['scored']} (of them unseen {texts['unseen']}), not found {texts['missing']}, "
        f"changed {len(found.changed)}, refused by the program {len(found.refused)}",
        *(
            f"{word}: {', '.join(names)}"
            for word, names in (("changed", found.changed), ("refused", found.refused))
            if names
        ),
        "",
        f"{'':<{_NAME_WIDTH}}{'precision':>10}{'right/made':>14}{'recall':>11}{'right/labelled':>16}",
        *(_line(name, count) for name, count in board.counts.items()),
        *(_share(name, *share) for name, share in board.shares.items()),
        f"* fewer than {FEW} cases",
        *_speed_lines(speed),
        *_miss_lines(board, misses),
    ]
    return "\n".join(lines)


def _texts(found: Found) -> dict[str, Any]:
    return {
        "scored": len(found.reports), "unseen": sum(report.unseen for report in found.reports),
        "missing": found.missing, "changed": found.changed, "refused": found.refused,
    }  # fmt: skip


def _with_rates(count: Count) -> dict[str, Any]:
    return asdict(count) | {
        "precision": rate(count.right_made, count.made),
        "recall": rate(count.right_labelled, count.labelled),
    }


def _line(name: str, count: Count) -> str:
    made, labelled = (count.right_made, count.made), (count.right_labelled, count.labelled)
    return (
        f"{_indented(name):<{_NAME_WIDTH}}{_cell(*made):>10}{_of(*made):>14} {_cell(*labelled):>10}{_of(*labelled):>16}"
    )


def _indented(name: str) -> str:
    kind, colon, part = name.partition(": ")
    return f"  {part}" if colon and kind != "findings" else name


def _cell(right: int, cases: int) -> str:
    share = rate(right, cases)
    return "-" if share is None else f"{share:.3f}{'*' if cases < FEW else ' '}"


def _of(right: int, cases: int) -> str:
    return f"{right}/{cases}"


def _share(name: str, faults: int, cases: int) -> str:
    return f"{name:<{_NAME_WIDTH}}{_cell(faults, cases):>10}{_of(faults, cases):>14}"


def _speed_lines(speed: Speed) -> Iterator[str]:
    if speed:
        yield f"\n{'seconds to read':<{_NAME_WIDTH}}{'here':>10}{'there':>10}{'ratio':>10}"
    for name, each in speed.items():
        yield f"  {name:<{_NAME_WIDTH - 2}}{each['here']:>10.4f}{each['there']:>10.4f}{each['ratio']:>10.2f}"


def _miss_lines(board: Board, most: int) -> Iterator[str]:
    for name in (*board.counts, *board.shares):
        several = board.misses.get(name, []) if most else []
        if several:
            yield f"\n{name}: {len(several)} misses"
        yield from (
            f"  {miss.text} {miss.words}\n      expected {_value(miss.expected)} | read {_value(miss.read)}"
            for miss in several[:most]
        )


def _value(value: Any) -> str:
    return "nothing" if value is None else str(value)
