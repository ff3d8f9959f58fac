"""Checks a draft before it is handed in; stores nothing:

    python -m loaders.check DRAFT [--unit U] [--against VERSION] [--out FILE.docx] [--format text|json]

Exit 0 where there is neither a contradiction nor a doubt, 1 where there is, 2 and one line where nothing can be read.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from domain.command_line import Parser, version_number
from domain.office_time import office_today
from domain.os_errors import file_error_text
from domain.schema.vocabulary import SEVERITIES
from domain.settings import SettingError
from exports.draft_file import CommentsFailed, draft_with_comments
from loaders.text.refusals import SourceError
from proposals.draft.draft_check import DraftCheck, check_draft
from store import migrate
from store.errors import StoreError
from views.draft_check import DraftView, draft_view


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit status. Messages are Chinese."""
    parser = Parser(prog="python -m loaders.check", description="送审前核对一份报告初稿，什么都不写入。")
    parser.add_argument("file", type=Path, metavar="文件", help="报告初稿（.docx、.doc、.wps、.pdf、.html 或 .txt）")
    parser.add_argument("--unit", metavar="单位", help="代码、名称或别名（默认：文中认出的单位）")
    parser.add_argument(
        "--against", type=version_number, metavar="N", help="与哪一版比对（默认：同一时期的最新版，没有则上一时期的）"
    )
    parser.add_argument("--out", type=Path, metavar="文件", help="把带批注的同一份 .docx 写到哪里")
    parser.add_argument("--format", default="text", choices=("text", "json"), help="文字或 JSON（默认：文字）")
    options = parser.parse_args(arguments)
    try:
        migrate.bring_up_to_date()
        content = options.file.read_bytes()
        check = check_draft(
            content, options.file.name, today=office_today(), unit=options.unit, version=options.against
        )
        view = draft_view(check.findings, check.figures, check.source.text)
        if options.out is not None:
            options.out.write_bytes(_commented(check, view))
    except (StoreError, SettingError, SourceError, CommentsFailed) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{file_error_text(error)}。请检查文件名、路径和权限，文件若已打开请先关闭。", file=sys.stderr)
        return 2
    print(_as_json(check) if options.format == "json" else _as_text(check, view))
    if options.out is not None:
        print(f"已写入 {options.out}。", file=sys.stderr)
    return 1 if {"conflict", "doubt"} & set(view.groups) else 0


def _commented(check: DraftCheck, view: DraftView) -> bytes:
    """The draft with its comments. Raises SourceError where it is no .docx."""
    if check.source.encoding != "docx":
        raise SourceError(f"{check.source.source_id}：只有 .docx 能写批注。请另存为 .docx 后再核对，或去掉 --out")
    notes = view.comments
    places = check.places([(note.start or 0, note.end or 0) for note in notes])
    return draft_with_comments(check.source.received, places, [note.lines for note in notes])


def _as_json(check: DraftCheck) -> str:
    content = {
        "period": check.period.code if check.period else None,
        "against": check.against,
        "notes": list(check.notes),
        "findings": json.loads(check.findings.to_json(orient="records", date_format="iso", force_ascii=False)),
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _as_text(check: DraftCheck, view: DraftView) -> str:
    lines = [f"{view.sentence}。" + (f"比对的是{check.against}。" if check.against else "")]
    lines += [f"说明：{note}" for note in check.notes]
    for code, notes in view.groups.items():
        if code == "passed":
            continue
        for note in notes:
            whom = f"（问{note.whom}）" if note.whom else ""
            lines += [f"{SEVERITIES[code]}：{note.title}{whom}", f"  {note.message}"]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
