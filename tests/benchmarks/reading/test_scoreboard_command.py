"""`python -m benchmarks.reading` on texts that the program really reads: which texts, what is printed, exit codes."""

import hashlib
import json

import pytest

from benchmarks.reading.__main__ import main
from benchmarks.reading.against import ROOT, compare_speed, joined
from benchmarks.reading.labelled import read_labelled

TEXT = "2024年上半年工作情况\n完成固定资产投资5亿元,新增企业30家。\n"
#: 5亿元 as printed, and 30家 with a wrong number.
LABELS = [
    {"type": "figure", "start": 21, "end": 24, "base": 5e8, "unit": "元", "role": "actual", "domain": "investment"},
    {
        "type": "figure",
        "start": 29,
        "end": 32,
        "base": 31,
        "unit": "count:家",
        "role": "actual",
        "domain": "investment",
    },
]


@pytest.fixture
def run(tmp_path, capsys):
    """Writes two labelled texts, of which 03 is unseen, and runs the command: exit code and what it printed."""
    for folder in ("labels", "texts", "planted/final"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "unseen.txt").write_text("03", encoding="utf-8")
    for name in ("01", "03"):
        content = {
            "address": None, "how": "typed", "sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "length": len(TEXT),
            "unit": "某镇", "kind": "street", "year": 2024, "complete": True, "labels": LABELS,
        }  # fmt: skip
        (tmp_path / "labels" / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
        (tmp_path / "texts" / f"{name}.txt").write_text(TEXT, encoding="utf-8")

    def command(*arguments):
        code = main(["--texts", str(tmp_path / "texts"), *arguments], tmp_path)
        return code, capsys.readouterr().out

    command.folder = tmp_path
    return command


def test_without_texts_the_written_ones_are_scored(run, capsys):
    (run.folder / "labels").rename(run.folder / "written-labels")
    for folder in ("labels", "texts"):
        (run.folder / "written" / folder).mkdir(parents=True)
    for name in ("01.json", "03.json"):
        (run.folder / "written-labels" / name).rename(run.folder / "written" / "labels" / name)
    (run.folder / "texts" / "01.txt").rename(run.folder / "written" / "texts" / "01.txt")
    (run.folder / "written" / "unseen.txt").write_text("03", encoding="utf-8")
    assert main(["--only", "figures"], run.folder) == 0
    assert capsys.readouterr().out.startswith("texts scored 1 (of them unseen 0), not found 0")


def plant(folder):
    text = "上半年应征房屋100户,已签约40户,签约率90%。\n"
    figures = [[7, 11], [15, 18], [22, 25]]
    assert [text[start:end] for start, end in figures] == ["100户", "40户", "90%"]
    content = {
        "period": "2024H1", "published": None,
        "plants": [
            {"kind": "contradiction", "check": "rate", "severity": "doubt", "figures": figures, "why": "it is 40 %"}
        ],
    }  # fmt: skip
    (folder / "01.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "01.txt").write_text(text, encoding="utf-8")


def test_texts_of_the_example_print_what_is_labelled():
    assert [TEXT[label["start"] : label["end"]] for label in LABELS] == ["5亿元", "30家"]


def test_default_run_scores_the_seen_texts(run):
    code, printed = run("--only", "figures")
    assert code == 0
    assert "texts scored 1 (of them unseen 0), not found 0, changed 0, refused by the program 0" in printed
    assert "figures                             0.500*           1/2     0.500*             1/2" in printed
    assert "misses" not in printed


def test_misses_show_text_place_expected_and_read(run):
    _, printed = run("--only", "figures", "--misses", "5", "--all")
    assert "texts scored 2 (of them unseen 1)" in printed
    assert "figures: 1 misses\n  01 固定资产投资5亿元,新增企业[30家]。\n      expected 31 | read 30.0" in printed
    assert "  03 " not in printed


def test_unseen_run_scores_only_unseen_texts(run):
    code, printed = run("--only", "figures", "--unseen")
    assert code == 0
    assert "texts scored 1 (of them unseen 1)" in printed
    assert "1/2" in printed


@pytest.mark.parametrize("option", ["--unseen", "--final"])
def test_misses_of_hidden_texts_are_refused(run, option, capsys):
    with pytest.raises(SystemExit) as refused:
        run(option, "--misses", "3")
    assert refused.value.code == 2
    assert "nobody looks at misses" in capsys.readouterr().err


def test_run_without_any_text_ends_with_one(run):
    (run.folder / "texts" / "01.txt").unlink()
    code, printed = run()
    assert code == 1
    assert "texts scored 0 (of them unseen 0), not found 1" in printed


def test_texts_are_read_with_unit_and_year_of_their_labels(run):
    figures = read_labelled(run.folder, run.folder / "texts").reports[0].tables["figures"]
    assert set(figures["period"]) == {"2024"}
    assert set(figures["org_unit"]) == {"某镇"}


def test_changed_text_is_named_and_not_scored(run):
    (run.folder / "texts" / "01.txt").write_text(TEXT.replace("30", "31"), encoding="utf-8")
    code, printed = run()
    assert code == 1
    assert "changed: 01" in printed


def test_text_that_the_program_refuses_counts_as_missed(run):
    text = "会议强调要抓好落实。\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    content = json.loads((run.folder / "labels" / "01.json").read_text()) | {"sha256": digest}
    (run.folder / "labels" / "01.json").write_text(json.dumps(content), encoding="utf-8")
    (run.folder / "texts" / "01.txt").write_text(text, encoding="utf-8")
    code, printed = run("--only", "figures")
    assert code == 0
    assert "refused: 01" in printed
    assert "0/0     0.000*             0/2" in printed


def test_json_holds_counts_rates_and_misses(run):
    _, printed = run("--format", "json", "--misses", "1")
    board = json.loads(printed)
    assert board["texts"] == {"scored": 1, "unseen": 0, "missing": 0, "changed": [], "refused": []}
    assert board["counts"]["figures"] == {
        "right_made": 1, "made": 2, "right_labelled": 1, "labelled": 2, "precision": 0.5, "recall": 0.5,
    }  # fmt: skip
    assert board["counts"]["statements"]["labelled"] == 0
    assert board["counts"]["statements"]["recall"] is None
    assert [miss["text"] for miss in board["misses"]["figures"]] == ["01"]


def test_unknown_kind_is_refused(run, capsys):
    with pytest.raises(SystemExit) as refused:
        run("--only", "figures,numbers")
    assert refused.value.code == 2
    assert "no kind numbers" in capsys.readouterr().err


def caught(printed):
    """Caught and planted contradictions of the severity `doubt`, from the JSON form."""
    count = json.loads(printed)["counts"]["findings: doubt"]
    return count["right_labelled"], count["labelled"]


def test_planted_contradiction_is_read_and_caught(run):
    plant(run.folder / "planted")
    _, printed = run("--only", "findings", "--format", "json")
    assert caught(printed) == (1, 1)


def test_findings_alone_need_planted_texts_only(run, tmp_path):
    for text in (tmp_path / "texts").iterdir():
        text.unlink()
    assert run("--only", "findings", "--final")[0] == 1
    plant(run.folder / "planted" / "final")
    assert run("--only", "findings", "--final")[0] == 0
    assert run("--final")[0] == 1


def test_final_scores_only_the_final_plants(run):
    plant(run.folder / "planted")
    assert caught(run("--only", "findings", "--final", "--format", "json")[1]) == (0, 0)
    plant(run.folder / "planted" / "final")
    assert caught(run("--only", "findings", "--final", "--format", "json")[1]) == (1, 1)


def test_joined_text_repeats_short_texts_up_to_its_length():
    assert joined(["甲乙", "丙"], 4) == "甲乙\n\n丙\n\n甲乙"


@pytest.mark.soak
def test_speed_is_measured_here_and_in_another_checkout(tmp_path):
    (tmp_path / "loaders").symlink_to(ROOT / "loaders")
    (tmp_path / "domain").symlink_to(ROOT / "domain")
    (tmp_path / "data").symlink_to(ROOT / "data")
    speed = compare_speed([TEXT], tmp_path, rounds=1)
    assert list(speed) == ["figures", "all tables"]
    assert all(each["here"] > 0 and each["ratio"] == each["here"] / each["there"] for each in speed.values())
