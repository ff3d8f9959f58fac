"""Every page: with the report as received, and with nothing stored."""

import json
import re
from pathlib import Path

import pytest

from store.engine import SETTING, engine
from tests.pages.conftest import PAGES, markup, run_page

FILES = sorted(str(path.relative_to(PAGES)) for path in PAGES.rglob("*.py"))
CHARTS = {
    "checking/checks.py": 0, "checking/source.py": 0, "checking/draft.py": 0, "checking/promises.py": 0,
    "meeting/meeting.py": 0,
    "keeping/report.py": 0, "keeping/upload.py": 0, "keeping/edit.py": 0,
    "keeping/history.py": 0,
    "progress/demolition.py": 3, "progress/funding.py": 2,
    "progress/honours.py": 1, "progress/land.py": 3, "progress/more.py": 1, "progress/overview.py": 0,
    "progress/indicator.py": 0,
    "progress/plan.py": 0, "progress/safety.py": 1, "progress/trend.py": 0, "progress/search.py": 0,
}  # fmt: skip
TEXT = (Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt").read_text(encoding="utf-8")


#: Elements that keep the characters of the report or of who typed them: sentences that are links to their place, cells
#: of words in tables, quotation marks, the report itself.
QUOTED = re.compile(
    r'<article class="report"[^>]*>.*</article>|<a [^>]*href="/source\?[^"]*"[^>]*>.*?</a>'
    r"|<(td|th|q|dd|pre)\b[^>]*>.*?</\1>|「[^」]*」|“[^”]*”",
    re.DOTALL,
)


def numbers(shown: str) -> list[tuple[int, str]]:
    """The printed numbers of tables and cards: the place that each leads to, its digits without separators."""
    links = re.findall(r'<a href="/source\?at=(\d+)" aria-label="[^"]*">(.*?)</a>', shown)
    found = [(int(start), re.search(r"\d[\d,.]*", re.sub(r"<[^>]*>", "", words))) for start, words in links]
    return [(start, number[0].replace(",", "")) for start, number in found if number]


def printed(number: str, start: int) -> bool:
    """Whether the report prints `number` at `start`; zeros behind the point do not count."""
    there = re.match(r"[\d.]+", TEXT[start:])
    return there is not None and float(there[0]) == float(number)


@pytest.fixture(scope="module")
def as_received(seed_database):
    """as_received(file) is that page with the report as received, run once for all tests that only look."""
    ran = {}

    def page_of(file):
        if file not in ran:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv(SETTING, f"sqlite:///{seed_database}")
                ran[file] = run_page(file)
                engine().dispose()
        return ran[file]

    return page_of


@pytest.mark.parametrize("file", FILES)
def test_page_without_data_states_what_to_do(show, empty_store, file):
    way_out = "交来一份报告" if file == "keeping/report.py" else '请在“<a href="/report">导入报告</a>”中导入一份报告'
    assert way_out in markup(show(file))


@pytest.mark.parametrize("file", FILES)
def test_page_charts_have_alternative_texts(as_received, file):
    page = as_received(file)
    assert "<h1>" in markup(page)
    charts = [element.proto for element in page.get("plotly_chart")]
    assert len(charts) >= CHARTS[file]
    assert all(len(chart.alt) > 10 for chart in charts)


@pytest.mark.parametrize("file", FILES)
def test_page_states_its_period_date_and_source(as_received, file):
    shown = markup(as_received(file))
    assert "2023年上半年" in shown
    assert "数据截至2023年6月30日" in shown
    assert "金川街道2023年上半年工作总结及下半年工作思路" in shown


@pytest.mark.parametrize("file", FILES)
def test_page_has_no_english_text(as_received, file):
    told = re.sub(r"python -m store [a-z ]+姓名 --role editor", "", markup(as_received(file)))  # a command to be typed
    told = re.sub(r"(?<=>)jcjd(?=<)", "", told) if file == "keeping/history.py" else told  # the unit's code
    words = re.findall(r"[A-Za-z]{3,}", re.sub(r"<[^>]*>", " ", told))
    assert set(words) - {"CSV", "data", "catalogue", "WPS", "Excel", "jinchuan", "txt"} == set()


@pytest.mark.parametrize("file", FILES)
def test_page_punctuation_is_full_width_outside_of_quotations(as_received, file):
    page = as_received(file)
    titles = [json.loads(chart.proto.spec)["layout"]["title"]["text"] for chart in page.get("plotly_chart")]
    shown = re.sub(r"<[^>]*>", "\n", QUOTED.sub("\n", "\n".join((markup(page), *titles))))
    assert re.findall(r".*[\u3400-\u9fff”）][,:;()?!].*|.*[,:;()?!][\u3400-\u9fff“（].*", shown) == []


#: Printed in another unit than on screen: 公顷 as 亩, 亿元 and 元 as 万元, 平方米 as 亩.
CONVERTED = {1493, 2429, 3884, 5386}


@pytest.mark.parametrize("file", [file for file in FILES if "source" not in file])
def test_page_number_links_lead_to_the_number_in_the_report(as_received, file):
    found = numbers(markup(as_received(file)))
    assert {start for start, number in found if not printed(number, start)} <= CONVERTED


def test_overview_number_from_a_sentence_opens_it(as_received):
    shown = markup(as_received("progress/overview.py"))
    cells = re.findall(r'<td class="number" data-value="[^"]*">(<a .*?)</td>', shown)
    assert len(cells) > 10
    assert [cell for cell in cells if "/source?at=" not in cell] == []


def test_overview_monitored_figure_is_a_link_to_its_sentence(as_received):
    cards = re.findall(r"<li><span class=\"card-label\">(.*?)</li>", markup(as_received("progress/overview.py")))
    assert len(cards) == 4
    assert all(re.search(r'href="/source\?at=\d+"', card) for card in cards)


def test_overview_order_is_counts_open_rows_finished_rows_lists(as_received):
    shown = markup(as_received("progress/overview.py"))
    places = [shown.index(words) for words in ("项有目标的任务", "新增耕地", "已完成14项", "比上期", "其他主要数字")]
    assert places == sorted(places)


def test_overview_counts_add_up_to_the_total(as_received):
    sentence = re.search(r'<p class="counts">(.*?)</p>', markup(as_received("progress/overview.py"))).group(1)
    total, *counts = (int(number) for number in re.findall(r"<b>(\d+)</b>", sentence))
    assert total == 23 == sum(counts)


def test_overview_name_leads_to_the_page_of_its_indicator(as_received):
    names = re.findall(r'<th scope="row" class="words">(.*?)</th>', markup(as_received("progress/overview.py")))
    assert len(names) == 23
    assert all('href="/indicator?indicator=' in name for name in names)


def test_overview_state_in_the_address_shows_only_its_rows(show, seed_store):
    shown = markup(show("progress/overview.py", state="on_track"))
    assert len(re.findall(r'<th scope="row"', shown)) == 2
    assert "显示全部任务" in shown


def test_overview_unknown_state_in_the_address_is_named(show, seed_store):
    shown = markup(show("progress/overview.py", state="purple<b>"))
    assert "没有状态为“purple&lt;b&gt;”的任务" in shown
    assert len(re.findall(r'<th scope="row"', shown)) == 23


def test_funding_with_one_progress_folds_it_under_its_title_instead_of_drawing_it(show, seed_store):
    page = show("progress/funding.py")
    assert "<summary>同创空间（在建）资金4,954万元、形象进度75%</summary>" in markup(page)
    assert len(page.get("plotly_chart")) == 2


def test_honours_of_earlier_years_are_folded_below_those_of_the_period(show, seed_store):
    shown = markup(show("progress/honours.py"))
    period, folded = shown.index("本期荣誉14项"), shown.index("<summary>以往年度荣誉8项，不计入本期</summary>")
    assert period < folded


def test_plan_board_links_each_task_and_number_to_its_sentence(show, seed_store):
    shown = markup(show("progress/plan.py"))
    board = re.search(r'<div class="board">(.*?)</div>', shown).group(1)
    cards = re.findall(r"<li.*?</li>", board)
    assert [re.sub(r"<[^>]*>", "", head) for head in re.findall(r"<h2>.*?</h2>", board)] == ["10月1项", "12月10项"]
    assert [card for card in cards if not re.search(r'href="/source\?at=\d+"', card)] == []
    assert len(re.findall(r"<li", shown)) == 56


def test_plan_of_one_domain_shows_only_its_tasks(show, seed_store):
    shown = markup(show("progress/plan.py", domain="land"))
    assert len(re.findall(r"<li", shown)) == 4


def test_names_and_disciplinary_counts_are_hidden_where_that_is_set(show, seed_store):
    hidden = "".join(
        markup(show(file, hide="on")) for file in ("progress/honours.py", "progress/more.py", "checking/source.py")
    )
    assert "叶继强" not in hidden
    assert "叶某某" in hidden
    assert "撤销党内职务处分</a>" not in hidden
    assert "×人</span>撤销党内职务处分" in hidden or "给予×人撤销" in hidden


def test_page_rule_in_the_settings_changes_the_states(show, seed_store):
    assert markup(show("progress/land.py", rule="pace")) != markup(show("progress/land.py", rule="points"))


def test_indicator_page_shows_how_its_state_follows(show, seed_store):
    shown = markup(show("progress/indicator.py", indicator="measures:土地整治(新增耕地)种植平方米#2"))
    proofs = re.findall(r'<section class="proof">.*?</section>', shown)
    fields = [dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", proof)) for proof in proofs]
    assert [(each["目标值"], each["完成率"], each["序时进度"]) for each in fields] == [
        ("7,850亩", "7.4%", "49.6%"), ("800亩", "73.0%", "49.6%"),
    ]  # fmt: skip
    assert all("银川" in each["尺度来源"] for each in fields)


def test_indicator_page_quotes_each_sentence_of_its_figures(show, seed_store):
    shown = markup(show("progress/indicator.py", indicator="measures:土地整治(新增耕地)种植平方米"))
    sentences = re.search(r"原文依据.*?</section>", shown, re.DOTALL).group()
    assert re.findall(r"<dt>(.*?)</dt><dd><a href=\"/source\?at=\d+\">[^<]*(7850亩|584亩|800亩)", sentences) == [
        ("目标值、期限", "7850亩"), ("完成值、自报完成率", "584亩"), ("目标值", "800亩"),
    ]  # fmt: skip


def test_indicator_page_of_an_unknown_indicator_says_what_to_do(show, seed_store):
    shown = markup(show("progress/indicator.py", indicator="<none>"))
    assert "没有编号为“&lt;none&gt;”的指标" in shown
    assert "请从总览" in shown


def test_state_in_a_table_leads_to_the_page_of_its_indicator(show, seed_store):
    cells = re.findall(r'<td class="words">(<a [^>]*>)?<span class="state', markup(show("progress/land.py")))
    assert cells
    assert all("/indicator?indicator=" in link for link in cells)


def test_search_shows_hits_of_every_table_with_their_sentences(show, seed_store):
    shown = markup(show("progress/search.py", q="十五里村"))
    groups = re.findall(r'<h2 class="part">(.*?)</h2>', shown)
    assert {"资金项目", "亮点荣誉", "原文"} <= set(groups)
    assert 'href="/source?at=' in shown


def test_search_without_a_hit_says_what_to_do(show, seed_store):
    shown = markup(show("progress/search.py", q="<没有这个词>"))
    assert "没有找到“&lt;没有这个词&gt;”" in shown
    assert "请换一个更短的词" in shown


def test_search_hides_what_is_hidden_in_a_meeting(show, seed_store):
    assert "共" in markup(show("progress/search.py", q="叶继强"))
    assert "没有找到" in markup(show("progress/search.py", q="叶继强", hide="on"))


def test_search_lists_what_has_no_responsible_unit(show, seed_store):
    shown = markup(show("progress/search.py", owner="-"))
    assert "没有写明责任单位的任务：共" in shown
    assert re.search(r'class="copier" data-text="请填写以下\d+项的责任单位：\n1\. ', shown)


def test_search_shows_projects_and_money_by_kind(show, seed_store):
    shown = markup(show("progress/search.py", q="蒋家村"))
    assert "<caption>资金，不同性质不相加</caption>" in shown
    assert re.search(r"<tr>(?:(?!</tr>).)*整合(?:(?!</tr>).)*140", shown)
