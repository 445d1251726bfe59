"""What dashboards ask and weigh, against the budgets of bench/queries.py."""

from __future__ import annotations

import pytest

from agentdash.settings import parse
from agentdash.vocabulary.dashboards import LONG
from bench.queries import SELECTORS, broken, costs, selectors


@pytest.mark.parametrize("query, number", [
    ("up", 1), ("sum(rate(x_total{a=~\"^(?:$a)$\"}[$__rate_interval]))", 1), ("a / on (service) group_left () (b > 0)", 2),
    ("sum by (a, le) (max_over_time(x[$__range])) - sum by (a, le) (min_over_time(x[5m:1m] offset 1d))", 2), ("(x) or vector(0)", 1),
    ('label_replace(a, "b", "{c}[d]", "e", "x{y}") or time() * NaN', 1), ("histogram_quantile(0.95, agentdash:cost:sum1m)", 1),
    ("topk(8, sum by (a) (b)) or sum(b) - sum(topk(8, sum by (a) (b))) > 1e-9", 3),
])
def test_selectors_are_counted(query, number):
    assert selectors(query) == number


COLLECTOR = "pricing: {mode: collector}\n"
GROUPED = "telemetry:\n  group_by: {team: team.name, region: cloud.region}\n"


HOURLY = "backend: grafana\n"


@pytest.mark.parametrize("name", SELECTORS)
def test_no_dashboard_breaks_a_budget(name):
    assert broken(name, costs(parse((HOURLY if name in LONG.values() else "") + COLLECTOR, "agentdash.yaml", {}))[name]) == []


@pytest.mark.parametrize("name", ["overview", "traces", "coverage", "cost", "coding"])
def test_more_labels_ask_no_more_when_it_opens(name):
    assert costs(parse(COLLECTOR + GROUPED, "agentdash.yaml", {}))[name].opening <= SELECTORS[name]
