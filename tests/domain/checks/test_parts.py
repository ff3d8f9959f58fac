HAZARDS = "排查出重大隐患〔{whole}处〕,一般隐患〔6715处〕。已完成重大隐患整改闭环〔8处〕,其他〔3处〕还在整改期限中。"


def test_parts_adding_up_are_reported_as_passed(findings):
    (found,) = findings(HAZARDS.format(whole=11), "parts_whole")
    assert found["severity"] == "passed"
    assert found["title"] == "11处=8处 + 3处，分项与总数相符"


def test_parts_not_adding_up_are_a_conflict(findings):
    (found,) = findings(HAZARDS.format(whole=13), "parts_whole")
    assert found["severity"] == "conflict"
    assert found["computed"] == "11处"
    assert "相差2处" in found["message"]


def test_parts_finding_keeps_row_id_when_number_changes(findings):
    (before,) = findings(HAZARDS.format(whole=11), "parts_whole")
    (after,) = findings(HAZARDS.format(whole=13), "parts_whole")
    assert before["row_id"] == after["row_id"]


def test_parts_directly_after_their_whole_are_added(findings):
    (found,) = findings("上报矛盾纠纷〔12件〕,已化解〔9件〕,已稳控〔3件〕。", "parts_whole")
    assert found["severity"] == "passed"
    assert found["figures"] == "6 13 19"


def test_parts_with_unmentioned_remainder_are_a_doubt(findings):
    (found,) = findings("上报矛盾纠纷〔14件〕,已化解〔9件〕,已稳控〔3件〕。", "parts_whole")
    assert found["severity"] == "doubt"
    assert found["title"] == "14件中还有2件没有写去向"


def test_parts_exceeding_their_whole_are_a_conflict(findings):
    (found,) = findings("上报矛盾纠纷〔10件〕,已化解〔9件〕,已稳控〔3件〕。", "parts_whole")
    assert found["severity"] == "conflict"


def test_list_of_examples_may_be_incomplete(findings):
    assert findings("税收〔100万元〕，其中工商税〔50万元〕，其中农业税〔20万元〕。", "parts_whole") == []


def test_parts_at_start_of_later_clauses_are_added(findings):
    text = "〔10项〕民生项目中,〔1项〕已完成,〔4项〕推进顺利,〔{late}项〕推进滞后。"
    assert findings(text.format(late=5), "parts_whole")[0]["severity"] == "passed"
    assert findings(text.format(late=6), "parts_whole")[0]["severity"] == "conflict"


def test_list_in_brackets_exceeding_its_whole_is_a_conflict(findings):
    text = "种植其他作物〔6675亩〕(其中:油菜〔1830亩〕、蔬菜〔3850亩〕、花卉〔745亩〕、辣椒〔330亩〕)。"
    (found,) = findings(text, "parts_whole", "land")
    assert found["severity"] == "conflict"
    assert found["computed"] == "6755亩"


def test_figures_side_by_side_are_not_parts(findings):
    assert findings("推进〔1家〕企业清退和〔3家〕企业技改，注销公司〔11家〕。", "parts_whole") == []


def test_money_left_over_is_part_of_its_total(findings):
    (found,) = findings("争取〔4000万〕改造农田,结余资金〔200万元〕继续使用。", "part_inside", "funding")
    assert found["severity"] == "notice"
    assert found["title"] == "200万元包含在4000万之内，不能相加"


def test_money_left_over_exceeding_its_total_is_a_conflict(findings):
    (found,) = findings("争取〔400万〕改造农田,结余资金〔500万元〕继续使用。", "part_inside", "funding")
    assert found["severity"] == "conflict"


def test_money_of_another_sentence_is_not_the_remainder(findings):
    assert findings("争取〔400万〕改造农田。结余资金〔50万元〕继续使用。", "part_inside", "funding") == []


def test_part_within_whole_is_reported_once_per_report(findings):
    (found,) = findings("立项项目〔20个〕,当中〔18个〕项目已启动。", "part_over_whole", "party")
    assert found["severity"] == "passed"
    assert "18个≤20个" in found["message"]


def test_part_greater_than_whole_is_a_conflict(findings):
    (found,) = findings("立项项目〔20个〕,当中〔28个〕项目已启动。", "part_over_whole", "party")
    assert found["severity"] == "conflict"
    assert found["computed"] == "28个>20个"


def test_parts_far_apart_are_related_by_catalogue(findings):
    text = "立项面积达〔{area}亩〕。其他工作都在推进。已完成施工面积〔约600亩〕。"
    assert findings(text.format(area=880), "part_over_whole", "land")[0]["severity"] == "passed"
    assert findings(text.format(area=500), "part_over_whole", "land")[0]["severity"] == "conflict"


def test_share_above_100_percent_is_a_conflict(findings):
    (found,) = findings("高新企业占规上企业的〔120%〕。", "part_over_whole")
    assert found["title"] == "占比120%超过100%"


def test_completion_above_100_percent_has_no_finding(findings):
    assert findings("任务完成率〔120%〕。", "part_over_whole") == []
