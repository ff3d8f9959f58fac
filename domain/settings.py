"""Settings: environment variables, or the top of .streamlit/secrets.toml."""

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

#: The setting that names the folder of the store, its drafts and copies; default: data/ of the program.
HOME_SETTING: Final = "PROGRESS_HOME"
SECRETS: Final = Path(__file__).parents[1] / ".streamlit" / "secrets.toml"


class SettingError(Exception):
    """A setting cannot be used; the message is Chinese: which one, what is wrong with it, what to write."""


def read_setting(name: str, what: str) -> str:
    """The setting `name`, without outer blanks; "" where it is not set. what: its Chinese name, for the message.

    Raises SettingError where the file cannot be read, and where file and environment differ: in the server Streamlit
    prefers the file, but a command would have no rule which one to use.
    """
    in_environment, in_file = os.environ.get(name, "").strip(), str(_read_file(SECRETS).get(name, "")).strip()
    if in_environment and in_file and in_environment != in_file:
        raise SettingError(
            f"环境变量 {name} 与 {SECRETS} 中写的{what}不同，不知道该用哪一个。请删去其中一处，再重新启动。"
        )
    return in_environment or in_file


@cache
def _read_file(secrets: Path) -> dict[str, Any]:
    """All settings of the file; none without one. Read once in a process, as Streamlit does it."""
    try:
        return tomllib.loads(secrets.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingError(f"设置文件 {secrets} 读不出来：{error}。请改正后重新启动。") from error


def data_home() -> Path:
    """The folder in which the store and what belongs to it lie, absolute: PROGRESS_HOME, else data/ of the program.

    An environment variable only: it is needed before any file is read.
    """
    named = os.environ.get(HOME_SETTING, "").strip()
    return Path(named).absolute() if named else Path(__file__).parents[1] / "data"
