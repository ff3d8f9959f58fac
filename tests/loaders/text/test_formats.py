"""Whatever format carries a report, its figures are the same: values, units, roles, scopes and days."""

import html

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from loaders.report.read import read_report
from loaders.text.source import parse_source
from tests.examples import examples
from tests.loaders.text.documents import docx, levels, numbered, numbering, paragraph, pdf, table

ORIGIN = {"org_unit": "某街道", "period": "2024H1"}
FIGURES = ["text", "value", "value_high", "unit", "role", "qualifier", "domain", "as_of_start", "as_of_end", "place"]
STATEMENTS = ["subject", "scope", "object", "stage", "role", "value", "unit", "as_of_end", "due", "quote"]
TITLE = "某街道2024年上半年工作总结"
HEADER = ["村名", "任务数（亩）", "完成数（亩）", "完成率"]
PLACES = ["东村", "西村", "南山村", "北社区"]

#: (heading, level) or (sentence, None); sentences are drawn with their numbers.
sentences = st.builds(
    "{}完成{}{}{}，占任务数{}{}的{}%。{}".format,
    st.sampled_from([*PLACES, "截至5月底，全街道", "1—4月"]),
    st.sampled_from(["土地整治", "房屋拆除", "隐患整改"]),
    st.integers(2, 9999),
    st.sampled_from(["亩", "户", "处", "万元", "平方米"]),
    st.integers(2, 9999),
    st.sampled_from(["亩", "户", "处", "万元", "平方米"]),
    st.decimals(1, 99, places=1),
    st.sampled_from(["", "2023年同期为12个。", "下半年再完成35个。", "投资3774余万元，其中到位约1.2亿元。"]),
)
rows = st.lists(
    st.tuples(st.sampled_from(PLACES), st.integers(2, 9999), st.integers(2, 9999)),
    min_size=2,
    max_size=4,
    unique_by=lambda row: row[0],
)
reports = st.tuples(st.lists(st.lists(sentences, min_size=1, max_size=2), min_size=1, max_size=2), rows)
NUMERALS = "一二三四五六七八九"


def cells(drawn):
    """The rows of the table of a drawn report, as they are printed."""
    return [HEADER, *([place, str(target), str(done), f"{done * 100 // target}%"] for place, target, done in drawn)]


def lines(report):
    """The lines of a drawn report with typed numbers; the table as a list of rows."""
    chapters, drawn = report
    found = [TITLE]
    for at, chapter in enumerate(chapters):
        found += [f"{NUMERALS[at]}、工作完成情况", *(_typed(n, line) for n, line in enumerate(chapter, start=1))]
    return [*found, "各村土地整治完成情况如下：", cells(drawn), "以上情况，特此报告。"]


def _typed(number, line):
    return f"{number}. {line}" if line[:1].isascii() else f"{number}.{line}"


def as_text(report):
    typed = ["\n".join("|".join(row) for row in each) if isinstance(each, list) else each for each in lines(report)]
    return "\n".join(typed).encode(), "a.txt"


def as_typed_docx(report):
    return docx(*(table(*each) if isinstance(each, list) else paragraph(each) for each in lines(report))), "a.docx"


def as_numbered_docx(report):
    chapters, drawn = report
    body = [paragraph(TITLE)]
    for chapter in chapters:
        body += [numbered("工作完成情况"), *(numbered(line, 1) for line in chapter)]
    body += [paragraph("各村土地整治完成情况如下："), table(*cells(drawn)), paragraph("以上情况，特此报告。")]
    spec = levels(("chineseCounting", "%1、"), ("decimal", "%2."))
    return docx(*body, numbering=numbering(spec)), "a.docx"


def as_changed_docx(report):
    """Each paragraph inserted in a tracked change, beside a deleted one."""
    change = "<w:ins><w:r><w:t>{}</w:t></w:r></w:ins><w:del><w:r><w:delText>99亩</w:delText></w:r></w:del>"
    body = (table(*each) if isinstance(each, list) else paragraph(change.format(each)) for each in lines(report))
    return docx(*body), "a.docx"


def as_html(report):
    parts = [
        "<table>" + "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in each) + "</table>"
        if isinstance(each, list)
        else f"<p>{html.escape(each)}</p>"
        for each in lines(report)
    ]
    return f"<html><body>{''.join(parts)}</body></html>".encode(), "a.html"


def as_pdf(report):
    """A page of 26 characters a line, paragraphs indented by two; the table with ruled lines."""
    items, y = [], 780
    for each in lines(report):
        if isinstance(each, list):
            top, low = y + 20, y + 20 - 26 * len(each)
            items += [(90, top - 26 * at, 506, top - 26 * at) for at in range(len(each) + 1)]
            items += [(90 + 104 * at, low, 90 + 104 * at, top) for at in range(5)]
            items += [(94 + 104 * c, y - 26 * r, 14, cell) for r, row in enumerate(each) for c, cell in enumerate(row)]
            y = low - 26
            continue
        line, width = "", 32
        for sign in each:
            step = 16 if sign > "\u2e80" or sign == "—" else 8
            if width + step > 416:
                items.append((90 + (32 if line and line == each[: len(line)] else 0), y, 16, line))
                line, width, y = "", 0, y - 26
            line, width = line + sign, width + step
        items.append((90 + (32 if line == each else 0), y, 16, line))
        y -= 26
    return pdf(items), "a.pdf"


#: Each example starts a process, so that shrinking would take minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
CARRIERS = [as_typed_docx, as_numbered_docx, as_changed_docx, as_html, as_pdf]


def reading(carried):
    source = parse_source(*carried, ORIGIN)
    tables = read_report(source).tables
    for proof in tables["statements"].itertuples():
        assert source.text[proof.start : proof.end] == proof.quote
    figures = [tuple(str(row[name]) for name in FIGURES) for row in tables["figures"].to_dict("records")]
    statements = [
        tuple(str(row[name]).replace("\n", "") for name in STATEMENTS)
        for row in tables["statements"].to_dict("records")
    ]
    return figures, statements


EXAMPLE = (
    [["东村完成土地整治880亩，占任务数1200亩的73.3%。", "截至5月底，全街道完成房屋拆除12户，占任务数20户的60.0%。"]],
    [("东村", 200, 150), ("西村", 300, 120)],
)


def test_format_example_has_figures_in_sentences_and_in_its_table():
    _, statements = reading(as_text(EXAMPLE))
    found = {(scope, role, value, unit, day) for _, scope, _, _, role, value, unit, day, _, _ in statements}
    assert {
        ("东村", "actual", "880.0", "亩", "2024-06-30 00:00:00"),
        ("东村", "target", "1200.0", "亩", "NaT"),
    } <= found
    assert ("nan", "actual", "12.0", "户", "2024-05-31 00:00:00") in found
    assert {(scope, role, value) for scope, role, value, _, _ in found} >= {
        ("东村", "actual", "150.0"), ("东村", "target", "200.0"), ("西村", "actual", "120.0"), ("西村", "rate", "40.0"),
    }  # fmt: skip


@pytest.mark.parametrize("carrier", CARRIERS)
def test_report_has_the_same_text_in_each_format(carrier):
    assert reading(carrier(EXAMPLE)) == reading(as_text(EXAMPLE))


@pytest.mark.parametrize("carrier", CARRIERS)
@settings(max_examples=examples(2), deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
@given(report=reports)
def test_report_of_any_content_has_the_same_text_in_each_format(carrier, report):
    assert reading(carrier(report)) == reading(as_text(report))


@pytest.mark.soak
@pytest.mark.parametrize("carrier", CARRIERS)
@settings(max_examples=150, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
@given(report=reports)
def test_reports_of_many_kinds_have_the_same_text_in_each_format(carrier, report):
    assert reading(carrier(report)) == reading(as_text(report))
