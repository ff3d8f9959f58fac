"""Documents that the tests make themselves, part by part: .docx of raw XML, PDF of raw operators."""

from tests.loaders.workbook.files import archive

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "comments": "comments"}


def run(text, properties=""):
    """A run of text; `properties`: XML within w:rPr."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs, properties=""):
    """A paragraph of runs, a text standing for a plain one; `properties`: XML within w:pPr."""
    inner = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def numbered(text, level=0, number=1):
    """A paragraph with an automatic number."""
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def cell(text, properties=""):
    """A cell of one paragraph, or of XML."""
    inner = text if text.startswith("<") else paragraph(text)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table(*rows):
    """A table of rows of cells with lines between them; a text stands for a plain cell."""
    lines = ("".join(each if each.startswith("<") else cell(each) for each in row) for row in rows)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr>"
        + "".join(f"<w:tr>{line}</w:tr>" for line in lines)
        + "</w:tbl>"
    )


def levels(*formats, start=1):
    """An abstract list with one level for each (format, text)."""
    return "".join(
        level(at, f'<w:numFmt w:val="{name}"/><w:lvlText w:val="{text}"/>', start)
        for at, (name, text) in enumerate(formats)
    )


def level(at, inner, start=1):
    """One level of an abstract list."""
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/>{inner}</w:lvl>'


def numbering(abstract, numbers='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'):
    """The inside of numbering.xml: one abstract list and its numbers."""
    return f'<w:abstractNum w:abstractNumId="0">{abstract}</w:abstractNum>{numbers}'


def docx(*body, members=None, **parts):
    """A .docx: XML of the body, and the inside of other parts by name (styles, numbering, footnotes, comments)."""
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for at, name in enumerate(parts)
    )
    kinds = "".join(_content_type(name) for name in ("document", *parts))
    files = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        f'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" Type="{_OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
    }
    for name, inner in parts.items():
        files[f"word/{name}.xml"] = f"<w:{_ROOTS[name]} {_NAMESPACES}>{inner}</w:{_ROOTS[name]}>"
    return archive(files | (members or {}))


def _content_type(name):
    kind = "document.main" if name == "document" else name
    return (
        f'<Override PartName="/word/{name}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
    )


def pdf(*pages, extra=b"", encrypt=""):
    """A PDF; a page is a list of (x, y, size, text) and of (x0, y0, x1, y1) for ruled lines, in points from below."""
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
        b"/DW 1000/W[1 95 500 814 907 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6"
        b"/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
    )
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", font]
    kids = []
    for page in pages:
        content = page if isinstance(page, bytes) else b"".join(map(_drawn, page))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>%s>>/Contents %d 0 R>>"
            % (extra, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, each)
    table_at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R%s>>startxref\n%d\n%%%%EOF" % (
        len(objects) + 1, encrypt.encode(), table_at,
    )  # fmt: skip


def _drawn(item):
    if isinstance(item[3], str):
        x, y, size, text = item
        return b"BT /F %d Tf %d %d Td <%s> Tj ET\n" % (size, x, y, text.encode("utf-16-be").hex().encode())
    return b"0.5 w %d %d m %d %d l S\n" % item
