"""The office's day and time. No other module asks the system's clock: its time zone may be another one.

Stored moments are UTC. What people read and type (slides, forms, names of files, commands) is in the time zone of the
office, whatever the machine, the container or the browser is set to.
"""

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.settings import SettingError, read_setting

TIME_ZONE: Final = "PROGRESS_TIME_ZONE"
_DEFAULT: Final = "Asia/Shanghai"


def office_zone() -> ZoneInfo:
    """The time zone that PROGRESS_TIME_ZONE names (IANA), Asia/Shanghai without it; SettingError where there is none
    of that name.
    """
    name = read_setting(TIME_ZONE, "时区") or _DEFAULT
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: the name of a folder, such as Asia
        shown = name.encode("utf-8", "replace").decode()
        raise SettingError(
            f"设置 {TIME_ZONE} 中的“{shown}”不是时区名称。请写成 {_DEFAULT} 这样的 IANA 名称，"
            f"或删去这项设置（默认 {_DEFAULT}），再重新启动。"
        ) from error


def utc_now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def office_now() -> datetime:
    """This moment on the office's clock."""
    return at_office(utc_now())


def office_today() -> date:
    """The day that the office has now."""
    return office_now().date()


def at_office(moment: datetime) -> datetime:
    """`moment` (with a time zone) on the office's clock."""
    return moment.astimezone(office_zone())
