"""The name of a single reading: that of its figure, with the noun behind the number where the words before only tell
more of it (盘活周边200多亩土地, 拆除园区内10余年钉子户, 覆盖70%以上自然村).
"""

import re
from typing import Final

from loaders.report.name_words import VERBS
from loaders.report.naming import object_of
from loaders.report.reading import Reading, Row

#: Dimensions whose noun follows the unit; money is named by what is done with it.
_MEASURES: Final = frozenset({"area", "length", "mass", "duration", "percent"})
_LONGEST: Final = 14
_PROJECT: Final = "项目"
_YEARS: Final = re.compile(
    r"^(?:[一二三四五六七八九十\d]+年来|年终|年底|年内|全年)?共?(?:达成|实现)?(?=[\u4e00-\u9fff]{2})"
)
#: 增收破, 收入达: what leads to the number.
_LEADS: Final = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:(?<![突打爆])破|每年可获得|可获得)$")
_ACTS: Final = re.compile(rf"^(?:{VERBS})")
#: 许可证的办理工作
_WORK: Final = re.compile("的[^的]{0,4}工作$")
#: 建成后可为周边企业提供人才公寓: what is provided, not by what and for whom.
_PROVIDED: Final = re.compile("^.*[能可].*(?:提供|带来)(?=[\u4e00-\u9fff]{2})")
_MARKS: Final = ",，;；。 \n"
#: Names that need the project that they are of.
_SAY_NOTHING: Final = frozenset({"任务数", "任务", "投资", "面积", "项目数"})
#: 处置县、街流转交办的信访件: what is done with what, not whose it was.
_HANDLED: Final = re.compile(rf"^((?:{VERBS}))[^的]{{4,}}的([\u4e00-\u9fff]{{2,6}})$")
_QUALIFIERS: Final = re.compile("^(?:以上|左右|的)*")
#: 项目的设计, 用地指标的奖励: what is counted stands before 的.
_OWNED: Final = re.compile("的.*$")
#: 430余万元的租金分红: what the money is.
_SUM_OF: Final = re.compile("的([\u4e00-\u9fff]{2,8})$")


def reading_name(reading: Reading, figure: Row, project: str | None) -> str | None:
    """The name of the reading of `figure`, which `project` is said of; None where its clause gives none."""
    name = _PROVIDED.sub("", figure["name"] or "")
    name = _WORK.sub("", _LEADS.sub("", _YEARS.sub("", name)))
    start, end = int(figure["start"]), int(figure["end"])
    behind = reading.words(end, reading.outline.clause(start).end).rstrip(_MARKS)
    if figure["dimension"] == "count" and behind.startswith(name) and "的" in name:
        owner, _, owned = name.partition("的")
        return owner if len(owner) > 1 else owned + owner
    if figure["dimension"] == "money" and (sum_of := _SUM_OF.match(behind)) and sum_of[1] not in name:
        return f"{name}{sum_of[1]}"
    noun = _OWNED.sub("", object_of(behind))
    is_next = _QUALIFIERS.sub("", behind).startswith(noun)
    has_noun = figure["dimension"] in _MEASURES and noun and is_next and not _ACTS.match(noun)
    if has_noun and noun not in name and name not in noun and len(name) + len(noun) <= _LONGEST:
        name += noun
    name = name_of_project(project, name) if name in _SAY_NOTHING else name
    return _HANDLED.sub(r"\1\2", name) or None


def name_of_project(project: str | None, words: str) -> str:
    """`words` behind the name of their project, which they may hold already: 大道项目 and 项目总体进度 share a word."""
    if not project or project in words:
        return words
    return f"{project}{words.removeprefix(_PROJECT) if project.endswith(_PROJECT) else words}"
