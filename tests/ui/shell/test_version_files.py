"""What was received comes back byte for byte, and a version as one file; both to be saved, never shown."""

import json
from datetime import date
from urllib.parse import quote

import pytest

from domain.schema.frames import conform
from store import audit
from store.records import Actor, Draft, Received
from store.write import commit_version
from tests.ui.test_routes import ask, store, version  # noqa: F401

NAME = '七月"台账\\.xlsx'
HOSTILE = b"<script>alert(1)</script>\x00\xff"


@pytest.fixture
def received(store):  # noqa: F811
    """A version made from a file with a nasty name and content."""
    file = Received(NAME, "workbook", HOSTILE, "七月")
    draft = Draft("金川街道", "2023H1", "workbook", {"land": conform("land", [])}, file)
    return commit_version(draft, None, Actor("甲", "admin"), "试", date(2023, 6, 30)).id


def test_received_file_is_returned_byte_for_byte(received):
    status, headers, body = ask(f"/api/versions/{received}/received")
    assert (status, body) == (200, HOSTILE)
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''" + quote(NAME)
    assert headers["x-content-type-options"] == "nosniff"


def test_version_export_is_one_file(version):  # noqa: F811
    status, headers, body = ask(f"/api/versions/{version}/export")
    assert status == 200
    assert json.loads(body)["tables"]["land"][0]["area_mu"] == 880
    assert quote("金川街道2023H1第1版.json") in headers["content-disposition"]


def test_received_file_of_version_without_one_is_404(version):  # noqa: F811
    status, _headers, body = ask(f"/api/versions/{version}/received")
    assert status == 404
    assert "在线修改或回退" in json.loads(body)["error"]


@pytest.mark.parametrize("asked", ["99", "0", "x", "-1", "%EF%BC%91", "1%2F..", "9" * 20])
def test_version_files_unknown_version_is_404(version, asked):  # noqa: F811
    for file in ("received", "export"):
        status, _headers, body = ask(f"/api/versions/{asked}/{file}")
        assert status == 404
        assert "没有" in json.loads(body)["error"]


def test_version_files_anonymous_download_is_not_audited(received):
    before = len(audit.read_audit())
    ask(f"/api/versions/{received}/received")
    assert len(audit.read_audit()) == before
