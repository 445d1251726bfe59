"""The month's budgets on any day of a month, on every backend."""

from __future__ import annotations

import math
import re
import subprocess
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from agentdash.backends import BACKENDS
from agentdash.dashboards import dashboards
from agentdash.settings import parse
from agentdash.vocabulary import labels
from tests import tools
from tests.truth import servers
from tests.truth.grafana_macros import View, substitute
from tests.validate.queries import keyed

pytestmark = [pytest.mark.go, pytest.mark.slow]

MINUTE, BUDGET = 60, 1000
BEGIN = datetime(2026, 10, 1, tzinfo=UTC)
DATA = int(datetime(2026, 9, 26, tzinfo=UTC).timestamp())
LIVES = tuple(int(datetime(2026, month, day, hour, 7, tzinfo=UTC).timestamp()) for month, day, hour in ((9, 26, 0), (9, 29, 3), (10, 5, 14), (10, 26, 9), (11, 2, 0)))
"""When Collectors were started; each ends with the next."""
NOWS = {text: datetime.fromisoformat(f"2026-10-{text}:00+00:00") for text in ("01T03:00", "06T11:20", "25T18:00", "29T00:10", "31T23:59")}
COUNTERS = {"collector": "gen_ai_usage_cost_usd_total", "rules": "agentdash:cost_usd:increase1m"}


def spent(begin: float, end: float) -> float:
    """Dollars: one an hour, and more in the middle of the day."""
    def sum_until(at: float) -> float:
        return at / 3600 - 0.7 * math.sin(2 * math.pi * at / 86_400) * 24 / (2 * math.pi)
    return sum_until(end) - sum_until(begin)


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    """A Prometheus with five weeks of spending, in counters of four Collectors and in what recording rules write."""
    folder = tmp_path_factory.mktemp("month")
    text = folder / "samples.txt"
    who = f'{labels.SERVICE}="a",{labels.ENVIRONMENT}="prod",{labels.MODEL}="m"'
    with text.open("w") as file:
        for number, (birth, death) in enumerate(pairwise(LIVES)):
            file.writelines(f'{COUNTERS["collector"]}{{{who},{labels.COLLECTOR}="{number}"}} {spent(birth, at)} {at}\n' for at in range(birth, death, MINUTE))
        file.writelines(f'{COUNTERS["rules"]}{{{who}}} {spent(at - MINUTE, at)} {at}\n' for at in range(DATA, LIVES[-1], MINUTE))
        file.write("# EOF\n")
    subprocess.run([tools.promtool(), "tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=1000h", text, folder / "prometheus" / "data"], check=True, capture_output=True)
    with servers.prometheus(folder / "prometheus") as prometheus:
        yield prometheus


def panel(backend: str, mode: str):
    return keyed(dashboards(parse(f"backend: {backend}\ntelemetry: {{interval: 1m}}\npricing: {{mode: {mode}}}\nbudgets: [{{amount: {BUDGET}}}]\n", "test"))
                 ["cost"].to_json_data(), "budgets-month")


@pytest.mark.parametrize("now", NOWS)
@pytest.mark.parametrize("mode", COUNTERS)
@pytest.mark.parametrize("backend", ["gigapipe", "grafana"])
def test_the_month_so_far(month, backend, mode, now):
    found = panel(backend, mode)
    assert found["timeFrom"] == "now/M"
    begin, end = BEGIN.timestamp(), NOWS[now].timestamp()
    asked = {target["refId"]: substitute(target["expr"], {}, View(begin, end, 1000, MINUTE)) for target in found["targets"]}
    spent_so_far, forecast = (float(month.query(asked[key], end)[0]["value"][1]) for key in ("spent", "forecast"))
    wanted = spent(begin, end)
    # Not yet in it: the half hour that has not ended.
    assert wanted - spent(end - 1800, end) <= spent_so_far * 1.001
    assert spent_so_far <= wanted * 1.001
    assert forecast == pytest.approx(spent_so_far * 31 * 86_400 / (end - begin), rel=1e-6)


@pytest.mark.parametrize("mode", ["inline", "rules", "collector"])
@pytest.mark.parametrize("backend", [name for name, one in BACKENDS.items() if one.hosted is None])
def test_no_query_looks_over_more_than_its_backend_takes(backend, mode):
    end = NOWS["31T23:59"].timestamp()
    longest = BACKENDS[backend].longest_range
    expression = substitute(panel(backend, mode)["targets"][0]["expr"], {}, View(BEGIN.timestamp(), end, 1000, 60))
    # A subquery's own range is added up by the engine, in windows that are as long as what it holds.
    windows = [int(seconds) for seconds in re.findall(r"\[(\d+)s\]", expression)]
    assert windows
    assert longest is None or max(windows) <= longest.total_seconds()


def test_a_query_that_fails_reads_as_no_good_news():
    said = panel("gigapipe", "collector")["fieldConfig"]["defaults"]["noValue"]
    assert "metrics do not answer" in said
