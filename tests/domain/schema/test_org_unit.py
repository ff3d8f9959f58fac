"""Names of units compared, and codes proposed for them."""

import pytest

from domain.schema.org_unit import CODE, plain_unit_name, propose_code


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("金川街道办事处", "金川街道"),
        ("金川 街道", "金川街道"),
        ("大桥镇人民政府", "大桥镇"),
        ("常山县", "常山县"),
        ("ＪＣＪＤ", "jcjd"),
        ("办事处", "办事处"),
        ("驻京办事处", "驻京办事处"),
    ],
)
def test_plain_unit_name_of_office_is_that_of_unit(written, plain):
    assert plain_unit_name(written) == plain


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("金川街道", "jcjd"),
        ("金川街道办事处", "jcjd"),
        ("大桥镇", "dqz"),
        ("东案乡", "dax"),
        ("圳", "unit"),  # beyond the first level of GB 2312
        ("某", "unit"),  # one letter is no code
        ("第2街道", "d2jd"),
        ("2区", "unit"),  # a code begins with a letter
    ],
)
def test_propose_code_of_name_is_its_initials(name, code):
    assert propose_code(name) == code
    assert CODE.fullmatch(code)


def test_propose_code_already_used_is_numbered():
    assert propose_code("金川街道", {"jcjd", "jcjd2"}) == "jcjd3"
