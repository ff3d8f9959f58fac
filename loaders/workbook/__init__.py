"""Uploaded workbooks: validated, read in a sandboxed process, checked and compared with the current version."""

from loaders.sandbox.run import Cancelled
from loaders.workbook.guard import Refused
from loaders.workbook.marking import mark_faults
from loaders.workbook.reader import WorkbookReading, read_workbook

__all__ = ["Cancelled", "Refused", "WorkbookReading", "mark_faults", "read_workbook"]
