"""Numbers of headings and ranks: 三, 十二, 12."""

from typing import Final

_DIGITS: Final = "零一二三四五六七八九"


def count_of(numeral: str) -> int:
    """三 → 3, 十二 → 12, 二十 → 20, 12 → 12; below a hundred, as headings and ranks are numbered."""
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _DIGITS.find(numeral[-1])
    return (_DIGITS.find(tens[-1]) if tens else 1) * 10 + (_DIGITS.find(ones[-1]) if ones else 0)


def numeral_of(count: int) -> str:
    """3 → 三, 12 → 十二, 20 → 二十."""
    tens, ones = divmod(count, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")
