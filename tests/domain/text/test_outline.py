"""Headings, items, paragraphs, sentences and clauses by their form."""

import pytest

from domain.text.outline import read_outline

REPORT = (
    "索 引 号:K0001/2022-00012\n发布机构:青石镇人民政府\n\n"
    "青石镇2022年上半年工作总结和下半年工作打算\n来源:青石镇人民政府　浏览次数:123\n"
    "上半年,青石镇完成固定资产投资2.3亿元。\n"
    "一、上半年主要工作\n"
    "(一)工业经济。全镇规上工业产值完成12.6亿元,增长8.1%。其中:甲村3亿元;乙村1亿元。\n"
    "1.甲村:流转土地300亩;\n2.乙村:流转土地450亩。\n"
    "二、下半年工作打算\n力争完成投资3亿元。\n"
    "附件:1.项目清单\n2.责任分工表\n联系人:张三\n"
)


def roles(text):
    return [(paragraph.role, paragraph.text) for paragraph in read_outline(text).paragraphs]


def path_at(text, words):
    return read_outline(text).paragraph(text.index(words)).path


def test_outline_of_web_page_separates_title_from_catalogue_and_closing_lines():
    assert [role for role, _ in roles(REPORT)] == [
        "front", "front", "title", "front", "text", "heading", "text", "item", "item", "heading", "text", "closing",
        "closing", "closing",
    ]  # fmt: skip


def test_paragraph_path_holds_the_headings_above_it():
    assert path_at(REPORT, "450亩") == "一、上半年主要工作 / (一)工业经济 / 2.乙村:流转土地450亩"


def test_lines_that_close_a_report_stand_below_no_heading():
    assert [paragraph.headings for paragraph in read_outline(REPORT).paragraphs[-3:]] == [(), (), ()]


def test_upper_heading_closes_the_lower_ones():
    assert path_at("一、总结\n(一)甲\n1.乙\n二、思路\n建成5个公园。\n", "5个") == "二、思路"


@pytest.mark.parametrize(
    ("line", "level", "number", "title"),
    [
        ("第一部分 上半年工作回顾", 0, 1, "上半年工作回顾"),
        ("第二章　发展目标", 0, 2, "发展目标"),
        ("一、聚焦产业", 1, 1, "聚焦产业"),
        ("十二.聚焦产业:", 1, 12, "聚焦产业"),
        ("（二）聚焦民生", 2, 2, "聚焦民生"),
        ("(三)聚焦民生", 2, 3, "聚焦民生"),
        ("3.强化保障", 3, 3, "强化保障"),
        ("３、强化保障", 3, 3, "强化保障"),
        ("（4）强化保障", 4, 4, "强化保障"),
        ("④强化保障", 4, 4, "强化保障"),
        ("五是强化保障", 4, 5, "强化保障"),
        ("　　一、聚焦产业", 1, 1, "聚焦产业"),
    ],
)
def test_heading_of_each_form_has_level_number_and_title(line, level, number, title):
    (heading,) = read_outline(f"{line}\n全年建成3处。\n").paragraph(len(line) + 3).headings
    assert (heading.level, heading.number, heading.title, heading.is_item) == (level, number, title, False)


@pytest.mark.parametrize("line", ["2.5公里道路完工", "12.6亿元到位", "-5%的降幅", "2022年工作", "*注:略"])
def test_number_at_start_of_line_is_no_heading(line):
    assert path_at(f"一、总结\n{line}。\n", "。") == "一、总结"


def test_run_in_heading_is_a_separate_sentence():
    text = "一、总结\n（一）项目建设。新开工项目12个。\n（二）工业经济稳中有进　全镇产值12亿元。\n"
    outline = read_outline(text)
    assert [sentence.text for sentence in outline.paragraphs[1].sentences] == ["（一）项目建设。", "新开工项目12个。"]
    assert [sentence.text for sentence in outline.paragraphs[2].sentences] == [
        "（二）工业经济稳中有进", "全镇产值12亿元。",
    ]  # fmt: skip
    assert [each.own_heading.title for each in outline.paragraphs[1:]] == ["项目建设", "工业经济稳中有进"]


def test_numbered_sentence_with_an_amount_is_an_item():
    (paragraph,) = read_outline("2.建成公园5个。另有3个在建。").paragraphs
    assert (paragraph.role, paragraph.own_heading.is_item) == ("item", True)


def test_line_without_a_number_above_items_is_a_heading():
    text = "一、征迁工作\n丈量情况\n1、甲村丈量30户。\n2、乙村丈量20户。\n腾空情况\n1、甲村腾空9户。\n"
    assert path_at(text, "20户") == "一、征迁工作 / 丈量情况 / 2、乙村丈量20户"
    assert path_at(text, "9户") == "一、征迁工作 / 腾空情况 / 1、甲村腾空9户"


def test_line_without_a_number_that_names_a_part_holds_the_chapters_below_it():
    text = "2022年工作回顾\n一、产业\n引进2家。\n二、民生\n新建3处。\n2023年工作安排\n一、产业\n引进4家。\n"
    assert path_at(text, "3处") == "2022年工作回顾 / 二、民生"
    assert path_at(text, "4家") == "2023年工作安排 / 一、产业"


def test_line_without_a_number_holds_no_chapter_that_counts_on():
    text = "一、产业\n引进2家。\n下一步打算\n抓好落实。\n二、民生\n新建3处。\n"
    assert path_at(text, "3处") == "二、民生"


def test_table_cells_that_look_like_headings_are_none():
    text = "一、总结\n各村如下\n目标任务\n完成情况\n甲村\n30\n25\n"
    assert path_at(text, "25") == "一、总结"


def test_items_on_one_line_behind_bullets_are_sentences():
    text = "·建成公园3处·完成“山·水”工程·引进企业5家\n"
    assert [sentence.text for sentence in read_outline(text).sentences] == [
        "·建成公园3处", "·完成“山·水”工程", "·引进企业5家",
    ]  # fmt: skip


def test_title_without_empty_line_is_separated_from_text():
    text = "青石街道办事处2022年度工作总结及2023年度工作思路\n今年以来,街道完成投资3亿元。\n"
    assert [role for role, _ in roles(text)] == ["title", "text"]


def test_greeting_before_speech_is_no_title():
    assert roles("各位代表:\n现在报告工作,请审议。\n")[0] == ("front", "各位代表:")


def test_sentence_ends_behind_the_marks_that_close_it():
    text = "会上说“要抓紧。”随后部署。数字很好!"
    assert [sentence.text for sentence in read_outline(text).sentences] == [
        "会上说“要抓紧。”",
        "随后部署。",
        "数字很好!",
    ]


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        ("面积达1,880亩,当中18个启动;其余在办。", ["面积达1,880亩", "当中18个启动", "其余在办。"]),
        ("面积达１，８８０亩，当中18个启动；其余在办。", ["面积达１，８８０亩", "当中18个启动", "其余在办。"]),
        ("共20处,其中:甲村5处,乙村15处", ["共20处", "其中:甲村5处", "乙村15处"]),
        ("会议于15:58结束:共12,15人参加", ["会议于15:58结束", "共12", "15人参加"]),
        ("完成,,一半,", ["完成", ",一半"]),
    ],
)
def test_clause_ends_at_a_mark_that_is_not_inside_a_number(sentence, clauses):
    assert [clause.text for clause in read_outline(sentence).clauses] == clauses


def test_clause_has_its_end_mark():
    assert [clause.mark for clause in read_outline("甲,乙；丙：丁。").clauses] == [",", "；", "：", ""]


def test_segments_of_a_sentence_are_its_parts_between_semicolons():
    text = "引进5家,落地3家;开工2个；投产1个。"
    (sentence,) = read_outline(text).sentences
    assert [text[start:end] for start, end in sentence.segments] == ["引进5家,落地3家", "开工2个", "投产1个"]


def test_widened_span_goes_to_the_clauses_that_end_in_the_marks_asked_for():
    text = "引进5家。落地情况:甲村3家,乙村2家;其余在谈。"
    outline = read_outline(text)
    at = text.index("3家")
    assert text[slice(*outline.widened(at, at + 2, ",，;；"))] == "落地情况:甲村3家"
    assert text[slice(*outline.widened(at, at + 2, ";；"))] == "落地情况:甲村3家,乙村2家"
    at = text.index("其余")
    assert text[slice(*outline.widened(at, at + 2, ";；"))] == "其余在谈"


def test_text_with_carriage_returns_has_the_paragraphs_of_its_lines():
    assert [words for _, words in roles("一、总结\r\n建成3处。\r\n\r\n二、打算\r\n新建2处。\r\n")] == [
        "一、总结", "建成3处。", "二、打算", "新建2处。",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "\n", " \n\u3000\ufeff\n"])
def test_text_of_blanks_has_no_spans_and_look_ups_give_an_empty_one(text):
    outline = read_outline(text)
    assert outline.parts == outline.paragraphs == outline.sentences == outline.clauses == ()
    assert (outline.sentence(0).text, outline.part(3).paragraphs) == ("", ())


def test_damaged_text_without_marks_is_cut_into_clauses_of_bounded_length():
    outline = read_outline("亩" * 5000)
    assert max(clause.end - clause.start for clause in outline.clauses) == 400
    assert max(sentence.end - sentence.start for sentence in outline.sentences) == 1600


def test_part_body_leaves_out_its_own_heading():
    text = "三、下一步打算。抓好春耕。\n备足化肥300吨。\n"
    (part,) = read_outline(text).parts
    assert [[sentence.text for sentence in told] for _, told in part.body] == [["抓好春耕。"], ["备足化肥300吨。"]]


def test_title_of_a_chapter_ends_at_its_colon_where_it_says_what_follows():
    text = (
        "某镇2024年上半年工作总结\n\n一、主要工作\n完成投资300万元。\n\n"
        "二、下半年打算:10月底前完工2个。\n三、要求:7月底前销号。\n"
    )
    parts = [(part.kind, part.heading.title) for part in read_outline(text).parts if part.heading]
    assert parts == [("done", "主要工作"), ("plan", "下半年打算"), ("plan", "要求")]


def test_question_of_a_speech_opens_its_plan():
    text = "在全镇大会上的讲话\n\n同志们:\n去年完成税收900万元。\n2025年怎么干?\n税收,1000万元,比去年再加100万元。\n"
    assert [sentence.kind for sentence in read_outline(text).sentences[-2:]] == ["plan", "plan"]


def test_year_that_a_speech_turns_to_opens_its_plan():
    text = "在全镇大会上的讲话\n\n同志们:\n去年完成税收900万元。\n"
    text += "再说今年。今年的大盘子是:税收1000万元,财政收入60万元。\n道路硬化14公里。\n"
    assert [sentence.kind for sentence in read_outline(text).sentences[-2:]] == ["plan", "plan"]


def test_programme_by_name_is_no_plan():
    text = "某县补助发放情况\n\n1.雨露计划。补助学生1126人。\n2.工作计划。新增岗位30个。\n"
    assert [part.kind for part in read_outline(text).parts if part.heading] == ["done", "plan"]
