"""PDF to text: lines to paragraphs, ruled tables to tables, headers and page numbers out."""

import pytest

from loaders.text.document import read_document
from loaders.text.refusals import SourceError
from tests.loaders.text.documents import pdf

#: 26 characters: a full line between x = 90 and x = 506 at 16 points.
FULL = "街道全面推进土地整治和征迁工作今年以来共计完成立项二十个"[:26]


def read(*pages, **options):
    return read_document(pdf(*pages, **options), "报告.pdf")


def body(*lines, top=740):
    """Lines of 16 points, 26 points apart; a text that begins with blanks is indented."""
    return [
        (90 + 16 * (len(line) - len(line.lstrip("　"))), top - 26 * at, 16, line.lstrip("　"))
        for at, line in enumerate(lines)
    ]


def grid(rows, left=90, top=600, width=120, height=30):
    """A ruled table of rows of texts."""
    columns = len(rows[0])
    items = [(left, top - height * at, left + width * columns, top - height * at) for at in range(len(rows) + 1)]
    items += [(left + width * at, top - height * len(rows), left + width * at, top) for at in range(columns + 1)]
    items += [
        (left + 5 + width * c, top - 22 - height * r, 16, text)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text
    ]
    return items


def test_wrapped_lines_become_one_paragraph():
    assert read(body(f"　　{FULL[:24]}", "百亩，拆除12处。", "　　下一段完成5个。")).text == (
        f"{FULL[:24]}百亩，拆除12处。\n下一段完成5个。"
    )


def test_number_broken_over_two_lines_is_one_number():
    assert read(body(f"　　{FULL[:22]}3774", "万元，增长5.2%。")).text == f"{FULL[:22]}3774万元，增长5.2%。"


def test_blanks_between_numbers_and_chinese_are_dropped_and_between_words_kept():
    assert read(body("　　完成 880 亩，引进 ABC Group 一家。")).text == "完成880亩，引进ABC Group一家。"


def test_paragraph_over_two_pages_is_joined():
    first = [*body(f"　　{FULL[:24]}"), (280, 40, 10, "— 1 —")]
    second = [*body("百亩，拆除12处。"), (280, 40, 10, "— 2 —")]
    assert read(first, second).text == f"{FULL[:24]}百亩，拆除12处。"


def test_repeated_headers_and_page_numbers_are_left_out():
    pages = [
        [(90, 800, 10, "金川街道工作总结"), *body(f"　　第{word}段完成{at}个。"), (280, 40, 10, f"第{at}页 共3页")]
        for at, word in enumerate("一二三", start=1)
    ]
    assert read(*pages).text == "第一段完成1个。\n第二段完成2个。\n第三段完成3个。"


def test_indented_paragraphs_of_one_full_line_are_not_joined():
    lines = [f"　　{FULL[:20]}12处。", "　　各村完成如下。", f"　　{FULL[:20]}15处。"]
    assert read(body(*lines)).text == "\n".join(line.strip("　") for line in lines)


def test_line_ending_with_a_sentence_one_character_short_is_continued():
    lines = [f"　　{FULL[:22]}。", "下一句完成5个。", f"　　{FULL[:24]}", "末尾完成6个。"]
    assert read(body(*lines)).text == f"{FULL[:22]}。下一句完成5个。\n{FULL[:24]}末尾完成6个。"


def test_number_alone_within_the_text_is_kept():
    assert read([*body("　　完成项目数", "　　12"), (280, 40, 10, "1")]).text == "完成项目数\n12"


def test_table_with_rules_has_lines_of_cells():
    page = [*body("　　各村完成如下：", top=640), *grid([["村名", "面积（亩）"], ["东村", "880"], ["西村", "120"]])]
    assert read(page).text == "各村完成如下：\n\n|村名|面积（亩）|\n|东村|880|\n|西村|120|"


def test_table_drawn_as_boxes_is_read():
    boxes = [b"0.5 w %d %d 120 30 re S\n" % (90 + 120 * c, 540 + 30 * r) for r in range(2) for c in range(2)]
    words = [
        b"BT /F 16 Tf %d %d Td <%s> Tj ET\n" % (x, y, text.encode("utf-16-be").hex().encode())
        for x, y, text in ((95, 578, "村名"), (215, 578, "面积"), (95, 548, "东村"), (215, 548, "880"))
    ]
    assert read(b"".join(boxes + words)).text == "|村名|面积|\n|东村|880|"


def test_merged_cells_of_a_ruled_table_are_found():
    rows = [["村名", "土地（亩）", ""], ["", "任务", "完成"], ["东村", "1", "2"]]
    lines = grid(rows)
    lines.remove((90, 570, 450, 570))  # the line below the header's first row reaches over the last two columns only
    lines.append((210, 570, 450, 570))
    lines.remove((330, 510, 330, 600))
    lines.append((330, 510, 330, 570))
    assert read(lines).text == "|村名|土地（亩）||\n||任务|完成|\n|东村|1|2|"


def test_table_over_two_pages_is_one_table():
    header = ["村名", "面积（亩）"]
    pages = [grid([header, ["东村", "880"]]), grid([header, ["西村", "120"]])]
    assert read(*pages).text == "|村名|面积（亩）|\n|东村|880|\n|西村|120|"


def test_cells_without_lines_are_kept_apart():
    page = [(90, 700, 16, "村名"), (250, 700, 16, "面积"), (90, 670, 16, "东村"), (250, 670, 16, "880")]
    assert read(page).text == "村名  面积\n东村  880"


def test_title_in_larger_characters_is_not_joined_with_the_text():
    page = [(90, 780, 18, FULL[:23]), *body(f"　　{FULL[:10]}。")]
    assert read(page).text == f"{FULL[:23]}\n{FULL[:10]}。"


def scan():
    """The operators of a page that is one picture."""
    return b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q\n"


def test_scan_is_refused_with_what_to_do():
    with pytest.raises(SourceError, match=r"扫描件.*请找起草单位要 Word 文件"):
        read(scan(), scan())


def test_pages_that_are_pictures_are_reported():
    document = read(body("　　完成880亩。"), scan(), scan())
    assert document.text == "完成880亩。"
    assert document.notes == ("第 2、3 页是图片，没有读入，请核对",)


def test_fonts_without_characters_are_refused_as_garbled():
    private = "".join(chr(0xE000 + at) for at in range(60))
    with pytest.raises(SourceError, match="乱码"):
        read([(90, 700, 16, private[:26]), (90, 670, 16, private[26:])])


def test_pdf_of_five_hundred_pages_is_refused_by_their_number():
    with pytest.raises(SourceError, match="有 500 页，超过 300 页"):
        read(*[body("　　甲")] * 500)


def test_pdf_with_password_is_refused_by_its_password():
    key = "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{0}>/U<{0}>>>/ID[<00><00>]".format("41" * 32)
    with pytest.raises(SourceError, match="打开密码"):
        read(body("　　甲"), encrypt=key)
