from __future__ import annotations

import json

import pytest

from agentdash.dashboards import dashboards
from agentdash.grafana import json_text
from agentdash.settings import Settings


@pytest.mark.parametrize("document", [
    {}, {"a": []}, {"panels": []}, {"b": 1, "a": {"d": [1, 2], "c": {"x": None, "ü": "–"}}},
    {"panels": [{"targets": [{"refId": "A"}], "panels": [{"id": 1, "options": {"a": [{}]}}]}]}, {"a": [[{"b": 1}], 2]},
])
def test_it_is_the_same_document(document):
    assert json.loads(json_text.dumps(document)) == document


def test_a_dashboard_survives_and_its_keys_are_sorted():
    for board in dashboards(Settings()).values():
        document = board.to_json_data()
        text = json_text.dumps(document)
        assert json.loads(text) == document
        assert list(json.loads(text)) == sorted(document)
        assert text.endswith(b"}\n")


def test_one_changed_field_is_one_changed_line():
    board = dashboards(Settings())["overview"].to_json_data()
    before = json_text.dumps(board).splitlines()
    board["panels"][0]["targets"][0]["refId"] = "B"
    board["panels"][3]["title"] = "Another"
    after = json_text.dumps(board).splitlines()
    assert len(after) == len(before)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 2


def test_what_json_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="Out of range"):
        json_text.dumps({"a": float("nan")})
