"""python -m loaders.report on Word documents: the tables on stdout, what was left out on stderr."""

import json

from tests.loaders.text.documents import docx, paragraph, run
from tests.server.prepared import run_python


def command(path, *options):
    return run_python("-m", "loaders.report", str(path), "--format", "json", *options)


def test_figures_of_a_word_document_point_into_its_text(tmp_path):
    path = tmp_path / "报告.docx"
    path.write_bytes(
        docx(paragraph("某街道2024年上半年工作总结"), paragraph("完成", run("700", "<w:strike/>"), run("880亩。")))
    )
    done = command(path, "--unit", "某街道", "--period", "2024H1")
    figure = next(row for row in json.loads(done.stdout) if row["text"] == "880亩")
    text = "某街道2024年上半年工作总结\n完成880亩。"
    assert (done.returncode, text[figure["start"] : figure["end"]]) == (0, "880亩")
    assert done.stderr == "说明：1 处划掉的文字没有读入\n"


def test_command_unreadable_document_is_one_line_and_exit_2(tmp_path):
    path = tmp_path / "报告.docx"
    path.write_bytes(docx(paragraph("")))
    done = command(path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "报告.docx：文件里没有文字。请检查是否选对了文件。\n"


def test_command_document_without_a_figure_is_one_line_and_exit_2(tmp_path):
    path = tmp_path / "报告.docx"
    path.write_bytes(docx(paragraph("各项工作有序推进。")))
    done = command(path)
    assert done.returncode == 2
    assert "文中没有一个数字指标" in done.stderr
    assert done.stderr.count("\n") == 1


def test_command_without_unit_and_period_recognises_and_reports_them(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("大桥镇2024年上半年工作总结\n完成880亩。", encoding="utf-8")
    done = command(path)
    assert done.returncode == 0
    assert done.stderr == (
        "说明：单位“大桥镇”是认出来的（正文“大桥镇”），不对请用 --unit 写明\n"
        "说明：报告期“2024H1”是认出来的（正文“2024年上半年”），不对请用 --period 写明\n"
    )
    [issue] = [row for row in json.loads(command(path, "--table", "issues", "--unit", "大桥镇").stdout)
               if row["code"] == "recognised"]  # fmt: skip
    assert (issue["quote"], issue["start"], issue["end"]) == ("2024年上半年", 3, 11)


def test_command_report_without_unit_and_period_is_read(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("各项工作有序推进，完成880亩。", encoding="utf-8")
    done = command(path)
    assert done.returncode == 0
    assert done.stderr == ("说明：单位没有认出，请用 --unit 写明\n说明：报告期没有认出，请用 --period 写明\n")
