"""Two units over HTTP: tables, slides and files of each."""

from urllib.parse import quote

import pytest

from store import migrate
from store.engine import SETTING, engine
from tests.store.two_units import FIRST, SECOND, store_two_units
from tests.ui.meeting.test_routes import Client
from tests.ui.test_routes import ask

UNITS = [(FIRST, SECOND), (SECOND, FIRST)]


@pytest.fixture(autouse=True)
def two_units(tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/progress.db")
    migrate.initialise()
    store_two_units()
    yield
    engine().dispose()


@pytest.mark.parametrize(("own", "other"), UNITS)
@pytest.mark.parametrize("at", [0, 1])
def test_table_route_of_unit_by_code_or_name(own, other, at):
    status, _headers, body = ask(f"/api/tables/land.csv?unit={quote(own[at])}")
    assert status == 200
    assert own[2] in body.decode("utf-8-sig")
    assert other[2] not in body.decode("utf-8-sig")


def test_table_route_without_unit_uses_first():
    assert "鸡笼山" in ask("/api/tables/land.csv")[2].decode("utf-8-sig")


def test_table_route_of_unknown_unit_is_refused():
    status, _headers, body = ask(f"/api/tables/land.csv?unit={quote('某镇')}")
    assert status == 404
    assert "没有“某镇”这个单位。现有单位：金川街道（jcjd）" in body.decode()


@pytest.mark.parametrize("page", ["show", "print"])
@pytest.mark.parametrize(("own", "other"), UNITS)
def test_slides_of_unit_contain_no_other_unit(page, own, other):
    answer = Client().get(f"/{page}?hide=on&unit={own[0]}")
    assert answer.status_code == 200
    assert f"<h1>{own[1]}" in answer.text
    assert not [word for word in (other[1], other[2]) if word in answer.text]


def test_slides_of_unknown_unit_are_refused():
    answer = Client().get("/show?hide=on&unit=nowhere")
    assert answer.status_code == 404
    assert "没有“nowhere”这个单位" in answer.text


@pytest.mark.parametrize(("number", "own"), [(1, FIRST), (2, SECOND)])
def test_file_names_start_with_unit(number, own):
    exported = ask(f"/api/versions/{number}/export")[1]["content-disposition"]
    panel = ask(f"/api/panels/land/chain.csv?version={number}")[1]["content-disposition"]
    assert quote(own[1]) in exported
    assert f"''{quote(own[1])}" in panel
