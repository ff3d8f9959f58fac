"""A cell says what its number format shows, in .xlsx, .xls and .ods; a .csv has none."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.workbook import read_workbook
from loaders.workbook.guard import check_upload
from loaders.workbook.process import read_in_child
from tests.loaders.workbook.files import MAIN, archive, ods, parts, styles_xml, xls
from tests.loaders.workbook.samples import CURRENT as ALL
from tests.loaders.workbook.samples import changes as changes_of
from tests.loaders.workbook.samples import codes
from tests.loaders.workbook.samples import read as read_sheets

#: One amount of money, of which nothing is a part.
CURRENT = ALL | {"funding": ALL["funding"].iloc[:1]}
LAND = ["编号", "项目", "环节", "面积(亩)", "约数"]
MONEY = ["编号", "金额(万元)"]
RATES = ["编号", "项目", "环节", "占比(%)"]


def read(sheets, current=CURRENT, **more):
    return read_sheets(sheets, current, **more)


def changes(reading):
    return changes_of(reading, CURRENT)


def escaped(code):
    return code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def cell(number, style=1):
    return f'<c r="REF" s="{style}"><v>{number!r}</v></c>'.encode()


def land(number, code):
    """The reading of an .xlsx that says `number` in the format `code` of the area of land.b."""
    rows = [LAND, ["land.a", "土地整治", "立项", 880.0, "确数"], ["land.b", "土地整治", "施工", cell(number), None]]
    return read({"土地整治": rows}, styles=styles_xml(0, escaped(code)))


def money(number, code, **more):
    rows = [MONEY, ["funding.a", cell(number)]]
    return read({"资金项目": rows}, styles=styles_xml(0, escaped(code)), **more)


@pytest.mark.parametrize(
    ("number", "code", "value"),
    [
        (123456, '0!.0,"万"', 12.3456), (123456, '0\\.0,"万"', 12.3456), (123456, '0!.0000"万元"', 12.3456),
        (500000, '0"元"', 50.0), (500000, '#,##0"元"', 50.0), (50000, "0,", 50.0), (370368000, '0!.00,,"亿"', 37036.8),
        (1.2, '0.0"亿元"', 12000.0), (123456, '[>=10000]0!.0,"万";0', 12.3456), (12.5, 'General"万元"', 12.5),
        (5, '"¥"0"万"', 5.0), (33, "0.00", 33.0), (33, '_ * #,##0.00_ ;_ * "-"??_ ;_ @_ ', 33.0),
    ],
)  # fmt: skip
def test_amount_is_read_as_its_format_shows_it(number, code, value):
    reading = money(number, code)
    assert reading.faults == ()
    assert changes(reading) == [("funding.a", "amount_wan_yuan", 4000.0, value)]


def test_format_of_hectares_over_a_column_of_mu_is_converted_and_reported():
    reading = land(33.1523, '0.00"公顷"')
    assert changes(reading)[0] == ("land.b", "area_mu", 600.0, 497.2845)
    (notice,) = [fault for fault in reading.notices if fault.kind.code == "converted"]
    assert (notice.value, notice.place.cell) == ("33.15公顷", "D3")


@pytest.mark.parametrize(
    ("code", "qualifier"), [('"约"0', "about"), ('0"余"', "over"), ('"超过"0"亩"', "over"), ('"约"#,##0"亩"', "about")]
)
def test_words_of_a_format_become_the_qualifier(code, qualifier):
    rows = [LAND[:4], ["land.a", "土地整治", "立项", cell(900)], ["land.b", "土地整治", "施工", 600.0]]
    reading = read({"土地整治": rows}, styles=styles_xml(0, escaped(code)))
    assert changes(reading) == [
        ("land.a", "area_mu", 880.0, 900.0), ("land.a", "qualifier", "exact", qualifier),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "code", "fault"),
    [
        (600123, '000"-"000', "format_unclear"), (-5, "0;0", "format_unclear"), (1, '"有";"无"', "format_unclear"),
        (12, '0"0000"', "format_unclear"), (700, '0"户"', "unit_mismatch"), (123456, '0"万"0000"亩"', "format_unclear"),
        (0, "0;-0;;@", "zero_hidden"), (0, "#,###", "zero_hidden"), (5, ";;;", "format_unclear"),
        (5, '"增长"0', "format_unclear"), (5, '0"千"', None),
    ],
)  # fmt: skip
def test_format_that_shows_another_number_is_a_question(number, code, fault):
    reading = land(number, code)
    if fault is None:
        assert changes(reading)[0][-1] == 5000.0
        return
    assert [(each.kind.code, each.place.cell) for each in reading.faults] == [(fault, "D3")]
    assert [change for change in changes(reading) if change[1] == "area_mu"] == []


def test_money_signs_over_ten_thousands_are_asked_about():
    reading = money(4100, '"¥"#,##0.00')
    (fault,) = reading.faults
    assert (fault.kind.code, fault.place.cell, fault.value) == ("money_sign", "B2", "¥4,100.00")
    assert "“4100元”或“4100万元”" in fault.write


def test_built_in_formats_of_money_are_asked_about_too():
    rows = [MONEY, ["funding.a", cell(4100)]]
    assert codes(read({"资金项目": rows}, styles=styles_xml(0, 44)).faults) == ["money_sign"]


def test_money_signs_over_the_amount_that_is_there_already_change_nothing():
    reading = money(4000, '"¥"#,##0.00')
    assert not reading.diff(CURRENT)
    assert reading.faults == ()


def test_format_scaling_an_unchanged_amount_changes_nothing():
    reading = money(40_000_000, '0!.0,"万元"')
    assert not reading.diff(CURRENT)
    assert reading.faults == ()


@pytest.mark.parametrize(
    ("number", "code", "value"),
    [(0.5, '0.0"%"', 0.5), (81, '0"%"', 81.0), (0.81, "0%", 81.0), (1 / 3, "0.00%;[Red]-0.00%", 33.3333333333)],
)
def test_rate_is_read_as_shown(number, code, value):
    rows = [RATES, ["land.a", "土地整治", "立项", None], ["land.b", "土地整治", "施工", cell(number)]]
    reading = read({"土地整治": rows}, styles=styles_xml(0, escaped(code)))
    assert changes(reading) == [("land.b", "share_pct", 73.0, value)]


def test_unit_in_the_format_of_a_new_row_goes_to_its_column():
    rows = [
        ["编号", "名称", "数值", "单位(量)"],
        ["governance.a", "办结率同比", 11.0, "%"],
        ["governance.b", "信访件", 111.0, "件"],
    ]
    reading = read({"治理": [*rows, [None, "新增走访", cell(300), None]]}, styles=styles_xml(0, escaped('"约"0"户"')))
    row = reading.diff(CURRENT).tables["governance"].added.iloc[0]
    assert (row["value"], row["unit"], row["qualifier"]) == (300.0, "户", "about")


def test_texts_and_days_are_read_as_their_format_shows_them():
    head = ["编号", "项目", "环节", "面积(亩)", "备注", "数据截至"]
    shown = [cell(7, 1), cell(20230731, 2)]
    rows = [head, ["land.a", "土地整治", "立项", 900.0, *shown], ["land.b", "土地整治", "施工", 600.0]]
    styles = styles_xml(0, escaped('"第"000"期"'), "0000\\-00\\-00")
    changed = {(row, column): new for row, column, _, new in changes(read({"土地整治": rows}, styles=styles))}
    assert changed["land.a", "note"] == "第007期"
    assert str(changed["land.a", "as_of_end"].date()) == "2023-07-31"


def test_text_in_a_format_with_a_unit_has_that_unit():
    rows = [MONEY, ["funding.a", b'<c r="REF" s="1" t="inlineStr"><is><t>500000</t></is></c>']]
    reading = read({"资金项目": rows}, styles=styles_xml(0, escaped('0;-0;0;@"元"')))
    assert changes(reading) == [("funding.a", "amount_wan_yuan", 4000.0, 50.0)]


def test_format_beside_formulas_is_applied():
    formula = b'<c r="REF" s="1"><f>1+1</f><v>500000</v></c>'
    rows = [MONEY, ["funding.a", formula]]
    reading = read({"资金项目": rows}, styles=styles_xml(0, escaped('0"元"')))
    assert changes(reading) == [("funding.a", "amount_wan_yuan", 4000.0, 50.0)]


def test_cells_without_references_have_their_formats():
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row><c t="inlineStr"><is><t>编号</t></is></c>'
        '<c t="inlineStr"><is><t>金额(万元)</t></is></c></row><row><c t="inlineStr"><is><t>funding.a</t></is></c>'
        '<c s="1"><v>500000</v></c></row></sheetData></worksheet>'
    )
    reading = read({"资金项目": sheet}, styles=styles_xml(0, escaped('0"元"')))
    assert changes(reading) == [("funding.a", "amount_wan_yuan", 4000.0, 50.0)]


def test_formats_of_whole_columns_and_of_empty_cells_are_no_marks():
    xml = parts({"资金项目": [MONEY, ["funding.a", 4000.0]]})
    xml["xl/styles.xml"] = styles_xml(0, escaped('0"元"'))
    name = "xl/worksheets/sheet1.xml"
    xml[name] = xml[name].replace("<sheetData>", '<cols><col min="1" max="9" style="1"/></cols><sheetData>')
    upload = check_upload(archive(xml))
    assert read_in_child("xlsx", upload.content, upload.recheck)[0]["sheets"][0]["marks"] == []
    assert not read(archive(xml)).diff(CURRENT)


def test_workbook_of_openpyxl_is_read_as_it_shows_its_numbers():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "资金项目"
    for row in (MONEY, ["funding.a", 123456]):
        sheet.append(row)
    sheet["B2"].number_format = '0!.0,"万"'
    packed = io.BytesIO()
    book.save(packed)
    reading = read_workbook(packed.getvalue(), "台账.xlsx", CURRENT)
    assert changes(reading) == [("funding.a", "amount_wan_yuan", 4000.0, 12.3456)]


@pytest.mark.parametrize(
    ("number", "code", "value"),
    [(123456, '0\\.0,"万"', 12.3456), (500000, '0"元"', 50.0), (33, "0.00", 33.0), (0.5, '0.0"亿元"', 5000.0)],
)
def test_xls_is_read_as_its_formats_show_it(number, code, value):
    rows = [MONEY, ["funding.a", (float(number), 1)]]
    reading = read_workbook(xls("资金项目", rows, code), "台账.xls", CURRENT)
    assert reading.faults == ()
    assert changes(reading) == [("funding.a", "amount_wan_yuan", 4000.0, value)]


@pytest.mark.parametrize(("number", "value"), [(0.81, 81.0), (1.2, 120.0), (1 / 3, 33.3333333333)])
def test_xls_per_cent_format_is_applied(number, value):
    rows = [RATES, ["land.a", "土地整治", "立项", None], ["land.b", "土地整治", "施工", (number, 1)]]
    reading = read_workbook(xls("土地整治", rows, "0.00%"), "台账.xls", CURRENT)
    assert reading.faults == ()
    assert changes(reading) == [("land.b", "share_pct", 73.0, value)]


def test_xls_plain_number_in_a_column_of_per_cent_is_unchanged():
    rows = [RATES, ["land.a", "土地整治", "立项", None], ["land.b", "土地整治", "施工", 1.2]]
    reading = read_workbook(xls("土地整治", rows, "0.00%"), "台账.xls", CURRENT)
    assert changes(reading) == [("land.b", "share_pct", 73.0, 1.2)]


def styled_ods(styles, rows, name="资金项目"):
    """An .ods with `styles` (XML) before its body."""
    packed = zipfile.ZipFile(io.BytesIO(ods({name: rows})))
    members = {each: packed.read(each) for each in packed.namelist()}
    spaces = (
        b' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
        b' xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
        b' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    found = members["content.xml"].replace(b"<office:document-content", b"<office:document-content" + spaces, 1)
    found = found.replace(
        b"<office:body>", f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>".encode()
    )
    return archive(members | {"content.xml": found})


ODS_STYLES = (
    '<number:number-style style:name="N1"><number:number number:decimal-places="0" number:min-integer-digits="2"'
    ' number:display-factor="1000"><number:embedded-text number:position="1">.</number:embedded-text></number:number>'
    "<number:text>万</number:text></number:number-style>"
    '<number:number-style style:name="N2"><number:text>约</number:text><number:number number:decimal-places="0"'
    ' number:min-integer-digits="1"/><number:text>元</number:text></number:number-style>'
    '<number:number-style style:name="N3"><number:number number:decimal-places="2" number:min-integer-digits="1"'
    ' number:grouping="true"/></number:number-style>'
    '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="ce2" style:family="table-cell" style:data-style-name="N2"/>'
    '<style:style style:name="ce3" style:family="table-cell" style:data-style-name="N3"/>'
    '<style:style style:name="ce4" style:family="table-cell" style:parent-style-name="ce1"/>'
)


@pytest.mark.parametrize(
    ("style", "number", "value", "qualifier"),
    [
        ("ce1", 123456, 12.3456, "exact"),
        ("ce2", 500000, 50.0, "about"),
        ("ce3", 33, 33.0, "exact"),
        ("ce4", 123456, 12.3456, "exact"),
    ],
)
def test_ods_is_read_as_its_styles_show_it(style, number, value, qualifier):
    shown = f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{number}"/>'.encode()
    reading = read_workbook(styled_ods(ODS_STYLES, [MONEY, ["funding.a", shown]]), "台账.ods", CURRENT)
    changed = {column: new for _, column, _, new in changes(reading)}
    assert reading.faults == ()
    assert (changed["amount_wan_yuan"], changed.get("qualifier", "exact")) == (value, qualifier)


def test_ods_default_style_of_a_column_is_applied():
    plain = b'<table:table-cell office:value-type="float" office:value="123456"/>'
    columns = b'<table:table-column/><table:table-column table:default-cell-style-name="ce1"/><table:table-row>'
    data = styled_ods(ODS_STYLES, [MONEY, ["funding.a", plain]])
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    members["content.xml"] = members["content.xml"].replace(b"<table:table-row>", columns, 1)
    reading = read_workbook(archive(members), "台账.ods", CURRENT)
    assert changes(reading) == [("funding.a", "amount_wan_yuan", 4000.0, 12.3456)]


def test_csv_has_no_format():
    reading = read_workbook("编号,金额(万元)\nfunding.a,123456\n".encode(), "资金项目.csv", CURRENT)
    assert changes(reading) == [("funding.a", "amount_wan_yuan", 4000.0, 123456.0)]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.integers(1, 10**9), min_size=30, max_size=60),
    st.sampled_from([('0"元"', 1e-4), ('0!.0,"万"', 1e-4), ('0!.0000"万元"', 1e-4), ('0.00"亿元"', 1e4), ("0,", 1e-3)]),
)
def test_number_in_any_scaling_format_keeps_its_digits(numbers, scaling):
    code, factor = scaling
    numbers = [number / 100 if "亿" in code else number for number in numbers]
    rows = [["编号", "项目", "金额(万元)"], *([None, f"项目{n}", cell(number)] for n, number in enumerate(numbers))]
    current = {"funding": CURRENT["funding"].iloc[0:0]}
    reading = read({"资金项目": rows}, current=current, styles=styles_xml(0, escaped(code)))
    assert reading.faults == ()
    expected = [number * factor for number in numbers]
    assert reading.tables["funding"]["amount_wan_yuan"].tolist() == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize(
    ("calc", "result", "expected"),
    [
        ('<calcPr fullCalcOnLoad="1"/>', "0", ["formula"]),
        ('<calcPr fullCalcOnLoad="1"/>', "893", []),
        ('<calcPr calcId="191029"/>', "0", []),
    ],
)
def test_formula_with_the_zero_of_a_program_that_computes_none_is_a_fault(calc, result, expected):
    cell = f'<c r="REF"><f>SUM(A1:A9)</f><v>{result}</v></c>'.encode()
    members = parts({"土地整治": [["编号", "项目", "环节", "面积(亩)"], ["land.a", "土地整治", "立项", cell]]})
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace("</sheets>", f"</sheets>{calc}")
    assert [fault.kind.code for fault in read_sheets(archive(members)).faults] == expected
