"""Files that are made to do harm, or are badly broken; each must end in one refusal or in an honest reading."""

import os

from tests.loaders.workbook.files import archive, ods, parts, sheet_xml, xlsx

HEAD = ["编号", "项目", "环节", "面积(亩)", "备注"]
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
REPEATED = b'<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'

HOSTILE = {
    "bomb": xlsx({"土地整治": [HEAD]}, **{"xl/media/bomb.xml": " " * 30_000_000}),
    "cell at the far corner": xlsx({"土地整治": sheet_xml([]).replace("<sheetData>", f"<sheetData>{FAR}")}),
    "cell repeated to the end": ods({"土地整治": [[REPEATED]] * 2000}),
    "wrong mimetype": ods({"土地整治": [["a"]]}).replace(b"mimetype", b"mimetypf"),
    "doctype": xlsx({"土地整治": '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'}),
    "path that climbs": archive(parts({"土地整治": [HEAD]}) | {"../evil.xml": "x"}),
    "macros": xlsx({"土地整治": [HEAD]}, **{"xl/macrosheets/sheet1.xml": b"x"}),
    "nested without end": xlsx({"土地整治": "<worksheet>" + "<sheetData>" * 50_000}),
    "cut off": xlsx({"土地整治": [HEAD]})[:200],
    "noise in a zip": b"PK\x03\x04" + os.urandom(2000),
    "noise in an xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(8000),
    "noise": os.urandom(5000),
}
