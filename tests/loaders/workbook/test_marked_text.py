"""Struck-out and raised pieces of cells, rows that are struck out, and comments."""

import io

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from loaders.workbook import read_workbook
from loaders.workbook.marking import mark_faults
from tests.loaders.workbook.files import MAIN, xlsx
from tests.loaders.workbook.samples import CURRENT, changes, codes, read
from tests.loaders.workbook.test_cells_as_shown import styled_ods

HEAD = ["编号", "项目", "环节", "面积(亩)", "备注"]
A, B = ["land.a", "土地整治", "立项", 880.0], ["land.b", "土地整治", "施工", 600.0]
STRUCK, RAISED, LOWERED = (
    InlineFont(strike=True),
    InlineFont(vertAlign="superscript"),
    InlineFont(vertAlign="subscript"),
)


def run(text, *marks):
    return f'<r><rPr>{"".join(marks)}<sz val="11"/></rPr><t xml:space="preserve">{text}</t></r>'


def inline(*runs):
    return f'<c r="REF" t="inlineStr"><is>{"".join(runs)}</is></c>'.encode()


def area(cell):
    """The reading of an .xlsx with `cell` as the area of land.b."""
    return read({"土地整治": [HEAD, A, [*B[:3], cell]]})


def book(*rows):
    """A workbook of openpyxl with `rows` below the header, and its sheet."""
    made = openpyxl.Workbook()
    made.active.title = "土地整治"
    for row in (HEAD, *rows):
        made.active.append(row)
    return made, made.active


def saved(made):
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    "cell",
    [
        inline(run("584", "<strike/>"), run("700")), inline(run("584", '<strike val="1"/>'), "<r><t>700</t></r>"),
        inline("<r><t>7</t></r>", run("584", "<strike/>"), "<r><t>00</t></r>"),
        inline(run("700", '<strike val="0"/>'), run("584", '<strike val="true"/>')),
    ],
)  # fmt: skip
def test_struck_piece_of_a_cell_is_dropped(cell):
    reading = area(cell)
    assert changes(reading) == [("land.b", "area_mu", 600.0, 700.0)]
    (notice,) = [fault for fault in reading.notices if fault.kind.code == "struck_piece"]
    assert (notice.place.cell, notice.wrong) == ("D3", "这一格里划掉的“584”没有读入")


def test_struck_piece_of_a_shared_string_is_dropped():
    made, _ = book(A, [*B[:3], CellRichText(TextBlock(STRUCK, "584"), "700")])
    assert changes(read(saved(made))) == [("land.b", "area_mu", 600.0, 700.0)]


def test_struck_piece_of_a_text_is_dropped():
    made, _ = book([*A, CellRichText("已验收", TextBlock(STRUCK, "(待复核)"))], B)
    assert changes(read(saved(made))) == [("land.a", "note", None, "已验收")]


@pytest.mark.parametrize("mark", ["superscript", "subscript"])
@pytest.mark.parametrize("note", ["1", "[1]", "2)"])
def test_raised_or_lowered_digit_is_a_mark_and_no_digit_of_the_number(mark, note):
    reading = area(inline("<r><t>584</t></r>", run(note, f'<vertAlign val="{mark}"/>')))
    assert [(fault.kind.code, fault.place.cell) for fault in reading.faults] == [("mark_in_number", "D3")]
    assert "如 584；" in reading.faults[0].write.replace(";", "；")
    assert not reading.diff(CURRENT)


def test_raised_digit_of_a_unit_belongs_to_it():
    made, _ = book(A, [*B[:3], CellRichText("400020m", TextBlock(RAISED, "2"))])
    assert changes(read(saved(made))) == [("land.b", "area_mu", 600.0, pytest.approx(600.03))]


def test_lowered_digit_of_a_name_is_part_of_it():
    made, _ = book([*A, CellRichText("PM", TextBlock(LOWERED, "2.5"), "达标")], B)
    assert changes(read(saved(made))) == [("land.a", "note", None, "PM2.5达标")]


def test_rich_text_pieces_are_joined():
    made, _ = book([*A, CellRichText("已", TextBlock(InlineFont(b=True), "验收"))], B)
    reading = read(saved(made))
    assert changes(reading) == [("land.a", "note", None, "已验收")]
    assert "struck_piece" not in codes(reading.notices)


def test_struck_cell_is_a_question_and_not_read():
    made, sheet = book([*A[:3], 900], B)
    sheet["D2"].font = Font(strike=True)
    reading = read(saved(made))
    assert [(fault.kind.code, fault.kind.level, fault.place.cell) for fault in reading.faults] == [
        ("struck_cell", "ask", "D2")
    ]
    assert not reading.diff(CURRENT)


def test_cell_with_all_pieces_struck_is_a_question():
    reading = area(inline(run("58", "<strike/>"), run("4", "<strike/>")))
    assert [(fault.kind.code, fault.value) for fault in reading.faults] == [("struck_cell", "584")]


def struck_area(*pieces):
    """The reading of a workbook whose area of land.b is rich text in a cell that is struck out."""
    made, sheet = book(A, [*B[:3], CellRichText(*pieces)])
    sheet["D3"].font = Font(strike=True)
    return read(saved(made))


def test_struck_cell_with_pieces_of_their_own_format_follows_its_pieces():
    reading = struck_area(TextBlock(STRUCK, "584"), TextBlock(InlineFont(sz=11), "700"))
    assert reading.faults == ()
    assert changes(reading) == [("land.b", "area_mu", 600.0, 700.0)]


def test_struck_cell_with_a_piece_in_the_format_of_the_cell_is_a_question():
    reading = struck_area("584", TextBlock(STRUCK, "700"))
    assert codes(reading.faults) == ["struck_cell"]
    assert not reading.diff(CURRENT)


def test_struck_row_is_one_question():
    made, sheet = book(A, B)
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    reading = read(saved(made))
    assert [(fault.kind.code, fault.kind.level, fault.place.cell) for fault in reading.faults] == [
        ("struck_row", "ask", "B3")
    ]
    assert not reading.diff(CURRENT)


def test_struck_new_row_is_a_question():
    made, sheet = book(A, B, [None, "新项目", "启动", 5])
    for cell in sheet[4]:
        cell.font = Font(strike=True)
    assert codes(read(saved(made)).faults) == ["struck_row"]


def test_struck_style_of_empty_cells_is_no_question():
    made, sheet = book(A, B)
    sheet["F9"].font = sheet["E2"].font = Font(strike=True)
    assert read(saved(made)).faults == ()


def test_comments_of_cells_are_shown_in_full():
    text = "按7月核实数填报,待县局复核后再改。" * 8
    made, sheet = book(A, B)
    sheet["D3"].comment = Comment(text, "张三")
    sheet["F20"].comment = Comment("表外的话", "李四")
    found = {fault.place.cell: fault.wrong for fault in read(saved(made)).notices if fault.kind.code == "comment"}
    assert found == {"D3": f"这一格有批注：“{text}”", "F20": "这一格有批注：“表外的话”"}


def test_marks_of_an_earlier_check_and_notes_of_the_ledger_are_no_comments():
    made, _ = book([*A[:3], "很多"], B)
    data = saved(made)
    marked = mark_faults(data, read(data).faults)
    assert "comment" not in codes(read(marked).notices)


def test_threaded_comment_is_shown_in_place_of_its_placeholder():
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>' + "".join(
        f'<row r="{at}">'
        + "".join(f'<c r="{chr(65 + n)}{at}" t="inlineStr"><is><t>{text}</t></is></c>' for n, text in enumerate(row))
        + "</row>"
        for at, row in enumerate((HEAD[:4], ["land.b", "土地整治", "施工", "600"]), start=1)
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = (
        f'<Relationships><Relationship Id="a" Type="{kind}/comments" Target="../comments1.xml"/>'
        '<Relationship Id="b" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
        'Target="/xl/threadedComments/threadedComment1.xml"/></Relationships>'
    )
    stand_in = (
        '<comments><authors><author>tc</author></authors><commentList><comment ref="D2" authorId="0">'
        "<text><t>[线程批注]</t></text></comment></commentList></comments>"
    )
    replies = "".join(
        f'<threadedComment ref="D2"><text>{text}</text></threadedComment>' for text in ("数字对吗?", "对")
    )
    thread = f"<ThreadedComments>{replies}</ThreadedComments>"
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": rels,
        "xl/comments1.xml": stand_in,
        "xl/threadedComments/threadedComment1.xml": thread,
    }
    reading = read(xlsx({"土地整治": sheet + "</sheetData></worksheet>"}, **more))
    assert [fault.wrong for fault in reading.notices if fault.kind.code == "comment"] == [
        "这一格有批注：“数字对吗? 对”"
    ]


ODS_STYLES = (
    '<style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-style="solid"/>'
    '</style:style><style:style style:name="T2" style:family="text"><style:text-properties '
    'style:text-position="super 58%"/></style:style><style:style style:name="ce9" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
)


def ods_area(cell):
    """The reading of an .ods with `cell` as the area of land.b."""
    data = styled_ods(ODS_STYLES, [HEAD, A, [*B[:3], cell.encode()]], "土地整治")
    return read_workbook(data, "台账.ods", CURRENT)


def spans(*pieces):
    inner = "".join(
        f'<text:span text:style-name="{style}">{text}</text:span>' if style else text for style, text in pieces
    )
    return f'<table:table-cell office:value-type="string"><text:p>{inner}</text:p></table:table-cell>'


def test_struck_span_of_an_ods_is_dropped():
    assert changes(ods_area(spans(("T1", "584"), ("", "700")))) == [("land.b", "area_mu", 600.0, 700.0)]


def test_raised_span_of_an_ods_is_a_mark():
    assert codes(ods_area(spans(("", "584"), ("T2", "1"))).faults) == ["mark_in_number"]


def test_struck_cell_and_comment_of_an_ods_are_reported():
    cell = (
        '<table:table-cell table:style-name="ce9" office:value-type="float" office:value="700"><office:annotation>'
        "<dc:creator>张三</dc:creator><text:p>待核</text:p></office:annotation><text:p>700</text:p></table:table-cell>"
    )
    reading = ods_area(cell)
    assert codes(reading.faults) == ["struck_cell"]
    (comment,) = [fault for fault in reading.notices if fault.kind.code == "comment"]
    assert (comment.place.cell, comment.wrong) == ("D3", "这一格有批注：“待核”")


def answered(made, code, choice):
    """The reading of a workbook of openpyxl after its question of kind `code` was answered."""
    data = saved(made)
    (question,) = [fault for fault in read(data).faults if fault.kind.code == code]
    return read_workbook(data, "台账.xlsx", CURRENT, answers={question.key: choice})


@pytest.mark.parametrize(("choice", "deleted"), [("drop", ["land.b"]), ("keep", [])])
def test_struck_row_is_left_out_or_read_as_answered(choice, deleted):
    made, sheet = book(A, B)
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    reading = answered(made, "struck_row", choice)
    assert reading.faults == ()
    assert [row for table in reading.deletions.values() for row in table["row_id"]] == deleted
    assert not reading.diff(CURRENT)


@pytest.mark.parametrize(("choice", "value"), [("drop", None), ("keep", 900.0)])
def test_struck_cell_is_left_out_or_read_as_answered(choice, value):
    made, sheet = book([*A[:3], 900], B)
    sheet["D2"].font = Font(strike=True)
    reading = answered(made, "struck_cell", choice)
    assert changes(reading) == [("land.a", "area_mu", 880.0, value)]


@pytest.mark.parametrize(
    ("code", "number", "fault", "choice", "value"),
    [
        ("0;0", -5, "format_unclear", "old", 600.0), ("000-000", 600123, "format_unclear", "stored", 600123.0),
        ("#,###", 0, "zero_hidden", "zero", 0.0), ("#,###", 0, "zero_hidden", "none", None),
    ],
)  # fmt: skip
def test_doubtful_format_is_read_as_answered(code, number, fault, choice, value):
    made, sheet = book(A, [*B[:3], number])
    sheet["D3"].number_format = code
    reading = answered(made, fault, choice)
    assert {change[3] for change in changes(reading)} == ({value} if value != 600.0 else set())


@pytest.mark.parametrize(("choice", "value"), [("yuan", 0.41), ("wanted", 4100.0)])
def test_money_sign_is_read_as_answered(choice, value):
    made = openpyxl.Workbook()
    made.active.title = "资金项目"
    for row in (["编号", "金额(万元)"], ["funding.a", 4100], ["funding.b", 200]):
        made.active.append(row)
    made.active["B2"].number_format = '"¥"#,##0'
    reading = answered(made, "money_sign", choice)
    assert changes(reading) == [("funding.a", "amount_wan_yuan", 4000.0, value)]
