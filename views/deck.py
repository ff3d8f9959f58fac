"""The slides of a material: as the program makes them, and with what editors changed."""

from domain.redaction import persons_of
from views.material import Material
from views.slide import Slide
from views.slide_edits import DeckEdits, edited_slides
from views.slides import slides


def automatic_slides(material: Material) -> tuple[Slide, ...]:
    """The slides as the program makes them."""
    return slides(
        material.tables, material.edition, material.rule, hide=material.hide, previous=material.previous,
        promises=material.promises(),
    )  # fmt: skip


def material_slides(material: Material) -> tuple[Slide, ...]:
    """The slides with the edits of the material: what the deck, the screen and print show."""
    return with_edits(automatic_slides(material), material.edits, material)


def with_edits(slides: tuple[Slide, ...], edits: DeckEdits, material: Material) -> tuple[Slide, ...]:
    """`slides` of `material` with `edits`; names of its persons are hidden in typed texts where it hides them."""
    return edited_slides(slides, edits, hide=material.hide, persons=persons_in_tables(material))


def persons_in_tables(material: Material) -> frozenset[str]:
    """The names of persons in all tables of the material."""
    return frozenset[str]().union(*(persons_of(rows) for rows in material.tables.values()))
