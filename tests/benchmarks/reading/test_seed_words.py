"""Words of the catalogue that only the seed report needs: without them every other text is read as before."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[3]
SEED = ROOT / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
TEXTS = ROOT / "benchmarks" / "reading" / "planted"
#: Of the catalogue, the files of words by which any report is read.
VOCABULARIES = ("lexicons", "commitments", "honours")
#: Keys whose texts name an entry and are looked for in no report.
NAMES = ("name", "domain", "group", "level")
READ = """
import json, sys
from pathlib import Path
from loaders.report.read import read_report
from loaders.text.source import parse_source
tables = {}
for path in sorted(Path(sys.argv[1]).glob("*.txt")):
    read = read_report(parse_source(path.read_bytes(), path.name, {"period": "2024H1"})).tables
    tables[path.name] = {name: table.to_json(orient="records", date_format="iso") for name, table in read.items()}
print(json.dumps(tables))
"""


def words_of(content: Any) -> set[str]:
    if isinstance(content, str):
        return {content}
    if isinstance(content, dict):
        return set().union(*(words_of(value) for key, value in content.items() if key not in NAMES))
    return set().union(*map(words_of, content)) if isinstance(content, list) else set()


def without(content: Any, words: set[str]) -> Any:
    """`content` without `words`; an entry that keeps none of its words goes with them."""
    if isinstance(content, list):
        kept = [without(each, words) for each in content if not (isinstance(each, str) and each in words)]
        return [each for each in kept if not (isinstance(each, dict) and each.get("words") == [])]
    if isinstance(content, dict):
        return {key: value if key in NAMES else without(value, words) for key, value in content.items()}
    return content


def read_in(project: Path) -> dict[str, dict[str, str]]:
    done = subprocess.run(
        [sys.executable, "-c", READ, str(TEXTS)], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def seed_words() -> dict[str, set[str]]:
    seed = SEED.read_text(encoding="utf-8")
    others = "\n".join(path.read_text(encoding="utf-8") for path in TEXTS.glob("*.txt"))
    found = {}
    for name in VOCABULARIES:
        content = yaml.safe_load((ROOT / "data" / "catalogue" / f"{name}.yml").read_text(encoding="utf-8"))
        found[name] = {word for word in words_of(content) if word in seed and word not in others}
    return found


@pytest.fixture(scope="module")
def smaller(seed_words: dict[str, set[str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program whose catalogue lacks every word that only the seed has."""
    project = tmp_path_factory.mktemp("project")
    for folder in ("domain", "loaders", "data"):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, words in seed_words.items():
        path = project / "data" / "catalogue" / f"{name}.yml"
        content = without(yaml.safe_load(path.read_text(encoding="utf-8")), words)
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return project


def test_words_only_of_the_seed_are_few(seed_words):
    counts = {name: len(words) for name, words in seed_words.items()}
    assert all(counts.values())
    assert counts["lexicons"] < 130, "of about 1300 words"


def test_every_other_text_without_words_only_of_the_seed_is_read_as_before(smaller):
    assert read_in(smaller) == read_in(ROOT)
