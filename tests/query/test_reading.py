from __future__ import annotations

import re

import pytest

from agentdash.alerts import alerts
from agentdash.dashboards import dashboards
from agentdash.grafana.targets import PromTarget
from agentdash.query import reading
from agentdash.settings import Settings


def expressions():
    for name, one in dashboards(Settings()).items():
        for panel in one.all_panels():
            yield from ((f"{name}/{panel.key}", target.expr) for target in panel.targets if isinstance(target, PromTarget))
    yield from ((alert.key, alert.expression) for alert in alerts(Settings()))


@pytest.mark.parametrize(("expression", "found"), [
    ('sum by (a, b) (rate(x_total{a="1", b!~"2}"}[5m] offset 1h)) / on (a) group_left (b) y', ["x_total a=1 b!~2}", "y"]),
    ('{__name__=~"a|b",c="d"} or vector(0)', [" __name__=~a|b c=d"]),
    ("histogram_quantile(0.95, sum without (le) (x_bucket)) > bool 3", ["x_bucket"]),
    ('label_replace(job:x:rate5m, "a", "$1", "b", "(.+) or y") and ignoring (z) time()', ["job:x:rate5m"]),
    ('X { a = "b" , } [1h:1m] * -1.5e3', ["X a=b"]),
    ("sum(x) by (service_name) + count by (y) (z) unless w", ["x", "z", "w"]),
    ("x{a='b', c=`d`", ["x a=b c=d"]),
    ("", []), (")", []), ("{", [" "]),
])
def test_selectors(expression, found):
    told = [" ".join((one.metric, *("".join((label, op, value[1:-1])) for label, op, value in one.matchers))) or " " for one in reading.selectors(expression)]
    assert [one.strip() for one in told] == [one.strip() for one in found]


def test_matchers_are_left_out_and_nothing_else():
    query = 'sum(rate(x{a="1",b=~"^(?:$b)$",c="2"}[5m])) / sum(x{b=~"^(?:$b)$"})'
    assert reading.without(query, "a") == 'sum(rate(x{b=~"^(?:$b)$",c="2"}[5m])) / sum(x{b=~"^(?:$b)$"})'
    assert reading.without_variables(query) == 'sum(rate(x{a="1",c="2"}[5m])) / sum(x)'
    assert reading.without_variables('x{a=~"^(?:one)$"}') == 'x{a=~"^(?:one)$"}'


def test_a_laid_out_query_is_the_same_query():
    lines = 0
    for key, query in expressions():
        shown = reading.laid_out(query)
        assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", query), key
        lines += shown.count("\n")
        # What is longer than a line is one selector.
        for line in shown.splitlines():
            assert len(line) <= reading.WIDTH or line.lstrip().count("{") == 1, key
    assert lines > 1000


def test_strings_keep_their_spaces():
    assert reading.laid_out('x{a="b   c"}  or\n y') == 'x{a="b   c"} or y'
