"""The board of 下半年任务: which task stands in which month, in which order, and which are listed by section."""

import pytest

from domain.schema.frames import conform
from views.plan import coming_after, months, others, plan_view

COMMON = {"theme": "抓项目", "due": "2023-12-31", "due_text": "下半年"}


def board(*rows, figures=()):
    commitments = [{"row_id": row["text"], **COMMON, **row} for row in rows]
    return plan_view(
        {"commitments": conform("commitments", commitments), "figures": conform("figures", list(figures))}
    ).commitments.table


def texts(groups):
    return [(label, group["text"].tolist()) for label, group in groups]


ROWS = (
    {"text": "开展活动", "theme": "强党建"},
    {"text": "组织学习", "theme": "强党建"},
    {"text": "推进建设", "project": "同创空间"},
    {"text": "完成800亩", "quantity": 800, "unit": "亩"},
    {"text": "年终实现全覆盖", "due_text": "年终"},
    {"text": "预期10月份投产", "due": "2023-10-31", "due_text": "10月份"},
)


def test_board_is_by_month_with_own_due_dates_then_quantities_first():
    assert texts(months(board(*ROWS))) == [
        ("10月", ["预期10月份投产"]),
        ("12月", ["年终实现全覆盖", "完成800亩", "推进建设"]),
    ]


def test_tasks_without_number_project_or_own_date_are_listed_by_section():
    rest = {"text": "没有期限", "due": None, "due_text": None, "project": "某路"}
    assert texts(others(board(*ROWS, rest))) == [("强党建", ["开展活动", "组织学习"]), ("抓项目", ["没有期限"])]


def test_board_over_two_years_names_the_year_of_each_month():
    later = {"text": "验收", "due": "2024-03-31", "due_text": "明年3月底前"}
    assert [label for label, _ in months(board(*ROWS, later))] == ["2023年10月", "2023年12月", "2024年3月"]


def test_board_of_no_tasks_is_empty():
    assert months(board()) == []
    assert others(board()) == []


def test_quantity_is_written_with_the_qualifier_of_its_figure():
    task = {"text": "谋划项目", "quantity": 10, "unit": "万元", "cells": "quantity=5"}
    rows = board(task, *ROWS[:1], figures=[{"start": 5, "qualifier": "at_least"}])
    assert rows["quantity_text"].tolist() == ["10万元以上", ""]


@pytest.mark.parametrize(
    ("period", "coming"),
    [("2023H1", "下半年"), ("2023", "2024年"), ("2023H2", "2024年"), ("2023Q1", "下一季度"), ("", "下一步")],
)
def test_plan_is_named_by_what_follows_the_period(period, coming):
    assert coming_after(period) == coming
