"""The strips of 趋势: one per task, on one per-cent axis where there is a target."""

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

from domain.judging.progress import progress_of
from domain.schema.display import is_missing, quantity_text, share_text
from domain.schema.vocabulary import STATES
from views.panel import joined
from views.timeline import Timeline, change_words, written
from views.timeline_lines import no_lines, series_words, timeline_lines


def trend_strips(timelines: Iterable[Timeline]) -> pd.DataFrame:
    """The table of charts.small_trends for timelines of several dates, with a target first; no milestones."""
    tasks: dict[str, list[Timeline]] = defaultdict(list)
    for timeline in timelines:
        if timeline.current["kind"] != "milestone":
            tasks[str(timeline.current["indicator_id"] or timeline.current["row_id"])].append(timeline)
    strips = [_strip(each) for each in sorted(tasks.values(), key=lambda each: not _has_share(each[0]))]
    return pd.concat(strips, ignore_index=True) if strips else no_lines()


def _has_share(timeline: Timeline) -> bool:
    """Whether the newest value is a share of the way to a target."""
    measure = timeline.points[-1].measure
    return measure.goal is not None and measure.goal != measure.base


def _strip(claims: list[Timeline]) -> pd.DataFrame:
    """The lines of one task: one per claimed target as per cent of it, else the value itself."""
    with_share = [timeline for timeline in claims if _has_share(timeline)]
    shown = with_share or claims[:1]
    first, several = shown[0], len(shown) > 1
    change = change_words(first.points[-2], first.points[-1])
    strip = [
        timeline_lines(each, shares=bool(with_share)).assign(
            line=line, end=_share_words(each) if with_share else written(each.points[-1].row)
        )
        for line, each in enumerate(shown)
    ]
    return pd.concat(strip, ignore_index=True).assign(
        label=first.current["name"] if several else first.current["label"],
        head=written(first.points[-1].row),
        tail=joined(change, *(_claim_words(each, several=several) for each in shown), between="，"),
        shared=bool(with_share),
        leads_to=f"indicator={first.current['row_id']}",
    )


def _share_words(timeline: Timeline) -> str:
    share = progress_of(timeline.points[-1].measure).printed.completion
    return "" if share is None else share_text(share)


def _claim_words(timeline: Timeline, *, several: bool) -> str:
    """完成率7.4%，严重滞后; of several claimed targets 按7,850亩完成率7.4%（严重滞后）."""
    current = timeline.current
    share = "" if is_missing(current["completion"]) else f"完成率{share_text(current['completion'])}"
    if not several:
        return joined(share, current["word"], between="，")
    goal = quantity_text(current["target"], current["unit"], current["target_qualifier"])
    return f"按{goal}{share}（{STATES[current['state']]}）"


def axis_words(lines: pd.DataFrame) -> str:
    """The legend of `trend_strips`."""
    shared = set(lines["shared"].astype(bool)) if len(lines) else set()
    return joined(
        "纵轴为完成值占目标的百分比，各行相同，横线为目标" if True in shared else "",
        "各行各用自己的纵轴" if shared == {False} else "没有目标的各用自己的纵轴" if False in shared else "",
        series_words(set(lines["series"])),
    )
