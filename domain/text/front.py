"""What stands around a report: title and catalogue lines before it, signature, contacts and attachments behind it."""

import re
from collections.abc import Sequence
from typing import Final

from domain.text.markers import BULLET, marker_at

_KEYS: Final = (
    "信息索引号 索引号 索引 统一编号 登记号 文号 发文字号 发文文号 文件编号 公开方式 公开日期 公开时间 公开时限 "
    "公开形式 公开范围 公开主体 发布日期 发布时间 发布单位 发布机构 发布人 成文日期 成文时间 生成日期 生效日期 "
    "失效日期 发文日期 发文时间 发文机关 发文机构 发文单位 信息来源 文章来源 来源 浏览次数 浏览量 访问次数 访问量 "
    "点击次数 点击量 点击率 点击数 阅读次数 阅读量 阅读数 阅读 浏览 点击 字体大小 字体 字号 有效性 时效性 "
    "是否有效 主题分类 主题词 关键词 信息分类 体裁分类 组配分类 所属分类 标题 名称 时间 日期 更新时间 作者 编辑 "
    "责任编辑 审核 审核人 校对 供稿 撰稿 录入 分享到 分享 当前位置 您的位置 您现在的位置 扫一扫 联系人 联系电话 "
    "联系方式 联系地址 咨询电话 电话 传真 邮箱 电子邮箱 邮编 邮政编码 地址 办公地址 附件 抄送 抄报 主送 印发日期"
)
_KEY: Final = "|".join(
    r"[ \t\u3000]*".join(key) for key in sorted(_KEYS.split(), key=len, reverse=True)
)  # spaced out on many pages: 索 引 号
_METADATA: Final = re.compile(
    rf"[\s\ufeff\u200b•·●\-*【\[(（]*(?:{_KEY}|[\u4e00-\u9fff]{{0,4}}(?:时间|日期|次数|来源))"
    r"[ \t\u3000]*\d{0,2}[ \t\u3000]*[:：]"
)
_TITLE: Final = re.compile(
    r"[^，,。；;>]{0,60}(?:总结|报告|思路|计划|要点|打算|安排|汇报|情况|方案|通报|讲话|综述|公报|通知|意见|纪要|述职|发言)"
    r"(?:[（(][^（()）]{1,20}[)）])?"
)
_PROSE: Final = re.compile("[，,。；;！!？?]")
_LONGEST_TITLE: Final = 80
_MOST_LINES: Final = 60
_LINE: Final = re.compile(r"[^\n]+")
_DATE: Final = r"(?:(?:19|20)\d\d|二[〇○零OＯ].{2})年.{1,3}月.{1,3}日"
_SIGNATURE: Final = re.compile(
    rf"{_DATE}|(?:此件|主动公开|依申请公开).{{0,8}}|[（(].{{2,20}}[)）]"
    r"|.{2,24}(?:人民政府|政府|委员会|办事处|党工委|党委|办公室|[局镇乡]|街道)"
)
_LONGEST_SIGNATURE: Final = 40
_ATTACHED: Final = re.compile(r"附[件表]?[ \t\u3000]*[0-9]{0,2}[ \t\u3000]*[:：]")
_MOST_ATTACHED: Final = 30


def is_title(line: str) -> bool:
    """Whether `line` is worded as the title of a report: …工作总结, …汇报(摘要), no comma and no full stop in it."""
    return _TITLE.fullmatch(line.strip()) is not None


def is_metadata(text: str, start: int, end: int) -> bool:
    """Whether the line text[start:end] is a line of a catalogue, or contacts: 索引号:…, 发布日期:…, 联系人:…."""
    return _METADATA.match(text, start, end) is not None


def front_end(text: str) -> int:
    """Where the lines before the report end: those without punctuation of sentences, titles and catalogue lines."""
    for count, line in enumerate(_LINE.finditer(text)):
        if not line[0].strip():
            continue
        if not is_metadata(text, *line.span()) and (count >= _MOST_LINES or _begins_report(text, *line.span())):
            return line.start()
    return len(text)


def _begins_report(text: str, start: int, end: int) -> bool:
    marker = marker_at(text, start, end)
    if marker is not None and text[marker.start : marker.end] != "——":
        return True
    return end - start > _LONGEST_TITLE or _PROSE.search(text, start, end) is not None


def closing_start(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """How many of the paragraphs `spans` are of the report; the rest close it: signature, contacts, attachments."""
    for at in range(max(len(spans) - _MOST_ATTACHED, 1), len(spans)):
        if _ATTACHED.match(text, spans[at][0]) and all(_is_attached(text, *span) for span in spans[at:]):
            return closing_start(text, spans[:at])
    end = len(spans)
    while end > 1 and _is_signature(text, *spans[end - 1]):
        end -= 1
    return end


def _is_attached(text: str, start: int, end: int) -> bool:
    return end - start <= _LONGEST_TITLE and "。" not in text[start:end]


def _is_signature(text: str, start: int, end: int) -> bool:
    if is_metadata(text, start, end):
        return True
    marker = marker_at(text, start, end)
    if end - start > _LONGEST_SIGNATURE or (marker is not None and marker.level < BULLET):
        return False
    return _SIGNATURE.fullmatch(text, start, end) is not None
