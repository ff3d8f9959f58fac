from charts.fitting import column_widths, fitting_size, lines_of, shortened
from exports.office.clean import clean, prose
from exports.office.spreadsheet import label_format


def test_control_and_unseen_characters_go_and_lines_become_one():
    assert clean("第一\n第二\x00\x1b[31m\u202e三\ufffe") == "第一 第二[31m三"
    assert clean(None) == ""
    assert clean(float("nan")) == ""


def test_punctuation_beside_chinese_is_full_width_and_numbers_are_unchanged():
    assert prose("新增耕地（土地整治）：按7,850亩，完成7.4%；8:30开会") == (
        "新增耕地\uff08土地整治\uff09\uff1a按7,850亩\uff0c完成7.4%\uff1b8:30开会"
    )


def test_quotation_of_report_keeps_punctuation():
    assert prose("原文：“甲，乙（丙）”，见《丁，戊》") == "原文\uff1a“甲，乙（丙）”\uff0c见《丁，戊》"


def test_number_format_writes_the_words_around_the_number():
    assert label_format(600, "约600亩") == '"约"0"亩"'
    assert label_format(4954, "4,954万元") == '#,##0"万元"'
    assert label_format(432.6, "432.6万元") == '0.0"万元"'
    assert label_format(-42.1496, "−42.1个百分点") == '"+"0.0"个百分点";"−"0.0"个百分点"'


def test_number_format_of_words_other_than_the_value_is_none():
    assert label_format(500000, "50.00亿元") is None
    assert label_format(100, "全部完成") is None


def test_text_width_is_counted_in_chinese_characters():
    assert lines_of("一二三四五六七八九十", 2.0, 14) == 1
    assert lines_of("一二三四五六七八九十", 1.0, 14) >= 2
    assert fitting_size("一二三四五六七八九十", 2.0, 0.3, (20, 14)) == 14


def test_text_too_long_is_cut_with_ellipsis():
    assert shortened("一二三", 2.0, 1, 14) == "一二三"
    cut = shortened("一二三四五六七八九十一二三四五六七八九十", 2.0, 1, 14)
    assert cut.endswith("…")
    assert lines_of(cut, 2.0, 14) == 1


def test_short_columns_get_what_they_need_and_long_ones_share_the_rest():
    widths = column_widths([["项", "一" * 60], ["8个", "二" * 60]], 4.0, 12, pad=0.2, loose=2.0)
    assert sum(widths) < 4.01
    assert widths[0] < 0.8
    assert widths[1] > 3.0
