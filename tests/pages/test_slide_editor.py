"""The editor on 汇报: what an editor types is kept, saved with who and when, and shown in deck, screen and print."""

import io

import pytest
from pptx import Presentation

from exports.files import FILE_KINDS
from store.audit import read_audit
from store.meeting_edits import read_edits, write_edits
from store.records import Actor
from tests.pages.conftest import markup, press
from tests.pages.test_meeting import FILE, own_seed_store  # noqa: F401
from ui.edit import autosaving
from ui.meeting.choice import Choice
from ui.meeting.document import PAPER, SCREEN, Frame, slides_document
from ui.meeting.slide_cache import all_slides, made_file, selected_slides

LAND = ("slide", "land")


@pytest.fixture
def page(show, own_seed_store, editor):  # noqa: F811
    shown = show(FILE)
    shown.selectbox(key="deck slide").set_value("land").run()
    return shown


def text(page, kind):
    """The field `kind` (标题, 要点, 备注) of the slide that is edited."""
    return next(each for each in [*page.text_input, *page.text_area] if each.label.startswith(kind))


def type_title(page, title):
    text(page, "标题").set_value(title).run()
    return page


def titles(version=1):
    return {slide.id: slide.title for slide in all_slides(version, hide=True, rule="points")}


def button(page, label):
    return next(each for each in page.button if each.label == label)


def test_reader_sees_no_editor(show, own_seed_store, monkeypatch):  # noqa: F811
    monkeypatch.setattr("ui.shell.account.actor_of", lambda visitor: Actor("访客", "viewer"))
    shown = show(FILE)
    assert [each.label for each in shown.expander] == ["选择幻灯片、版本和显示内容"]
    assert "保存" not in [each.label for each in shown.button]


def test_saved_texts_are_in_deck_screen_and_print_with_their_author(page):
    type_title(page, "土地整治种植584亩")
    text(page, "要点").set_value("自报73%\n目标待确认").run()
    text(page, "备注").set_value("先讲种植").run()
    press(page, "保存")
    assert "已保存" in markup(page)
    (edit,) = read_edits(1)
    assert (edit.key, edit.author, edit.value["title"]) == ("land", "王芳", "土地整治种植584亩")
    assert read_audit(1)[0].action == "edit_meeting"
    choice = Choice(slides=("land",))
    (slide,) = Presentation(io.BytesIO(made_file(FILE_KINDS["pptx"], choice, 1))).slides
    words = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert "土地整治种植584亩" in words
    assert "目标待确认" in words
    notes = slide.notes_slide.notes_text_frame.text
    assert notes.startswith("先讲种植")
    assert "自动标题：土地整治自报总进度73%，对照哪个目标待确认" in notes

    shown = selected_slides(choice, 1)
    for kind in (SCREEN, PAPER):
        document = slides_document(shown, choice, Frame("汇报", "show.js", kind))
        assert "土地整治种植584亩</h1>" in document
        assert "<li>自报73%</li><li>目标待确认</li>" in document


def test_typed_text_is_kept_for_the_next_session_until_it_is_saved(page, show, monkeypatch):
    type_title(page, "土地整治种植584亩")
    monkeypatch.setattr(autosaving, "_SESSIONS", {})
    later = show(FILE)
    assert "已恢复上次没有提交的改动" in markup(later)
    later.selectbox(key="deck slide").set_value("land").run()
    assert text(later, "标题").value == "土地整治种植584亩"
    assert titles()["land"] == "土地整治自报总进度73%，对照哪个目标待确认"
    press(later, "保存")
    assert titles()["land"] == "土地整治种植584亩"


def test_texts_of_several_slides_are_saved_together(page):
    type_title(page, "土地整治种植584亩")
    page.selectbox(key="deck slide").set_value("safety").run()
    type_title(page, "隐患清零还差3处")
    page.selectbox(key="deck slide").set_value("land").run()
    assert text(page, "标题").value == "土地整治种植584亩"
    press(page, "保存")
    assert {each.key for each in read_edits(1)} == {"land", "safety"}


def test_title_that_breaks_the_rules_is_said_at_once_and_saved(page):
    type_title(page, "土地整治" * 15)
    assert "标题共60字，要排3行；最好不超过2行、每行28字。仍可保存。" in markup(page)
    press(page, "保存")
    assert titles()["land"] == "土地整治" * 15


def test_edit_of_somebody_else_is_never_overwritten_unseen(page):
    type_title(page, "我的标题")
    write_edits(1, {LAND: {"title": "对方的标题"}}, {}, Actor("李强", "editor"))
    press(page, "保存")
    assert "李强改了同一处" in markup(page)
    assert titles()["land"] == "对方的标题"
    assert text(page, "标题").value == "我的标题"
    press(page, "保存")
    assert titles()["land"] == "我的标题"


def test_moved_and_left_out_slides_are_saved_as_the_order(page):
    press(page, "前移一页")
    page.selectbox(key="deck slide").set_value("funding").run()
    press(page, "不放映")
    press(page, "保存")
    order = [each.id for each in all_slides(1, hide=True, rule="points") if not each.optional]
    assert order[:6] == ["cover", "agenda", "overview", "land", "highlights", "demolition"]
    assert "funding" not in order
    chosen = page.multiselect(key="meeting slides").value
    assert chosen == order


def test_one_slide_and_all_are_reset_to_the_automatic_content(page):
    type_title(page, "土地整治种植584亩")
    page.selectbox(key="deck slide").set_value("safety").run()
    type_title(page, "隐患清零还差3处")
    press(page, "保存")
    press(page, "这一页恢复自动内容")
    assert [each.key for each in read_edits(1)] == ["land"]
    assert text(page, "标题").value == (
        "重大隐患11处，已闭环8处、限期内整改中3处；重大矛盾纠纷12件，已化解9件、已稳控3件"
    )
    next(each for each in page.checkbox if each.label == "要全部恢复自动内容").check().run()
    press(page, "全部恢复")
    assert read_edits(1) == ()
    assert titles()["land"] == "土地整治自报总进度73%，对照哪个目标待确认"


def test_unsaved_texts_can_be_dropped(page):
    type_title(page, "土地整治种植584亩")
    press(page, "放弃没有保存的")
    assert text(page, "标题").value == "土地整治自报总进度73%，对照哪个目标待确认"
    assert "没有未保存的改动" in markup(page)


def test_number_changed_since_the_title_was_typed_is_named_and_accepted(page):
    found = {"title": "种植601亩", "automatic": "旧标题", "found": {"601亩": ["土地整治（新增耕地）种植"]}}
    write_edits(1, {LAND: found}, {}, Actor("李强", "editor"))
    page.run()
    assert "“601亩”已不是本版数据：土地整治（新增耕地）种植现为584亩" in markup(page)
    assert titles()["land"] == "种植601亩※"
    press(page, "看过了，仍用这些文字")
    (land,) = [each for each in all_slides(1, hide=True, rule="points") if each.id == "land"]
    assert (land.title, land.marks) == ("种植601亩", ("601亩由汇报人填写，本页数据中没有",))
