"""How dashboards look, as far as numbers tell: words, widths, heights, legends, scales, colours.

Measured on Grafana 12.4 in a browser: a dashboard that is W wide has W - 31 pixels for 24 columns, 8 of them between two
panels; a panel's head needs 98 beside its title (padding, description, menu), and a row of the grid is 38 high.
"""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from agentdash.dashboards import dashboards
from agentdash.panels.draw import LONG
from agentdash.panels.model_colors import FAMILIES, color_of
from agentdash.settings import parse
from agentdash.vocabulary import labels
from tests.dashboards.colors import difference
from tests.validate.queries import panels

# Pixels of a character of Inter, weight 500, at 14 pixels: the font of Grafana's titles.
_WIDTHS = {
    " ": 3.7, "il'j": 3.5, "I": 3.8, ".,:;": 4, "ftr/([])": 5.3, "-": 6.5, "1": 6.6, "szJ": 7.6, "–": 7, "acvxykL7": 8, "EFeu_": 8.4, "2hnobdgpq": 8.7,
    "034568BPRSTZ9": 9.1, "$%XYK+÷": 9.5, "AV": 9.8, "CDHNUGOQ": 10.5, "w": 11.6, "mM": 12.6, "W→": 13.7,
}
_PIXELS = {char: pixels for chars, pixels in _WIDTHS.items() for char in chars}
_HEAD, _CELL, _SORTED = 98, 12, 16
NARROW, WALL = 1280, 1080
ROW = 38

SETTINGS = {
    "default": "",
    "grafana": "backend: grafana\n",
    "everything": "budgets: [{amount: 500}, {amount: 20, per: day, service: support-bot}]\npricing: {mode: collector}\n",
    "traces": "telemetry:\n  sources: [traces]\n",
}


@pytest.fixture(scope="module", params=SETTINGS)
def boards(request):
    return {name: one.to_json_data() for name, one in dashboards(parse(SETTINGS[request.param], "agentdash.yaml", {})).items()}


def every(boards):
    return [(name, panel) for name, board in boards.items() for panel in panels(board)]


def wide(text):
    return sum(_PIXELS.get(char, 10) for char in re.sub(r"\$\{?\w+(?::\w+)?\}?", "10000", text))


def room(panel, window=NARROW):
    return (window - 31) / 24 * panel["gridPos"]["w"] - 8


def overrides(panel):
    return {rule["matcher"]["options"]: {one["id"]: one["value"] for one in rule["properties"]} for rule in panel["fieldConfig"]["overrides"]}


def headings(panel):
    """Column headings of a table, in their order."""
    last = [step for step in panel["transformations"] if step["id"] == "organize"][-1]["options"]
    looks = overrides(panel)
    named = [last["renameByName"].get(name, name) for name in last["indexByName"]]
    return [looks.get(name, {}).get("displayName", name) for name in named if name != "traceIdHidden"]


def test_titles_are_short_and_of_the_same_words(boards):
    for name, panel in every(boards):
        words = re.findall(r"[\w$:{}’'-]+", panel["title"])
        assert panel["type"] == "text" or 1 <= len(words) <= 5, (name, panel["title"])
        # A call, a run, a tool, a step; and nothing that has to be guessed.
        assert not re.search(r"\b((?<!Pull )(?<!pull )requests?|invocations?|executions?|spends?|spent|dear|again|little|wrong|who|whom)\b", panel["title"], re.I), panel["title"]


def test_titles_are_not_cut_at_1280(boards):
    for name, panel in every(boards):
        chosen = 0 if panel.get("hideTimeOverride") or "timeFrom" not in panel else 130
        assert wide(panel["title"]) <= room(panel) - _HEAD - chosen, (name, panel["title"])


def test_rows_have_short_titles_and_a_sentence(boards):
    for name, board in boards.items():
        for row in (panel for panel in board["panels"] if panel["type"] == "row"):
            assert len(re.findall(r"\w+", row["title"])) <= 5, (name, row["title"])


def test_the_overview_fits_a_wall(boards):
    board = boards["overview"]
    rows = [panel for panel in board["panels"] if panel["type"] == "row"]
    # What is open comes first; a closed row is one line high.
    bottom = max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in board["panels"] if panel["type"] != "row")
    assert all(row["collapsed"] and row["gridPos"]["y"] >= bottom for row in rows)
    assert (bottom + len(rows)) * ROW <= WALL


def test_one_tile_one_number_and_its_text_can_be_read(boards):
    for name, panel in every(boards):
        if panel["type"] != "stat":
            continue
        # Below its head a tile has this height for a name and a number above each other, or side by side.
        height = panel["gridPos"]["h"] * ROW - 8 - 36
        lines = 2 if panel["options"]["textMode"] == "value_and_name" else 1
        assert height / lines >= 24, (name, panel["title"])
        for target in panel.get("targets", ()):
            if panel["options"]["textMode"] == "value_and_name" and "expr" in target:
                assert target["expr"].startswith("topk(1, "), (name, panel["title"])


def test_lines_can_be_told_apart(boards):
    """What has as many values as there are services, models, tools or agents is cut to the largest eight, but for prices in queries,
    which are too long to be asked three times."""
    many = {labels.SERVICE, labels.MODEL, labels.TOOL, labels.AGENT, labels.TENANT, labels.ASKED_MODEL}
    for name, panel in every(boards):
        for target in panel.get("targets", ()) if panel["type"] == "timeseries" else ():
            if many & set(re.findall(r"\{\{(\w+)\}\}", target.get("legendFormat", ""))):
                assert "topk(8, " in target["expr"] or (len(target["expr"]) > LONG and "cost" in panel["title"].lower()), (name, panel["title"])


def test_stacks_add_up_to_the_whole(boards):
    for name, panel in every(boards):
        if panel["type"] == "timeseries" and panel["fieldConfig"]["defaults"]["custom"]["stacking"]["mode"] == "normal":
            for target in panel["targets"]:
                assert "topk(" not in target.get("expr", "") or '"others"' in target["expr"], (name, panel["title"])


def test_every_gauge_has_a_scale_of_its_own(boards):
    for name, panel in every(boards):
        for column, look in overrides(panel).items():
            if look.get("custom.cellOptions", {}).get("type") == "gauge":
                assert look["min"] == 0, (name, panel["title"], column)
                assert "max" in look or look.get("fieldMinMax") is True, (name, panel["title"], column)


def test_tables_fit_at_1280(boards):
    for name, panel in every(boards):
        if panel["type"] != "table" or name == "traces":
            continue
        looks = overrides(panel)
        columns = headings(panel)
        fixed = {column: looks.get(column, {}).get("custom.width", 0) for column in columns}
        free = [column for column in columns if not fixed[column]]
        share = (room(panel) - sum(fixed.values())) / max(len(free), 1)
        if "Trace" in columns or not free:
            continue
        for column in free:
            need = max(looks.get(column, {}).get("custom.minWidth", 60), wide(column) + _CELL)
            assert need <= share, (name, panel["title"], column, round(need), round(share))
        assert max(fixed.values()) <= room(panel) / 2.3, (name, panel["title"])


def test_whole_rows_are_shown(boards):
    for name, panel in every(boards):
        if panel["type"] == "table":
            assert panel["options"]["enablePagination"], (name, panel["title"])


def test_deployments_are_drawn_and_alert_states_wait(boards):
    for board in boards.values():
        drawn = {one["name"]: one["enable"] for one in board["annotations"]["list"]}
        assert drawn == {"Alert states": False, "Deployments": True}


def test_families_of_models_have_colours_that_stay_apart():
    """For every kind of colour vision; 10 is what people tell apart in small samples, 2 side by side."""
    close = [(one, other) for one, other in combinations(FAMILIES.values(), 2) if min(difference(one, other)) < 10]
    assert close == []


@pytest.mark.parametrize("names", [
    ("gpt-4o", "gpt-4o-2024-08-06", "openai/gpt-4o", "azure/gpt-4o"), ("gpt-4o-mini", "gpt-4o-mini-2024-07-18"), ("gpt-4.1", "gpt-4.1-2025-04-14"),
    ("claude-sonnet-4-5", "claude-sonnet-4-5-20250929", "claude-3-5-sonnet-latest", "us.anthropic.claude-sonnet-4-20250514-v1:0"),
    ("claude-haiku-4-5", "claude-haiku-4-5-20251001"), ("gemini-2.5-pro", "models/gemini-2.5-pro-preview-05-06"), ("gemini-2.5-flash", "gemini-2.0-flash-001"),
])
def test_a_model_and_its_snapshots_have_one_colour(names):
    assert len({color_of(name) for name in names}) == 1
    assert color_of(names[0])


def test_families_are_told_apart():
    names = ("gpt-5", "gpt-4.1", "gpt-4o", "gpt-4o-mini", "o3-mini", "claude-opus-4-1", "claude-sonnet-4-5", "claude-haiku-4-5", "gemini-2.5-pro", "gemini-2.5-flash",
             "gemma-3", "llama-3.3-70b", "mistral-large", "deepseek-chat", "qwen3", "grok-4", "nova-pro", "others")
    assert len({color_of(name) for name in names}) == len(names)
    assert color_of("my-own-model") is None
