"""The scoreboard: what counts as right, and precision and recall of small labelled texts counted by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from benchmarks.reading.board import Board, Count
from benchmarks.reading.clauses import score_commitments, score_honours, score_measures
from benchmarks.reading.compare import same_amount, same_stage, same_unit, same_words
from benchmarks.reading.figures import score_figures, score_pairs, score_statements
from benchmarks.reading.labelled import Report
from benchmarks.reading.planted import Plant, score_planted
from benchmarks.reading.rows import score_rows
from domain.schema.frames import conform

TEXT = "应征46户,已签约40户,签约率87%,腾空12.5亩。年底前拆除46户。"
#: The figures of TEXT by what is printed.
TARGET, SIGNED, RATE, AREA, PLEDGED = (2, 5), (9, 12), (16, 19), (22, 27), (33, 36)


@pytest.mark.parametrize(
    ("labelled", "made", "is_same"),
    [
        ("播种", "种植", True), ("迁移坟墓", "搬迁", True), ("签约", "未签约", True), ("签约", "拆除", False),
        (None, None, True), ("签约", None, False), ("收割", "种植", False),
    ],
)  # fmt: skip
def test_stage_is_right_by_the_name_that_the_program_has_for_it(labelled, made, is_same):
    assert same_stage(labelled, made) is is_same


def at(span, **keys):
    return {"start": span[0], "end": span[1], **keys}


def figure_label(span, base, unit, **keys):
    return at(span, type="figure", base=base, unit=unit, role="actual", domain="demolition") | keys


FIGURE_LABELS = [
    figure_label(TARGET, 46, "count:户", role="target"),
    figure_label(SIGNED, 40, "count:户"),
    figure_label(RATE, 87, "%", role="rate"),
    figure_label(AREA, 12.5 * 2000 / 3, "平方米", domain="land"),
    figure_label(PLEDGED, 46, "count:户", role="target"),
]


def figure_row(span, base, unit, **keys):
    return (
        at(
            span,
            base_value=base,
            base_unit=unit,
            dimension="count",
            role="actual",
            domain="demolition",
            row_id=f"f{span[0]}",
        )
        | keys
    )


FIGURE_ROWS = [
    figure_row(TARGET, 46, "户"),
    figure_row(SIGNED, 40, "户"),
    figure_row(RATE, 87, "%", dimension="percent", role="rate"),
    figure_row(AREA, 12.5 * 2000 / 3, "平方米", dimension="area"),
    figure_row(PLEDGED, 46, "户", role="target"),
]


def statement_label(span, value, unit, **keys):
    empty = dict.fromkeys(("value_high", "object", "stage", "scope", "as_of", "due", "of_what"))
    return at(span, type="statement", value=value, unit=unit, role="actual", qualifier="exact", **empty) | keys


def statement_row(span, value, unit, **keys):
    cells = None if span is None else f"value={span[0]}"
    return {"start": 0, "end": 31, "value": value, "unit": unit, "role": "actual", "cells": cells} | keys


def report(labels=(), complete=True, unseen=False, text=TEXT, **tables):
    """A report with `labels` and with tables as the program gives them; the figures are those of FIGURE_ROWS."""
    frames = {
        name: pd.DataFrame(rows) if name == "statements" else conform(name, rows)
        for name, rows in {"figures": FIGURE_ROWS, **tables}.items()
    }
    return Report("01", text, "某镇", list(labels), frames, complete, unseen)


def counted(score, labels=(), **settings):
    board = Board()
    score(board, report(labels, **settings))
    return board


def count(right, made, labelled, right_labelled=None):
    return Count(right, made, right if right_labelled is None else right_labelled, labelled)


def test_spans_of_the_example_are_its_figures():
    printed = [TEXT[start:end] for start, end in (TARGET, SIGNED, RATE, AREA, PLEDGED)]
    assert printed == ["46户", "40户", "87%", "12.5亩", "46户"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("房屋", "房 屋", True), ("西津片区", "西津", True), ("户", "农户", False), (None, "", True),
        (None, "房屋", False), ("房屋", None, False), ("签约", "拆除", False), ("户", "户", True),
    ],
)  # fmt: skip
def test_words_equal_or_part_of_at_least_two_characters_are_the_same(one, other, same):
    assert same_words(one, other) is same


@pytest.mark.parametrize(
    ("labelled", "made", "same"),
    [
        ((1.5, "亿元"), (15000, "万元"), True), ((1.5, "亿元"), (1.5, "万元"), False), ((15, "亩"), (1, "公顷"), True),
        ((6, None), (6, "户"), True), ((3, "项"), (3, "处"), True), ((None, "户"), (None, "户"), True),
        ((-3.2, "%"), (3.2, "%"), False), ((None, "户"), (0, "户"), False),
    ],
)  # fmt: skip
def test_amounts_are_compared_in_base_units_where_they_convert(labelled, made, same):
    assert same_amount(labelled, made) is same


@pytest.mark.parametrize(
    ("labelled", "made", "same"),
    [("count:户", "户", True), ("亿元", "万元", True), ("项", "处", False), (None, "个", True), (None, "亩", False),
     ("月", "个月", True), ("户", None, False)],
)  # fmt: skip
def test_units_are_compared_by_their_base_and_none_printed_lets_any_count_pass(labelled, made, same):
    assert same_unit(labelled, made) is same


def test_figures_are_counted_by_value_domain_and_role():
    board = counted(score_figures, FIGURE_LABELS)
    assert board.counts["figures"] == count(5, 5, 5)
    assert board.counts["figures: domain"] == count(4, 5, 5)
    assert board.counts["figures: role"] == count(4, 5, 5)  # TARGET was read as an actual


def test_figures_wrong_value_and_date_count_as_missed_and_as_nothing():
    rows = [figure_row(SIGNED, 41, "户"), {**figure_row(RATE, None, None), "dimension": "date"}]
    board = counted(score_figures, FIGURE_LABELS[1:3], figures=rows)
    assert board.counts["figures"] == count(0, 1, 2)
    assert [(miss.expected, miss.read) for miss in board.misses["figures"]] == [(40, 41.0), (87, None)]


def test_figures_of_names_are_not_counted():
    rows = [figure_row(SIGNED, 40, "户"), figure_row(RATE, 87, None, dimension="identifier")]
    assert counted(score_figures, FIGURE_LABELS[1:2], figures=rows).counts["figures"] == count(1, 1, 1)


def test_figures_with_another_border_are_right_but_of_no_exact_span():
    board = counted(score_figures, FIGURE_LABELS[1:2], figures=[figure_row((9, 13), 40, "户")])
    assert board.counts["figures"] == count(1, 1, 1)
    assert board.counts["figures: exact span"] == count(0, 1, 1)


def test_figures_of_an_incomplete_text_count_for_recall_only():
    board = counted(score_figures, FIGURE_LABELS[:1], complete=False)
    assert board.counts["figures"] == Count(right_made=0, made=0, right_labelled=1, labelled=1)


def test_unsure_key_is_left_out_of_both_sides():
    unsure = [{**FIGURE_LABELS[0], "unsure": ["role"]}, *FIGURE_LABELS[1:]]
    board = counted(score_figures, unsure)
    assert board.counts["figures"] == count(5, 5, 5)
    assert board.counts["figures: role"] == count(4, 4, 4)


STATEMENTS = [
    statement_label(TARGET, 46, "户", role="target", object="房屋", due="2024-12-31", scope=[0, 2]),
    statement_label(SIGNED, 40, "户", object="房屋", stage="签约", as_of=["2024-01-01", "2024-06-30"]),
    statement_label(RATE, 87, "%", role="rate", stage="签约", of_what="总户数"),
    statement_label(AREA, 12.5, "亩", qualifier="about"),
]
DAYS = {"as_of_start": pd.Timestamp("2024-01-01"), "as_of_end": pd.Timestamp("2024-06-30")}
MADE_STATEMENTS = [
    statement_row(TARGET, 46, "户", role="target", object="被征收房屋", scope="应征", due=pd.NaT),
    statement_row(SIGNED, 40, "户", role="target", object="房屋", stage="签约", domain="demolition", **DAYS),
    statement_row(RATE, 87, "%", role="rate", stage="腾空", due=pd.Timestamp("2024-12-31")),
    statement_row(AREA, 12.5, "亩", qualifier="exact"),
    statement_row((28, 29), 2024, "年", role="actual"),
]


def statements_board(**settings):
    return counted(score_statements, FIGURE_LABELS + STATEMENTS, statements=MADE_STATEMENTS, **settings)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("statements", count(3, 5, 4)),  # 12.5亩 lacks 约, 2024年 is no statement
        ("statements: role", count(2, 5, 4)),
        ("statements: targets", count(1, 2, 1)),
        ("statements: object", count(3, 5, 4)),
        ("statements: stage", count(2, 5, 4)),
        ("statements: scope", count(3, 5, 4)),
        ("statements: scope, named", count(1, 1, 1)),
        ("statements: as of, dated", count(1, 1, 1)),
        ("statements: due", count(1, 5, 4)),
        ("statements: due, dated", count(0, 1, 1)),
        ("statements: of what, named", count(0, 0, 1)),
        ("statements: domain", count(1, 5, 4)),
    ],
)
def test_statements_are_counted_per_field(line, expected):
    assert statements_board().counts[line] == expected


def test_statements_of_no_figure_and_dates_nobody_wrote_are_invented():
    shares = statements_board().shares
    assert shares["invented values"] == (1, 5)
    assert shares["invented due dates"] == (1, 3)
    assert shares["invented as-of dates"] == (0, 3)


def test_statement_without_a_figure_behind_it_is_invented():
    board = counted(score_statements, FIGURE_LABELS + STATEMENTS, statements=[statement_row(None, 46, "户")])
    assert board.counts["statements"] == count(0, 1, 4)
    assert board.shares["invented values"] == (1, 1)
    at_its_start = [statement_row(None, 46, "户", start=2, role="target")]
    assert counted(score_statements, STATEMENTS, statements=at_its_start).counts["statements"] == count(0, 1, 4)


def test_statement_made_twice_is_right_once():
    board = counted(score_statements, FIGURE_LABELS + STATEMENTS, statements=[MADE_STATEMENTS[1]] * 2)
    assert board.counts["statements"] == count(1, 2, 4)


def test_statements_of_high_confidence_are_counted_as_if_there_were_no_others():
    made = [
        statement_row(TARGET, 46, "户", confidence="high"),
        statement_row(SIGNED, 40, "户", confidence="low"),
        statement_row(RATE, 88, "%", confidence="high"),
    ]
    board = counted(score_statements, FIGURE_LABELS + STATEMENTS, statements=made)
    assert board.counts["statements"] == count(2, 3, 4)
    assert board.counts["statements: high confidence"] == count(1, 2, 4)


def test_statement_made_twice_matches_the_one_that_is_right():
    wrong = statement_row(SIGNED, 41, "户")
    board = counted(score_statements, FIGURE_LABELS + STATEMENTS, statements=[wrong, MADE_STATEMENTS[1]])
    assert board.counts["statements"] == count(1, 2, 4)


def test_program_without_statements_has_made_none():
    board = counted(score_statements, FIGURE_LABELS + STATEMENTS)
    assert board.counts["statements"] == count(0, 0, 4)


PAIR = {"type": "pair", "start": 2, "end": 19, "target": list(TARGET), "actual": list(SIGNED), "rate": list(RATE)}


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([TARGET, SIGNED, RATE], count(1, 1, 1)),
        ([TARGET, SIGNED], count(0, 1, 1)),
        ([TARGET], count(0, 0, 1)),
    ],
)
def test_pair_is_right_with_exactly_its_figures(members, expected):
    made = [statement_row(span, 1, "户", pair="a") for span in members] + [statement_row(AREA, 1, "亩", pair=None)]
    assert counted(score_pairs, [*FIGURE_LABELS, PAIR], statements=made).counts["pairs"] == expected


def test_pair_of_a_target_with_two_stages_is_right_for_each_of_its_names():
    both = [PAIR | {"rate": None}, PAIR | {"actual": None}]
    made = [
        statement_row(TARGET, 1, "户", pair="a b"), statement_row(SIGNED, 1, "户", pair="a"),
        statement_row(RATE, 1, "%", pair="b"),
    ]  # fmt: skip
    assert counted(score_pairs, [*FIGURE_LABELS, *both], statements=made).counts["pairs"] == count(2, 2, 2)


def test_pair_leaves_out_what_is_still_open():
    made = [statement_row(span, 1, "户", pair="a") for span in (TARGET, SIGNED, RATE)]
    made.append(statement_row(AREA, 1, "户", pair="a", role="open"))
    assert counted(score_pairs, [*FIGURE_LABELS, PAIR], statements=made).counts["pairs"] == count(1, 1, 1)


def row_label(span, table, column, value, unit, **keys):
    empty = dict.fromkeys(("scope", "stage", "object"))
    return at(span, type="row", table=table, column=column, value=value, unit=unit, **empty) | keys


ROWS = [
    row_label(SIGNED, "demolition", "households", 40, "户", stage="签约", scope=[0, 2]),
    row_label(RATE, "demolition", "share_pct", 87, "%", stage="签约"),
    row_label(AREA, "land", "area_mu", 12.5, "亩"),
]
DEMOLITION = [
    {
        "households": 40, "share_pct": 87, "area_mu": 12.5, "stage": "签约", "place": "应征区",
        "cells": "households=9 share_pct=16 area_mu=22",
    }
]  # fmt: skip


def test_rows_are_counted_per_cell_table_and_field():
    counts = counted(score_rows, ROWS, demolition=DEMOLITION).counts
    assert counts["rows"] == count(2, 3, 3)
    assert counts["rows: table demolition"] == count(2, 3, 2)
    assert counts["rows: table land"] == count(0, 0, 1)
    assert counts["rows: unit"] == count(2, 3, 3)
    assert counts["rows: stage"] == count(2, 3, 3)
    assert counts["rows: scope"] == count(1, 3, 3)


def test_row_of_a_role_stands_for_the_column_of_targets():
    label = row_label(TARGET, "investment", "target", 46, "户")
    made = [{"name": "签约", "value": 46, "unit": "户", "role": "target", "cells": "value=2"}]
    assert counted(score_rows, [label], investment=made).counts["rows"] == count(1, 1, 1)


def test_row_in_another_scale_is_right_and_with_another_unit_is_right_but_for_the_unit():
    labels = [row_label(AREA, "other", "value", 1.25, "万平方米"), row_label(SIGNED, "safety", "found", 40, "项")]
    made = {"safety": [{"found": 40, "unit": "处", "cells": "found=9"}]}
    board = counted(score_rows, labels, **made)
    assert board.counts["rows"] == count(1, 1, 2)
    assert board.counts["rows: unit"] == count(0, 1, 2)


def test_row_in_another_column_of_its_table_is_wrong():
    made = [{"target_mu": 12.5, "cells": "target_mu=22"}]
    assert counted(score_rows, ROWS[2:], land=made).counts["rows"] == count(0, 1, 1)
    unsure = [{**ROWS[2], "unsure": ["column"]}]
    assert counted(score_rows, unsure, land=made).counts["rows"] == count(1, 1, 1)


def test_row_with_an_upper_number_is_one_cell():
    made = [{"value": 40, "value_high": 50, "unit": "户", "cells": "value=9 value_high=9"}]
    label = row_label(SIGNED, "governance", "value", 40, "户")
    assert counted(score_rows, [label], governance=made).counts["rows"] == count(1, 1, 1)


def test_row_of_a_fact_said_before_is_neither_right_nor_wrong():
    again = statement_label(PLEDGED, 46, "户", repeat=True)
    made = [{"households": 46, "cells": "households=33"}]
    assert counted(score_rows, [again], demolition=made).counts["rows"] == count(0, 0, 0)
    assert counted(score_rows, [], demolition=made).counts["rows"] == count(0, 1, 0)


def measure_label(**keys):
    values = {"target": 46, "actual": 40, "rate": 87, "unit": "户", "due": "2024-12-31", "state": "open"}
    return at((2, 19), type="measure", domain="demolition", **values) | keys


def measure_row(**keys):
    return {
        "name": "签约", "domain": "demolition", "unit": "户", "target": 46, "actual": 40, "reported_rate": 87,
        "kind": "cumulative", "direction": 1, "cells": "target=2 actual=9 reported_rate=16",
    } | keys  # fmt: skip


def test_measure_is_right_with_all_three_numbers():
    counts = counted(score_measures, [measure_label()], measures=[measure_row()]).counts
    assert counts["measures"] == count(1, 1, 1)
    assert counts["measures: due"] == count(0, 1, 1)
    assert counts["measures: state"] == count(1, 1, 1)
    assert counts["measures: rate alone"] == count(1, 1, 1)


def test_measure_with_a_computed_rate_is_wrong_and_its_target_alone_right():
    counts = counted(score_measures, [measure_label(rate=None)], measures=[measure_row()]).counts
    assert counts["measures"] == count(0, 1, 1)
    assert counts["measures: target alone"] == count(1, 1, 1)
    assert counts["measures: rate alone"] == count(0, 1, 0)


@pytest.mark.parametrize("row", [{"target": None, "reported_rate": None}, {"kind": "rate_of_change"}])
def test_measure_that_is_only_watched_or_of_growth_is_left_out(row):
    assert counted(score_measures, [], measures=[measure_row(**row)]).counts.get("measures", Count()) == Count()


PROMISE = at((28, 36), type="commitment", quantity=46, unit="户", due="2024-12-31")


@pytest.mark.parametrize(("span", "right"), [((22, 32), 1), ((21, 31), 0), ((33, 36), 1), ((20, 28), 0)])
def test_commitment_shares_at_least_half_of_the_shorter_clause(span, right):
    made = [at(span, quantity=46, unit="户", due=pd.Timestamp("2024-12-31"))]
    counts = counted(score_commitments, [PROMISE], commitments=made).counts
    assert counts["commitments"] == count(right, 1, 1)
    assert counts["commitments: due"] == count(right, 1, 1)


def test_commitment_of_another_unit_has_another_quantity():
    made = [at((28, 36), quantity=46, unit="项")]
    counts = counted(score_commitments, [PROMISE], commitments=made).counts
    assert counts["commitments"] == count(1, 1, 1)
    assert counts["commitments: quantity"] == count(0, 1, 1)


def test_commitment_made_of_two_labelled_ones_is_one_of_them():
    other = PROMISE | at((22, 28))
    assert counted(score_commitments, [other, PROMISE], commitments=[at((22, 36))]).counts["commitments"] == count(
        1, 1, 2
    )


def test_honour_without_receiver_belongs_to_the_unit():
    text = "荣获全国文明村镇称号。"
    label = at((0, 10), type="honour", receiver=None, award=[2, 8], level="国家级", rank=None, year=2024)
    row = at((0, 10), who="某镇", award="全国文明村镇", **DAYS)
    counts = counted(score_honours, [label], text=text, honours=[row]).counts
    assert counts["honours: receiver"] == count(1, 1, 1)
    assert counts["honours: award"] == count(1, 1, 1)
    assert counts["honours: year"] == count(1, 1, 1)
    other = counted(score_honours, [label], text=text, honours=[{**row, "who": "某村"}]).counts
    assert other["honours: receiver"] == count(0, 1, 1)


def test_misses_of_an_unseen_text_are_not_kept():
    assert counted(score_figures, FIGURE_LABELS, figures=[], unseen=True).misses == {}
    assert len(counted(score_figures, FIGURE_LABELS, figures=[]).misses["figures"]) == 5


CONTRADICTION = Plant("contradiction", "rate_base", "conflict", (TARGET, SIGNED, RATE), "40 of 46 is 87 %")
LOOK_ALIKE = Plant("look_alike", "two_targets", "", (TARGET, PLEDGED), "the same target")


def planted_board(plants, *findings):
    board = Board()
    rows = [{"check": check, "severity": severity, "figures": figures} for check, severity, figures in findings]
    score_planted(board, report(findings=rows), list(plants))
    return board


def test_planted_contradiction_is_caught_by_a_finding_on_two_of_its_figures():
    board = planted_board(
        [CONTRADICTION, LOOK_ALIKE], ("rate_base", "conflict", "9 16"), ("odd_unit", "conflict", "22")
    )
    assert board.counts["findings: conflict"] == count(1, 2, 1)
    assert board.counts["findings: check rate_base"] == count(1, 1, 1)
    assert board.counts["findings: check odd_unit"] == count(0, 1, 0)
    assert board.shares["findings on look-alikes"] == (0, 1)


def test_planted_contradiction_needs_its_severity_and_a_doubt_takes_either():
    milder = planted_board([CONTRADICTION], ("rate_base", "doubt", "9 16"))
    assert milder.counts["findings: conflict"] == count(0, 0, 1)
    assert milder.counts["findings: doubt"] == count(1, 1, 0, 0)
    doubt = replace(CONTRADICTION, severity="doubt")
    worse = planted_board([doubt], ("rate_base", "conflict", "9 16"))
    assert worse.counts["findings: doubt"] == Count(0, 0, 1, 1)


def test_planted_contradiction_of_one_figure_is_caught_by_a_finding_on_it():
    one = replace(CONTRADICTION, spans=(RATE,))
    assert planted_board([one], ("rate_base", "conflict", "16")).counts["findings: conflict"] == count(1, 1, 1)
    assert planted_board([CONTRADICTION], ("rate_base", "conflict", "16")).counts["findings: conflict"] == count(
        0, 1, 1
    )


def test_finding_on_a_look_alike_is_counted_and_a_notice_is_not():
    assert planted_board([LOOK_ALIKE], ("two_targets", "doubt", "2 33")).shares["findings on look-alikes"] == (1, 1)
    assert planted_board([LOOK_ALIKE], ("two_targets", "notice", "2 33")).shares["findings on look-alikes"] == (0, 1)
