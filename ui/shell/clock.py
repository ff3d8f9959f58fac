"""Moments as a reader's own clock shows them; the store keeps UTC. The office's day is domain/office_time.py's."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from domain import office_time


def local(at: datetime) -> datetime:
    """`at` on the clock of whoever looks: the browser's time zone, else the office's."""
    return at.astimezone(_zone())


def moment_text(at: datetime, now: datetime | None = None) -> str:
    """14:05 for today, 11月23日14:05 for this year, else 2025年11月23日14:05; on the reader's clock."""
    there = local(at)
    today = local(now if now is not None else office_time.utc_now())
    clock = f"{there:%H:%M}"
    if there.date() == today.date():
        return clock
    day = f"{there.month}月{there.day}日{clock}"
    return day if there.year == today.year else f"{there.year}年{day}"


def moment(at: datetime) -> str:
    """2026-11-23 14:05, on the reader's clock: for lists."""
    return f"{local(at):%Y-%m-%d %H:%M}"


def _zone() -> tzinfo:
    try:
        return ZoneInfo(st.context.timezone or "")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return office_time.office_zone()
