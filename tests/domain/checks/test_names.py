import pytest

from domain.checks import names
from domain.unit_catalogue import UnitNames

KNOWN = UnitNames(
    projects={"滨江西路西延": ("滨江西路西延", "滨江西路延伸", "滨江西路")},
    enterprises={"上维塑料制品": ("上维塑料制品", "上维塑胶公司", "上维")},
)


@pytest.fixture(autouse=True)
def known_names(monkeypatch):
    monkeypatch.setattr(names, "names_of_unit", lambda unit: KNOWN)


def test_name_variants_known_to_the_unit_are_reported(findings):
    (found,) = findings("招引上维塑料制品落户。推动上维塑胶公司开工。", "name_drift")
    assert found["severity"] == "notice"
    assert found["title"] == "“上维塑料制品”又写作“上维塑胶公司”"


def test_name_short_form_has_no_finding(findings):
    assert findings("招引上维塑料制品落户。推动上维开工。", "name_drift") == []


def test_project_under_two_similar_names_is_reported(findings):
    (found,) = findings("支援滨江西路延伸线。滨江西路西延工程已开工。", "name_drift")
    assert found["printed"] == "滨江西路延伸、滨江西路西延"


def test_names_in_one_sentence_are_different_things(findings):
    assert findings("推进滨江西路延伸、滨江西路西延两个项目。", "name_drift") == []


def test_firm_names_differing_in_one_character_are_a_question(findings):
    (found,) = findings("招引了奈特密封制品。推动耐特密封制品公司投产。", "name_drift")
    assert found["severity"] == "doubt"
    assert found["printed"] == "奈特密封制品、耐特密封制品"


def test_firm_names_that_are_distinct_have_no_finding(findings):
    assert findings("招引了百晔新材料公司。推动辰通轴承公司投产。", "name_drift") == []
