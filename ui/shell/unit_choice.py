"""Which unit a page shows: the one in the address (?unit=, a code, name or alias), else the reader's last choice, else
the home unit. Where there are several, the address always names it, so that whoever receives it sees the same.
"""

from collections.abc import Callable
from typing import Final

import streamlit as st

from domain.schema.period import date_text
from store.read import read_last_ids
from store.units import Unit, find_unit, list_units
from ui.shell.pick import choices_html
from ui.shell.text import escape_html

UNIT: Final = "unit"
_REMEMBERED_KEY: Final = "kept unit"
_UNITS_KEY: Final = "units with versions"


def open_units(home: Callable[[], str]) -> tuple[str | None, str]:
    """The code of the unit to show, and the words of the address that mean none ("" where they do).

    None where no unit has a version. home: gives the code of the account's home unit; asked where there are several.
    """
    known = list_units()
    with_versions = read_last_ids() if len(known) > 1 else None
    units = [unit for unit in known if with_versions is None or unit.code in with_versions]
    st.session_state[_UNITS_KEY] = units
    requested = st.query_params.get(UNIT, "")
    found = find_unit(requested, units) if requested else None
    remembered = next((unit for unit in units if unit.code == st.session_state.get(_REMEMBERED_KEY)), None)
    chosen = found or remembered or _first(units, home)
    return (chosen.code if chosen else None), ("" if found or not requested else requested)


def remember_unit(code: str) -> None:
    """Keep the unit on screen in the session, and in the address where there are several."""
    st.session_state[_REMEMBERED_KEY] = code
    if len(_units()) > 1:
        if st.query_params.get(UNIT) != code:
            st.query_params[UNIT] = code
    elif UNIT in st.query_params:
        del st.query_params[UNIT]


def remembered_unit() -> str | None:
    """The code of the unit that the session showed last; None at the first page."""
    remembered = st.session_state.get(_REMEMBERED_KEY)
    return remembered if isinstance(remembered, str) else None


def address_unit() -> str:
    """The code of the unit on screen, where an address must name it; "" where there is only one."""
    return st.query_params.get(UNIT, "") if len(_units()) > 1 else ""


def units_html(code: str, newest: str) -> str:
    """The unit on screen as a fold with links to the others; "" where there is only one.

    newest: the value of ?version= that leaves an older version.
    """
    units = _units()
    if len(units) < 2:
        return ""
    labels = {unit.code: _label(unit) for unit in units}
    links = choices_html(UNIT, labels, "单位", code, version=newest, period="")
    return f'<details class="settings"><summary>单位：{escape_html(labels.get(code, code))}</summary>{links}</details>'


def _units() -> list[Unit]:
    units = st.session_state.get(_UNITS_KEY)
    return units if isinstance(units, list) else []


def _first(units: list[Unit], home: Callable[[], str]) -> Unit | None:
    code = home() if len(units) > 1 else ""
    own = [unit for unit in units if unit.code == code]
    return next(iter([*own, *(unit for unit in units if unit.home), *units]), None)


def _label(unit: Unit) -> str:
    """大桥镇（至2023年6月30日） for a unit that ended."""
    return unit.name + (f"（至{date_text(unit.valid_to)}）" if unit.valid_to else "")
