"""At which level an honour is: by the words for it, or by the place that they name."""

import re
from typing import Final

from domain.catalogue import read_catalogue
from loaders.report.reading import Reading

_NAMED_UNIT: Final = re.compile(r"(?:\d{4}年度?)?([\u4e00-\u9fff]{2,3}?)(省|市|县|区)(?![域块级])")
#: 省三八红旗手, 县先进集体; 市县乡一体 names no level.
_BY_LETTER: Final = re.compile(r"([省市县区])(?![省市县区乡域块领])[\u4e00-\u9fff]{3}")
_LEVEL_OF: Final = {"省": "省级", "市": "市级", "县": "县级", "区": "县级"}


def level_of(words: str, reading: Reading) -> str | None:
    """The level that `words` say, or that of the place that they name: 某市先进, 最美某某人 in a report of 某某县."""
    levels = read_catalogue("honours")["levels"]
    level = next((entry["level"] for entry in levels if any(word in words for word in entry["words"])), None)
    if level is not None:
        return str(level)
    if letter := _BY_LETTER.match(words):
        return _LEVEL_OF[letter[1]]
    named = _NAMED_UNIT.match(words)
    if named is not None:
        return _LEVEL_OF[named[2]]
    above = _NAMED_UNIT.findall(" ".join(map(str, reading.source.origin.values())))
    return next((_LEVEL_OF[ending] for name, ending in above if name in words), None)
