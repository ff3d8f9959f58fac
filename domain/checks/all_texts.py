"""The texts of all kinds of findings, by the code that a finding names in `text_code`."""

from typing import Final

from domain.checks.amount_texts import AMOUNT_TEXTS
from domain.checks.finding_text import FindingText
from domain.checks.progress_texts import PROGRESS_TEXTS
from domain.checks.wording_texts import WORDING_TEXTS

FINDING_TEXTS: Final[dict[str, FindingText]] = {**PROGRESS_TEXTS, **AMOUNT_TEXTS, **WORDING_TEXTS}
