import pytest


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("优化1121”工作法。", "引号或括号不成对：「1121”工作法」"),
        ("形成“网格+党建的架构。", "引号或括号不成对：「形成“网格+党」"),
        ("其他〔3处〕在还在整改。", "疑似多字：“其他3处在还在”"),
        ("全面提高村()治理水平。", "括号内是空的：“全面提高村()”"),
        ("综合利用土地〔23.4万平方〕,成效好。", "“23.4万平方”缺单位"),
        ("行成四套化解途径。", "疑似错字：“行成”，应为“形成”"),
        ("“诗画风光带”建设为契机,做细工作。", "““诗画风光带”建设为契机”前疑似缺“以”"),
        ("打造“网格+服务”“网格+执法”“网格+服务”等抓手。", "并列项“网格+服务”重复"),
    ],
)
def test_damaged_text_is_reported_with_its_place(findings, text, words):
    (found,) = findings(text, "damaged_text")
    assert found["severity"] == ("doubt" if "〔" in text else "notice")
    assert found["title"] == words
    assert found["quote"] in text.replace("〔", "").replace("〕", "")


@pytest.mark.parametrize(
    "text",
    [
        "建立“1+1+N”机制(试行),落实《条例》。",
        "他说:“第一句话。第二句话。”大家赞成。",
        "主要做法:1)抓源头;2)抓末端。",
        "面积〔23.4万平方米〕,约2平方公里。",
        "企业自行成立工会,进行成果展示。",
        "以“诗画风光带”建设为契机,做细工作。",
        "为了了解情况,这是我们的目的的一部分。",
        "打造“网格+服务”“网格+执法”等抓手,“网格+服务”最好。",
    ],
)
def test_sound_text_has_no_finding(findings, text):
    assert findings(text, "damaged_text") == []


def test_long_paragraph_without_full_stop_is_reported_as_possibly_truncated(findings):
    (found,) = findings("推进案件流转处置协同联动、闭环处置、全程留痕," * 3 + "推进各项工作", "damaged_text")
    assert found["severity"] == "notice"
    assert found["title"] == "段末没有句号"


def test_title_without_full_stop_has_no_finding(findings):
    assert findings("一、上半年工作总结\n工作总结及思路", "damaged_text") == []


def test_numbered_list_with_gap_is_reported(findings):
    (found,) = findings("1.抓党建。\n2.抓项目。\n4.抓民生。", "damaged_text")
    assert found["title"] == "序号不连续：2.之后是4."


def test_numbered_list_below_new_heading_may_restart(findings):
    assert findings("（一）抓党建\n1.强化。\n2.整治。\n（二）抓项目\n1.整治。\n2.征迁。", "damaged_text") == []


def test_row_numbers_of_table_with_gap_have_no_finding(findings):
    rows = "片区 | 指标 | 完成数 |\n东片 | 1.税收 | 30 |\n2.投资 | 15 | |\n西片 | 3.产值 | 8 |\n5.就业 | 6 | |\n"
    assert findings(f"各片区完成情况如下：\n{rows}", "damaged_text") == []
