"""Wordings: figures are found by the words around them, never by their digits."""

import pytest

from loaders.report.wording import WRAP, MaskedText, Printed, compile_wording

TEXT = "已完成立项项目20个。立项面积达880亩,已完成施工面积约600亩。其他8处,3处在整改期限中。"


def masked(text: str = TEXT) -> MaskedText:
    figures = {"20个": ("count", "个"), "880亩": ("area", "亩"), "600亩": ("area", "亩"), "8处": ("count", "处")}
    figures |= {"3处": ("count", "处"), "900余亩": ("area", "亩"), "1.5公顷": ("area", "公顷")}
    spans = {text.find(each): (each, *what) for each, what in figures.items() if each in text}
    return MaskedText(text, [Printed(start, start + len(each), *what) for start, (each, *what) in spans.items()])


def figures_found(wording: str, text: str = TEXT) -> list[str]:
    return [text[hit.figure :][:4] for hit in masked(text).find(wording) if hit.figure is not None]


def test_a_wording_finds_its_figure_by_the_words_around_it():
    assert figures_found("立项面积{亩}") == ["880亩"]


def test_a_changed_number_is_still_found():
    assert figures_found("立项面积{亩}", TEXT.replace("880亩", "900余亩")) == ["900余"]


def test_a_dimension_takes_any_of_its_units():
    assert figures_found("立项面积{面积}", TEXT.replace("880亩", "1.5公顷")) == ["1.5公"]


def test_another_unit_is_not_taken():
    assert figures_found("立项面积{户}") == []


def test_any_words_stay_within_the_sentence():
    assert figures_found("立项项目…{亩}") == []


def test_of_several_places_the_nearest_counts():
    assert figures_found("{处}…整改期限") == ["3处在整"]


def test_a_line_break_inside_a_sentence_makes_no_difference():
    assert figures_found("立项面积{亩}", TEXT.replace("立项面积", f"立项{WRAP}面积")) == ["880亩"]


def test_full_width_punctuation_makes_no_difference():
    assert figures_found("项目{个}。立项", TEXT.replace("。", "。 ")) == ["20个。"]


def test_hits_point_into_the_text_as_received():
    text = "  “立 项”面积达880亩。"
    hit = next(masked(text).find("立项面积{亩}"))
    assert text[hit.start : hit.end] == "立 项”面积达880亩"


def test_a_wording_asks_for_one_figure():
    with pytest.raises(ValueError, match="more than one figure"):
        compile_wording("{户}共{亩}")
