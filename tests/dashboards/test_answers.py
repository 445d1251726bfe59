"""What panels ask, answered by promtool's own engine over series made for it."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from agentdash.dashboards import dashboards
from agentdash.settings import parse
from agentdash.vocabulary import labels
from tests import tools
from tests.truth.grafana_macros import View, substitute

pytestmark = pytest.mark.go

CALLS, RUNS, COST = "gen_ai_client_operation_duration_seconds_count", "gen_ai_invoke_agent_duration_seconds_count", "gen_ai_usage_cost_usd_total"
LONG = "agentdash_long_run_calls_total"
DAY, MINUTE = 1440, 60
VARIABLES = {"environment": labels.ENVIRONMENT, "service": labels.SERVICE, "tenant": labels.TENANT, "model": labels.MODEL}
WHERE = f'{labels.ENVIRONMENT}="prod",{labels.TENANT}="t",{labels.COLLECTOR}="1"'


def series(metric, values, **more):
    text = ",".join([WHERE, *(f'{label}="{value}"' for label, value in more.items())])
    return {"series": f"{metric}{{{text}}}", "values": values}


def answers(tmp_path, panel, of, at, minutes, given, wanted):
    """Holds the answer of a panel's only query at a minute, for a range of ``minutes``, against ``wanted``: labels to values."""
    board = dashboards(parse("pricing: {mode: collector}\ntelemetry: {interval: 1m}\n", "test"))[of]
    query = board.panel(panel).query()
    # All, as Grafana lists the values.
    chosen = {name: sorted(set(re.findall(rf'\b{label}="([^"]+)"', str([one["series"] for one in given])))) for name, label in VARIABLES.items()}
    expression = substitute(query.expr, chosen, View(0, minutes * MINUTE, minutes, MINUTE))
    samples = [{"labels": "{" + ", ".join(f'{k}="{v}"' for k, v in sorted(found.items())) + "}", "value": value} for found, value in wanted]
    file = tmp_path / "test.json"
    file.write_text(json.dumps({"rule_files": [], "evaluation_interval": "1m", "tests": [{
        "interval": "1m", "input_series": given, "promql_expr_test": [{"expr": f"round({expression}, 0.001)", "eval_time": f"{at}m", "exp_samples": samples}]}]}))
    done = subprocess.run([str(tools.promtool()), "test", "rules", str(file)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_eight_dearest_models_and_all_others_as_one(tmp_path):
    # Model n costs n dollars a minute.
    given = [series(COST, f"0+{n}x60", **{labels.SERVICE: "s", labels.MODEL: f"m{n}", labels.ASKED_MODEL: f"m{n}", labels.AGENT: "a"}) for n in range(1, 12)]
    wanted = [({labels.MODEL: f"m{n}"}, n * 60) for n in range(11, 3, -1)] + [({labels.MODEL: "others"}, (1 + 2 + 3) * 60)]
    answers(tmp_path, "cost-by-model", "overview", 60, 60, given, wanted)


def test_without_others_there_is_no_such_line(tmp_path):
    given = [series(COST, "0+0.1x60", **{labels.SERVICE: "s", labels.MODEL: f"m{n}"}) for n in range(3)]
    answers(tmp_path, "cost-by-model", "overview", 60, 60, given, [({labels.MODEL: f"m{n}"}, 6) for n in range(3)])



@pytest.mark.parametrize("looping, wanted", [
    ("0+4x60", ("loops", 0.4)), ("0x60", ("no service", 0)),
    # Booked late, more than there were calls in the window: no more than all of them.
    ("0+20x60", ("loops", 1)),
])
def test_the_worst_service_and_a_zero_where_there_is_none(tmp_path, looping, wanted):
    given = [series(CALLS, "0+10x60", **{labels.SERVICE: name, labels.MODEL: "m"}) for name in ("loops", "fine")]
    given.append(series(LONG, looping, **{labels.SERVICE: "loops", labels.MODEL: "m"}))
    answers(tmp_path, "wrong-loops", "overview", 60, 15, given, [({labels.SERVICE: wanted[0]}, wanted[1])])


def test_nothing_ran_is_no_zero(tmp_path):
    given = [series(CALLS, "_x60", **{labels.SERVICE: "s", labels.MODEL: "m"})]
    answers(tmp_path, "wrong-loops", "overview", 60, 15, given, [])


def test_only_services_that_are_open_or_silent_are_listed(tmp_path):
    def service(name, calls, runs):
        return [series(CALLS, calls, **{labels.SERVICE: name, labels.MODEL: "m"}), series(RUNS, runs, **{labels.SERVICE: name})]

    hours = DAY + 60
    given = [*service("busy", f"0+1x{hours}", f"0+1x{hours}"), *service("open", f"0+1x{hours}", f"0+1x120 120x{hours}"),
             *service("silent", f"0+1x120 120x{hours}", f"0+1x120 120x{hours}"), *service("calls only", f"0+1x{hours}", "_")]
    answers(tmp_path, "open-runs", "reliability", DAY + 60, 30, given, [
        # Estimated: one a minute, half an hour.
        ({labels.SERVICE: "open", "state": "open"}, 30), ({labels.SERVICE: "silent", "state": "silent"}, 30)])
