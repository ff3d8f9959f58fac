"""Signs that do something to whoever opens a file, or are not seen at all."""

import re
from typing import Final

#: A text that begins so is run by a spreadsheet as a formula (OWASP, CSV injection); full-width forms too, which a
#: Chinese input method writes and some spreadsheets fold.
FORMULA_STARTS: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
#: Marks that turn the direction of the text around them, or are not seen: a name could pose as another one.
UNSEEN: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
