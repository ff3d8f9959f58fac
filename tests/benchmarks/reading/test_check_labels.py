"""The check of the labelled reports: what it lets pass, what it reports, and the exit codes."""

import hashlib
import json

import pytest

from benchmarks.reading.check_labels import FOLDER, main

TEXT = "应征房屋46户,已签约40户。"
FIGURE = {
    "type": "figure",
    "start": 4,
    "end": 7,
    "base": 46,
    "unit": "count:户",
    "role": "target",
    "domain": "demolition",
}
STATEMENT = {
    "type": "statement", "start": 4, "end": 7, "value": 46, "value_high": None, "unit": "户", "role": "target",
    "object": "房屋", "stage": "征收", "scope": None, "qualifier": "exact", "as_of": None, "due": None, "of_what": None,
}  # fmt: skip
ROW = {
    "type": "row", "start": 4, "end": 7, "table": "demolition", "column": "target_households", "value": 46,
    "unit": "户", "scope": None, "stage": "征收", "object": "房屋",
}  # fmt: skip
SIGNED = {**FIGURE, "start": 11, "end": 14, "base": 40, "role": "actual"}
PAIR = {"type": "pair", "start": 4, "end": 14, "target": [4, 7], "actual": [11, 14], "rate": None}
COMMITMENT = {"type": "commitment", "start": 8, "end": 14, "quantity": 40, "unit": "户", "due": "2024-12-31"}
GOOD = [FIGURE, STATEMENT, ROW, PAIR, COMMITMENT, SIGNED]


@pytest.fixture
def check(tmp_path, capsys):
    """Writes one text with `labels` and runs the check: exit code and what it printed."""

    def run(labels, text=TEXT, unseen="01", **other):
        (tmp_path / "labels").mkdir()
        (tmp_path / "texts").mkdir()
        content = {
            "address": None, "how": "typed", "sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "length": len(TEXT),
            "unit": "某镇", "kind": "bulletin", "year": None, "complete": True, "labels": labels, **other,
        }  # fmt: skip
        (tmp_path / "labels" / "01.json").write_text(json.dumps(content), encoding="utf-8")
        (tmp_path / "unseen.txt").write_text(unseen, encoding="utf-8")
        if text is not None:
            (tmp_path / "texts" / "01.txt").write_bytes(text.encode())
        code = main(["--texts", str(tmp_path / "texts")], tmp_path)
        return code, capsys.readouterr().out

    return run


def test_check_sound_labels_pass_and_are_counted(check):
    code, printed = check(GOOD)
    assert code == 0
    assert "figure                     2   unseen     2" in printed
    assert "row of demolition          1   unseen     1" in printed
    assert "texts found 1, not found 0, faults 0" in printed


def test_check_no_text_found_ends_with_one(check):
    code, printed = check(GOOD, text=None)
    assert code == 1
    assert "texts found 0, not found 1, faults 0" in printed


def test_check_changed_text_is_reported(check):
    code, printed = check(GOOD, text=TEXT.replace("46", "47"))
    assert code == 1
    assert "01.json: the text has another SHA-256" in printed


def test_check_unseen_name_without_labels_is_reported(check):
    code, printed = check(GOOD, unseen="01 03")
    assert code == 1
    assert "unseen.txt names 03, which has no labels" in printed


@pytest.mark.parametrize(
    ("label", "fault"),
    [
        ({**FIGURE, "role": "done"}, "role 'done' is not known"),
        ({**FIGURE, "type": "number"}, "unknown type 'number'"),
        ({**FIGURE, "end": 99}, "start and end are no span of the text"),
        ({**FIGURE, "quote": "46户"}, "not known ['quote']"),
        ({**FIGURE, "unsure": ["stage"]}, "unsure names keys that the label has not"),
        ({**COMMITMENT, "due": "年底前"}, "due '年底前' is no day"),
        ({**STATEMENT, "as_of": ["2024-06-30", "2024-01-01"]}, "is no span of days"),
        ({**STATEMENT, "object": "应征房屋的全部户数合计"}, "is no plain word"),
        ({**STATEMENT, "scope": [5, 5]}, "scope is no span of the text"),
        ({**ROW, "column": "checked"}, "table demolition has no column 'checked'"),
        ({**PAIR, "actual": None}, "a pair has at least two of target, actual, rate"),
    ],
)
def test_check_label_of_wrong_form_is_reported(check, label, fault):
    code, printed = check([label])
    assert code == 1
    assert fault in printed


@pytest.mark.parametrize(
    ("labels", "fault"),
    [
        ([STATEMENT], "statement at 4 stands on no figure"),
        ([FIGURE, PAIR], "pair at 4: [11, 14] is no figure"),
        ([FIGURE, FIGURE], "figure at 4 stands twice"),
        ([SIGNED, FIGURE], "labels are not in the order of their start"),
        ([{**FIGURE, "start": 2}], "figure at 2 begins with no numeral"),
        ([FIGURE, {**STATEMENT, "value": 64}], "statement at 4: value 64 is not the printed 46"),
    ],
)
def test_check_labels_that_do_not_fit_the_text_are_reported(check, labels, fault):
    code, printed = check(labels)
    assert code == 1
    assert fault in printed


def test_labels_of_the_project_are_of_the_right_form(tmp_path, capsys):
    main(["--texts", str(tmp_path)])
    names = {path.stem for path in (FOLDER / "labels").glob("*.json")}
    assert capsys.readouterr().out.endswith(f"texts found 0, not found {len(names)}, faults 0\n")
    unseen = set((FOLDER / "unseen.txt").read_text().split())
    assert unseen <= names
    assert len(unseen) * 3 >= len(names)


def test_written_texts_fit_their_labels(capsys):
    assert main([]) == 0
    assert capsys.readouterr().out.endswith("texts found 40, not found 0, faults 0\n")
    assert (FOLDER / "written" / "unseen.txt").read_text().split() == ["W78", "W80", "W82"]


def test_unseen_texts_whose_faults_were_seen_are_left_out():
    unseen = set((FOLDER / "unseen.txt").read_text().split())
    looked_at = {"12", "18", "27", "39", "57", "63", "65", "68", "69", "70", "74", "103"}
    assert unseen.isdisjoint({"03", "06", "30", "45", "54", "61", *looked_at})
    assert unseen >= {str(number) for number in range(62, 118)} - looked_at
