"""Names by which one part refers to another: a slip is an error that says what was meant."""

from __future__ import annotations

import pytest

from agentdash.dashboards import DASHBOARDS, dashboards
from agentdash.errors import UnknownName
from agentdash.panels.context import context
from agentdash.settings import Settings, parse
from agentdash.vocabulary import dashboards as names

BUDGETS = "budgets: [{amount: 5}, {amount: 1, per: day}]\n"


def test_a_link_to_a_dashboard_that_nobody_builds():
    with pytest.raises(UnknownName, match="no dashboard 'tracse'; did you mean 'traces'"):
        context(Settings()).to("tracse", "Traces")


def test_a_link_to_a_dashboard_that_these_settings_do_not_build():
    around = context(parse("dashboards: [overview]\n", "agentdash.yaml", {}))
    assert around.to(names.TRACES, "Traces") == []
    assert around.to(names.OVERVIEW, "Overview")


def test_every_dashboard_has_a_name_that_others_may_use():
    assert tuple(DASHBOARDS) == names.NAMES


def test_panels_that_others_refer_to_are_there():
    built = dashboards(parse(BUDGETS, "agentdash.yaml", {}))
    for dashboard, panel in names.REFERRED_TO:
        assert built[dashboard].panel(panel).targets


def test_a_panel_and_a_query_are_found_by_their_keys():
    board = dashboards(Settings())["overview"]
    assert board.panel("who-spends").query("calls").refId == "calls"
    assert board.panel("error-ratio").query() is board.panel("error-ratio").targets[0]
    with pytest.raises(UnknownName, match="no panel on the dashboard 'agentdash-overview': 'who-spend'; did you mean 'who-spends'"):
        board.panel("who-spend")
    with pytest.raises(UnknownName, match="no query in the panel 'who-spends': 'cots'; did you mean 'cost'"):
        board.panel("who-spends").query("cots")
    with pytest.raises(UnknownName, match="there are agent_runs, calls"):
        board.panel("who-spends").query()
