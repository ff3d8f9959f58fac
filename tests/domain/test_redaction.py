"""Names of persons and disciplinary counts can be hidden."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.redaction import redact, redact_text
from domain.schema.frames import conform

SEED = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("叶继强获评市级领雁强基之星", "叶某某获评市级领雁强基之星"),
        ("二都桥蓝燕萍被评为有礼标兵", "二都桥蓝某某被评为有礼标兵"),
        ("王芳同志", "王某同志"),
        ("以习近平同志为核心的党中央", "以习近平同志为核心的党中央"),
        ("徐村村获评全国典型,金川弄村荣获五星级", "徐村村获评全国典型,金川弄村荣获五星级"),
        ("执法方案入选案例", "执法方案入选案例"),
    ],
)
def test_redaction_hides_person_before_verb_and_keeps_place(text, hidden):
    assert redact_text(text) == hidden


def test_redaction_hides_counts_of_people_in_sanction_clauses_only():
    text = "给予1人撤销党内职务处分,12人警示谈话问责,参与900余人次,完成20个问题整改"
    assert redact_text(text) == "给予×人撤销党内职务处分,××人警示谈话问责,参与900余人次,完成20个问题整改"


def test_redaction_omits_rows_counting_sanctions():
    rows = conform("party", [{"name": "撤销党内职务处分", "value": 1}, {"name": "擂台赛", "value": 2}])
    assert redact(rows)["name"].tolist() == ["擂台赛"]


def test_redaction_keeps_other_columns_and_missing_cells():
    rows = conform("honours", [{"who": "叶继强", "award": None, "quote": "叶继强获评之星", "start": 3}])
    hidden = redact(rows)
    assert hidden.dtypes.to_dict() == rows.dtypes.to_dict()
    assert hidden[["who", "quote"]].to_numpy().tolist() == [["叶某某", "叶某某获评之星"]]
    assert hidden["award"].isna().all()
    assert hidden["start"].tolist() == [3]


@given(st.text())
def test_redaction_keeps_length_and_offsets(text):
    assert len(redact_text(text)) == len(text)


def test_redaction_of_seed_hides_its_four_persons_only():
    text = SEED.read_text(encoding="utf-8")
    hidden = redact_text(text)
    assert [text[m.start() - 1 : m.end()] for m in re.finditer("某+", hidden)] == [
        "叶继强",
        "贺贤汉",
        "蓝燕萍",
        "夏国辉",
    ]
    assert [(m.start(), text[m.start()]) for m in re.finditer("×", hidden)] == [(1200, "1"), (1211, "1"), (1222, "1")]
