"""Another report of the same town in other words: the catalogue still finds what is there and says what is not."""

from functools import cache

import pandas as pd
import pytest

from loaders.report.figures import read_figures
from loaders.report.tables import build_tables
from loaders.text.source import parse_source

TEXT = """金川街道2023年工作总结及2024年工作思路

一、2023年工作总结

(一)聚焦重点,项目建设成果丰硕

1.土地整治持续加力。全年立项项目26个,立项总面积1200亩,24个项目启动施工,累计完成施工面积约900亩,历史项目任务已完成种植850亩,总体进度92%,排名全县第二。新增耕地目标7850亩。

2.征迁攻坚再传捷报。文峰西路西延项目18天内完成22幢房屋腾空、拆除。航运枢纽征收土地12.5公顷,涉及农户140户。

3.同创空间已完工。同创空间总体进度达到100%,争取专项债资金6000万元。

(二)安全生产。全年共排查企业5120家,发现重大隐患15处,整改闭环15处,一般隐患9800个,整改率99.5%。

(三)集体经济。各村经营性收入合计588.6万元。完成固定资产投资1.2亿元。全年经营性收入合计588.6万元。

二、2024年工作思路

(一)抓项目。推进项目建设。年底前完成土地整治1500亩任务,建成标准厂房2万平方米,招引企业3家。

(二)强治理。化解信访积案5件,力争3月底前完成村级换届。
"""


@cache
def tables(org_unit: str = "金川街道") -> dict[str, pd.DataFrame]:
    source = parse_source(TEXT.encode(), "next.txt", {"org_unit": org_unit, "period": "2023"})
    return build_tables(source, read_figures(source))


@pytest.mark.parametrize(
    ("row_id", "column", "value"),
    [
        ("land:土地整治·立项·actual", "area_mu", 1200),
        ("land:土地整治·施工·actual", "area_mu", 900),
        ("land:土地整治·历史项目·种植·actual", "area_mu", 850), ("demolition:文峰西路西延·房屋·腾空", "buildings", 22),
        ("demolition:常山江航运枢纽·土地·征收", "area_mu", 187.5),
        ("demolition:常山江航运枢纽·房屋·涉及", "households", 140),
        ("funding:同创空间·专项债·争取·actual", "amount_wan_yuan", 6000),
        ("funding:同创空间·专项债·争取·actual", "progress_pct", 100), ("safety:隐患·重大", "closed", 15),
        ("safety:隐患·一般", "found", 9800), ("safety:隐患·一般", "rate_pct", 99.5),
        ("investment:固定资产投资", "value", 1.2),
    ],
)  # fmt: skip
def test_synonyms_in_the_next_report_are_recognised(row_id, column, value):
    assert tables()[row_id.partition(":")[0]].set_index("row_id").loc[row_id, column] == value


def test_rate_of_found_hazards_gives_those_that_are_closed():
    hazards = tables()["measures"].set_index("name").loc["一般隐患整改"]
    assert (hazards["target"], hazards["actual"], hazards["reported_rate"]) == (9800, 9751, 99.5)


def test_target_of_next_year_is_not_compared_with_this_year():
    following = tables()["measures"].query("target == 1500").iloc[0]
    assert pd.isna(following["actual"])
    assert str(following["begin"].date()) == "2024-01-01"


def test_task_beside_a_project_in_one_planned_sentence_is_none_of_the_project():
    firms = tables()["measures"].query("target == 3").iloc[0]
    assert pd.isna(firms["project"])


def test_task_of_next_year_is_due_in_next_year():
    election = tables()["commitments"].query("text.str.contains('换届')").iloc[0]
    assert str(election["due"].date()) == "2024-03-31"


def test_names_of_the_unit_are_unknown_to_another_one():
    assert "常山江航运枢纽" not in set(tables("辉埠镇")["demolition"]["project"])
