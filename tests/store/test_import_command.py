"""python -m store import: whose the report is and of when, as given, as recognised, and what is refused."""

import pytest

from store.__main__ import main
from store.read import list_versions, read_source

BODY = "\n\n一、主要工作\n完成土地整治880亩。\n"


@pytest.fixture
def run(new_store, capsys, tmp_path):
    """Import a text; its exit code, and all it printed."""

    def command(text: str, *options: str, name: str = "report.txt") -> tuple[int, str]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        code = main(["import", str(path), "--by", "王芳", *options])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return command


def stored():
    return [(each.unit_name, each.period, each.as_of.isoformat()) for each in list_versions()]


def test_import_of_report_of_known_unit_needs_no_options(run):
    run(f"大桥镇2022年工作总结{BODY}", "--unit", "大桥镇")
    assert run(f"大桥镇2023年上半年工作总结\n发布日期：2023-06-20{BODY}")[0] == 0
    assert stored()[0] == ("大桥镇", "2023H1", "2023-06-20")
    origin = read_source().origin
    assert (origin["title"], origin["published"]) == ("大桥镇2023年上半年工作总结", "2023-06-20")


def test_import_of_unknown_unit_requires_its_name(run):
    code, printed = run(f"大桥镇2023年上半年工作总结{BODY}")
    assert code == 2
    assert "单位“大桥镇”（正文“大桥镇”）不在单位表里" in printed
    assert list_versions() == []


def test_import_of_report_without_unit_and_period_is_refused_naming_both(run):
    code, printed = run("我们完成土地整治880亩。")
    assert code == 2
    assert "单位没有写明" in printed
    assert "报告期没有写明" in printed
    assert list_versions() == []


def test_import_with_two_periods_is_refused_quoting_both(run):
    code, printed = run(f"大桥镇2023年上半年工作总结{BODY}", "--unit", "大桥镇", name="大桥镇2022年上半年工作总结.txt")
    assert code == 2
    assert "2022H1（文件名“2022年上半年”）、2023H1（正文“2023年上半年”）" in printed


def test_import_options_override_the_text(run):
    options = ("--unit", "新桥镇", "--period", "2024", "--as-of", "2024-11-30", "--published", "2025-01-05")
    assert run(f"大桥镇2023年上半年工作总结{BODY}", *options, "--title", "新桥镇2024年工作总结")[0] == 0
    assert stored() == [("新桥镇", "2024", "2024-11-30")]
    origin = read_source().origin
    assert (origin["title"], origin["published"]) == ("新桥镇2024年工作总结", "2025-01-05")


def test_import_invalid_period_is_refused(run):
    code, printed = run(f"大桥镇2023年工作总结{BODY}", "--unit", "大桥镇", "--period", "去年")
    assert code == 2
    assert "“去年”不是报告期" in printed
