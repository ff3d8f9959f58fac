"""Traditional characters to the simplified ones that the rules know, one for one, so that offsets stay."""

import re
from typing import Final

_TRADITIONAL: Final = (
    "萬億個餘點噸畝戶兩約過達為爲從錢圓臺輛隻條項處場間歲斤擔頃裡裏釐長寬張種頭幣費資產産業農漁糧棉鐵鋼煤電機車輪船廠礦級層雙對組隊"
    "參總數計劃預將會國縣鄉鎮區村們這個時間後來開發展實現決標務責員職學師生醫療衛環財稅債貸貿進減漲擴縮壓萎際單位據當與並還應須確"
    "爭取擬準備規定執執積極畢業萬噸轉輸運貨樓層棟蓋證獲獎設備習億無較遠從報"
)
_SIMPLIFIED: Final = (
    "万亿个余点吨亩户两约过达为为从钱圆台辆只条项处场间岁斤担顷里里厘长宽张种头币费资产产业农渔粮棉铁钢煤电机车轮船厂矿级层双对组队"
    "参总数计划预将会国县乡镇区村们这个时间后来开发展实现决标务责员职学师生医疗卫环财税债贷贸进减涨扩缩压萎际单位据当与并还应须确"
    "争取拟准备规定执执积极毕业万吨转输运货楼层栋盖证获奖设备习亿无较远从报"
)
_TABLE: Final = {ord(one): other for one, other in zip(_TRADITIONAL, _SIMPLIFIED, strict=True) if one != other}
_NEEDED: Final = re.compile("[萬億個餘噸畝戶兩縣鄉鎮]")


def simplified(text: str) -> str:
    """`text` with the traditional characters that matter to the rules made simplified; of the same length."""
    return text.translate(_TABLE) if _NEEDED.search(text) else text
