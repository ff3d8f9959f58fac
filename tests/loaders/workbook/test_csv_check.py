"""A CSV that a spreadsheet would read askew without a word is told with its line."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.workbook import Refused, read_workbook
from loaders.workbook.csv_check import check_csv
from tests.loaders.workbook.samples import CURRENT, changes

HEAD = "编号,项目,环节,面积(亩)\n"


def refusal(text):
    with pytest.raises(Refused) as refused:
        read_workbook(text.encode(), "土地整治.csv", CURRENT)
    return refused.value.fault.kind.code, refused.value.fault.wrong[:6]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('land.a,"土地整治,立项,900\nland.b,土地整治,施工,610\n', "第 2 行起"),
        ('land.a,土地整治,立项,900\nland.b,"土地"整治,施工,610\n', "第 3 行起"),
        ('land.a,"两行\n土地",立项,900\nland.b,土地整治,"施工,610\n', "第 4 行起"),
        ('land.a,"土地整治,立项,900\nland.b,"土地整治",施工,610\n', "第 2 行起"),
    ],
)
def test_quote_that_does_not_close_is_refused_with_its_line(rows, line):
    assert refusal(HEAD + rows) == ("csv_quote", line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\ufeff\ufeff" + HEAD + "land.a,土地整治,立项,900\n", "第 1 行开"),
        ("\ufeff" + HEAD + "land.a,土地整治,立项,900\n\ufeff" + HEAD, "第 3 行开"),
    ],
)
def test_second_mark_of_the_encoding_is_refused_with_its_line(text, line):
    assert refusal(text) == ("csv_mark", line)


@pytest.mark.parametrize(
    ("row", "found"), [("land.b,土地整治,施工,1,250", 5), ("land.b,土地,整治,施工,610", 5), ("land.b,施工,610", 3)]
)
def test_row_of_another_width_is_a_fault_with_its_line(row, found):
    text = HEAD + 'land.a,"土地\n整治",立项,880\n' + row + "\nland.c,土地整治,验收,5\n"
    faults = read_workbook(text.encode(), "土地整治.csv", CURRENT).faults
    (uneven,) = [fault for fault in faults if fault.kind.code == "csv_uneven"]
    assert (uneven.wrong, uneven.place.cell) == (f"第 4 行有 {found} 列，别的行有 4 列", "A3")


@pytest.mark.parametrize("more", ["", "\n", ",,,\n", "注：截至6月底\n", "land.a,土地整治,立项,880,,\n"])
def test_title_above_and_blank_or_note_below_are_no_uneven_rows(more):
    text = "金川街道土地整治台账\n2023年,上半年\n" + HEAD + "land.b,土地整治,施工,610\n" + more
    reading = read_workbook(text.encode(), "土地整治.csv", CURRENT)
    assert (reading.faults, changes(reading)) == ((), [("land.b", "area_mu", 600.0, 610.0)])


CELLS = st.text(st.characters(exclude_characters="\ufeff\r\x00", codec="utf-8"), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6), st.sampled_from(",\t;"))
def test_csv_of_any_csv_writer_has_even_rows(rows, delimiter):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows([["编号", "项目", "面积"]] * 3 + rows)
    assert [fault for fault in check_csv(written.getvalue().encode()) if fault.kind.code == "csv_uneven"] == []


def test_short_csv_of_rare_place_names_is_read_and_shows_them_for_checking():
    text = "项目,金额(万元)\n四都畈,12\n塍头,7\n圩埂,6\n"
    reading = read_workbook(text.encode("gb18030"), "资金项目.csv", CURRENT)
    warning = next(fault for fault in reading.warnings if fault.kind.code == "encoding_guessed")
    assert warning.wrong.endswith("其中有：“四都畈”、“塍头”、“圩埂”")
    new = reading.tables["funding"].iloc[-2:]
    assert list(zip(new["project"], new["amount_wan_yuan"], strict=True)) == [("塍头", 7.0), ("圩埂", 6.0)]


@pytest.mark.parametrize(
    ("text", "encoding"), [("項目,金額\n臺北市,5\n", "big5"), ("項目,金額\n東京都,5\n", "shift_jis")]
)
def test_csv_in_another_encoding_is_refused(text, encoding):
    with pytest.raises(Refused) as refused:
        read_workbook(text.encode(encoding), "资金项目.csv", CURRENT)
    assert refused.value.fault.kind.code == "encoding"


KOREAN = "사업명,금액,단계\n농지 개량 사업,100,시공\n도로 확장 공사,200,완료\n마을 회관 신축,300,입찰\n"


def test_korean_csv_is_refused_and_not_read_as_chinese():
    with pytest.raises(Refused) as refused:
        read_workbook(KOREAN.encode("euc-kr"), "土地整治.csv", CURRENT)
    assert refused.value.fault.kind.code == "encoding"


def test_short_csv_that_may_be_korean_shows_what_it_was_read_as():
    reading = read_workbook("마을,가구\n신촌,120\n".encode("euc-kr"), "土地整治.csv", CURRENT)
    assert [fault.wrong for fault in reading.warnings if fault.kind.code == "encoding_guessed"] == [
        "文件没有写明文字编码，按 GB18030 读出，其中有：“付阑”、“啊备”、“脚锰”"
    ]


def test_chinese_csv_in_gb18030_is_read_without_a_warning():
    reading = read_workbook((HEAD + "land.a,土地整治,立项,900\n").encode("gb18030"), "土地整治.csv", CURRENT)
    assert "encoding_guessed" not in {fault.kind.code for fault in reading.all_faults}
