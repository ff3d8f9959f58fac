"""What a version changed and what the audit says, in words."""

import json

import pytest

from domain.schema.diff import diff_tables
from domain.schema.frames import conform
from views.versions import audit_words, change_line

ACTIONS = {"commit": "提交", "upload": "上传"}


def land(*areas: float | None, **more: object):
    rows = [{"row_id": f"land-{n}", "area_mu": area, **more} for n, area in enumerate(areas, 1) if area is not None]
    return {"land": conform("land", rows)}


def test_version_rows_are_counted_per_table():
    assert change_line(diff_tables(land(880, 600), land(None, 610, 20))) == "土地整治改1行、新增1行、删1行"


def test_version_change_of_sentences_only_is_stated():
    assert change_line(diff_tables(land(880, start=1), land(880, start=9))) == "土地整治只改出处1行"


def test_version_changes_derived_from_other_tables_are_stated_only_alone():
    finding = {"findings": conform("findings", [{"row_id": "f1", "title": "矛盾"}])}
    assert change_line(diff_tables(land(880), {**land(900), **finding})) == "土地整治改1行"
    assert change_line(diff_tables(land(880), {**land(880), **finding})) == "数据核对新增1行"


def test_version_without_change_says_so():
    assert change_line(diff_tables(land(880), land(880))) == "各表没有变化"


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"file": "七月.xlsx", "sha256": "ab" * 32, "size": 35_840}, "文件：七月.xlsx；大小：35 KB"),
        ({"to": 2, "reason": "误改"}, "回退到：第2版；理由：误改"),
        ({"digest": "ab" * 32, "note": "月度更新"}, "说明：月度更新"),
        ({"parent": 3, "current": 4}, "依据：第3版；当时最新：第4版"),
        ({"wanted": "commit", "period": "2023H1"}, "想做：提交；报告期：2023H1"),
        ({"wanted": "edit", "tables": ["land"]}, "想做：在线修改；表：土地整治"),
        ({"account": "王芳", "role": "editor", "again": True}, "账号：王芳；角色：编辑；重新启用"),
        ({}, ""),
    ],
)
def test_audit_details_are_shown_in_words(details, words):
    assert audit_words(json.dumps(details), ACTIONS) == words


@pytest.mark.parametrize("text", ["", "no json", "[1, 2]"])
def test_audit_details_that_are_no_object_are_unchanged(text):
    assert audit_words(text, ACTIONS) == text
