"""Comments at exact words: runs split, formatting kept, what was there stays; Word's rules on parts and places."""

import io
import shutil
import subprocess
import zipfile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from exports.office.commented import CommentsFailed, commented
from exports.office.comments import Anchor, Comment, add_comments
from loaders.text.document import read_document
from loaders.text.places import find_places
from tests.loaders.text.documents import W, docx, numbered, paragraph, run, table

BOLD = "<w:b/><w:color w:val='FF0000'/>"


def on(document, *words, text="请核实"):
    """`document` with a comment on each of `words`, at their last occurrence in its text as read."""
    read = read_document(document, "报告.docx").text
    spans = [(read.rindex(each), read.rindex(each) + len(each)) for each in words]
    return commented(document, [Comment(Anchor(*place), (text,)) for place in find_places(document, spans)], "核对")


def part(document, name="word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return etree.fromstring(archive.read(name))


def covered(document):
    """Comment id → the words between its range marks, in document order."""
    open_ranges, words = set(), {}
    for element in part(document).iter("*"):
        name = etree.QName(element).localname
        number = element.get(f"{{{W}}}id")
        if name == "commentRangeStart":
            open_ranges.add(number)
            words[number] = ""
        elif name == "commentRangeEnd":
            open_ranges.remove(number)
        elif name == "t":
            words |= {each: words[each] + element.text for each in open_ranges}
    assert not open_ranges
    return words


def runs_of(document):
    """(text, formatting) of each run with text."""
    return [
        ("".join(t.text for t in each.iter(f"{{{W}}}t")), b"".join(map(etree.tostring, each.iter(f"{{{W}}}rPr"))))
        for each in part(document).iter(f"{{{W}}}r")
        if each.find(f"{{{W}}}t") is not None
    ]


def test_comment_covers_exactly_the_words_and_keeps_the_format_of_the_run():
    made = on(docx(paragraph("完成", run("投资5600万元", BOLD), "。")), "5600万元")
    assert covered(made) == {"0": "5600万元"}
    texts, formats = zip(*runs_of(made), strict=True)
    assert texts == ("完成", "投资", "5600万元", "。")
    assert formats[1] == formats[2] != formats[0]
    assert b"FF0000" in formats[2]


def test_comment_over_several_runs_covers_parts_of_the_first_and_the_last():
    made = on(docx(paragraph("完成56", run("00", BOLD), "万元，增长")), "5600万元")
    assert covered(made) == {"0": "5600万元"}


def test_comment_in_a_table_cell_covers_the_words_of_the_cell():
    made = on(docx(table(["指标", "完成"], ["投资", "5600万元"])), "5600万元")
    assert covered(made) == {"0": "5600万元"}
    mark = part(made).find(f".//{{{W}}}commentRangeStart")
    assert mark.getparent().getparent().tag == f"{{{W}}}tc"


def test_comment_on_a_whole_row_ends_with_the_cell_that_it_begins_in():
    made = on(docx(table(["指标", "完成"], ["投资", "5600万元"])), "投资|5600万元")
    assert covered(made) == {"0": "投资"}


def test_comment_on_a_footnote_is_at_its_reference_since_word_ignores_others():
    note = f'<w:footnote w:id="2">{paragraph("含中央资金300万元。")}</w:footnote>'
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    made = on(docx(paragraph("完成5600万元", reference, "。"), footnotes=note), "300万元")
    assert part(made).find(f".//{{{W}}}commentRangeStart").getnext()[0].tag == f"{{{W}}}footnoteReference"
    assert part(made, "word/footnotes.xml").find(f".//{{{W}}}commentRangeStart") is None


def test_comment_on_a_text_box_is_at_its_drawing():
    inner = f"<w:txbxContent>{paragraph('完成7幢')}</w:txbxContent>"
    box = f"<w:r><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r>"
    made = on(docx(paragraph("征迁", box)), "7幢")
    start = part(made).find(f".//{{{W}}}commentRangeStart")
    assert start.getnext()[0].tag == f"{{{W}}}pict"


def test_comment_behind_an_automatic_number_covers_its_words():
    levels = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    made = on(docx(numbered("1处整改"), numbered("3处整改"), numbering=numbering), "3处")
    assert covered(made) == {"0": "3处"}


def test_number_of_a_list_has_no_place_in_the_document():
    levels = '<w:lvl w:ilvl="0"><w:start w:val="8"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert find_places(docx(numbered("整改"), numbering=numbering), [(0, 1)]) == [None]


def test_comments_already_present_are_kept_and_new_ones_take_free_numbers():
    old = f'<w:comment w:id="7" w:author="李四">{paragraph("已核")}</w:comment>'
    marks = '<w:commentRangeStart w:id="7"/>{}<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>'
    made = on(docx(paragraph(marks.format(run("完成5600万元")), "。"), comments=old), "5600")
    assert covered(made) == {"7": "完成5600万元", "8": "5600"}
    listed = part(made, "word/comments.xml")
    assert [each.get(f"{{{W}}}author") for each in listed] == ["李四", "核对"]
    assert "".join(listed[0].itertext()) == "已核"


def test_tracked_changes_are_kept_and_the_reference_is_outside_of_an_insertion():
    inserted = f'<w:ins w:id="1" w:author="张三">{run("新增5600万元")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="张三"><w:r><w:delText>4200</w:delText></w:r></w:del>'
    made = on(docx(paragraph("完成", inserted, deleted, "。")), "5600万元")
    root = part(made)
    assert covered(made) == {"0": "5600万元"}
    assert [each.text for each in root.iter(f"{{{W}}}delText")] == ["4200"]
    assert "".join(root.find(f".//{{{W}}}ins").itertext()) == "新增5600万元"
    assert root.find(f".//{{{W}}}commentReference").getparent().getparent().tag == f"{{{W}}}p"


def test_comment_leaves_bytes_of_other_parts_unchanged():
    document = docx(
        paragraph("完成5600万元"), styles="<w:style w:styleId='a'/>", members={"word/media/a.png": b"\x89PNG"}
    )
    made = on(document, "5600")
    with zipfile.ZipFile(io.BytesIO(document)) as before, zipfile.ZipFile(io.BytesIO(made)) as after:
        same = {name for name in before.namelist() if before.read(name) == after.read(name)}
    assert same == {"_rels/.rels", "word/styles.xml", "word/media/a.png"}


def test_strict_document_gets_a_part_of_its_own_namespace():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    plain = docx(paragraph("完成5600万元"))
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        files = {name: archive.read(name).replace(W.encode(), strict.encode()) for name in archive.namelist()}
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    made = on(document.getvalue(), "5600")
    assert part(made, "word/comments.xml").tag == f"{{{strict}}}comments"
    relations = part(made, "word/_rels/document.xml.rels")
    assert [each.get("Type") for each in relations] == [
        "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
    ]


def test_comment_is_read_by_python_docx_with_its_lines():
    document = docx(paragraph("完成5600万元"))
    (place,) = find_places(document, [(2, 6)])
    made = commented(document, [Comment(Anchor(*place), ("与台账不一致", "请问财政所"))], "送审前核对")
    (comment,) = Document(io.BytesIO(made)).comments
    assert (comment.author, comment.text) == ("送审前核对", "与台账不一致\n请问财政所")


def test_damaged_document_is_refused_with_what_to_do():
    with pytest.raises(CommentsFailed, match="请稍后再试一次"):
        commented(b"PK\x03\x04", [], "核对")


def test_anchor_outside_the_text_is_an_error():
    with pytest.raises(ValueError, match="no character 99"):
        add_comments(docx(paragraph("甲")), [Comment(Anchor(4, 99, 4, 100), ("乙",))], "核对", "")


LETTERS = st.text(alphabet="甲乙丙1 23，。", min_size=1, max_size=6)


@st.composite
def paragraphs(draw):
    """Runs of a paragraph, some formatted, some inserted, and spans of its text."""
    texts = draw(st.lists(LETTERS, min_size=1, max_size=6))
    wrappers = draw(st.lists(st.sampled_from(["", "ins", "hyperlink"]), min_size=len(texts), max_size=len(texts)))
    pieces = [
        f"<w:{wrapper} w:id='{at + 50}'>{run(text, BOLD)}</w:{wrapper}>"
        if wrapper
        else run(text, BOLD if at % 2 else "")
        for at, (text, wrapper) in enumerate(zip(texts, wrappers, strict=True))
    ]
    length = sum(map(len, texts))
    starts = draw(st.lists(st.integers(0, length - 1), min_size=1, max_size=4))
    return "".join(texts), pieces, [(start, draw(st.integers(start + 1, length))) for start in starts]


@settings(max_examples=60, deadline=None)
@given(paragraphs())
def test_comment_over_any_spans_covers_them_exactly_and_the_text_is_unchanged(case):
    text, pieces, spans = case
    document = docx(paragraph(*pieces))
    elements = list(part(document).iter("*"))
    places = []
    for number, element in enumerate(elements):
        if element.tag == f"{{{W}}}t":
            places += [(number, offset) for offset in range(len(element.text))]
    comments = [
        Comment(Anchor(*places[start], places[end - 1][0], places[end - 1][1] + 1), ("注",)) for start, end in spans
    ]
    made = add_comments(document, comments, "核对", "2023-07-01T08:00:00Z")
    assert [covered(made)[str(number)] for number in range(len(spans))] == [text[start:end] for start, end in spans]
    assert "".join(words for words, _ in runs_of(made)) == text
    formats = lambda made: [look for words, look in runs_of(made) for _ in words]  # noqa: E731
    assert formats(made) == formats(document)


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_comments_are_read_by_libreoffice_at_their_words(tmp_path):
    document = docx(
        paragraph("完成", run("投资5600万元", BOLD), "，增长8%。"), table(["指标", "完成"], ["征迁", "7幢"]),
    )  # fmt: skip
    (tmp_path / "draft.docx").write_bytes(on(document, "5600万元", "7幢"))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "fodt",
         "--outdir", str(tmp_path), str(tmp_path / "draft.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    assert annotated(etree.parse(str(tmp_path / "draft.fodt"))) == [("请核实", "5600万元"), ("请核实", "7幢")]


def annotated(tree):
    """(note, words that it covers) of each comment of a flat OpenDocument text."""
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    notes, words = {}, {}
    open_now, in_note = set(), False
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        name = element.get(f"{office}name")
        if element.tag == f"{office}annotation":
            in_note = event == "start"
            if in_note:
                notes[name] = "".join(each.text or "" for each in element.iter("*") if each.tag.endswith("}p"))
                words[name] = ""
            else:
                open_now.add(name)
        if element.tag == f"{office}annotation-end" and event == "start":
            open_now.discard(name)
        text = element.text if event == "start" else element.tail
        if text and not in_note:
            words |= {each: words[each] + text for each in open_now}
    return [(notes[name].strip(), words[name]) for name in notes]
