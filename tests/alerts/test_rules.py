"""Every rule before promtool: fires, does not, no data, born during the window, counter reset, recovers."""

from __future__ import annotations

import functools
import subprocess

import pytest
import yaml

from agentdash import yaml_text
from agentdash.alerts import artifacts
from agentdash.alerts.catalogue import MAKERS
from agentdash.settings import loader
from tests import tools
from tests.alerts.cases import CASES, REQUIRED, Case

# Few models have a price here, because what a price costs promtool is its pattern.
SETTINGS = "budgets: [{name: All, amount: 720}]\npricing: {mode: inline, queries: {providers: [openai], models: [gpt-4o], most: 2}}\n"
FIRING = 'count by (alertname) (ALERTS{alertstate="firing"})'


@functools.cache
def _rules() -> dict:
    return yaml_text.loads(artifacts(loader.parse(SETTINGS, "test"))["rules/alerts.yml"])


def _only(names: set[str], interval: str) -> dict:
    """The rule file with the alerts that these cases know, as they are, looked at every ``interval``."""
    groups = [{**group, "interval": interval, "rules": [rule for rule in group["rules"] if rule.get("alert") in names]} for group in _rules()["groups"]]
    return {"groups": [group for group in groups if group["rules"]]}


def _test(name: str, case: Case) -> dict:
    return {
        "name": name, "interval": "1m", "input_series": case.world.dump(),
        "promql_expr_test": [
            {"expr": FIRING, "eval_time": f"{minute}m", "exp_samples": [{"labels": f'{{alertname="{alert}"}}', "value": 1} for alert in sorted(firing)]}
            for minute, firing in case.expected.items()],
    }


@pytest.mark.parametrize("rule", CASES)
def test_rule(rule, tmp_path):
    names = set().union(*(firing for case in CASES[rule].values() for firing in case.expected.values()))
    # A day takes long to look at every minute.
    for interval, long in (("1m", False), ("5m", True)):
        tests = [_test(f"{rule}: {name}", case) for name, case in CASES[rule].items() if case.long == long]
        if not tests:
            continue
        (tmp_path / "rules.yml").write_text(yaml.safe_dump(_only(names, interval)))
        path = tmp_path / "tests.yml"
        path.write_text(yaml.safe_dump({"rule_files": ["rules.yml"], "evaluation_interval": interval, "tests": tests}))
        done = subprocess.run([tools.promtool(), "test", "rules", str(path)], capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_rule_has_every_case():
    assert set(CASES) == {make.__name__ for make in MAKERS}
    for rule, cases in CASES.items():
        assert set(cases) >= REQUIRED, rule
