"""The slide 承诺兑现: what the last report promised, what the clerk has confirmed, what the program only proposes."""

from collections.abc import Iterable, Iterator
from typing import Final

import pandas as pd

from domain.checks.promises import STATES
from domain.schema.frames import Tables
from views import slide_tables
from views.panel import as_of_words
from views.promises import PromisesView, state_counts
from views.slide import Slide
from views.slide_plan import cut_task
from views.slide_titles import Message, first_message

_MOST_ROWS: Final = 5


def promise_slide(tables: Tables, promises: PromisesView | None, used: Iterable[str]) -> Iterator[Slide]:
    """Shown by default once the clerk has confirmed something; none without promises of a period before.

    What is confirmed comes first, of that what is not kept.
    """
    if promises is None or not promises.rows:
        return
    confirmed, proposed = promises.confirmed, promises.proposed
    order = {state: place for place, state in enumerate(STATES)}
    rows = [*sorted(confirmed, key=lambda row: order[row.state]), *proposed]
    shown = rows[:_MOST_ROWS]
    drawn = pd.DataFrame(
        {
            "text": [cut_task(row.text) for row in shown],
            "state_word": [STATES[row.state] for row in shown],
            "basis": ["已确认" if row.confirmed else "待确认" for row in shown],
            "start": pd.Series([row.start for row in shown], dtype="Int64"),
        }
    )
    table, columns = slide_tables.promise_table(drawn)
    message = first_message(_messages(promises), used) or Message("承诺兑现", "", ("承诺兑现",))
    points = [f"经办人已确认{len(confirmed)}项：{state_counts(confirmed)}"] if confirmed else []
    if proposed:
        points.append(f"另有{len(proposed)}项待确认，程序初判：{state_counts(proposed)}" if confirmed else
                      f"{len(proposed)}项都待确认，程序初判：{state_counts(proposed)}")  # fmt: skip
    yield Slide(
        "promises", "承诺兑现", message.text, message=message, table=table, columns=columns, points=tuple(points),
        left=len(rows) - len(shown), as_of=as_of_words(tables["figures"]), source_rows=tables["figures"],
        optional=not confirmed, lines=("上期报告的任务和目标，与本期报告逐句比对",),
        notes=tuple(f"上期：“{row.promised}”；本期：“{row.current_quote or '没有找到'}”" for row in shown),
        sentences={row.start: row.current_quote for row in shown if row.start is not None},
    )  # fmt: skip


def _messages(promises: PromisesView) -> Iterator[Message]:
    total, confirmed = f"上期承诺{len(promises.rows)}项", promises.confirmed
    kept = sum(row.state == "kept" for row in confirmed)
    known = (total, f"经办人已确认{len(confirmed)}项", f"{kept}项已兑现", "兑现情况待经办人确认", f"其中{kept}项已兑现")
    if not confirmed:
        yield Message(f"{total}，兑现情况待经办人确认", "", known)
    elif promises.proposed:
        yield Message(f"{total}，经办人已确认{len(confirmed)}项，其中{kept}项已兑现", "", known)
    else:
        yield Message(f"{total}，{kept}项已兑现", "", known)
