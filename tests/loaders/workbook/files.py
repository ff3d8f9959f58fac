"""Workbooks that the tests make themselves: plain ones, awkward ones, hostile ones."""

import io
import struct
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def archive(members):
    """A zip of name → text or bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return packed.getvalue()


def letters(column):
    name = ""
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(65 + letter) + name
    return name


def cell_xml(reference, value):
    """A cell of inline text, of a number, or a piece of XML given as bytes."""
    if isinstance(value, bytes):
        return value.decode().replace("REF", reference)
    if isinstance(value, (int, float)):
        return f'<c r="{reference}"><v>{value!r}</v></c>'
    text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def sheet_xml(rows, tail=""):
    """Rows (lists of values, None where empty) as the XML of a worksheet."""
    lines = []
    for at, row in enumerate(rows, start=1):
        cells = [cell_xml(f"{letters(c)}{at}", value) for c, value in enumerate(row, start=1) if value is not None]
        lines.append(f'<row r="{at}">{"".join(cells)}</row>')
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>{tail}</worksheet>'


def parts(sheets, styles=None):
    """The members of an .xlsx: `sheets` maps names to rows, or to the XML of the worksheet."""
    tags = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, start=1))
    targets = "".join(
        f'<Relationship Id="r{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    members = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_REL}"><sheets>{tags}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{targets}'
        f'<Relationship Id="s" Type="{_REL}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": styles or styles_xml(),
    }
    for n, content in enumerate(sheets.values(), start=1):
        members[f"xl/worksheets/sheet{n}.xml"] = content if isinstance(content, str) else sheet_xml(content)
    return members


def _content_types(sheets):
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    kinds = {"workbook": "sheet.main", "styles": "styles"}
    kinds |= {f"worksheets/sheet{n}": "worksheet" for n in range(1, sheets + 1)}
    overrides = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{office}.{kind}+xml"/>' for part, kind in kinds.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    defaults = (
        f'<Default Extension="rels" ContentType="{rels}"/><Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'


def styles_xml(*formats):
    """A style sheet whose cell styles have the number formats `formats`: built-in numbers or texts."""
    codes = {n: code for n, code in enumerate(formats, start=164) if isinstance(code, str)}
    given = "".join(f'<numFmt numFmtId="{n}" formatCode="{code}"/>' for n, code in codes.items())
    numbers = [n if isinstance(code, str) else code for n, code in enumerate(formats, start=164)]
    styles = "".join(f'<xf numFmtId="{n}" fontId="0" fillId="0" borderId="0"/>' for n in (numbers or [0]))
    looks = "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    looks += "<cellStyleXfs><xf/></cellStyleXfs>"
    formats_xml = f"<numFmts>{given}</numFmts>" if given else ""
    return f'<styleSheet xmlns="{MAIN}">{formats_xml}{looks}<cellXfs>{styles}</cellXfs></styleSheet>'


def xlsx(sheets, styles=None, **more):
    """An .xlsx; `more` members by name replace or join its own."""
    return archive(parts(sheets, styles) | more)


def ods(sheets):
    """An .ods of sheet name → rows of text, numbers, or pieces of XML given as bytes; or → the XML of the table."""
    tables = []
    for name, rows in sheets.items():
        lines = rows if isinstance(rows, str) else "".join(map(ods_row, rows))
        tables.append(f'<table:table table:name="{name}">{lines}</table:table>')
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet>{"".join(tables)}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0"/>'
    return archive({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def ods_row(values, attributes=""):
    """A row of an .ods as XML."""
    return f"<table:table-row{attributes and ' '}{attributes}>{''.join(map(_ods_cell, values))}</table:table-row>"


def _ods_cell(value):
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def xls(name, rows, *formats, are_known=True, hidden_rows=(), hidden_columns=(), hides_others=False):
    """An .xls (BIFF8) of one sheet with text, numbers, and (number, style) where styles count from 1 in `formats`.

    `are_known`: False for a file whose fonts are damaged: its values can be read, its formats cannot.
    `hidden_rows`, `hidden_columns`: what is hidden, counted from 0; `hides_others`: rows without a record are, too.
    """

    def record(kind, body=b""):
        return struct.pack("<HH", kind, len(body)) + body

    cells = record(0x0225, struct.pack("<HH", 2 * hides_others, 255))
    cells += b"".join(record(0x007D, struct.pack("<HHHHHH", c, c, 2304, 0, 1, 0)) for c in hidden_columns)
    cells += b"".join(record(0x0208, struct.pack("<HHHHIHH", r, 0, 9, 255, 0, 0x20, 0)) for r in hidden_rows)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            value, style = value if isinstance(value, tuple) else (value, 0)
            if isinstance(value, str):
                text = struct.pack("<HHHHB", r, c, style, len(value), 1) + value.encode("utf-16-le")
                cells += record(0x0204, text)
            elif value is not None:
                cells += record(0x0203, struct.pack("<HHHd", r, c, style, value))
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + record(0x0042, b"\xb0\x04")
    style = b"" if are_known else record(0x0031, b"\0\0")
    for n, code in enumerate(formats, start=164):
        style += record(0x041E, struct.pack("<HHB", n, len(code), 1) + code.encode("utf-16-le"))
    style += record(0x00E0, bytes(20))
    for n in range(164, 164 + len(formats)):
        style += record(0x00E0, struct.pack("<HH", 0, n) + bytes(16))
    at = len(start) + len(style) + 4 + 6 + len(title) + 4
    bound = record(0x0085, struct.pack("<IH", at, 0) + title)
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + cells + record(0x000A)
    return ole({"Workbook": start + style + bound + record(0x000A) + sheet})


def ole(streams):
    """An OLE compound file of name → bytes; every stream is padded to at least 4096 bytes and to whole sectors."""
    sectors, chains, entries = [], [], []
    for name, content in streams.items():
        padded = content + bytes(max(4096, -(-len(content) // 512) * 512) - len(content))
        entries.append((name, len(sectors), len(padded)))
        count = len(padded) // 512
        chains += [*range(len(sectors) + 1, len(sectors) + count), 0xFFFFFFFE]
        sectors += [padded[at : at + 512] for at in range(0, len(padded), 512)]
    directory = _ole_entry("Root Entry", 5, 0xFFFFFFFE, 0, 1)
    for at, (name, first, size) in enumerate(entries):
        directory += _ole_entry(name, 2, first, size, 0xFFFFFFFF, at + 2 if at + 1 < len(entries) else 0xFFFFFFFF)
    directory += bytes(-len(directory) % 512)
    first_directory = len(sectors)
    count = len(directory) // 512
    chains += [*range(len(sectors) + 1, len(sectors) + count), 0xFFFFFFFE]
    sectors += [directory[at : at + 512] for at in range(0, len(directory), 512)]
    tables = -(-(len(sectors) + 1) // 127)
    chains += [0xFFFFFFFD] * tables
    chains += [0xFFFFFFFF] * (tables * 128 - len(chains))
    first_table = len(sectors)
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, first_directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *range(first_table, first_table + tables), *[0xFFFFFFFF] * (109 - tables))
    return header + b"".join(sectors) + struct.pack(f"<{len(chains)}I", *chains)


def _ole_entry(name, kind, first, size, child=0xFFFFFFFF, right=0xFFFFFFFF):
    encoded = (name + "\0").encode("utf-16-le")
    entry = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    entry += struct.pack("<III", 0xFFFFFFFF, right, child if kind == 5 else 0xFFFFFFFF)
    return entry + bytes(36) + struct.pack("<IQ", first, size)
