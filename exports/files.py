"""The files of a version: name on screen, ending, and what makes it of a material. Shared by command and dashboard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from domain.settings import data_home
from views.material import FileRefused, Material
from views.slide import chosen_slides

#: The name of an office's own template in its data folder.
TEMPLATE: Final = "template.pptx"

_NO_REPORT: Final = "这个单位还没有导入过报告，没有可以沿用的原文。请先在“导入报告”页导入上期报告。"

Progress = Callable[[float], object]
Make = Callable[[Material, Sequence[str], Progress], bytes]


def _no_refusal(_material: Material) -> str:
    return ""


@dataclass(frozen=True)
class FileKind:
    """A kind of file. label: Chinese; ending: of its name; media_type; make: material, ids of slides (none: all) and
    what is called with the share that is done -> the bytes; refusal: why it cannot be made of a material, "" where it
    can, without making it.
    """

    label: str
    ending: str
    media_type: str
    make: Make
    refusal: Callable[[Material], str] = _no_refusal


def _deck(material: Material, chosen: Sequence[str], progress: Progress) -> bytes:
    from exports.deck.deck_file import deck
    from views.deck import material_slides

    shown = material_slides(material)
    progress(0.3)
    return deck(
        chosen_slides(shown, chosen), palette=material.palette, template=own_template(),
        progress=lambda share: progress(0.3 + 0.7 * share),
    )  # fmt: skip


def own_template() -> bytes | None:
    """The office's own template of slides in its data folder; None without one."""
    path = data_home() / TEMPLATE
    return path.read_bytes() if path.is_file() else None


def _brief(material: Material, _chosen: Sequence[str], progress: Progress) -> bytes:
    from exports.brief.brief_file import brief_paper
    from views.brief import brief

    paper = brief(
        material.tables, material.edition, material.rule,
        hide=material.hide, previous=material.previous, before=material.before,
    )  # fmt: skip
    progress(0.5)
    content = brief_paper(paper, material.palette)
    progress(1.0)
    return content


def _template_refusal(_material: Material) -> str:
    from exports.deck.template import open_template

    try:
        open_template(own_template())
    except FileRefused as error:
        return str(error)
    return ""


def _report_refusal(material: Material) -> str:
    return _NO_REPORT if material.last_report() is None else ""


def _roll_forward(material: Material, _chosen: Sequence[str], progress: Progress) -> bytes:
    from exports.brief.roll_forward_file import roll_forward_paper
    from views.roll_forward import roll_forward

    report = material.last_report()
    if report is None:
        raise FileRefused(_NO_REPORT)
    progress(0.3)
    rolled = roll_forward(report.text, report.tables, material.tables, material.edition.sources, hide=material.hide)
    content = roll_forward_paper(rolled, material.edition.written)
    progress(1.0)
    return content


def _register(material: Material, _chosen: Sequence[str], progress: Progress) -> bytes:
    from exports.register.register_file import register

    progress(0.1)
    content = register(
        material.tables, material.edition, material.rule, hide=material.hide, previous=material.previous
    )  # fmt: skip
    progress(1.0)
    return content


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
FILE_KINDS: Final[dict[str, FileKind]] = {
    "pptx": FileKind("幻灯片", "pptx", f"{_OFFICE}.presentationml.presentation", _deck, _template_refusal),
    "docx": FileKind("汇报材料", "docx", f"{_OFFICE}.wordprocessingml.document", _brief),
    "rollforward": FileKind(
        "下期报告初稿", "docx", f"{_OFFICE}.wordprocessingml.document", _roll_forward, _report_refusal
    ),
    "xlsx": FileKind("指标台账", "xlsx", f"{_OFFICE}.spreadsheetml.sheet", _register),
}
