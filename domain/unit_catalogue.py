"""What is known of a unit at first start, in data/units/<code>: names.yml, one name for each project, place and
enterprise; choices.yml, what it chose to see first.

Each file is checked against data/units/schema. Of a unit without a folder nothing is known; its reports are read all
the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, Literal

from domain.catalogue import CATALOGUE, CatalogueError, read_catalogue, read_checked

UNITS: Final = Path(__file__).parents[1] / "data" / "units"
Kind = Literal["projects", "places", "enterprises"]


@dataclass(frozen=True)
class UnitNames:
    """The names of one unit: kind → name → the names that reports use, itself the first."""

    projects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    enterprises: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, kind: Kind) -> Mapping[str, tuple[str, ...]]:
        """The names of `kind`."""
        return {"projects": self.projects, "places": self.places, "enterprises": self.enterprises}[kind]


@dataclass(frozen=True)
class UnitChoices:
    """headlines: indicator → its label on the first page, in order. readings: row ids that stand for their domain.
    watched: what reports call the readings that are followed without a target → the one name of each.
    """

    headlines: Mapping[str, str] = field(default_factory=dict)
    readings: tuple[str, ...] = ()
    watched: Mapping[str, str] = field(default_factory=dict)

    def watched_in(self, words: str) -> str | None:
        """The name of the watched reading that `words` end with, the longest; None where they end with none."""
        found = [each for each in self.watched if words.endswith(each)]
        return self.watched[max(found, key=len)] if found else None


@cache
def names_of_unit(org_unit: str | None) -> UnitNames:
    """The names of the unit that `org_unit` (a name or code) means; none where nothing is known of it.

    Raises CatalogueError where its file is wrong.
    """
    folder = _folder_of(org_unit)
    if folder is None:
        return UnitNames()
    content = _read(folder, "names")
    named = [
        {entry["name"]: (entry["name"], *entry.get("aliases", [])) for entry in content[kind]}
        for kind in ("projects", "places", "enterprises")
    ]
    return UnitNames(*named)


@cache
def choices_of_unit(org_unit: str | None) -> UnitChoices:
    """What the unit that `org_unit` (a name or code) means chose; nothing where none is known.

    Raises CatalogueError where its file is wrong.
    """
    folder = _folder_of(org_unit)
    if folder is None or not (folder / "choices.yml").exists():
        return UnitChoices()
    content = _read(folder, "choices")
    return UnitChoices(
        {entry["indicator"]: entry["label"] for entry in content["headlines"]},
        tuple(entry["row"] for entry in content["readings"]),
        {each: entry["name"] for entry in content["watched"] for each in (entry["name"], *entry.get("aliases", []))},
    )  # fmt: skip


@cache
def _folder_of(org_unit: str | None) -> Path | None:
    folders = (path.parent for path in sorted(UNITS.glob("*/names.yml")))
    return next((folder for folder in folders if org_unit in _read(folder, "names")["units"]), None)


@cache
def _read(folder: Path, name: str) -> Any:
    return read_checked(folder / f"{name}.yml", UNITS / "schema" / f"{name}.json")


def catalogue_faults() -> list[str]:
    """Every fault of every file of the catalogue and of the units, one Chinese line each; [] for none."""
    faults: list[str] = []
    readers = [partial(read_catalogue, path.stem) for path in sorted(CATALOGUE.glob("*.yml"))]
    readers += [partial(_read, path.parent, path.stem) for path in sorted(UNITS.glob("*/*.yml"))]
    for read in readers:
        try:
            read()
        except CatalogueError as error:
            faults += str(error).splitlines()
    return faults


@cache
def name_pattern(org_unit: str | None, kind: Kind) -> tuple[re.Pattern[str] | None, Mapping[str, str]]:
    """One pattern of all names of `kind`, the longest first (None where there are none); the name that each means."""
    chosen = {each: name for name, names in names_of_unit(org_unit).of(kind).items() for each in names}
    if not chosen:
        return None, chosen
    return re.compile("|".join(map(re.escape, sorted(chosen, key=lambda name: (-len(name), name))))), chosen
