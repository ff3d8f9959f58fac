"""Web pages to text: blocks to lines, tables kept, scripts and menus out."""

import pytest

from loaders.text.document import read_document


def read(body, encoding="utf-8", head=""):
    return read_document(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding), "报告.html")


def text(body):
    return read(body).text


def test_blocks_become_lines_and_markup_is_gone():
    assert text("<h1>总结</h1><p>完成<b>880</b>亩。</p><div>末<br>尾</div>") == "总结\n完成880亩。\n末\n尾"


def test_scripts_styles_and_forms_are_left_out():
    assert (
        text("<script>var a=99;</script><style>p{width:9px}</style><p>甲</p><select><option>1</option></select>")
        == "甲"
    )


def test_blanks_of_the_source_are_collapsed():
    assert text("<p>  完成\n   880 \n 亩，\n 占73%。 </p>") == "完成 880 亩，占73%。"


def test_hidden_and_struck_text_is_left_out():
    page = read('<p>完成<del>700</del><s>600</s>880亩。</p><p style="display:none">隐</p><p hidden>隐</p>')
    assert (page.text, page.notes) == ("完成880亩。", ("2 处划掉的文字没有读入",))


def test_lines_of_links_only_are_dropped_and_reported():
    page = read(
        '<ul><li><a href="x">首页</a></li><li><a href="y">政务公开</a></li></ul><p>完成<a href="z">880</a>亩。</p>'
    )
    assert (page.text, page.notes) == ("完成880亩。", ("2 行菜单和链接没有读入",))


def test_table_in_html_keeps_its_rows_and_merged_cells():
    rows = (
        '<table><tr><th rowspan="2">村名</th><th colspan="2">土地（亩）</th></tr><tr><th>任务</th><th>完成</th></tr>'
        '<tr><td rowspan="2">东片</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>'
    )
    assert text(f"<p>甲</p>{rows}<p>乙</p>") == ("甲\n\n|村名|土地（亩）||\n||任务|完成|\n|东片|1|2|\n|东片|3|4|\n\n乙")


def test_table_in_html_used_for_layout_gives_its_lines_and_inner_table():
    inner = "<table><tr><td>村名</td><td>面积</td></tr><tr><td>东村</td><td>1</td></tr></table>"
    assert text(f"<table><tr><td>左</td><td><p>右</p>{inner}</td></tr></table>") == "左\n右\n\n|村名|面积|\n|东村|1|"


def test_items_of_ordered_lists_have_their_numbers():
    assert text('<ol><li>土地</li><li>2023年完成</li></ol><ol start="3" type="a"><li>丙</li></ol>') == (
        "1.土地\n2. 2023年完成\nc.丙"
    )


def test_raised_digits_do_not_join_the_number_before_them():
    assert text("<p>占地880m<sup>2</sup>。</p>") == "占地880m²。"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("gb18030", "gb2312"),
        ("gb18030", "gbk"),
        ("utf-8", "utf-8"),
        ("utf-8", "gb2312"),
        ("gb18030", ""),
    ],
)
def test_html_encoding_is_the_declared_one_or_the_one_that_fits(encoding, declared):
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    assert (
        read("<p>完成土地整治，已完成百分之九十的任务。</p>", encoding, head).text
        == "完成土地整治，已完成百分之九十的任务。"
    )


def test_html_in_traditional_characters_is_read_as_declared():
    head = '<meta charset="big5">'
    assert read("<p>完成土地整治八百畝。</p>", "big5", head).text == "完成土地整治八百畝。"


def test_external_entities_and_files_are_not_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><body><p>甲&x;</p></body></html>'
    assert "机密" not in read_document(page.encode(), "a.html").text
