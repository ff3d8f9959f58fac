"""汇报: what is chosen goes into the addresses of the slides, and into the files; who took one is kept."""

import io
import json
import shutil
from urllib.parse import parse_qs, urlsplit

import pytest
from pptx import Presentation

from store.audit import read_audit
from store.engine import SETTING, engine
from store.records import Actor
from tests.pages.conftest import markup

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


def test_meeting_deck_has_the_chosen_slides(page):
    page.multiselect(key="meeting slides").set_value(["land", "cover"]).run()
    page.button(key="make pptx").click().run()
    assert "金川街道" in markup(page)
    _, made = page.session_state["made files"]["pptx"]
    assert len(Presentation(io.BytesIO(made)).slides) == 2


def test_meeting_download_is_audited_with_its_person(page, monkeypatch):
    monkeypatch.setattr("ui.meeting.page.actor", lambda: Actor("王芳", "editor"))
    page.button(key="make xlsx").click().run()
    (entry,) = read_audit(1)
    assert (entry.who, entry.action, entry.version_id) == ("王芳", "export", 1)
    assert json.loads(entry.details)["file"] == "金川街道2023年上半年指标台账-第1版.xlsx"


def test_meeting_download_of_an_unknown_person_has_no_audit_entry(page):
    before = read_audit()
    page.button(key="make xlsx").click().run()
    assert page.session_state["made files"]
    assert read_audit() == before
