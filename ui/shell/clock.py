"""Times of day in the reader's time zone; the store keeps UTC. For the office's date see domain/office_time.py."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from domain import office_time


def reader_time(instant: datetime) -> datetime:
    """`instant` in the time zone of the browser, else of the office."""
    return instant.astimezone(_zone())


def short_time_text(instant: datetime, now: datetime | None = None) -> str:
    """14:05 for today, 11月23日14:05 for this year, else 2025年11月23日14:05; in the reader's time zone."""
    local_time = reader_time(instant)
    today = reader_time(now if now is not None else office_time.utc_now())
    clock = f"{local_time:%H:%M}"
    if local_time.date() == today.date():
        return clock
    day = f"{local_time.month}月{local_time.day}日{clock}"
    return day if local_time.year == today.year else f"{local_time.year}年{day}"


def timestamp_text(instant: datetime) -> str:
    """2026-11-23 14:05, in the reader's time zone: for lists."""
    return f"{reader_time(instant):%Y-%m-%d %H:%M}"


def _zone() -> tzinfo:
    try:
        return ZoneInfo(st.context.timezone or "")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return office_time.office_zone()
