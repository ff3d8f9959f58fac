"""How far a thing is by the clause behind its figures: 项目完工等待验收, 目前正在招标."""

import re
from typing import Final

from loaders.report.reading import Reading

_STATE: Final = re.compile(
    r"(?:已|均|都|现|目前|正在|正|等待|待|加快|全部|全面|顺利|如期|按期|项目|工程|主体)[^,，;；。]{0,8}?"
    r"(?:完工|竣工|验收|招标|施工|结顶|封顶|开工|动工|投产|投用|投入使用|交付|建成|通车|开业|完成)"
    r"|排名[^,，;；。]{0,8}第"
)
_LONGEST: Final = 40


def state_behind(reading: Reading, start: int) -> str | None:
    """The clause behind that of the figure at `start`, where it has no figure and says how far the thing is."""
    clause = reading.outline.clause(start)
    sentence = reading.outline.sentence(start)
    if clause.stop >= sentence.end:
        return None
    following = reading.outline.clause(clause.stop)
    figures = reading.figures_between(following.start, following.end)
    has_amount = any(figure["base_value"] is not None for figure in figures)
    words = reading.words(*reading.clause(following.start, following.start + 1))
    is_state = len(words) <= _LONGEST and _STATE.search(words) is not None
    return words if is_state and not has_amount else None
