"""An office's own template: used where it has every layout and placeholder, else refused with what it lacks."""

import io

import pytest
from pptx import Presentation
from pptx.util import Inches

from domain.settings import HOME_SETTING
from exports.__main__ import main
from exports.deck.deck_file import deck
from exports.deck.template import template
from exports.files import own_template
from views.material import FileRefused


def changed(change):
    presentation = Presentation(io.BytesIO(template()))
    change(presentation)
    written = io.BytesIO()
    presentation.save(written)
    return written.getvalue()


def layout(presentation, name):
    return next(each for each in presentation.slide_layouts if each.name == name)


def placeholder(presentation, name, of):
    return next(each for each in layout(presentation, of).placeholders if each.name == name)


def test_deck_takes_places_and_slides_of_none_from_own_template(shown):
    def moved(presentation):
        placeholder(presentation, "标题", "内容").left = Inches(1.5)
        placeholder(presentation, "正文", "内容").width = Inches(9)
        presentation.slides.add_slide(layout(presentation, "结束"))

    pages = list(Presentation(io.BytesIO(deck(shown[2:3], template=changed(moved)))).slides)
    assert len(pages) == 1
    assert pages[0].shapes.title.left == Inches(1.5)
    (table,) = [shape for shape in pages[0].shapes if shape.has_table]
    assert table.width == pytest.approx(Inches(9), rel=0.001)


def test_template_without_layout_and_placeholder_is_refused_with_their_names(shown):
    def lacking(presentation):
        gone = placeholder(presentation, "图片", "图文")
        gone._element.getparent().remove(gone._element)
        placeholder(presentation, "栏目", "内容").name = "小标题"
        presentation.slide_layouts.remove(layout(presentation, "结束"))

    with pytest.raises(FileRefused) as refused:
        deck(shown[:1], template=changed(lacking))
    said = str(refused.value)
    assert "版式“内容”中的占位符“栏目”" in said
    assert "版式“图文”中的占位符“图片”" in said
    assert "版式“结束”（占位符标题）" in said


@pytest.mark.parametrize("content", [b"", b"no presentation", b"PK\x03\x04broken"])
def test_template_that_is_no_presentation_is_refused(shown, content):
    with pytest.raises(FileRefused, match=r"不是\.pptx演示文稿"):
        deck(shown[:1], template=content)


def test_template_is_written_by_the_command_and_found_in_the_data_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(HOME_SETTING, str(tmp_path))
    assert own_template() is None
    assert main(["template", str(tmp_path / "template.pptx")]) == 0
    assert "已写入" in capsys.readouterr().out
    assert own_template() == (tmp_path / "template.pptx").read_bytes()
