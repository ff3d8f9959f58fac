"""The guard: the kind of a file by its content, and bytes beyond the limits refused before anything parses them."""

import io
import struct
import zipfile

import pytest

from loaders.sandbox import archive as limits
from loaders.workbook import guard
from loaders.workbook.guard import Refused, check_upload
from tests.loaders.workbook.files import archive, ods, ole, parts, xls, xlsx

ROWS = [["编号", "面积(亩)"], ["land.a", 880]]
BEGIN = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12)


def refusal(data):
    with pytest.raises(Refused) as caught:
        check_upload(data)
    return caught.value.fault.kind.code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (xlsx({"土地整治": ROWS}), "xlsx"),
        (ods({"土地整治": ROWS}), "ods"),
        (xls("土地整治", ROWS), "xls"),
        (ole({"WORKBOOK": b"x"}), "xls"),
        ("编号,面积(亩)\nland.a,880\n".encode(), "csv"),
        ("\ufeff编号,面积(亩)\nland.a,880\n".encode(), "csv"),
        ("编号,面积(亩)\nland.a,880\n".encode("gb18030"), "csv"),
        ("编号\t面积(亩)\nland.a\t880\n".encode("utf-16"), "csv"),
    ],
)
def test_file_kind_is_that_of_the_content(data, kind):
    assert check_upload(data).kind == kind


def test_csv_is_passed_on_as_utf8_without_byte_order_mark():
    assert check_upload("编号，面积\r\na,1\r\n".encode("utf-16")).content == "编号，面积\r\na,1\r\n".encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\0" * 3000, "empty"),
        (b"%PDF-1.7 ...", "pdf_document"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "not_a_workbook"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "not_a_workbook"),
        (b'<?xml version="1.0"?><Workbook/>', "not_a_workbook"),
        (archive({"word/document.xml": "<w/>"}), "word_document"),
        (archive({"xl/workbook.bin": b"\0"}), "binary_workbook"),
        (archive({"readme.txt": "x"}), "not_a_workbook"),
        (ole({"WordDocument": b"x"}), "word_document"),
        (ole({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}), "encrypted"),
        (ole({"Workbook": b"x", "_VBA_PROJECT_CUR": b"x"}), "macros"),
        (b"PK\x03\x04" + b"\xff" * 200, "broken"),
        (ole({"Workbook": BEGIN + b"\x2f\x00\x06\x00" + bytes(6)}), "encrypted"),
        (ole({"Workbook": BEGIN + b"\x86\x00\x00\x00\x2f\x00\x36\x00" + bytes(54)}), "encrypted"),
        (b"\x09\x04\x06\x00\x00\x04\x10\x00" + bytes(40), "not_a_workbook"),
        (b"\x00\x01\x02\x03 binary \xff\xfe", "not_a_workbook"),
        (b"a,b\n\xff\xfe", "encoding"),
        ("编号,备注\na,\x07\n".encode(), "encoding"),
    ],
)
def test_file_that_is_no_workbook_is_refused_with_its_reason(data, code):
    assert refusal(data) == code


def test_twenty_megabytes_pass_and_one_byte_more_does_not():
    text = b"a,b\n" * (guard.MAX_FILE_SIZE // 4)
    assert check_upload(text).kind == "csv"
    assert refusal(text + b"x") == "too_big"


def test_truncated_workbook_is_broken():
    assert refusal(xlsx({"土地整治": ROWS})[:-30]) == "broken"


def test_workbook_missing_bytes_near_its_beginning_is_broken():
    data = xlsx({"土地整治": ROWS})
    assert refusal(data[:10] + data[20:]) == "broken"


def test_damaged_member_is_broken():
    data = bytearray(xlsx({"土地整治": ROWS}))
    at = data.find(b"xl/worksheets/sheet1.xml") + 40
    data[at : at + 20] = bytes(20)
    assert refusal(bytes(data)) == "broken"


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\x.xml", "/abs.xml", "xl/../../x", "C:/x.xml", "xl/Workbook.xml", "xl\\workbook.xml"],
)
def test_odd_names_inside_are_refused(name):
    assert refusal(archive(parts({"土地整治": ROWS}) | {name: "x"})) == "bad_name"


def test_member_name_used_twice_is_refused_and_reported():
    packed = io.BytesIO(xlsx({"土地整治": ROWS}))
    with zipfile.ZipFile(packed, "a") as out, pytest.warns(UserWarning, match="Duplicate"):
        out.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Refused, match=r"xl/workbook\.xml"):
        check_upload(packed.getvalue())


def test_names_with_backslashes_are_those_with_slashes():
    members = {name.replace("/", "\\"): content for name, content in parts({"土地整治": ROWS}).items()}
    assert check_upload(archive(members)).kind == "xlsx"


@pytest.mark.parametrize("name", ["xl/macrosheets/sheet1.xml", "Basic/Standard/Module1.xml", "word/vbaProject.bin"])
def test_member_with_macros_is_refused(name):
    assert refusal(xlsx({"土地整治": ROWS}, **{name: b"x"})) == "macros"


def test_encrypted_member_is_refused():
    data = bytearray(xlsx({"土地整治": ROWS}))
    entry = data.find(b"PK\x01\x02")
    (flags,) = struct.unpack_from("<H", data, entry + 8)
    struct.pack_into("<H", data, entry + 8, flags | 1)
    assert refusal(bytes(data)) == "encrypted"


def test_encrypted_ods_is_refused():
    members = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"\x8f\0",
        "META-INF/manifest.xml": "<manifest><file-entry><encryption-data/></file-entry></manifest>",
    }  # fmt: skip
    assert refusal(archive(members)) == "encrypted"


@pytest.mark.parametrize("declaration", ['<!DOCTYPE x [<!ENTITY a "b">]>', "<!DOCTYPE lolz>"])
def test_doctype_in_any_part_is_refused(declaration):
    assert refusal(xlsx({"土地整治": declaration + "<worksheet/>"})) == "doctype"


@pytest.mark.parametrize("name", ["sheet1.dat", "sheet1", "sheet1.png", "sheet1.xml"])
@pytest.mark.parametrize("before", ["", "\ufeff", " \n", '<?xml version="1.0"?>'])
def test_doctype_in_a_part_of_any_name_is_found(name, before):
    members = parts({"土地整治": ROWS})
    members["xl/worksheets/" + name] = before + "<!DOCTYPE a>" + members.pop("xl/worksheets/sheet1.xml")
    assert refusal(archive(members)) == "doctype"


def test_markup_in_utf16_in_a_part_of_any_name_is_refused():
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        assert refusal(xlsx({"土地整治": ROWS}, **{"xl/sheet1.dat": "<!DOCTYPE a><a/>".encode(encoding)})) == "broken"


def test_formulas_in_a_part_of_any_name_are_found():
    members = parts({"甲": [["编号", b'<c r="REF"><f>1+1</f></c>']]})
    members["xl/worksheets/sheet1.dat"] = members.pop("xl/worksheets/sheet1.xml")
    assert check_upload(archive(members)).recheck == ("xl/worksheets/sheet1.dat",)


def test_picture_may_contain_declarations():
    picture = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" ""><svg/>'
    assert check_upload(xlsx({"土地整治": ROWS}, **{"xl/media/image1.svg": picture})).kind == "xlsx"


def test_doctype_across_two_chunks_is_found():
    padding = "<!--" + "x" * ((1 << 18) - 9) + "-->"
    assert refusal(xlsx({"土地整治": padding + "<!DOCTYPE a>"})) in ("doctype", "squeezed")


def test_markup_in_utf16_is_refused():
    assert (
        refusal(xlsx({"土地整治": ROWS}, **{"xl/workbook.xml": "<!DOCTYPE a><workbook/>".encode("utf-16")})) == "broken"
    )


def test_part_that_no_reader_opens_may_be_in_utf16():
    item = '<?xml version="1.0" encoding="utf-16"?><DataMashup/>'.encode("utf-16")
    assert check_upload(xlsx({"土地整治": ROWS}, **{"customXml/item1.xml": item})).kind == "xlsx"


def test_member_that_inflates_two_hundredfold_is_refused():
    assert refusal(xlsx({"土地整治": ROWS}, **{"xl/media/a.bin": bytes(10 * 2**20)})) == "squeezed"


def test_small_member_may_inflate_without_limit():
    assert check_upload(xlsx({"土地整治": ROWS}, **{"xl/media/a.bin": bytes(90 * 1024)})).kind == "xlsx"


def test_inflated_bytes_are_counted_over_all_members(monkeypatch):
    monkeypatch.setattr(limits, "MAX_INFLATED", 3000)
    assert refusal(xlsx({"土地整治": ROWS}, **{f"xl/{n}.bin": bytes(1000) for n in range(3)})) == "inflates"


def test_member_header_with_wrong_size_is_broken():
    data = bytearray(xlsx({"土地整治": ROWS}))
    entry = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 5)
    assert refusal(bytes(data)) == "broken"


def test_members_up_to_two_thousand_are_accepted():
    more = {f"xl/{n}.bin": b"" for n in range(2000 - len(parts({"土地整治": ROWS})))}
    assert check_upload(xlsx({"土地整治": ROWS}, **more)).kind == "xlsx"
    assert refusal(xlsx({"土地整治": ROWS}, **more, **{"xl/more.bin": b""})) == "too_many_parts"


def test_sheets_with_formulas_or_errors_are_named_for_a_closer_look():
    formula = b'<c r="REF"><f>A1</f><v>1</v></c>'
    upload = check_upload(xlsx({"甲": ROWS, "乙": [["编号", formula]]}))
    assert upload.recheck == ("xl/worksheets/sheet2.xml",)


def test_sheets_are_looked_at_wherever_they_lie():
    members = parts({"甲": [["编号", b'<c r="REF"><f>1+1</f></c>']]})
    members["xl/tables/a.xml"] = members.pop("xl/worksheets/sheet1.xml")
    assert check_upload(archive(members)).recheck == ("xl/tables/a.xml",)


def test_workbook_with_a_program_is_read_without_it():
    upload = check_upload(xlsx({"土地整治": ROWS}, **{"xl/vbaProject.bin": b"x"}))
    assert (upload.kind, upload.has_macros) == ("xlsx", True)
    assert not check_upload(xlsx({"土地整治": ROWS})).has_macros


def test_program_beside_no_workbook_is_refused():
    assert refusal(archive({"xl/vbaProject.bin": b"x"})) == "macros"


@pytest.mark.parametrize(
    ("data", "code", "remedy"),
    [
        (archive({"xl/workbook.bin": b"x"}), "binary_workbook", "Excel 工作簿（*.xlsx）"),
        (archive({"word/document.xml": "<x/>"}), "word_document", "导入报告"),
        (ole({"WordDocument": b"x" * 5000}), "word_document", "导入报告"),
        (b"%PDF-1.7 ...", "pdf_document", "导入报告"),
    ],
)
def test_documents_of_other_kinds_are_refused_with_where_they_belong(data, code, remedy):
    with pytest.raises(Refused) as refusal:
        check_upload(data)
    assert refusal.value.fault.kind.code == code
    assert remedy in refusal.value.fault.write
