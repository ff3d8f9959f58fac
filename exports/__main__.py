"""python -m exports pptx|docx|xlsx OUT [--version N]: a version of the store as slides, brief or register."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

import pandas as pd

from domain.period import as_date, date_text
from domain.views.slide import Edition, source_words
from store.build import ensure_filled
from store.errors import StoreError
from store.read import read_current, read_earlier, read_source, read_tables, read_version
from store.records import VERSION_KINDS, Version


@dataclass(frozen=True)
class Material:
    """What an export is made of: the tables of a version, what it is, earlier measures, the version before."""

    tables: Mapping[str, pd.DataFrame]
    edition: Edition
    previous: pd.DataFrame
    before: Mapping[str, pd.DataFrame] | None
    hide: bool


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say that the command line is wrong, in Chinese, and exit with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"命令写得不对:{message}。用 {self.prog} --help 查看用法。\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write one file; 0 done, 1 refused, 2 not understood. Messages are Chinese."""
    parser = _Parser(prog="python -m exports", description="把一个版本的数据导出为幻灯片、汇报材料或指标台账。")
    parser.add_argument("kind", choices=tuple(_KINDS), metavar="pptx|docx|xlsx", help="幻灯片、汇报材料、指标台账")
    parser.add_argument("file", type=Path, metavar="文件", help="写到哪里")
    parser.add_argument("--version", type=int, metavar="N", help="版本号(默认:当前版本)")
    parser.add_argument("--names", action="store_true", help="不隐去个人姓名和受处分人数")
    options = parser.parse_args(arguments)
    try:
        content = _KINDS[options.kind](_material(options.version, hide=not options.names))
        options.file.write_bytes(content)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}:{error.strerror}。请检查路径和权限,文件若已打开请先关闭。", file=sys.stderr)
        return 1
    print(f"已写入 {options.file}。")
    return 0


def _material(number: int | None, *, hide: bool) -> Material:
    ensure_filled()
    version = read_version(number) if number is not None else read_current()
    if version is None:
        raise StoreError("还没有任何版本。用 python -m store import 报告文件 --by 姓名 导入一份报告。")
    source = read_source(version.id)
    before = read_tables(version.parent_id) if version.parent_id is not None else None
    return Material(
        read_tables(version.id),
        Edition("" if source is None else source_words(source.origin, source.name), version_words(version)),
        read_earlier("measures", version.id),
        before,
        hide,
    )


def version_words(version: Version) -> str:
    """第3版,数据截至2023年6月30日,王芳2023年7月12日台账上传."""
    made = date_text(as_date(version.created_at.astimezone()))
    return f"第{version.id}版,数据截至{date_text(version.as_of)},{version.author}{made}{VERSION_KINDS[version.kind]}"


def _slides(material: Material) -> bytes:
    from domain.views.slides import slides
    from exports.deck import deck

    return deck(slides(material.tables, material.edition, hide=material.hide, previous=material.previous))


def _brief(material: Material) -> bytes:
    from domain.views.brief import brief
    from exports.brief import brief_paper

    told = brief(
        material.tables, material.edition, hide=material.hide, previous=material.previous, before=material.before
    )
    return brief_paper(told)


def _register(material: Material) -> bytes:
    from exports.register import register

    return register(material.tables, material.edition, hide=material.hide, previous=material.previous)


_KINDS: Final[dict[str, Callable[[Material], bytes]]] = {"pptx": _slides, "docx": _brief, "xlsx": _register}

if __name__ == "__main__":
    sys.exit(main())
