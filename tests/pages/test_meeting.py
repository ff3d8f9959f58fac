"""汇报: what is chosen goes into the addresses of the slides, and into the files; who took one is kept."""

import io
import json
import shutil
from dataclasses import replace
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
from pptx import Presentation

from exports.files import FILE_KINDS
from store.audit import read_audit
from store.engine import SETTING, engine
from store.records import Actor
from ui.meeting.choice import Choice
from ui.meeting.page import audited_file, file_name
from ui.meeting.slide_cache import made_file
from ui.shell.download_audit import record_download

FILE = "meeting/meeting.py"


def links(page):
    found = {}
    for element in page.get("link_button"):
        found[element.proto.label] = urlsplit(element.proto.url)
    return found


@pytest.fixture
def own_seed_store(seed_database, tmp_path, monkeypatch):
    """A copy of the store after the first start, that may be written to."""
    shutil.copy(seed_database, tmp_path / "progress.db")
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'progress.db'}")
    yield
    engine().dispose()


@pytest.fixture
def page(show, own_seed_store):
    return show(FILE)


def test_meeting_page_starts_with_all_slides_of_the_newest_version_and_hidden_names(page):
    start = links(page)["开始汇报"]
    assert start.path == "/show"
    assert parse_qs(start.query) == {"hide": ["on"]}
    assert links(page)["打印 / 存为 PDF"].path == "/print"


def test_meeting_choices_are_in_the_addresses(page):
    page.multiselect(key="meeting slides").set_value(["land", "cover"])
    page.checkbox[0].uncheck()
    page.selectbox(key="meeting version").set_value(1)
    page.run()
    assert parse_qs(links(page)["开始汇报"].query) == {"slides": ["land,cover"], "version": ["1"], "hide": ["off"]}


def test_meeting_address_has_rule_and_palette_of_the_dashboard(show, own_seed_store):
    query = parse_qs(links(show(FILE, palette="blue", rule="pace"))["开始汇报"].query)
    assert query["palette"] == ["blue"]


def test_meeting_page_offers_each_file_with_one_button(page):
    buttons = [element.proto.label for element in page.get("download_button")]
    assert buttons == ["下载幻灯片", "下载汇报材料", "下载下期报告初稿", "下载指标台账"]


def test_meeting_deck_has_the_chosen_slides(own_seed_store):
    made = made_file(FILE_KINDS["pptx"], Choice(slides=("land", "cover")), 1)
    assert len(Presentation(io.BytesIO(made)).slides) == 2


def test_meeting_file_is_made_once_per_choice(own_seed_store):
    made = []

    def make(material, chosen, _progress):
        made.append(chosen)
        return b"file"

    kind = replace(FILE_KINDS["xlsx"], make=make)
    for choice in (Choice(), Choice(), Choice(slides=("land",)), Choice(), Choice(slides=("land",))):
        assert made_file(kind, choice, 1) == b"file"
    assert made == [(), ("land",)]


def test_meeting_download_is_audited_with_its_person(own_seed_store):
    audited_file(FILE_KINDS["xlsx"], Choice(), 1, partial(record_download, Actor("王芳", "editor")))
    (entry,) = read_audit(1)
    assert (entry.who, entry.action, entry.version_id) == ("王芳", "export", 1)
    assert json.loads(entry.details)["file"] == "金川街道2023年上半年指标台账-截至20230630-第1版.xlsx"


def test_meeting_download_of_an_unknown_person_has_no_audit_entry(own_seed_store):
    before = read_audit()
    assert audited_file(FILE_KINDS["xlsx"], Choice(), 1, partial(record_download, Actor("访客", "viewer")))
    assert read_audit() == before


def test_meeting_file_with_names_says_so_in_its_name(own_seed_store):
    name = file_name(Choice(hide=False), FILE_KINDS["docx"], 1)
    assert name == "金川街道2023年上半年汇报材料-截至20230630-第1版-含姓名.docx"


def test_meeting_unusable_template_is_named_in_place_of_the_button(show, own_seed_store, tmp_path, monkeypatch):
    monkeypatch.setenv("PROGRESS_HOME", str(tmp_path))
    (tmp_path / "template.pptx").write_bytes(b"no slides")
    shown = show(FILE)
    assert [element.value.replace("\\", "") for element in shown.error] == [
        "模板template.pptx打不开，不是.pptx演示文稿。请用PowerPoint或WPS另存为.pptx。"
    ]
    assert "下载幻灯片" not in [element.proto.label for element in shown.get("download_button")]
