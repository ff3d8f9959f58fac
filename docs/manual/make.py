"""`python docs/manual/make.py`: writes docs/manual/faults.md from the faults that the program knows."""

import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from domain.faults import manual_table  # noqa: E402

FAULTS: Final = Path(__file__).with_name("faults.md")


def faults_page() -> str:
    """The page of all faults, as Markdown: one table per level, in the order in which they are met."""
    lines = ["# 上传问题一览", "", "“…”处是您的表格里的内容。“无法读取”和“错误”须改好才能提交，“请确认”在页面上选。"]
    for level, kinds in manual_table().groupby("级别", sort=False):
        lines += ["", f"## {level}", "", "| 问题 | 怎样改 |", "|---|---|"]
        lines += [f"| {_cell(kind['问题'])} | {_cell(kind['怎样改'])} |" for _, kind in kinds.iterrows()]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    FAULTS.write_text(faults_page(), "utf-8")
