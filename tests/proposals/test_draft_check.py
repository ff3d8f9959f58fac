"""Drafts against themselves and the newest stored version: numbers, rates, days, promises; nothing is written."""

import shutil
from datetime import date

import pytest

from domain.schema.tables import TABLES
from proposals.draft.draft_check import check_draft
from proposals.draft.reference import DRAFT_CHECKS
from proposals.proposal import commit, edited_rows, propose_edit, whole_tables
from proposals.report_upload import Confirmed, default_choice, propose_report, read_submitted
from store import migrate
from store.engine import SETTING, close, engine
from store.errors import InvalidDraft, UnknownUnit, UnknownVersion
from store.read import read_current
from tests.store.samples import EDITOR, JUNE

TODAY = date(2023, 7, 20)
DONE = """大桥镇2023年上半年工作总结

一、工作完成情况
土地整治。年度任务新增耕地800亩，截至6月底完成新增耕地584亩，完成年度任务的73%。
项目建设。1—6月完成固定资产投资5600万元，同比增长8%。
安全生产。排查隐患30处，整改28处。
"""
PLAN = """二、下半年工作计划
年底前完成七里渠改造工程3公里。
建成老年食堂2个。
加强干部队伍建设，提升服务群众水平。
"""
REPORT = DONE + PLAN


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """The file of a store with REPORT as version 1; only to be copied."""
    path = tmp_path_factory.mktemp("handed-in") / "progress.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, f"sqlite:///{path}")
        migrate.initialise()
        hand_in(REPORT)
        close()
    return path


@pytest.fixture(autouse=True)
def database(handed_in, tmp_path, monkeypatch):
    """A copy of it, as the store of this process."""
    path = tmp_path / "progress.db"
    shutil.copy(handed_in, path)
    monkeypatch.setenv(SETTING, f"sqlite:///{path}")
    yield path
    engine().dispose()


def hand_in(text, period="2023H1", as_of=JUNE, unit="大桥镇"):
    given = read_submitted(text.encode(), "总结.txt")
    proposal = propose_report(given, Confirmed(unit, period, as_of), EDITOR)
    commit(proposal.decide(default_choice(proposal)), EDITOR, "导入", as_of, confirmed=True)


def change(table, column, value, new, as_of=JUNE):
    """Somebody writes `new` for `value` in a column of the version, as of another day."""
    current = read_current()
    rows = edited_rows(table, whole_tables(current)[table])
    chosen = rows[column] == value
    assert chosen.any()
    rows.loc[chosen, column] = new
    rows.loc[chosen, "as_of_end"] = as_of
    commit(propose_edit({table: rows}, current, current, EDITOR).outcome, EDITOR, "更正", JUNE, confirmed=True)


def check(text, **options):
    return check_draft(text.encode(), "送审稿.txt", today=TODAY, **options)


def against_store(text, **options):
    """(check, severity, title) of each finding that is not of the draft alone, without those about promises."""
    findings = check(text, **options).findings
    rows = findings[findings["check"].isin(set(DRAFT_CHECKS) - {"promise"})]
    return list(rows[["check", "severity", "title"]].itertuples(index=False, name=None))


def promises(text, **options):
    findings = check(text, **options).findings
    return list(findings[findings["check"] == "promise"]["title"])


def changed(old, new, text=REPORT):
    assert text.count(old) == 1
    return text.replace(old, new)


def test_unchanged_text_has_no_finding_against_its_own_version():
    assert against_store(REPORT) == []
    assert promises(REPORT) == []


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [("584亩", "594亩", "584亩"), ("5600万元", "5800万元", "5,600万元"), ("28处", "27处", "28"), ("8%", "9%", "8%")],
)
def test_number_of_the_same_day_that_differs_is_a_conflict_at_its_place(old, new, kept):
    draft = changed(old, new)
    rows = check(draft).findings.to_dict("records")
    [row] = [each for each in rows if each["check"] == "stored_differs" and new in each["title"]]
    assert row["severity"] == "conflict"
    assert kept in row["computed"]
    assert row["printed"] == new
    assert draft[row["start"] : row["end"]] == row["quote"]
    assert draft[int(row["figures"]) :].startswith(new)
    assert row["with_whom"]


def test_target_that_differs_in_the_same_period_is_a_conflict():
    found = against_store(changed("3公里", "5公里"))
    assert [each[:2] for each in found if "5公里" in each[2]] == [("stored_target", "conflict")]


def test_number_that_somebody_changed_since_the_report_counts_as_changed():
    change("measures", "actual", 584.0, 600.0)
    [found] = [each for each in against_store(REPORT) if "584亩" in each[2]]
    assert found[:2] == ("stored_differs", "conflict")
    assert found[2].endswith("第2版是600亩")
    assert [each for each in against_store(changed("584亩", "600亩")) if "600亩" in each[2]] == []


def test_finding_quotes_the_words_of_the_stored_number():
    findings = check(changed("584亩", "594亩")).findings
    message = findings[findings["title"].str.contains("594亩")]["message"].iloc[0]
    assert "「截至6月底完成新增耕地594亩" in message
    assert "第1版里是584亩（截至2023年6月30日），原文「截至6月底完成新增耕地584亩" in message


def test_number_older_than_the_stored_one_is_a_doubt_that_says_so():
    change("measures", "actual", 584.0, 600.0, date(2023, 7, 15))
    [found] = [each for each in against_store(REPORT) if "584亩" in each[2]]
    assert found[:2] == ("stored_newer", "doubt")


def test_about_600_agrees_with_the_stored_584_and_about_700_does_not():
    for about, count in (("近600亩", 0), ("近700亩", 1)):
        found = against_store(changed("完成新增耕地584亩", f"完成新增耕地{about}"))
        assert len([each for each in found if about[1:] in each[2]]) == count


NEXT = """大桥镇2023年工作总结

一、工作完成情况
土地整治。年度任务新增耕地800亩，截至12月底完成新增耕地780亩，完成年度任务的97.5%。
项目建设。全年完成固定资产投资9800万元，同比增长6%。
七里渠改造工程3公里已完工通水。
建成老年食堂2个，投入使用。
安全生产。排查隐患60处，整改60处。
"""


def test_next_report_may_have_other_numbers_but_not_less_of_a_cumulative_one():
    assert against_store(NEXT) == []
    found = against_store(changed("780亩，完成年度任务的97.5%", "480亩，完成年度任务的60%", NEXT))
    assert [each[:2] for each in found if "480亩" in each[2]] == [("stored_fell", "doubt")]


def test_promise_that_the_next_report_leaves_out_is_found_with_its_sentence():
    assert promises(NEXT) == []
    draft = changed("七里渠改造工程3公里已完工通水。\n", "", NEXT)
    assert promises(draft)[0].startswith("上期任务没有再提：“年底前完成七里渠改造工程3公里")
    findings = check(draft).findings
    [message] = findings[findings["title"].str.startswith("上期任务没有再提")]["message"]
    assert "第1版原文「年底前完成七里渠改造工程3公里" in message


def test_plan_that_drops_a_task_of_the_same_period_is_found():
    assert promises(changed("建成老年食堂2个。\n", ""))[0] == "上期任务没有再提：“建成老年食堂2个”"


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        ("截至6月底", "截至7月15日", "notice"),
        ("截至6月底", "截至9月底", "conflict"),  # of the future on the day of the check
        ("截至6月底", "截至2022年6月底", "conflict"),
        ("1—6月", "1—8月", "conflict"),
    ],
)
def test_as_of_words_that_do_not_fit_the_period_are_found(old, new, severity):
    found = [each for each in against_store(changed(old, new)) if each[0] == "day_differs"]
    assert [each[1] for each in found] == [severity]
    assert new in found[0][2]


def test_comparison_with_last_year_is_no_wrong_year():
    assert against_store(changed("同比增长8%", "比2022年1—6月增长8%")) == []


def test_plan_whose_day_is_past_is_a_doubt():
    found = against_store(changed("年底前完成", "5月底前完成"))
    assert [each[:2] for each in found if each[0] == "day_differs"] == [("day_differs", "doubt")]


def test_heading_of_another_year_is_found():
    draft = changed("一、工作完成情况", "一、2022年上半年工作完成情况")
    assert [each[0] for each in against_store(draft)] == ["day_differs"]


def test_rate_that_follows_only_with_the_stored_target_is_checked_against_it():
    short = changed("年度任务新增耕地800亩，截至6月底完成", "截至6月底完成")
    assert [each for each in against_store(short) if each[0] == "stored_rate"] == []
    found = against_store(changed("完成年度任务的73%", "完成年度任务的83%", short))
    assert any("83%" in each[2] for each in found)


def test_findings_of_the_draft_alone_are_listed_too():
    draft = changed("排查隐患30处，整改28处", "排查隐患30处，其中整改40处")
    assert "part_over_whole" in set(check(draft).findings["check"])


def test_draft_of_an_unknown_unit_is_checked_alone_and_says_so():
    found = check(REPORT.replace("大桥镇", "小桥镇"))
    assert found.against == ""
    assert "没有与已存数据比对" in found.notes[-1]
    assert not set(found.findings["check"]) & {"stored_differs", "promise"}


def test_text_without_unit_and_period_is_set_against_the_only_unit_and_says_so():
    found = check("土地整治。完成新增耕地594亩。\n")
    assert found.against == "第1版（大桥镇2023年上半年）"
    assert found.notes == ("没有认出单位，按库里唯一的单位核对", "没有认出报告期，按第1版的2023年上半年核对")


def test_named_version_and_unit_are_used_and_others_refused():
    hand_in(changed("584亩", "590亩"))
    assert check(REPORT, version=1).against.startswith("第1版")
    assert check(REPORT, unit="大桥镇").against.startswith("第2版")
    with pytest.raises(UnknownVersion):
        check(REPORT, version=99)
    with pytest.raises(UnknownUnit):
        check(REPORT, unit="没有的镇")


def test_text_without_a_number_is_refused():
    with pytest.raises(InvalidDraft, match="没有一个数字指标"):
        check("大桥镇2023年上半年工作总结\n各项工作扎实推进。\n")


def test_hidden_check_shows_no_name_and_keeps_the_offsets():
    draft = changed("整改28处", "整改27处，叶继强获评先进工作者")
    shown, hidden = check(draft), check(draft).hidden()
    assert "叶继强" in shown.source.text
    assert "叶继强" not in hidden.source.text + hidden.findings.to_csv() + hidden.figures.to_csv()
    assert len(hidden.source.text) == len(shown.source.text)
    assert hidden.source.received == b""


def test_check_leaves_every_byte_of_the_store_as_it_was(database):
    def content():
        engine().dispose()  # writes the log of SQLite into the file
        return {each.name: each.read_bytes() for each in database.parent.glob("progress.db*")}

    before = content()
    check(changed("584亩", "594亩"))
    assert "progress.db" in before
    assert content() == before


def test_codes_of_draft_findings_are_known_to_no_stored_table():
    assert not set(DRAFT_CHECKS) & set(TABLES["findings"].column("check").words)
