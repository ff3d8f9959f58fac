"""总览: an editor chooses between two targets where they stand; others see no choice."""

from urllib.parse import quote

from store.read import read_table
from tests.pages.conftest import markup, press
from tests.pages.test_edit import fill, submit

OVERVIEW = "progress/overview.py"
FARMLAND = "measures:土地整治(新增耕地)种植平方米"


def test_overview_of_an_editor_links_each_open_choice_to_its_form(show, own_store, editor):
    shown = markup(show(OVERVIEW))
    assert shown.count(f'href="?choose={quote(FARMLAND)}">选定目标') == 2  # in its row and in the list 待核实
    assert "以哪个目标为准" not in shown


def test_overview_of_a_viewer_has_no_choice(show, seed_store):
    page = show(OVERVIEW, choose=FARMLAND)
    assert "选定目标" not in markup(page)
    assert len(page.radio) == 0


def test_target_chosen_on_the_overview_is_previewed_and_stored_there(show, own_store, editor):
    page = show(OVERVIEW, choose=FARMLAND)
    assert len(page.selectbox) == 0
    page.radio[0].set_value(page.radio[0].options[1])
    fill(page, "采用理由", "区里确认以年度计划为准")
    shown = markup(press(page, "选定并预览"))
    assert "待核实 → 超前" in shown
    assert "已存为第2版" in markup(submit(page))
    row = read_table("measures").set_index("row_id").loc[f"{FARMLAND}#2"]
    assert (bool(row["chosen"]), row["chosen_by"], row["chosen_reason"]) == (True, "王芳", "区里确认以年度计划为准")


def test_overview_choice_of_an_unknown_indicator_is_reported(show, own_store, editor):
    page = show(OVERVIEW, choose="measures.nothing")
    assert "这项指标没有两个目标可选" in markup(page)
    assert len(page.radio) == 0


def test_edit_page_opens_the_indicator_that_its_address_names(show, own_store, editor):
    page = show("keeping/edit.py", task="deviation", indicator=f"{FARMLAND}#2")
    assert page.selectbox[0].value == FARMLAND
