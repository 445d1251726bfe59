"""Money: what the dashboards' queries say each recording cost, in the three modes, against what the model API billed."""

from __future__ import annotations

import calendar
import time
from dataclasses import dataclass, replace

import pytest

from agentdash import yaml_text
from agentdash.pricing import rules
from agentdash.settings import Settings, parse
from agentdash.signals import bind
from agentdash.signals.cost import CLAUDE_CODE
from agentdash.vocabulary import labels
from tests.telemetry import recordings
from tests.telemetry.replay import replay
from tests.truth import servers
from tests.truth.gaps import NOT_REPORTED
from tests.truth.grafana import Grafana
from tests.truth.grafana_macros import View
from tests.truth.settle import settle
from tests.truth.truth import truth

MODES = ("inline", "rules", "collector")
TOLERANCE = 0.01
NOT_INLINE = {"nova-lite-v1:0"}
"""A model that queries have no room for."""
INTERVAL, RULES_EVERY = 5, 15


def prices_of(name: str) -> dict[str, dict[str, float]]:
    """USD per million tokens that a recording was billed with."""
    return recordings.load(name).truth["prices_usd_per_million_tokens"]


def settings(mode: str, *more: str) -> Settings:
    """The recordings' own prices as rules of the user's; ``more`` lines of settings."""
    lines = ["pricing:", f"  mode: {mode}", f"  interval: {RULES_EVERY}s", "  models:"]
    billed = {model: price for name in recordings.names() for model, price in prices_of(name).items()}
    for model, price in billed.items():
        amounts = ", ".join(f"{key}: {value}" for key, value in price.items())
        lines.append(f"    - {{model: {model}, {amounts}}}")
    budgets = "budgets: [{amount: 4, per: month}, {amount: 2, per: day, tenant: acme}, {amount: 1, per: month, service: claude_code}]"
    return parse("\n".join([*lines, f"telemetry: {{interval: {INTERVAL}s}}", budgets, *more]), "test")


def complete() -> list[str]:
    """Recordings whose cost is true."""
    return [name for name in recordings.names() if (name, "cost") not in NOT_REPORTED]


@dataclass
class Replayed:
    """All recordings in a Prometheus with the recording rules, behind a Collector that computes costs."""

    prometheus: servers.Prometheus
    begin: float
    end: float
    window: str

    def grafana(self, mode: str, *more: str) -> Grafana:
        """The dashboards of a mode over the time of the replay; ``more`` lines of settings."""
        return Grafana(settings(mode, *more), self.prometheus, View(self.begin - 4 * INTERVAL, self.end, scrape=INTERVAL))

    def ask(self, mode: str, signal: str = "cost", by=(labels.SERVICE,)) -> dict[tuple[str, ...], float]:
        expression = str(bind(settings(mode)).named(signal).total(by=by, window=self.window))
        rows = self.prometheus.query(expression, self.end)
        return {tuple(row["metric"].get(label, "") for label in by): float(row["value"][1]) for row in rows}


@pytest.fixture(scope="module")
def replayed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cost")
    file = folder / "prices.yml"
    file.write_bytes(yaml_text.dumps(rules.document(settings("rules")), sort_keys=False))
    with servers.prometheus(folder / "prometheus", rules=[file]) as prometheus:
        write = f"{prometheus.url}/api/v1/write"
        with servers.collector(folder, settings("collector"), write) as collector:
            begin = time.time()
            replay(map(recordings.load, recordings.names()), collector.endpoint, speed=15)
            settle(collector, prometheus)
            # The last interval of the rules closes half a minute after its end.
            time.sleep(30 + 2 * RULES_EVERY + 5)
            assert collector.warnings() == []
            end = time.time()
            yield Replayed(prometheus, begin, end, f"{round(end - begin) + 4 * INTERVAL}s")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", recordings.names())
def test_the_cost_of_a_recording(replayed, name, mode):
    measured = sum(replayed.ask(mode).get((service,), 0.0) for service in truth(name).services)
    wanted = truth(name).cost()
    gap = NOT_REPORTED.get((name, "cost"))
    if gap is None:
        assert measured == pytest.approx(wanted, rel=TOLERANCE)
    elif gap.told is not None:
        assert measured == pytest.approx(gap.told, rel=TOLERANCE)
    else:
        assert measured < wanted * (1 - TOLERANCE)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", [name for name in recordings.names() if (name, "cost_by_model") not in NOT_REPORTED])
def test_the_cost_by_model(replayed, name, mode):
    one = truth(name)
    found: dict[str, float] = {}
    for (service, model), amount in replayed.ask(mode, by=(labels.SERVICE, labels.MODEL)).items():
        if service in one.services and amount:
            found[one.model(model)] = found.get(one.model(model), 0) + amount
    assert found == pytest.approx(one.cost_by_model(), rel=TOLERANCE)


@pytest.mark.parametrize("mode", MODES[1:])
def test_all_modes_say_the_same_dollars(replayed, mode):
    by = (labels.SERVICE, labels.MODEL, labels.TENANT)
    inline, other = replayed.ask("inline", by=by), replayed.ask(mode, by=by)
    assert {key: value for key, value in other.items() if value > 1e-9 and key[1] not in NOT_INLINE} == pytest.approx(
        {key: value for key, value in inline.items() if value > 1e-9}, rel=1e-6)


@pytest.mark.parametrize("mode", MODES)
def test_savings_of_caches(replayed, mode):
    found = replayed.ask(mode, "cache_savings")
    prices = prices_of("anthropic_traceloop")
    wanted = sum(
        (one["usage"]["cached_read"] * (prices[one["price_model"]]["input"] - prices[one["price_model"]]["cache_read"])
         - one["usage"]["cache_write"] * (prices[one["price_model"]]["cache_write"] - prices[one["price_model"]]["input"])) / 1e6
        for one in truth("anthropic_traceloop").told)
    assert found[("anthropic_traceloop",)] == pytest.approx(wanted, rel=TOLERANCE)


@pytest.mark.parametrize("mode", MODES)
def test_nothing_of_the_recordings_is_without_a_price(replayed, mode):
    found = replayed.ask(mode, "unpriced_tokens", (labels.MODEL,))
    without = {model for (model,), tokens in found.items() if tokens and not model.startswith("settled")}
    assert without == (NOT_INLINE if mode == "inline" else set())


def test_claude_codes_own_count_agrees(replayed):
    own = replayed.ask("inline", "reported_cost")[("claude_code",)]
    assert own == pytest.approx(replayed.ask("inline")[("claude_code",)], rel=TOLERANCE)
    assert own == pytest.approx(truth("claude_code").cost(), rel=TOLERANCE)
    assert CLAUDE_CODE.endswith("_total")


def test_the_book_prices_the_recordings_alike(replayed):
    """Without any rule of the user's: the recordings were billed at list prices."""
    plain = replace(settings("inline"), pricing=parse("", "defaults").pricing)
    expression = str(bind(plain).cost.total(by=(labels.SERVICE,), window=replayed.window))
    found = {row["metric"]["service_name"]: float(row["value"][1]) for row in replayed.prometheus.query(expression, replayed.end)}
    for name in complete():
        assert sum(found.get(service, 0) for service in truth(name).services) == pytest.approx(truth(name).cost(), rel=TOLERANCE)


@pytest.mark.parametrize("mode", MODES)
def test_every_panel_of_the_cost_dashboard_is_answered(replayed, mode):
    grafana = replayed.grafana(mode)
    empty = []
    for panel in grafana.panels("cost"):
        for target in panel.targets:
            if target.expr and not grafana.ask("cost", panel.key, target.refId):
                empty.append((panel.key, target.refId))
    # This Collector charges: it counts what fallbacks cost, and not their tokens.
    elsewhere = set() if mode == "collector" else {("waste", "C")}
    # Gigapipe's budgets of a month are told hour by hour, and the replay takes minutes; before it there was nothing.
    assert {key for key, column in {*empty} - elsewhere if column != "cost_before"} <= {"unpriced", "unpriced-models", "budgets-month"}, empty


@pytest.mark.parametrize("mode", MODES)
def test_the_tables_and_tiles_agree_with_the_bill(replayed, mode):
    grafana = replayed.grafana(mode)
    bills = {name: truth(name).cost() for name in complete()}
    column = {row.labels["service_name"]: row.value for row in grafana.ask("cost", "top-spenders", "cost")}
    for name, bill in bills.items():
        assert sum(column.get(service, 0) for service in truth(name).services) == pytest.approx(bill, rel=TOLERANCE)
    whole = sum(column.values())
    by_tenant = sum(row.value for row in grafana.ask("cost", "cost-tenant", "cost"))
    by_operation = sum(row.value for row in grafana.ask("cost", "cost-operation", "cost"))
    assert by_tenant == pytest.approx(whole, rel=1e-6)
    assert by_operation == pytest.approx(whole, rel=1e-6)
    [month] = grafana.ask("cost", "projected-month")
    assert month.value == pytest.approx(whole * 30 * 86_400 / grafana.view.range, rel=1e-6)
    [one] = grafana.ask("cost", "top-spenders", "cost", service=["openai_genai"])
    assert one.value == pytest.approx(bills["openai_genai"], rel=TOLERANCE)


@pytest.mark.parametrize("mode", MODES)
def test_budgets_are_what_is_spent(replayed, mode):
    grafana = replayed.grafana(mode, "backend: grafana")
    whole = sum(row.value for row in grafana.ask("cost", "top-spenders", "cost"))

    def amount(per: str, column: str, name: str) -> float:
        return next(row.value for row in grafana.ask("cost", f"budgets-{per}", column) if row.labels["budget"] == name)

    acme = next(row.value for row in grafana.ask("cost", "cost-tenant", "cost") if row.labels["tenant_id"] == "acme")
    assert amount("month", "spent", "everything, a month") == pytest.approx(whole, rel=1e-6)
    assert amount("month", "spent", "claude_code, a month") == pytest.approx(truth("claude_code").cost(), rel=TOLERANCE)
    assert amount("day", "spent", "acme, a day") == pytest.approx(acme, rel=1e-6)
    assert amount("day", "forecast", "acme, a day") == pytest.approx(acme * 86_400 / grafana.view.range, rel=1e-6)
    length = 86_400 * calendar.monthrange(*time.gmtime(replayed.end)[:2])[1]
    assert amount("month", "forecast", "everything, a month") == pytest.approx(whole * length / grafana.view.range, rel=1e-6)
    assert {row.labels["limit"] for row in grafana.ask("cost", "budgets-month", "spent")} == {"4", "1"}
