"""Word documents to text: changes accepted, boxes, controls, footnotes and tables in, headers and hidden text out."""

import pytest

from loaders.text.document import read_document
from loaders.text.refusals import SourceError
from tests.loaders.text.documents import W, cell, docx, paragraph, run, table


def read(*body, **parts):
    return read_document(docx(*body, **parts), "报告.docx")


def text(*body, **parts):
    return read(*body, **parts).text


def test_paragraph_is_a_line_without_its_indent():
    assert text(paragraph("一、土地"), paragraph("　　完成880", "亩。")) == "一、土地\n完成880亩。"


def test_empty_paragraphs_become_one_blank_line():
    assert text(paragraph("甲"), paragraph(""), paragraph(""), paragraph("乙")) == "甲\n\n乙"


def test_inserted_text_is_kept_and_deleted_text_dropped():
    changed = '<w:ins w:id="1" w:author="a">{}</w:ins><w:del w:id="2"><w:r><w:delText>4200</w:delText></w:r></w:del>'
    body = paragraph(run("完成投资"), changed.format(run("5600")), run("万元。"))
    document = read(body)
    assert document.text == "完成投资5600万元。"
    assert document.notes == ("2 处修订按接受后的文字读",)


def test_moved_text_is_only_at_its_destination():
    body = [
        paragraph(f"<w:moveFrom>{run('拆除5处。')}</w:moveFrom>", properties="<w:rPr><w:moveFrom/></w:rPr>"),
        paragraph("建成3个。"),
        paragraph(f"<w:moveTo>{run('拆除5处。')}</w:moveTo>"),
    ]
    assert text(*body) == "建成3个。\n拆除5处。"


def test_paragraph_with_deleted_mark_is_joined_with_the_next():
    first = paragraph("完成880", properties="<w:rPr><w:del/></w:rPr>")
    assert text(first, paragraph("亩，占73%。"), paragraph("末")) == "完成880亩，占73%。\n末"


def test_deleted_mark_before_a_table_leaves_the_text_before_it():
    first = paragraph("完成如下", properties="<w:rPr><w:del/></w:rPr>")
    rows = table(["村名", "面积（亩）"], ["东村", "1"], ["西村", "2"])
    assert text(first, rows) == "完成如下\n\n|村名|面积（亩）|\n|东村|1|\n|西村|2|"


def test_table_row_deleted_is_dropped():
    rows = table(["村名", "亩"], ["东村", "1"], ["西村", "2"])
    deleted = rows.replace("<w:tr>" + cell("东村"), "<w:tr><w:trPr><w:del/></w:trPr>" + cell("东村"))
    assert text(deleted) == "|村名|亩|\n|西村|2|"


def test_content_controls_are_read_and_placeholders_are_not():
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = [
        control.format("", paragraph("完成", control.format("", run("880")), run("亩。"))),
        paragraph("备注", control.format("<w:showingPlcHdr/>", run("单击此处输入文字"))),
    ]
    assert text(*body) == "完成880亩。\n备注"


def test_text_box_is_read_once_behind_its_paragraph():
    inner = f"<w:txbxContent>{paragraph('已完成12户')}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert text(paragraph("征迁", drawn), paragraph("末")) == "征迁\n已完成12户\n末"


def test_text_box_for_older_programs_alone_is_read():
    inner = f"<w:txbxContent>{paragraph('已完成12户')}</w:txbxContent>"
    assert text(paragraph(f"<w:r><w:pict><v:textbox>{inner}</v:textbox></w:pict></w:r>")) == "已完成12户"


def test_footnote_has_its_own_line_and_is_no_part_of_the_number():
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="0" w:type="separator">{paragraph("x")}</w:footnote>' + (
        f'<w:footnote w:id="2">{paragraph("含续建12亩")}</w:footnote>'
    )
    body = paragraph("完成880", reference, run("亩。"))
    assert text(body, paragraph("末"), footnotes=notes) == "完成880亩。\n注1：含续建12亩\n末"


def test_hidden_and_struck_text_is_dropped_and_reported():
    document = read(paragraph("完成", run("700", "<w:strike/>"), run("880"), run("秘", "<w:vanish/>"), run("亩。")))
    assert document.text == "完成880亩。"
    assert set(document.notes) == {"1 处划掉的文字没有读入", "1 处隐藏的文字没有读入"}


def test_struck_text_of_a_character_style_is_left_out():
    styles = '<w:style w:type="character" w:styleId="d"><w:rPr><w:strike/></w:rPr></w:style>'
    body = paragraph("完成", run("700", '<w:rStyle w:val="d"/>'), run("880亩。"))
    assert text(body, styles=styles) == "完成880亩。"


def test_hidden_property_switched_off_hides_nothing():
    assert text(paragraph(run("880亩", '<w:vanish w:val="0"/><w:strike w:val="false"/>'))) == "880亩"


def test_raised_digits_do_not_join_the_number_before_them():
    body = paragraph("占地880m", run("2", '<w:vertAlign w:val="superscript"/>'))
    assert text(body) == "占地880m²"


def test_results_of_fields_are_read_and_their_instructions_are_not():
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = paragraph(
        "截至", sign.format("begin"), "<w:r><w:instrText> DATE \\@ </w:instrText></w:r>", sign.format("separate"),
        run("2024年6月30日"), sign.format("end"), run("。"),
    )  # fmt: skip
    assert text(body) == "截至2024年6月30日。"


def test_table_of_contents_is_dropped():
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    contents = [
        paragraph(sign.format("begin"), "<w:r><w:instrText> TOC \\o </w:instrText></w:r>", sign.format("separate"),
                  run("一、土地\t3")),
        paragraph(run("二、房屋\t5"), sign.format("end")),
    ]  # fmt: skip
    document = read(*contents, paragraph("一、土地"))
    assert document.text == "一、土地"
    assert document.notes == ("目录没有读入",)


def test_field_without_an_end_hides_nothing():
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    assert text(paragraph(begun), paragraph("完成880亩。")) == "完成880亩。"


def test_line_breaks_links_and_signs_are_kept():
    body = paragraph(
        "甲", "<w:r><w:br/></w:r>", f"<w:hyperlink>{run('乙')}</w:hyperlink>", "<w:r><w:noBreakHyphen/></w:r>",
        "<w:r><w:br w:type='page'/></w:r>", run("丙"),
    )  # fmt: skip
    assert text(body) == "甲\n乙-丙"


def test_signs_that_nobody_sees_part_no_number():
    assert text(paragraph("完成8\u200b8\u00ad0亩\ufeff。")) == "完成880亩。"


def test_document_bodies_are_all_read():
    body = (
        f'<w:document xmlns:w="{W}"><w:body>{paragraph("甲")}</w:body><w:body>{paragraph("乙")}</w:body></w:document>'
    )
    assert text(members={"word/document.xml": body}) == "甲\n乙"


def test_strict_documents_are_read():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<s:document xmlns:s="{strict}"><s:body><s:p><s:r><s:t>完成880亩。</s:t></s:r></s:p></s:body></s:document>'
    assert text(members={"word/document.xml": body}) == "完成880亩。"


def test_merged_words_over_rows_are_repeated_in_each():
    merged = '<w:vMerge w:val="restart"/>'
    rows = table(
        ["片区", "村名", "面积（亩）"], [cell("东片", merged), "东村", "1"], [cell("", "<w:vMerge/>"), "西村", "2"]
    )
    assert text(rows) == "|片区|村名|面积（亩）|\n|东片|东村|1|\n|东片|西村|2|"


def test_merged_number_over_rows_is_not_repeated_and_is_reported():
    rows = table(
        ["村名", "面积（亩）"], ["东村", cell("12", '<w:vMerge w:val="restart"/>')], ["西村", cell("", "<w:vMerge/>")]
    )
    document = read(rows)
    assert document.text == "|村名|面积（亩）|\n|东村|12|\n|西村||"
    assert document.notes == ("1 个数字写在合并了几行的单元格里，按第一行读，请核对",)


def test_header_of_two_rows_has_its_groups():
    wide = '<w:gridSpan w:val="2"/>'
    rows = table(
        [cell("村名", '<w:vMerge w:val="restart"/>'), cell("土地（亩）", wide), cell("房屋（户）", wide)],
        [cell("", "<w:vMerge/>"), "任务", "完成", "任务", "完成"],
        ["东村", "1", "2", "3", "4"],
    )
    assert text(rows) == "|村名|土地（亩）||房屋（户）||\n||任务|完成|任务|完成|\n|东村|1|2|3|4|"


def test_row_over_the_whole_width_is_a_line_of_its_own():
    rows = table([cell("附表　单位：亩", '<w:gridSpan w:val="2"/>')], ["村名", "面积"], ["东村", "1"])
    assert text(rows) == "附表　单位：亩\n|村名|面积|\n|东村|1|"


def test_table_used_for_layout_gives_its_lines():
    inner = table(["村名", "面积（亩）"], ["东村", "1"], ["西村", "2"])
    assert text(table([cell(paragraph("完成如下：") + inner)])) == (
        "完成如下：\n\n|村名|面积（亩）|\n|东村|1|\n|西村|2|"
    )


def test_cell_word_broken_for_width_is_one_word():
    rows = table([cell(paragraph("面积") + paragraph("（亩）")), "村名"], ["1", "东村"])
    assert text(rows) == "|面积（亩）|村名|\n|1|东村|"


def test_bars_within_cells_do_not_split_them():
    assert text(table(["村名", "户|幢"], ["东村", "1"])) == "|村名|户¦幢|\n|东村|1|"


def test_page_headers_and_comments_are_dropped_and_comments_reported():
    members = {"word/header1.xml": "<w:hdr xmlns:w='x'><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr>"}
    comments = f'<w:comment w:id="0">{paragraph("请核")}</w:comment>'
    document = read(paragraph("完成880亩。"), members=members, comments=comments)
    assert document.text == "完成880亩。"
    assert document.notes == ("1 条批注没有读入",)


def test_picture_beside_text_is_reported():
    drawn = "<w:r><w:drawing><a:graphic><a:pic/></a:graphic></w:drawing></w:r>"
    assert read(paragraph("完成880亩。", drawn)).notes == ("有图片或图表，其中的文字和数字没有读入",)


def test_document_of_pictures_alone_is_called_a_scan():
    drawn = "<w:r><w:drawing><a:graphic><a:pic/></a:graphic></w:drawing></w:r>"
    with pytest.raises(SourceError, match="扫描件"):
        read(paragraph(drawn))
