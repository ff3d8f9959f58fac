"""A fault: what comes from a file cannot break its message."""

from domain.faults import make_fault, shown


def test_shown_value_is_short_printable_and_on_one_line():
    assert shown("a\x00\u202eb\nc") == "a\\u0000\\u202eb c"
    assert shown("{0}" * 40).endswith("…")
    assert shown(600.0) == "600"
    assert "{0}" in make_fault("unknown_domain", value="{0}", words="土地整治").wrong


def test_fault_of_on_screen_edits_mentions_no_upload():
    said = make_fault("part_over_whole", part="销号", parts="12", whole="排查", total="11").line
    assert said == "销号（12）大于排查（11）。请核对这几个数并改正。"
