"""A number as its format shows it, as the amount that the cell says: 123456 shown as 12.3万 is 12.3456万."""

from functools import lru_cache
from typing import Final

from domain.schema.display import number_text
from loaders.workbook.amounts import Amount, CellFault, parse_amount
from loaders.workbook.number_formats import Look, look, shifted, shown

#: Signs of money before a number, and the unit that they say.
_MONEY: Final = {
    "¥": "元", "\uffe5": "元", "RMB": "元", "CNY": "元", "$": "美元", "US$": "美元", "USD": "美元", "€": "欧元",
    "£": "英镑", "HK$": "港元",
}  # fmt: skip
_YUAN: Final = "元"
#: Above 1, so that it is no share, and no number of an item.
_SAMPLE: Final = 1.5


@lru_cache(maxsize=1024)
def sample_amount(seen: Look, wanted: str) -> Amount | None:
    """What `_SAMPLE` in this look would say in the unit `wanted`; None where that is not certain."""
    if not seen.is_exact or _is_doubtful_money(seen, wanted):
        return None
    try:
        amount = parse_amount(_in_words(seen, str(_SAMPLE)), wanted)
    except CellFault:
        return None
    return amount if amount is not None and amount.high is None else None


def factor_of(seen: Look, wanted: str) -> float | None:
    """How many times the number of the cell the number in the unit `wanted` is, without 约 and the like; None: ask."""
    sample = sample_amount(seen, wanted)
    if sample is None or sample.qualifier != "exact":
        return None
    return shifted(sample.value / _SAMPLE, seen.exponent)


def shown_amount(code: str, number: float, wanted: str) -> Amount:
    """The amount that `number` in the format `code` says, in the unit `wanted` ("" where nothing says one).

    Raises CellFault: zero_hidden, money_sign, format_unclear, and those of parse_amount.
    """
    seen = look(code, number)
    if number == 0 and not shown(code, number):
        raise CellFault("zero_hidden")
    scaled = shifted(number, seen.exponent)
    sample = sample_amount(seen, wanted)
    if sample is not None:
        value = scaled if sample.value == _SAMPLE else float(f"{scaled * sample.value / _SAMPLE:.12g}")
        return Amount(value, qualifier=sample.qualifier, unit=sample.unit)
    text = f"{abs(scaled):.15g}"
    if seen.is_exact and _is_doubtful_money(seen, wanted):
        raise CellFault("money_sign", yuan=f"{text}{_YUAN}", wanted=f"{text}{wanted}")
    try:
        if seen.is_exact:
            parse_amount(_in_words(seen, text), wanted)
    except CellFault as fault:
        if fault.code not in ("not_a_number", "two_numbers", "mark_in_number"):
            raise
    raise CellFault("format_unclear", stored=number_text(number), shown=shown(code, number))


def _is_doubtful_money(seen: Look, wanted: str) -> bool:
    """¥ alone over a column of 万元: money of some unit, or the number of 元."""
    return _MONEY.get(seen.before) == _YUAN and not seen.after and wanted not in ("", _YUAN)


def _in_words(seen: Look, number: str) -> str:
    unit = _MONEY.get(seen.before)
    if unit is None:
        return f"{seen.before}{number}{seen.after}"
    return f"{number}{seen.after.removesuffix(unit)}{unit}"
