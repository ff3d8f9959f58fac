"""The preview of a change that changes nothing says why."""

from streamlit.testing.v1 import AppTest


def page(kind):
    from types import SimpleNamespace

    from ui.edit.preview import show_changes

    table = SimpleNamespace(mapping=SimpleNamespace(kind=kind))
    proposal = SimpleNamespace(reading=SimpleNamespace(foreign=(table,)), deletions={})
    outcome = SimpleNamespace(diff=None, proposal=proposal, conflicts=())
    show_changes(SimpleNamespace(outcome=lambda: outcome), "4 预览")


def shown(kind):
    app = AppTest.from_function(page, args=(kind,)).run()
    assert not app.exception
    return " ".join(element.proto.body for element in app.main.children.values() if hasattr(element.proto, "body"))


def test_tables_that_are_all_left_out_are_not_called_unchanged():
    assert "没有读入任何数" in shown("")
    assert "没有变化" in shown("other")
