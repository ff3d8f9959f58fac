"""What the bars of charts lead to."""

import pandas as pd

from views.panel import leads_to


def test_measure_leads_to_its_indicator():
    rows = pd.DataFrame({"row_id": ["m.1"], "indicator_id": ["i"], "project": ["徐村"], "start": [3]})
    assert leads_to(rows).tolist() == ["indicator=m.1"]


def test_row_leads_to_its_project_else_to_its_sentence():
    rows = pd.DataFrame({"row_id": ["a", "b"], "project": ["徐村", None], "start": [3, 7]})
    assert leads_to(rows).tolist() == ["q=徐村", "at=7"]


def test_row_of_a_workbook_leads_to_its_history():
    rows = pd.DataFrame({"row_id": ["a"], "project": [None], "start": [pd.NA], "source_id": ["ledger"]})
    assert leads_to(rows).tolist() == ["row=a"]


def test_row_without_place_leads_nowhere():
    assert leads_to(pd.DataFrame({"value": [1.0]})).tolist() == [""]
