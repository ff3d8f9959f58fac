"""The role of a figure by the words around it: rate of a task, target, or open.

占年度目标1亿元的56% has a target and its rate; 需拆除房屋23幢 a target; 剩余18处 is open. Where the words
do not decide, the role by tense stays (loaders/report/roles.py).
"""

from loaders.report.statements.amounts import assign_amount
from loaders.report.statements.facts import Report
from loaders.report.statements.open_amounts import join_open
from loaders.report.statements.shares import assign_share
from loaders.report.statements.wholes import is_found, is_one_of, mark_all_closed, wholes_of_parts


def assign_roles(report: Report) -> None:
    """Sets the role of every fact of `report`, and `of_what` of a rate."""
    facts = report.facts
    for at, fact in enumerate(facts):
        last = facts[at - 1] if at else None
        before = last if last and last.sentence is fact.sentence and last.cell == fact.cell else None
        if fact.cell and fact.role in ("actual", "target"):
            fact.role = "target" if fact.cell.kind == "task" else "actual"
            fact.rules.append("task_cell")
        if fact.is_share:
            assign_share(report, fact, before, facts[:at])
        elif fact.role != "baseline":
            assign_amount(report, fact, before)
            if at + 1 < len(facts) and is_one_of(report, fact, facts[at + 1]):
                fact.role = fact.role if is_found(report, fact) else "target"
                fact.rules.append("n_of")
    join_open(report)
    wholes_of_parts(report)
    mark_all_closed(report)
