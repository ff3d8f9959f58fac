"""送审前核对: a draft pasted or handed in, its findings with their sentences, nothing stored, names hidden."""

import pytest

from exports.office.commented import CommentsFailed
from store.read import list_versions
from tests.loaders.text.documents import docx, paragraph
from tests.pages.conftest import markup, press
from ui.edit import draft_check
from ui.edit.draft_check import DraftState

DRAFT = "checking/draft.py"
TEXT = "金川街道2023年上半年工作总结\n排查隐患30处，其中整改40处。叶继强获评先进工作者。\n"


def run_job(page):
    while "draft check job" in page.session_state:
        page.session_state["draft check job"].wait(60)
        page.run()
    assert not page.exception
    return page


def paste(page, text=TEXT):
    next(each for each in page.radio if each.label == "怎样交来").set_value("粘贴文字").run()
    next(each for each in page.text_area).set_value(text)
    return run_job(press(page, "核对这段文字"))


def hand_in(page, content, name):
    page.session_state["draft check state"] = DraftState(content, name)
    return run_job(page.run())


def test_viewer_cannot_hand_in_a_draft(show, seed_store):
    page = show(DRAFT)
    assert "只读" in markup(page)
    assert page.get("file_uploader") == []


def test_pasted_draft_shows_each_finding_with_its_words_and_stores_nothing(show, seed_store, editor):
    page = paste(show(DRAFT, hide="off"))
    shown = markup(page)
    assert "比对的是第1版（金川街道2023年上半年）" in shown
    assert "部分40处大于整体30处" in shown
    assert "排查隐患<mark>30处，其中整改40处</mark>" in shown
    assert 'data-text="部分40处大于整体30处。请核实：' in shown
    assert page.get("download_button") == []
    assert len(list_versions()) == 1


def test_names_hidden_in_a_meeting_are_hidden_here(show, seed_store, editor):
    assert "叶继强" in markup(paste(show(DRAFT, hide="off"), TEXT.replace("30处", "30处，叶继强获评标兵")))
    hidden = markup(paste(show(DRAFT, hide="on"), TEXT.replace("30处", "30处，叶继强获评标兵")))
    assert "部分40处" in hidden
    assert "叶继强" not in hidden


def test_docx_comes_back_with_comments(show, seed_store, editor):
    page = hand_in(show(DRAFT), docx(*map(paragraph, TEXT.splitlines())), "送审稿.docx")
    [button] = page.get("download_button")
    assert button.proto.label == "下载带批注的同一份文件"
    assert page.session_state["draft check state"].document.startswith(b"PK")


def test_list_is_shown_where_comments_cannot_be_written(show, seed_store, editor, monkeypatch):
    def refuse(*_):
        raise CommentsFailed("批注没有写成。请稍后再试一次。")

    monkeypatch.setattr("exports.draft_file.draft_with_comments", refuse)
    page = hand_in(show(DRAFT), docx(*map(paragraph, TEXT.splitlines())), "送审稿.docx")
    assert "批注没有写成。请稍后再试一次。" in markup(page)
    assert "部分40处大于整体30处" in markup(page)
    assert page.get("download_button") == []


@pytest.mark.parametrize(("content", "said"), [(b"", "没有"), (b"\x00\x01\x02", "a.docx")])
def test_file_that_cannot_be_read_is_refused_with_its_reason(show, seed_store, editor, content, said):
    page = hand_in(show(DRAFT), content or "没有数字的一句话。".encode(), "a.docx" if content else "a.txt")
    assert said in markup(page)
    assert 'role="alert"' in markup(page)


def test_dropped_draft_is_gone(show, seed_store, editor):
    page = press(paste(show(DRAFT)), "放弃这份初稿")
    assert "部分40处" not in markup(page)
    assert page.session_state[f"{draft_check.KEY} state"].content == b""
