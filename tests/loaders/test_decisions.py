"""What people decided about words: applied wherever a report uses them again, with its own numbers and proofs."""

import pytest

from domain.schema.cell_links import cell_starts
from loaders.report.decisions import clause_of, figure_words, make_decision, measure_words, parse_decision, target_words
from loaders.report.read import read_report
from loaders.text.source import parse_source

FIRST = (
    "大桥镇2023年上半年工作总结\n\n一、项目建设\n兴业路项目完成投资3200万元，征收房屋46户。兴业大道项目二标段拆除房屋12户。\n"
    "二、人居环境\n完成化粪池改造120座，完成全年任务200座的60%。接待来访群众35人次。新建驿站3个。\n"
)
NEXT = (
    "大桥镇2023年工作总结\n\n一、人居环境\n新建驿站5个，完成化粪池改造190座，完成全年任务200座的95%。\n"
    "二、项目建设\n接待来访群众61人次。兴业大道项目二标段拆除房屋40户。兴业路项目完成投资5100万元。\n"
)


def read(text, decisions=()):
    source = parse_source(text.encode(), "r.txt", {"period": "2023H1", "org_unit": "大桥镇"})
    return read_report(source, {each.signature: each for each in decisions}).tables


def words_of(text, quote):
    """The words of the statement about the number `quote` of `text`, as read."""
    tables, start = read(text), text.index(quote)
    names = tables["figures"].set_index("start")["name"]
    for row in tables["statements"].to_dict("records"):
        if cell_starts(row["cells"])["value"] == start:
            return figure_words(row, names[start])
    raise AssertionError(quote)


def figure(text, quote, **meaning):
    return make_decision("figure", words_of(text, quote), meaning)


def row(tables, name, column, value):
    (found,) = [each for each in tables[name].to_dict("records") if each[column] == value]
    return found


@pytest.mark.parametrize("text", [FIRST, NEXT])
def test_number_goes_to_the_table_that_was_decided_with_its_own_proof(text):
    decision = figure(FIRST, "3200万元", table="funding", object="投资", stage="完成", role="actual")
    tables = read(text, [decision])
    found = row(tables, "funding", "project", "兴业路项目")
    assert found["amount_wan_yuan"] == {FIRST: 3200, NEXT: 5100}[text]
    assert text[found["start"] : found["end"]] == found["quote"]
    assert tables["investment"].empty
    assert row(tables, "statements", "domain", "funding")["confidence"] == "confirmed"


def test_number_decided_to_be_none_is_in_no_table_and_no_issue():
    tables = read(NEXT, [figure(FIRST, "35人次", not_figure="1")])
    for name in ("environment", "other", "issues", "statements"):
        assert not tables[name]["quote"].fillna("").str.contains("接待来访群众").any()
    assert row(tables, "figures", "text", "61人次")["dimension"] == "identifier"


@pytest.mark.parametrize(("text", "table"), [("已建成11家最美工会驿站。", "party"), ("完成率11%。", "safety")])
def test_number_of_the_same_clause_is_met_again_where_its_object_comes_from_elsewhere(text, table):
    first, second = (
        "大桥镇2023年上半年工作总结\n\n开展残疾人托养服务20人，" + text,
        "大桥镇2023年工作总结\n\n排查问题9个，" + text,
    )
    quote = "11家" if "11家" in text else "11%"
    tables, start = read(first), first.index(quote)
    (clause,) = [each["quote"] for each in tables["statements"].to_dict("records")
                 if cell_starts(each["cells"])["value"] == start]  # fmt: skip
    meaning = {"table": "party", "object": "工会驿站", "role": "actual", "clause": clause_of(clause)}
    decided = read(second, [figure(first, quote, **meaning)])
    assert row(decided, "figures", "text", quote)["domain"] == table


def test_role_decided_dissolves_the_pair_of_the_number():
    decision = figure(FIRST, "200座", table="environment", object="化粪池", stage="", role="baseline")
    tables = read(FIRST, [decision])
    assert tables["measures"].empty
    assert tables["statements"]["pair"].isna().all()
    assert read(FIRST)["measures"]["target"].tolist() == [200]


def test_name_decided_is_the_project_wherever_it_stands():
    tables = read(NEXT, [make_decision("name", {"name": "兴业大道项目二标段"}, {"name": "兴业大道项目"})])
    found = row(tables, "demolition", "households", 40)
    assert (found["project"], found["place"]) == ("兴业大道项目", found["place"])
    assert found["place"] != found["place"]  # missing
    assert row(tables, "figures", "text", "40户")["project"] == "兴业大道项目"


def test_measure_decided_has_the_indicator_that_it_was_said_to_be():
    words = measure_words(read(FIRST)["measures"].to_dict("records")[0])
    decision = make_decision("indicator", words, {"indicator_id": "改厕座", "name": "农村改厕"})
    tables = read(NEXT, [decision])
    assert tables["measures"][["indicator_id", "name", "actual"]].to_numpy().tolist() == [["改厕座", "农村改厕", 190]]
    assert set(tables["figures"]["indicator_id"].dropna()) == {"改厕座"}


@pytest.mark.parametrize(("text", "chosen"), [(NEXT, True), (NEXT.replace("200座", "210座"), False)])
def test_target_decided_counts_while_its_number_is_the_same(text, chosen):
    words = target_words(read(FIRST)["measures"].to_dict("records")[0])
    decision = make_decision("target", words, {"target": "200", "by": "王芳", "reason": "市里下达"})
    (found,) = read(text, [decision])["measures"].to_dict("records")
    assert (found["chosen"] is True) == chosen
    assert (found["chosen_by"] == "王芳") == chosen


def test_decision_survives_as_signature_and_json():
    decision = figure(FIRST, "3个", table="environment", object="驿站", stage="新建", role="actual")
    assert parse_decision(decision.signature, decision.to_json()) == decision


@pytest.mark.parametrize("broken", ["", "[]", '["figure"]', '["else",{}]', '["name",{"name":1}]', "null"])
def test_decision_of_another_program_is_left_out(broken):
    assert parse_decision(broken, "{}") is None
