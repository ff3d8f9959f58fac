"""Spreadsheets after the structure of public ones; every figure of each is stated, with its day and unit."""

from datetime import datetime

from tests.loaders.workbook.mapping.offices import first_reading, rows, second_reading

#: After the monthly investment figures of key projects in catkins10/cms: money of the month, of the year, since the
#: start, and shares of the plan and of the total.
PROJECTS = {
    "重点项目": [
        ["2024年重点建设项目投资完成情况月报表"],
        ["报告期：2024年5月", *[None] * 8, "单位：万元"],
        ["序号", "项目名称", "项目单位", "总投资", "年计划投资", "当月完成投资",
         "年初至报告期累计完成投资", "占年计划（%）", "开工至报告期累计完成投资", "占总投资（%）"],
        [1, "城东污水处理厂", "城投公司", 12000, 4000, 350, 1800, 45, 6600, 55],
        [2, "滨河路改造", "交通局", 3600, 3600, 200, 900, 25, 900, 25],
        ["合计", None, None, 15600, 7600, 550, 2700, 35.5, 7500, 48.1],
    ]
}  # fmt: skip
#: After the assessment sheets of departments in hktianyi/Meeting: indicators of two levels, the upper one in the first
#: row of its group only.
ASSESSMENT = {
    "考核": [
        ["部门绩效指标完成情况表"],
        ["一级指标", "二级指标", "计量单位", "目标值", "指标值（截至6月底）", "备注"],
        ["预算绩效", "预算执行进度", "%", 50, 48.5, None],
        [None, "三公经费", "万元", 30, 12.6, "含公车"],
        ["业务绩效", "检疫批次", "批次", 1200, 640, None],
    ]
}
SIDE_BY_SIDE = {
    "Sheet1": [
        ["各村征收情况（截至2024年6月25日）", None, None, None, "各村安置情况", None, None],
        ["村名", "应签户数（户）", "已签户数（户）", None, "村名", "应安置户数（户）", "已安置户数（户）"],
        ["东村", 40, 31, None, "东村", 20, 12],
        ["西村", 25, 25, None, "西村", 10, 10],
        ["制表：李某"],
    ]
}
PAYMENTS = {
    "Sheet1": [
        ["工程款支付台账（截至2024年6月30日）"],
        ["合同编号", "合同名称", "合同金额（元）", "累计已付（元）", "支付比例", "付款日期"],
        ["HT-01", "土方工程", 1500000, 900000, 0.6, "2024-05-20"],
        ["HT-02", "绿化工程", 480000, 480000, 1, "2024-06-03"],
        [None, "合计", 1980000, 1380000, 0.697, None],
    ]
}
POPULATION = {
    "一季度": [
        ["2024年第一季度人口情况"],
        ["村（社区）", "户籍人口（人）", "常住人口（人）"],
        ["东村", 980, 760],
        ["西村", 655, 520],
    ]
}
YEARS = {
    "Sheet1": [
        ["主要农产品产量"],
        ["指标名称", "单位", "2021年", "2022年", "2023年"],
        ["粮食", "吨", 5200, 5310, 5400.5],
        ["柑橘", "吨", 880, 905, 921],
    ]
}


def test_money_of_projects_is_that_of_the_year_and_left_out_columns_are_listed():
    (table,) = first_reading(PROJECTS).foreign
    assert [table.labels[n] for n in table.left_out(table.mapping)] == [
        "当月完成投资",
    ]
    reading = second_reading(PROJECTS)
    assert reading.faults == ()
    assert rows(reading, "funding", "project", "stage", "kind", "amount_wan_yuan", "as_of_end") == [
        ("城东污水处理厂", "总投资", None, 12000, "2024-05-31"),
        ("城东污水处理厂", "计划", "投资", 4000, "2024-05-31"),
        ("城东污水处理厂", "完成投资", None, 1800, "2024-05-31"),
        ("城东污水处理厂", "完成投资", "开工至", 6600, "2024-05-31"),
        ("滨河路改造", "总投资", None, 3600, "2024-05-31"),
        ("滨河路改造", "计划", "投资", 3600, "2024-05-31"),
        ("滨河路改造", "完成投资", None, 900, "2024-05-31"),
        ("滨河路改造", "完成投资", "开工至", 900, "2024-05-31"),
    ]


def test_indicators_of_the_lowest_level_name_the_rows():
    reading = second_reading(ASSESSMENT)
    assert reading.faults == ()
    assert rows(reading, "measures", "name", "unit", "target", "actual", "as_of_end", "note") == [
        ("预算执行进度", "%", 50, 48.5, "2024-06-30", None),
        ("三公经费", "万元", 30, 12.6, "2024-06-30", "含公车"),
        ("检疫批次", "批次", 1200, 640, "2024-06-30", None),
    ]


def test_tables_side_by_side_are_read_each_with_its_targets():
    reading = second_reading(SIDE_BY_SIDE)
    assert reading.faults == ()
    assert rows(reading, "demolition", "place", "stage", "target_households", "households") == [
        ("东村", "签约", 40, 31), ("西村", "签约", 25, 25), ("东村", "安置", 20, 12), ("西村", "安置", 10, 10),
    ]  # fmt: skip


def test_contract_money_and_what_was_paid_of_it_are_stages():
    reading = second_reading(PAYMENTS)
    assert reading.faults == ()
    assert rows(reading, "funding", "project", "stage", "kind", "amount_wan_yuan", "as_of_end") == [
        ("土方工程", "合同", None, 150, "2024-06-30"),
        ("土方工程", "已付", None, 90, "2024-06-30"),
        ("绿化工程", "合同", None, 48, "2024-06-30"),
        ("绿化工程", "已付", None, 48, "2024-06-30"),
    ]


def test_population_by_village_is_of_the_end_of_its_quarter():
    reading = second_reading(POPULATION)
    assert reading.faults == ()
    assert rows(reading, "other", "place", "name", "value", "unit", "as_of_end") == [
        ("东村", "户籍人口（人）", 980, "人", "2024-03-31"),
        ("东村", "常住人口（人）", 760, "人", "2024-03-31"),
        ("西村", "户籍人口（人）", 655, "人", "2024-03-31"),
        ("西村", "常住人口（人）", 520, "人", "2024-03-31"),
    ]


INCOMES = {
    "收入": [
        ["2023年上半年村集体经济收入情况表"],
        ["序号", "村名", "2022年收入（万元）", "2023年上半年收入（万元）", "2024年计划（万元）"],
        [1, "上畈村", 52.5, 30.0, 70.0], [2, "下塘村", 61.0, 33.0, 80.0], [3, "石门村", 47.0, 21.0, 60.0],
    ]
}  # fmt: skip
INDICATORS = {
    "指标": [
        ["指标完成情况表（2023年6月）"], ["指标名称", "单位", "2021年完成", "2022年完成", "1-6月完成"],
        ["粮食播种面积", "亩", 5100, 5200, 2600], ["新增耕地", "亩", 800, 900, 584],
    ]
}  # fmt: skip


def test_year_that_is_over_within_a_header_dates_its_figures():
    found = rows(second_reading(INCOMES), "other", "place", "value", "as_of_end")
    assert found[:2] == [("上畈村", 52.5, "2022-12-31"), ("上畈村", 30.0, "2023-06-30")]


def test_column_of_an_earlier_year_gives_way_to_that_of_the_months():
    measures = second_reading(INDICATORS, as_of="2023-06-30").tables["measures"].set_index("name")
    assert measures.loc[["粮食播种面积", "新增耕地"], "actual"].tolist() == [2600, 584]


def test_years_as_columns_are_of_the_end_of_each_year_and_ask_for_no_day():
    (table,) = first_reading(YEARS).foreign
    assert not table.needs_day(table.mapping)
    reading = second_reading(YEARS)
    assert reading.faults == ()
    assert rows(reading, "other", "name", "value", "unit", "as_of_end") == [
        ("粮食（2021年）", 5200, "吨", "2021-12-31"),
        ("粮食（2022年）", 5310, "吨", "2022-12-31"),
        ("粮食（2023年）", 5400.5, "吨", "2023-12-31"),
        ("柑橘（2021年）", 880, "吨", "2021-12-31"),
        ("柑橘（2022年）", 905, "吨", "2022-12-31"),
        ("柑橘（2023年）", 921, "吨", "2023-12-31"),
    ]


def test_digits_with_zeros_before_them_below_a_merged_header_are_codes_and_no_figures():
    head = ["学院", None, "专业", None, "报名人数", "录取人数"]
    data = [["07", "东岭学院", "0301", "园艺", 17, 4], ["12", "西岭学院", "0402", "果树", 31, 9]]
    sheet = {"汇总": [["2024年报名情况（截至6月20日）"], head, *data]}
    reading = second_reading(sheet, {"汇总": ["A2:B2", "C2:D2"]})
    assert sorted(row[0] for row in rows(reading, "other", "value")) == [4, 9, 17, 31]


def test_rows_whose_names_are_empty_are_named_by_their_codes():
    data = [[f"KT{number}", None, number, number + 1] for number in range(101, 121)]
    sheet = {
        "月报": [
            ["设备月报表"],
            ["指标代码", "指标名称", "2024年4月", "2024年5月"],
            ["", "一、设备", None, None],
            *data,
        ]
    }
    reading = second_reading(sheet)
    assert rows(reading, "other", "name", "value")[:2] == [("KT101（2024年5月）", 102), ("KT102（2024年5月）", 103)]


def test_header_with_a_number_of_days_heads_a_list_of_days_without_figures():
    day = datetime(2024, 3, 5)
    data = [["涵洞", "1号", day, day], ["桥台", "2号", day, None], [1, "3号", day, day]]
    sheet = {"台账": [["路基台账"], ["分部工程", "分项工程", "开始时间", "28d日期"], *data]}
    reading = first_reading(sheet)
    assert [table.labels for table in reading.foreign] in ([], [("分部工程", "分项工程", "开始时间", "28d日期")])


def test_numbers_without_a_header_beside_headed_ones_are_left_out_with_a_tick():
    sheet = {"表": [["护坡台账（截至6月20日）"], ["工程", "长度（米）", None], ["甲段", 40, 7], ["乙段", 60, 9]]}
    table = first_reading(sheet).foreign[0]
    assert [table.labels[n] for n in table.left_out(table.mapping)] == ["（C列，没有表头）"]


def test_rows_that_are_months_are_figures_of_their_months_and_their_sum_is_computed():
    sheet = {
        "表": [
            ["2024年费用统计表"],
            ["月份", "水费（元）", "电费（元）", "总和"],
            ["3月", 80, 20, 100],
            [4, 55, 10, 65],
        ]
    }
    reading = second_reading(sheet)
    assert rows(reading, "other", "name", "value", "as_of_end") == [
        ("水费（元）（2024年3月）", 80, "2024-03-31"),
        ("电费（元）（2024年3月）", 20, "2024-03-31"),
        ("水费（元）（2024年4月）", 55, "2024-04-30"),
        ("电费（元）（2024年4月）", 10, "2024-04-30"),
    ]


def test_form_above_a_table_is_not_its_header_and_its_figures_are_named():
    form = [
        ["项目名称", "东区安置房", None, "项目状态", "在建"], ["合同额（万元）", 300.5, None, "已收款（万元）", 120.5],
        ["累计产值（万元）", 200.5, None, "欠款（万元）", 80.5],
    ]  # fmt: skip
    head = ["序号", "分包单位", "合同名称", "合同金额（万元）", "已付款（万元）"]
    table = [[1, "甲公司", "土建合同", 90, 45], [2, "乙公司", "安装合同", 60, 20]]
    reading = second_reading({"东区": [["2024年5月资金审批表"], *form, head, *table]})
    assert sorted(value for (value,) in rows(reading, "funding", "amount_wan_yuan")) == [20, 45, 60, 90]
    above = [fault.place.cell for fault in reading.warnings if fault.kind.code == "row_above_header"]
    assert above == ["A3", "A4"]


def test_rows_that_only_a_kind_tells_apart_are_named_by_it_and_remarks_are_no_figures():
    sheet = {
        "表": [
            ["检查情况（截至6月20日）"],
            ["序号", "工作类型", "次数", "备注"],
            [1, "巡查", 3, 109],
            [2, "培训", 5, 110],
        ]
    }
    assert rows(second_reading(sheet), "other", "name", "value") == [("巡查 次数", 3), ("培训 次数", 5)]
