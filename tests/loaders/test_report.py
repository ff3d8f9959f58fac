"""The command: a report's table on stdout, or one line of reason and exit 2."""

import json

import pytest

from domain.schema.tables import TABLES
from loaders.report.__main__ import main
from loaders.report.read import read_report
from loaders.text.source import SourceError, parse_source

REPORT = "某街道2023年上半年工作总结\n一、上半年工作总结\n1-5月固定投资达3774万元,增长5%—6%。来访数十家企业。\n"


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return str(path)


def test_report_command_json_has_null_for_missing_and_iso_dates(report, capsys):
    assert main([report, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    investment = next(row for row in rows if row["text"] == "3774万元")
    assert (investment["base_value"], investment["base_value_high"], investment["sheet"]) == (37740000, None, None)
    assert (investment["as_of_start"], investment["as_of_end"]) == ("2023-01-01", "2023-05-31")


def test_count_without_a_number_has_a_row_without_a_value(report, capsys):
    main([report, "--format", "json"])
    vague = next(row for row in json.loads(capsys.readouterr().out) if row["text"] == "数十家")
    assert (vague["value"], vague["base_value"], vague["qualifier"]) == (None, None, "about")


def test_report_command_prints_figures_as_csv_by_default(report, capsys):
    assert main([report]) == 0
    assert capsys.readouterr().out.startswith("row_id,org_unit,period,")


def test_report_command_prints_each_table(report, capsys):
    for name in TABLES:
        assert main([report, "--table", name]) == 0
        assert capsys.readouterr().out.startswith("row_id,")


def test_report_command_lists_the_tables(capsys):
    assert main(["--list"]) == 0
    assert capsys.readouterr().out.split() == list(TABLES)


def test_report_command_without_a_file_asks_for_it_in_chinese(capsys):
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert (stopped.value.code, "命令写得不对：缺少 文件" in capsys.readouterr().err) == (2, True)


def test_report_command_names_an_unknown_table(report, capsys):
    assert main([report, "--table", "figure"]) == 2
    assert "figure" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("received", "reason"),
    [
        (b"", "空"),
        (b"\x00\x01\x02", "不是文本"),
        ("一份没有数目的说明,第一条,2023年5月8日。".encode(), "没有一个数字"),
        ("完成固定投資三千萬元,增長百分之五。".encode("big5"), "编码"),
    ],
)
def test_report_command_unreadable_file_is_one_line_on_stderr_and_exit_2(received, reason, tmp_path, capsys):
    path = tmp_path / "report.txt"
    path.write_bytes(received)
    assert main([str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert reason in printed.err


def test_report_without_a_figure_is_refused():
    with pytest.raises(SourceError, match="没有一个数字"):
        read_report(parse_source("工作正在开展。".encode(), "report.txt"))


def test_report_reading_has_every_table():
    assert set(read_report(parse_source(REPORT.encode(), "report.txt")).tables) == set(TABLES)
