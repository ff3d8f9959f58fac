"""Faults of an uploaded workbook: each kind defined once, for the screen, the marked copy and the manual.

A fault has its place (sheet, cell), the cell's content, what is wrong and what to write instead. Levels: refuse (the
file is not read at all), fault and ask (blocks the commit until the file is corrected or the clerk has chosen a
reading), warning (does not block), notice (done by the reader itself). A question with choices is answered on the
page; one without choices by correcting the file.
"""

from domain.faults.all_kinds import FAULT_KINDS
from domain.faults.fault import Choice, Fault, Place, answer_question, make_fault, make_question, shown
from domain.faults.fault_kind import LEVELS, FaultKind
from domain.faults.fault_tables import faults_table, manual_table

__all__ = [
    "FAULT_KINDS",
    "LEVELS",
    "Choice",
    "Fault",
    "FaultKind",
    "Place",
    "answer_question",
    "faults_table",
    "make_fault",
    "make_question",
    "manual_table",
    "shown",
]
