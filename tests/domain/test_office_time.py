"""The office's day: the same on every machine, whatever its own time zone is."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.office_time import TIME_ZONE, at_office, office_now, office_today
from domain.settings import SettingError

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("parts", "today"),
    [
        ((2023, 7, 9, 15, 59, 59), date(2023, 7, 9)),
        ((2023, 7, 9, 16, 0, 0), date(2023, 7, 10)),
        ((2023, 12, 31, 16, 0, 0), date(2024, 1, 1)),
        ((2024, 2, 28, 23, 0, 0), date(2024, 2, 29)),
    ],
)
def test_office_today_on_any_machine_is_the_day_in_shanghai(machine_zone, set_clock, parts, today):
    set_clock(*parts)
    assert office_today() == today


def test_office_now_on_any_machine_is_the_clock_in_shanghai(machine_zone, set_clock):
    set_clock(2023, 7, 9, 17, 30)
    assert f"{office_now():%Y-%m-%d %H:%M}" == "2023-07-10 01:30"
    assert f"{at_office(datetime(2023, 7, 9, 17, 30, tzinfo=UTC)):%Y-%m-%d %H:%M}" == "2023-07-10 01:30"


def test_office_today_with_another_zone_set_is_the_day_there(monkeypatch, set_clock):
    monkeypatch.setenv(TIME_ZONE, " Asia/Urumqi ")
    set_clock(2023, 7, 9, 17, 30)
    assert office_today() == date(2023, 7, 9)


def test_office_zone_in_the_secrets_file_is_used(monkeypatch, tmp_path, set_clock):
    (tmp_path / "secrets.toml").write_text(f'{TIME_ZONE} = "Asia/Urumqi"\n')
    monkeypatch.setattr("domain.settings.SECRETS", tmp_path / "secrets.toml")
    set_clock(2023, 7, 9, 17, 30)
    assert office_today() == date(2023, 7, 9)
    monkeypatch.setenv(TIME_ZONE, "Asia/Shanghai")
    with pytest.raises(SettingError, match=r"secrets\.toml 中写的时区不同"):
        office_today()


@pytest.mark.parametrize(
    "name",
    ["北京", "GMT+8:00", "Asia", "Asia/Beijing", "../etc/passwd", "/etc/localtime", "UTC8", "+08:00", "8", "\udcff"],
)
def test_office_zone_unknown_is_refused_with_advice(monkeypatch, name):
    monkeypatch.setenv(TIME_ZONE, name)
    with pytest.raises(SettingError, match=r"PROGRESS_TIME_ZONE 中的“.+”不是时区名称。请写成 Asia/Shanghai 这样"):
        office_today()


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_office_today_in_process_of_other_zone_is_the_day_in_shanghai(zone):
    program = "from domain.office_time import office_today; print(office_today())"
    before = datetime.now(UTC)
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    eight_hours = timedelta(hours=8)
    assert done.stdout.strip() in {f"{moment + eight_hours:%Y-%m-%d}" for moment in (before, datetime.now(UTC))}
