"""The bytes of a plain text to text: UTF-8, UTF-16 or GB18030, or one clear line why not."""

import codecs
import re
import unicodedata
from typing import Final

from loaders.text.refusals import SourceError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_REMEDY: Final = "请另存为 UTF-8 编码的纯文本（.txt）后再试"
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
#: Common Chinese characters: those of the first level of GB 2312 (3 755, ordered by sound).
COMMON: Final = frozenset(
    bytes((high, low)).decode("gb2312", errors="ignore")
    for high in range(0xB0, 0xD8)
    for low in range(0xA1, 0xFF)
)  # fmt: skip
#: First bytes of the syllables of EUC-KR, which all are common Chinese characters in GB 18030 as well.
_HANGUL: Final = range(0xB0, 0xC9)
#: So many different characters, none of them from the later half of the alphabet (是, 市, 项, 镇), are no Chinese text.
_MIN_KOREAN: Final = 20


def decode_text(received: bytes, name: str) -> tuple[str, str]:
    """Text and encoding: a byte order mark decides; else UTF-8, UTF-16 where zero bytes show it, GB18030.

    Line ends become \\n. Raises SourceError: binary, another encoding.
    """
    text, encoding = _decode(received, name)
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def decode_rare_chinese(received: bytes) -> str | None:
    """GB18030 text with more rare characters than `decode_text` accepts, as short lists of villages have (四都畈).

    Whether it was guessed right has to be shown to a person. None where fewer than half of its characters are common,
    or others than Chinese ones stand among them.
    """
    text = _decoded(received, "gb18030")
    if text is None or not _is_text(text) or _is_korean(text):
        return None
    wide = _wide(text)
    is_chinese = all(_CHINESE.match(character) for character in wide)
    return text if is_chinese and 2 * sum(character in COMMON for character in wide) >= len(wide) > 0 else None


def _decode(received: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if received.startswith(mark) and not received.startswith(codecs.BOM_UTF32_LE):
            text = _decoded(received, encoding)
            if text is not None and not _CONTROL.search(text):
                return text, "utf-8" if encoding == "utf-8-sig" else encoding
            raise SourceError(f"{name}：文件已损坏或不是文本（开头标明 {encoding}，内容不符）；{_REMEDY}")
    if b"\0" in received:
        return _decode_wide(received, name)
    for encoding, plausible in (("utf-8", _is_text), ("gb18030", _is_gb_chinese)):
        text = _decoded(received, encoding)
        if text is not None and plausible(text):
            return text, encoding
    if _decoded(received, "utf-8") is not None:
        raise SourceError(f"{name}：不是文本文件（含控制字符）；{_REMEDY}")
    raise SourceError(f"{name}：文字编码无法识别（只认 UTF-8、GB18030、UTF-16）；{_REMEDY}")


def _decode_wide(received: bytes, name: str) -> tuple[str, str]:
    """UTF-16 without a mark, where one byte order gives Chinese text and the other does not."""
    candidates = [
        (text, encoding)
        for encoding in ("utf-16-le", "utf-16-be")
        if (text := _decoded(received, encoding)) is not None and _is_text(text) and _is_chinese(text)
    ]
    if len(candidates) == 1:
        return candidates[0]
    raise SourceError(f"{name}：不是文本文件（含空字节）；{_REMEDY}")


def _decoded(received: bytes, encoding: str) -> str | None:
    try:
        return received.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_text(text: str) -> bool:
    return _CONTROL.search(text) is None


def _is_chinese(text: str) -> bool:
    """Mostly common Chinese characters among what is not ASCII: wrong guesses of an encoding give rare ones.

    Marks and full-width forms of ASCII stand in any text of ours, —— for nothing all down a table, and say nothing.
    """
    wide = _wide(text)
    chinese = [character for character in wide if _CHINESE.match(character)]
    common = sum(character in COMMON for character in chinese)
    return _is_text(text) and len(chinese) >= 0.5 * len(wide) and common >= 0.85 * len(chinese) > 0


def _is_gb_chinese(text: str) -> bool:
    return _is_chinese(text) and not _is_korean(text)


def may_be_korean(text: str) -> bool:
    """Whether a text read as GB 18030 may as well be Korean in EUC-KR: all its characters are syllables there."""
    wide = _wide(text)
    return bool(wide) and all(sign.encode("gb18030")[0] in _HANGUL for sign in wide)


def _is_korean(text: str) -> bool:
    return len(set(_wide(text))) >= _MIN_KOREAN and may_be_korean(text)


def _wide(text: str) -> list[str]:
    """The characters that are not ASCII, in either width, and no marks."""
    return [character for character in text[:20000] if character > "\x7f" and not _is_mark(character)]


def _is_mark(character: str) -> bool:
    return "\uff01" <= character <= "\uff5e" or unicodedata.category(character)[0] in "PZ"
