"""What LibreOffice makes of the files: as many pages as slides, no warning, Chinese in a Chinese typeface."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pytest

from exports.brief.brief_file import brief_paper
from exports.deck.deck_file import deck
from exports.register.register_file import register
from tests.exports.conftest import EDITION
from views.brief import brief

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(
        not all(shutil.which(tool) for tool in ("soffice", "pdfinfo", "pdffonts")),
        reason="LibreOffice (soffice) or poppler-utils is not installed: what it makes of the files is not checked",
    ),
]


@pytest.fixture
def pages_of(tmp_path):
    """Convert bytes to PDF; returns the number of pages and the names of the fonts in it."""

    def convert(content, ending):
        source = tmp_path / f"file.{ending}"
        source.write_bytes(content)
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, env=os.environ, check=True)
        said = [line for line in done.stderr.splitlines() if line.strip() and "javaldx" not in line]
        assert said == []
        target = str(tmp_path / "file.pdf")
        info = subprocess.run(["pdfinfo", target], capture_output=True, text=True, check=True).stdout
        fonts = subprocess.run(["pdffonts", target], capture_output=True, text=True, check=True).stdout
        return int(info.split("Pages:")[1].split()[0]), fonts

    return convert


def test_deck_in_libreoffice_has_as_many_pages_as_slides(pages_of, shown):
    pages, fonts = pages_of(deck(shown), "pptx")
    assert pages == len(shown)
    assert "CJK" in fonts or "Han" in fonts or "WenQuanYi" in fonts


def test_brief_in_libreoffice_has_eight_pages_before_annexes(pages_of, report, tmp_path):
    edition = replace(EDITION, unit="金川街道", written=date(2023, 7, 12))
    pages, _ = pages_of(brief_paper(brief(report, edition)), "docx")
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "file.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout.split("\f")
    first = next(place for place, page in enumerate(text) if re.match(r"\s*附件 ?1\s", page))
    assert 6 <= first <= 8
    assert pages > first


def test_register_in_libreoffice_prints_on_fifteen_pages(pages_of, report):
    pages, _ = pages_of(register(report, EDITION), "xlsx")
    assert 12 <= pages <= 15
