"""Faults as tables: those of a file, and the manual."""

from domain.faults import Place, faults_table, make_fault, manual_table


def test_faults_table_has_level_place_value_and_remedy():
    table = faults_table([make_fault("negative", Place("征迁", "F3"), -5.0, label="户数")])
    assert table.to_dict("records")[0] == {
        "级别": "请确认", "工作表": "征迁", "单元格": "F3", "原内容": "-5", "问题": "“户数”一般不是负数",
        "怎样改": "请选定，或写成 0 或正数；减少的情况写到“备注”列",
    }  # fmt: skip


def test_manual_table_shows_slots_of_templates_as_ellipses():
    assert "…" in manual_table()["怎样改"].str.cat()
    assert "{" not in manual_table()["怎样改"].str.cat()
