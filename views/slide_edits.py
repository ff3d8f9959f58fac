"""What an editor changed on the slides: titles, points, notes and order, put over what the program makes.

A typed text keeps the places on the slide where its numbers stood. Where such a place has another number by now, the
number is marked (MARK) and the footer says so; a number that stands nowhere on the slide is said to be the editor's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from domain.redaction import redact_text
from domain.schema.display import listed
from views.slide import Slide
from views.slide_numbers import AUTOMATIC, SENTENCES, Number, numbers_by_place, numbers_in, places_of
from views.slide_titles import LINE, MOST_LINES, fits, title_lines

#: Stands behind a number that is not that of this version any more.
MARK: Final = "※"
#: Points that a slide has room for below what it shows.
MOST_POINTS: Final = 4
#: In the title that the program makes of what is to be verified.
_ASKED: Final = "待确认"
_STATES: Final = (
    "落后", "滞后", "超前", "低于序时进度", "快于序时进度", "逾期", "倒退", "正常", "已完成", "全部完成", "超额",
    "提前",
)  # fmt: skip


@dataclass(frozen=True)
class SlideEdit:
    """What was typed for one slide; None: as the program makes it. automatic: the program's title at that time.

    found: number as typed → the places that held it then (slide_numbers.places_of), () for the editor's own.
    """

    title: str | None = None
    points: tuple[str, ...] | None = None
    script: tuple[str, ...] | None = None
    automatic: str = ""
    found: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """All that was typed."""
        return (self.title or "", *(self.points or ()), *(self.script or ()))

    @property
    def is_empty(self) -> bool:
        """Whether the slide is as the program makes it."""
        return self.title is None and self.points is None and self.script is None


@dataclass(frozen=True)
class DeckEdits:
    """The edits of a version: id of a slide → its edit; shown, left: ids in the order chosen, and left out; () both
    where nobody has chosen.
    """

    slides: tuple[tuple[str, SlideEdit], ...] = ()
    shown: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    def of(self, slide_id: str) -> SlideEdit:
        """The edit of a slide, an empty one where it has none."""
        return dict(self.slides).get(slide_id, SlideEdit())


def make_edit(slide: Slide, title: str, points: Sequence[str], script: Sequence[str]) -> SlideEdit:
    """The edit that makes the program's `slide` read as typed; None for what is the same."""
    by_place = numbers_by_place(slide)
    typed = [title, *points, *script]
    found = {number.text: places_of(number, by_place) for text in typed for number in numbers_in(text)}
    edit = SlideEdit(
        None if title.strip() in ("", slide.title) else title.strip(),
        None if _lines(points) == slide.points else _lines(points),
        None if _lines(script) == slide.script else _lines(script),
    )
    return edit if edit.is_empty else replace(edit, automatic=slide.title, found=tuple(found.items()))


def edit_value(edit: SlideEdit) -> dict[str, Any] | None:
    """`edit` as JSON data to be stored; None for an empty one."""
    if edit.is_empty:
        return None
    given = {"title": edit.title, "points": edit.points, "script": edit.script}
    return {
        **{key: value if isinstance(value, str) else list(value) for key, value in given.items() if value is not None},
        "automatic": edit.automatic,
        "found": {text: list(places) for text, places in edit.found},
    }


def parse_edit(value: Mapping[str, Any]) -> SlideEdit:
    """The edit of `edit_value`."""
    points, script = value.get("points"), value.get("script")
    return SlideEdit(
        value.get("title"),
        None if points is None else tuple(map(str, points)),
        None if script is None else tuple(map(str, script)),
        str(value.get("automatic", "")),
        tuple((str(text), tuple(map(str, places))) for text, places in value.get("found", {}).items()),
    )


def edited_slides(
    slides: Sequence[Slide], edits: DeckEdits, *, hide: bool, persons: frozenset[str] = frozenset()
) -> tuple[Slide, ...]:
    """`slides` in the chosen order, with what was typed and its marks. hide: names in it are redacted, those of
    `persons` too. An edit of a slide that this version does not have is passed over.
    """
    by_id = dict(edits.slides)
    found = [
        _edited(slide, by_id[slide.id], hide=hide, persons=persons) if slide.id in by_id else slide for slide in slides
    ]
    return _ordered(found, edits) if edits.shown or edits.left else tuple(found)


def _edited(slide: Slide, edit: SlideEdit, *, hide: bool, persons: frozenset[str]) -> Slide:
    seen = [edit.title or "", *(edit.points or ())]
    changed, own = _unlike(slide, edit, seen, persons)
    changed_script, _ = _unlike(slide, edit, edit.script or (), persons)

    def shown(text: str) -> str:
        return _marked(redact_text(text, persons) if hide else text, [*changed, *changed_script])

    marks = []
    if changed:
        marks.append(f"{MARK}{listed(changed, 3)}是改写时的数字，本版数据已变，待更新")
    if own:
        marks.append(f"{listed(own, 3)}由汇报人填写，本页数据中没有")
    if edit.title is not None and _states_doubt(slide, edit.title):
        marks.append("本页数字待核实")
    points = slide.points if edit.points is None else tuple(map(shown, edit.points))
    script = slide.script if edit.script is None else tuple(map(shown, edit.script))
    return replace(
        slide, title=slide.title if edit.title is None else shown(edit.title), points=points[:MOST_POINTS],
        script=(*script, *points[MOST_POINTS:]), marks=tuple(marks),
        automatic="" if edit.title is None else slide.title,
    )  # fmt: skip


def _unlike(
    slide: Slide, edit: SlideEdit, texts: Iterable[str], persons: frozenset[str]
) -> tuple[list[str], list[str]]:
    """The numbers of `texts` whose place has another number by now, and those that stand nowhere; each once."""
    by_place, found = numbers_by_place(slide, persons), dict(edit.found)
    changed, own = [], []
    for number in (number for text in texts for number in numbers_in(text)):
        places = found.get(number.text, ())
        if not places:
            if not places_of(number, by_place):
                own.append(number.text)
        elif not all(any(map(number.is_same, by_place.get(place, ()))) for place in places):
            changed.append(number.text)
    return list(dict.fromkeys(changed)), list(dict.fromkeys(own))


def _marked(text: str, changed: Sequence[str]) -> str:
    """`text` with MARK behind each number of `changed`."""
    for number in reversed(numbers_in(text)):
        if number.text in changed:
            text = f"{text[: number.end]}{MARK}{text[number.end :]}"
    return text


def _states_doubt(slide: Slide, title: str) -> bool:
    return _ASKED in slide.title and any(word in title for word in _STATES)


def _ordered(slides: Sequence[Slide], edits: DeckEdits) -> tuple[Slide, ...]:
    """The chosen ones in their order, the others behind the slide that the program puts them behind."""
    by_id = {slide.id: slide for slide in slides}
    order = [each for each in edits.shown if each in by_id]
    before = ""
    for slide in slides:
        if slide.id not in order:
            order.insert(order.index(before) + 1 if before in order else 0, slide.id)
        before = slide.id
    known = {**dict.fromkeys(edits.left, True), **dict.fromkeys(edits.shown, False)}
    return tuple(replace(by_id[each], optional=known.get(each, by_id[each].optional)) for each in order)


def advice(slide: Slide, title: str, points: Sequence[str], others: Iterable[str]) -> list[str]:
    """What does not keep the rules of a slide in what is typed for the program's `slide`, a sentence each; nothing is
    refused. others: the titles of the other slides.
    """
    found = []
    if not fits(title):
        count = len(title_lines(title))
        found.append(f"标题共{len(title)}字，要排{count}行；最好不超过{MOST_LINES}行、每行{LINE}字")
    if title.strip() in set(others):
        found.append("另一页已用这个标题")
    if _states_doubt(slide, title):
        found.append("这一页的数字待核实，标题最好不写完成、落后等结论；照写的话，页脚注明“本页数字待核实”")
    if len(_lines(points)) > MOST_POINTS:
        found.append(f"要点共{len(_lines(points))}条，一页放得下{MOST_POINTS}条，其余只在备注中")
    edit = make_edit(slide, title, points, ())
    seen = {number.text for text in (title, *points) for number in numbers_in(text)}
    own = [text for text, places in edit.found if not places and text in seen]
    if own:
        found.append(f"{listed(own, 5)}不在这一页的数据中，页脚注明由汇报人填写")
    return found


def changes_since(slide: Slide, edit: SlideEdit, persons: frozenset[str] = frozenset()) -> list[str]:
    """What has changed on the program's `slide` since `edit` was typed, a sentence each."""
    changed, _ = _unlike(slide, edit, edit.texts, persons)
    by_place, found = numbers_by_place(slide, persons), dict(edit.found)
    sentences = []
    for text in changed:
        typed = numbers_in(text)[0]
        rows = [place for place in found[text] if place not in (SENTENCES, AUTOMATIC)]
        now = [f"{place}现为{_same_unit(by_place.get(place, ()), typed) or '没有这个单位的数字'}" for place in rows]
        sentences.append(f"“{text}”已不是本版数据{'：' if now else ''}{'；'.join(now)}")
    if edit.title is not None and edit.automatic != slide.title:
        sentences.append(f"自动标题已由“{edit.automatic}”变为“{slide.title}”")
    return sentences


def _same_unit(numbers: Iterable[Number], typed: Number) -> str:
    return "、".join(dict.fromkeys(each.text for each in numbers if each.unit == typed.unit))


def _lines(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts if text.strip())
