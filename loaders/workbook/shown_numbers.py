"""The amount of a formatted number: 123456 shown as 12.3万 is 12.3456万."""

from functools import lru_cache
from typing import Final

from domain.schema.display import number_text
from loaders.workbook.amounts import Amount, CellFault, parse_amount
from loaders.workbook.number_formats import Look, look, shifted, shown

#: Currency signs before a number -> unit.
_MONEY: Final = {
    "¥": "元", "\uffe5": "元", "RMB": "元", "CNY": "元", "$": "美元", "US$": "美元", "USD": "美元", "€": "欧元",
    "£": "英镑", "HK$": "港元",
}  # fmt: skip
_YUAN: Final = "元"
#: Above 1, so that it is not a share, and not an item number.
_SAMPLE: Final = 1.5


@lru_cache(maxsize=1024)
def sample_amount(look_of_cell: Look, target_unit: str) -> Amount | None:
    """The amount of `_SAMPLE` in this format, in `target_unit`; None where that is ambiguous."""
    if not look_of_cell.is_exact or _is_ambiguous_money(look_of_cell, target_unit):
        return None
    try:
        amount = parse_amount(_as_text(look_of_cell, str(_SAMPLE)), target_unit)
    except CellFault:
        return None
    return amount if amount is not None and amount.high is None else None


def factor_of(look_of_cell: Look, target_unit: str) -> float | None:
    """The factor from the cell's number to `target_unit`; None where it is ambiguous or has a qualifier."""
    sample = sample_amount(look_of_cell, target_unit)
    if sample is None or sample.qualifier != "exact":
        return None
    return shifted(sample.value / _SAMPLE, look_of_cell.exponent)


def shown_amount(code: str, number: float, target_unit: str) -> Amount:
    """The amount of `number` in the format `code`, in `target_unit` ("" where none is stated).

    Raises CellFault: zero_hidden, money_sign, format_unclear, and those of parse_amount.
    """
    look_of_cell = look(code, number)
    if number == 0 and not shown(code, number):
        raise CellFault("zero_hidden")
    scaled = shifted(number, look_of_cell.exponent)
    sample = sample_amount(look_of_cell, target_unit)
    if sample is not None:
        value = scaled if sample.value == _SAMPLE else float(f"{scaled * sample.value / _SAMPLE:.12g}")
        return Amount(value, qualifier=sample.qualifier, unit=sample.unit)
    text = f"{abs(scaled):.15g}"
    if look_of_cell.is_exact and _is_ambiguous_money(look_of_cell, target_unit):
        raise CellFault("money_sign", yuan=f"{text}{_YUAN}", wanted=f"{text}{target_unit}")
    try:
        if look_of_cell.is_exact:
            parse_amount(_as_text(look_of_cell, text), target_unit)
    except CellFault as fault:
        if fault.code not in ("not_a_number", "two_numbers", "mark_in_number"):
            raise
    raise CellFault("format_unclear", stored=number_text(number), shown=shown(code, number))


def _is_ambiguous_money(look_of_cell: Look, target_unit: str) -> bool:
    """Whether ¥ alone is in a column of 万元: the number may be in 万元 or in 元."""
    return _MONEY.get(look_of_cell.before) == _YUAN and not look_of_cell.after and target_unit not in ("", _YUAN)


def _as_text(look_of_cell: Look, number: str) -> str:
    unit = _MONEY.get(look_of_cell.before)
    if unit is None:
        return f"{look_of_cell.before}{number}{look_of_cell.after}"
    return f"{number}{look_of_cell.after.removesuffix(unit)}{unit}"
