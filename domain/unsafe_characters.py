"""Characters that are unsafe in files: formula starts and invisible or direction-changing characters."""

import re
from typing import Final

#: A text that starts with one of these is run by a spreadsheet as a formula (OWASP, CSV injection); full-width forms
#: too, which a Chinese input method writes and some spreadsheets fold.
FORMULA_STARTS: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
#: Invisible characters and text-direction marks: they let one name look like another.
UNSEEN: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
