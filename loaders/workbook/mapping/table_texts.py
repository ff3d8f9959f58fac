"""What the texts around a table say of it: its as-of day, its year, what it is of, and the place of its sheet."""

import re
from datetime import date
from typing import Final

from domain.office_time import office_today
from domain.schema.period import PeriodError, parse_period
from loaders.workbook.cells import Other
from loaders.workbook.mapping.header_periods import HeaderPeriod, parse_header_period
from loaders.workbook.mapping.header_words import plain_text
from loaders.workbook.mapping.regions import Region
from loaders.workbook.scope import Scope

#: Names of sheets that say nothing of their rows.
_PLAIN_SHEET: Final = re.compile(r"(?i)sheet\d*|工作表\d*|\d+")
#: What titles of tables begin and end in.
_TITLE_START: Final = re.compile(r"^(?:指标[:：]|附[件表]\d*[:：]?|[(（]?[一二三四五六七八九十]+[)）]?[、.]|年度?)")
_TITLE_END: Final = re.compile(
    r"(?:工作)?(?:进度|进展|情况|完成情况|汇总|统计|明细|一览|台账|清单|拨付情况|月报|旬报|周报|台帐)*(?:表|台账|台帐|清单)?$"
)
#: The day on which somebody filled in a table says nothing of its figures: 填报时间：2023年7月3日.
_FILLED_IN: Final = re.compile(r"(?:填|制|报|编|上)[报表送制]?\s*(?:日期|时间)")
_BRACKETED: Final = re.compile(r"\([^()]*\)")


def table_day(region: Region, file_stem: str, scope: Scope) -> date | None:
    """The day in the title, in the sheet's name or in that of the file; None where none says it."""
    titles = zip(("", *region.titles), region.titles, strict=False)
    said = [text for before, text in titles if not _FILLED_IN.search(text) and not _is_label(before)]
    texts = [*said, region.sheet.name, file_stem]
    periods: list[HeaderPeriod] = [
        period for text in texts if (period := parse_header_period(text)) is not None and not period.is_year
    ]
    dated = sorted(periods, key=lambda period: period.day is None)
    return dated[0].end(table_year(region, file_stem, scope)) if dated else None


def _is_label(text: str) -> bool:
    """Whether a text announces the day of filling in that the next cell holds."""
    return _FILLED_IN.search(text) is not None and parse_header_period(text) is None


def table_year(region: Region, file_stem: str, scope: Scope) -> int:
    """The year of a sheet: in its title, in its name, in that of the file, else of the report period."""
    for text in (*region.titles, region.sheet.name, file_stem):
        if match := re.search(r"(?<!\d)((?:19|20)\d{2})(?=年|[./-]?\d{1,2}\D|\d{4}(?!\d)|$)", text):
            return int(match[1])
    try:
        return parse_period(scope.period or "").begin.year
    except PeriodError:
        return office_today().year


def table_thing(region: Region, file_stem: str) -> str:
    """What a table is of, by its title, else by the name of its sheet or file: 征迁项目进度表(截至…) → 征迁项目."""
    for text in (region.title, region.sheet.name, file_stem):
        plain = _BRACKETED.sub("", plain_text(text))
        if (period := parse_header_period(plain)) is not None:
            plain = period.rest
        plain = _TITLE_END.sub("", _TITLE_START.sub("", plain))
        if len(plain) > 1 and not _PLAIN_SHEET.fullmatch(plain):
            return plain
    return region.title


def place_name(sheet: str) -> str:
    """The name of a sheet as a place; "" for Sheet1 and for periods."""
    period = parse_header_period(sheet)
    is_period = period is not None and len(period.rest) < 2
    return "" if _PLAIN_SHEET.fullmatch(sheet.strip()) or is_period else sheet.strip()


def filled_in_day(region: Region, file_stem: str, scope: Scope) -> date | None:
    """The day on which a table was filled in: 编制日期：2023年7月3日, above or below it, in one cell or two.

    None where it does not stand there. It is no as-of day, but the likeliest one where nothing else is said.
    """
    sheet = region.sheet
    for row in range(region.top, region.end):
        texts = [value.text if isinstance(value, Other) else str(value) for value in sheet.row(row).values()]
        for text, following in zip(texts, [*texts[1:], ""], strict=True):
            if not _FILLED_IN.search(text):
                continue
            periods = map(parse_header_period, (text, following))
            period = next((each for each in periods if each is not None and each.day is not None), None)
            if period is not None:
                return period.end(table_year(region, file_stem, scope))
    return None
