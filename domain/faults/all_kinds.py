"""All kinds of faults, by code."""

from typing import Final

from domain.faults.cell_kinds import CELL_KINDS
from domain.faults.fault_kind import FaultKind
from domain.faults.file_kinds import FILE_KINDS
from domain.faults.notice_kinds import NOTICE_KINDS
from domain.faults.question_kinds import QUESTION_KINDS
from domain.faults.sheet_kinds import SHEET_KINDS
from domain.faults.warning_kinds import WARNING_KINDS

FAULT_KINDS: Final[dict[str, FaultKind]] = {
    kind.code: kind for kind in (*FILE_KINDS, *SHEET_KINDS, *CELL_KINDS, *QUESTION_KINDS, *WARNING_KINDS, *NOTICE_KINDS)
}
