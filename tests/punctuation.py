"""What GB/T 15834 has no place for in Chinese text: marks of half width beside a Chinese character."""

import re

_HALF_WIDTH = re.compile(r".{0,12}(?:[\u3400-\u9fff”）][,:;()?!]|[,:;()?!][\u3400-\u9fff“（]).{0,12}")


def half_width(text: str) -> list[str]:
    """The places of `text` with such a mark, quotations left out; a quotation ends with its line."""
    return [found for line in text.splitlines() for found in _HALF_WIDTH.findall(_without_quotations(line))]


def _without_quotations(line: str) -> str:
    depth, kept = 0, []
    for char in line:
        depth = max(0, depth - (char in "”」》"))
        kept.append("" if depth else char)
        depth += char in "“「《"
    return "".join(kept)
