"""Data in elements that read Markdown, as a browser shows it."""

import random

import pytest

from tests.browser.conftest import load_anew, visitor
from tests.server.running import ROOT, start_server
from ui.shell.text import checkbox_label

NASTY = (
    "1~3月、4~6月", "![x](http://elsewhere.example/a.png)", "https://elsewhere.example www.elsewhere.example a@b.cn",
    ":smile: :material/home: :red[红] :streamlit:", "a -> b <- c -- d >= e", "$x^2$ 和 $y$", "<b>粗</b> &amp;",
    "# 标题",
    "1. 条", "> 引", "*a* _b_ `c` **d** ~~e~~", "[x](javascript:alert(1))", "- [ ] t", "xmpp:a@b.c mailto:a@b.c",
)  # fmt: skip
PIECES = [
    "a",
    "红",
    " ",
    "1",
    *"!#$%&*()_+-=[]{}|\\:;\"'<>,.?/`~@^",
    "www.",
    "https://b.cn/",
    "a@b.cn",
    ":smile:",
    "->",
]
CHOOSE = random.Random(11)
TEXTS = [*NASTY, *("".join(CHOOSE.choices(PIECES, k=CHOOSE.randint(1, 14))) for _ in range(150))]

WORDS = """all => all.map((each) => {
    const words = each.querySelector('p'), box = each.querySelector('input');
    return [words.textContent, words.querySelectorAll('*').length, box ? box.getAttribute('aria-label') : ''];
})"""

SCRIPT = """
import sys
sys.path.insert(0, {root!r})
import streamlit as st
from ui.shell.text import checkbox_label, escape_markdown
for text in {texts!r}:
    st.markdown("甲" + escape_markdown(text) + "乙")
for number, text in enumerate({texts!r}):
    st.checkbox(checkbox_label("甲" + text + "乙"), key=str(number))
st.html("<p class='end'></p>")
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[list[tuple[str, int, str]]]:
    """Each of TEXTS between 甲 and 乙, in st.markdown and as the label of a tick: the words on screen, how many
    elements are among them, what a screen reader is given.
    """
    folder = tmp_path_factory.mktemp("text")
    script = folder / "script.py"
    script.write_text(SCRIPT.format(root=str(ROOT), texts=TEXTS), encoding="utf-8")
    server = start_server(folder, script)
    try:
        page = load_anew(visitor()[1], server.url, idle=False)
        page.locator(".end").wait_for(state="attached", timeout=60_000)
        kinds = [f"[data-testid={kind}]:has(p)" for kind in ("stMarkdown", "stCheckbox")]
        for kind in kinds:
            page.wait_for_function(f"() => document.querySelectorAll('{kind}').length == {len(TEXTS)}")
        return [page.eval_on_selector_all(kind, WORDS) for kind in kinds]
    finally:
        server.stop()


def test_plain_text_is_shown_literally(shown: list[list[tuple[str, int, str]]]) -> None:
    words = [(text.replace("\u2060", ""), elements) for text, elements, _ in shown[0]]
    assert words == [(f"甲{' '.join(text.split())}乙" if text.strip() else "甲乙", 0) for text in TEXTS]


def test_checkbox_label_is_spoken_as_shown(shown: list[list[tuple[str, int, str]]]) -> None:
    assert [tuple(each) for each in shown[1]] == [
        (checkbox_label(f"甲{text}乙"), 0, checkbox_label(f"甲{text}乙")) for text in TEXTS
    ]  # fmt: skip
