"""The texts of Streamlit's frame: each English text is one that the installed Streamlit really has."""

import json
import re
import shutil
import subprocess

import pytest

from ui.shell.assets import FOLDER, SCRIPTS, read_asset
from ui.shell.index_page import STATIC

TEXTS = json.loads((FOLDER / "frame_texts.json").read_text(encoding="utf-8"))
#: Put together by Streamlit from parts or sent by its server, so not in its files as a whole.
COMPOSED = re.compile(
    r"^Press .*Enter to|Running the app's main page\.$|^No options$|^Add options$|^This app has encountered an error"
    r"|^Failed to generate file for download$"
)


@pytest.fixture(scope="module")
def bundle():
    return "".join(path.read_text(encoding="utf-8") for path in (STATIC / "static" / "js").glob("*.js"))


@pytest.mark.parametrize("english", [text for text in TEXTS["exact"] if not COMPOSED.search(text)])
def test_translations_source_texts_exist_in_streamlit(bundle, english):
    assert english in bundle


def test_translation_of_script_error_exists_in_streamlit():
    from streamlit.elements.exception import _GENERIC_UNCAUGHT_EXCEPTION_TEXT

    assert _GENERIC_UNCAUGHT_EXCEPTION_TEXT in TEXTS["exact"]


def test_translations_except_command_are_chinese():
    translations = [*TEXTS["exact"].values(), *(chinese for _pattern, chinese in TEXTS["patterns"])]
    untranslated = [text for text in translations if not re.search(r"[\u4e00-\u9fff]", text)]
    assert untranslated == ["streamlit run app.py"]


def test_translation_patterns_do_not_repeat_list():
    covered = [text for text in TEXTS["exact"] for pattern, _chinese in TEXTS["patterns"] if re.match(pattern, text)]
    assert covered == ["Made with Streamlit v"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_index_page_scripts_are_complete(name):
    script = read_asset(name).content.decode()
    assert "@TEXTS@" not in script
    assert "@THEMES@" not in script


def test_asset_address_changes_with_content():
    address = read_asset("frame.js").address
    assert re.fullmatch(r"shell/frame\.[0-9a-f]{12}\.js", address)


@pytest.mark.parametrize("name", SCRIPTS)
def test_index_page_scripts_parse(name, tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node; the browser tests run the scripts anyway")
    script = tmp_path / name
    script.write_bytes(read_asset(name).content)
    assert subprocess.run([node, "--check", script], capture_output=True, check=False).returncode == 0
