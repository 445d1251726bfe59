"""Prices in PromQL: the dollars of the query are the dollars of the price, on the real evaluator."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime

import pytest
import yaml

from agentdash import pricing
from agentdash.pricing.inline import TYPES, Inline
from agentdash.pricing.shape import base
from agentdash.query.promql import EACH_COLLECTOR, variable
from agentdash.settings import Settings
from agentdash.signals import Selection, bind
from agentdash.vocabulary import labels
from tests import tools
from tests.pricing.money import settings

USAGE = {"input": 400_000, "cache_read": 250_000, "cache_write": 50_000, "output": 30_000}
DAY = 86_400


def priced(text: str = "") -> Inline:
    asked = settings(text)
    return pricing.queries(pricing.of(asked), asked)


def series(name: str, provider: str, usage=USAGE, tenant: str = "acme", minutes: int = 20) -> list[dict[str, str]]:
    """Counters that begin at zero and reach the usage after ten minutes."""
    found = []
    for kind, tokens in usage.items():
        values = [min(tokens, round(tokens * minute / 10)) for minute in range(minutes + 1)]
        found.append({
            "series": f'gen_ai_usage_{kind}_tokens_total{{gen_ai_response_model="{name}",gen_ai_provider_name="{provider}",service_name="s",tenant_id="{tenant}"}}',
            "values": " ".join(map(str, values)),
        })
    return found


def totals(by=()) -> dict[str, str]:
    bound = bind(Settings())
    return {kind: str(bound.named(f"{kind}_tokens").total(by=by, window="30m")) for kind in TYPES}


def check(tmp_path, inputs, expected: list[tuple[str, dict[str, str], float]], at: datetime | None = None) -> None:
    """Let promtool evaluate each expression and compare: (expression, labels, value); a value of None means no series."""
    (tmp_path / "none.yml").write_text("groups: []\n")
    cases = [{
        "expr": expression, "eval_time": "20m",
        "exp_samples": [] if value is None else [{"labels": "{" + ",".join(f'{k}="{v}"' for k, v in sorted(names.items())) + "}", "value": value}],
    } for expression, names, value in expected]
    test = {"interval": "1m", "input_series": inputs, "promql_expr_test": cases}
    if at is not None:
        test["start_timestamp"] = int(at.timestamp()) - 20 * 60
    document = {"rule_files": ["none.yml"], "evaluation_interval": "1m", "fuzzy_compare": True, "tests": [test]}
    (tmp_path / "test.yml").write_text(yaml.safe_dump(document, width=1_000_000))
    done = subprocess.run([tools.promtool(), "test", "rules", "test.yml"], cwd=tmp_path, capture_output=True, text=True, check=False)
    said = [line if len(line) < 300 else line[:100] + " …" for line in (done.stdout + done.stderr).splitlines()]
    assert done.returncode == 0, "\n".join(said)


NAMES = [
    ("gpt-4o-2024-08-06", "openai"), ("GPT-4o", "openai"), ("azure/gpt-4o", "litellm"), ("gpt-4o-mini", "unknown"),
    ("claude-sonnet-4-5-20250929", "anthropic"), ("claude-sonnet-4-5-20250929[1m]", "anthropic"),
    ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "aws.bedrock"), ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic"),
    ("claude-sonnet-4-5-20250929", "aws.bedrock"), ("models/gemini-2.5-flash", "gcp.gemini"), ("o4-mini", "azure.ai.openai"),
    ("text-embedding-3-small", "openai"), ("claude-sonnet-4@20250514", "gcp.vertex_ai"), ("deepseek-chat", "openai"),
]


@pytest.mark.parametrize("name, provider", NAMES)
def test_the_dollars_of_a_name(tmp_path, name, provider):
    at = datetime(2026, 11, 26, 12, tzinfo=UTC)
    money = priced()
    price = base(money.prices.price(name, provider, at=at))
    by = (labels.SERVICE,)
    check(tmp_path, series(name, provider), [
        (money.cost(totals(money.needs(by)), by), {"service_name": "s"}, price.cost(**USAGE)),
        (money.cost(totals(money.needs(()))), {}, price.cost(**USAGE)),
        (money.unpriced(totals(money.needs((labels.MODEL,)))), {}, None),
    ], at)


@pytest.mark.parametrize("name, provider", [
    ("gpt-4o-2024-05-13", "openai"), ("our-gpt", "openai"), ("deepseek-r1:8b", "ollama"), ("unknown", "unknown"), ("gpt-4o", "openrouter"),
])
def test_tokens_without_a_price_are_shown_and_cost_nothing(tmp_path, name, provider):
    money = priced()
    check(tmp_path, series(name, provider), [
        (money.cost(totals(money.needs(()))), {}, None),
        (money.unpriced(totals(money.needs((labels.MODEL,)))), {"gen_ai_response_model": name}, USAGE["input"] + USAGE["output"]),
    ])


def test_a_model_that_reports_no_cache_is_not_lost(tmp_path):
    money = priced()
    usage = {"input": 1_000_000, "output": 100_000}
    inputs = [*series("gpt-4o", "openai", usage), *series("claude-haiku-4-5", "anthropic")]
    haiku = base(money.prices.price("claude-haiku-4-5")).cost(**USAGE)
    check(tmp_path, inputs, [
        (money.cost(totals(money.needs(()))), {}, 2.5 + 1 + haiku),
        (money.cost(totals(money.needs((labels.MODEL,))), (labels.MODEL,)) + ' > 3', {"gen_ai_response_model": "gpt-4o"}, 3.5),
    ])


def test_what_caching_saved(tmp_path):
    money = priced()
    without = {"input": USAGE["input"], "output": USAGE["output"]}
    price = base(money.prices.price("claude-sonnet-4-5"))
    check(tmp_path, series("claude-sonnet-4-5", "anthropic"), [
        (money.saved(totals(money.needs(()))), {}, price.cost(**without) - price.cost(**USAGE)),
    ])


def test_discounts_of_tenants_and_providers_and_a_currency(tmp_path):
    text = """
pricing:
  discounts: [{percent: 10}, {percent: 20, provider: anthropic}, {percent: 50, tenant: acme}, {percent: 30, tenant: late, from: 2030-01-01}]
  currency: {code: EUR, per_usd: 0.9}
"""
    money = priced(text)
    inputs = [one for tenant in ("acme", "globex", "late") for one in (
        *series("gpt-4o", "openai", {"input": 1_000_000}, tenant), *series("claude-sonnet-4-5", "anthropic", {"input": 1_000_000}, tenant))]
    list_price = 2.5 * 0.9 + 3 * 0.8
    by = (labels.TENANT,)
    cost = money.cost(totals(money.needs(by)), by)
    check(tmp_path, inputs, [
        (f'{cost} and on (tenant_id) sum by (tenant_id) (gen_ai_usage_input_tokens_total{{tenant_id="acme"}})', {"tenant_id": "acme"}, list_price * 0.5 * 0.9),
        (f'{cost} and on (tenant_id) sum by (tenant_id) (gen_ai_usage_input_tokens_total{{tenant_id="late"}})', {"tenant_id": "late"}, list_price * 0.9),
        (money.cost(totals(money.needs(()))), {}, list_price * 2.5 * 0.9),
    ])


def test_a_free_model_costs_nothing_and_is_priced(tmp_path):
    money = priced("pricing: {models: [{provider: ollama, free: true}]}")
    check(tmp_path, series("llama3:8b", "ollama"), [
        (money.cost(totals(money.needs(()))), {}, 0),
        (money.unpriced(totals(money.needs((labels.MODEL,)))), {}, None),
    ])


@pytest.mark.parametrize("moment, input", [
    (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), 1), (datetime(2027, 1, 1, tzinfo=UTC), 2), (datetime(2027, 1, 31, 23, 59, tzinfo=UTC), 2),
    (datetime(2027, 2, 1, tzinfo=UTC), 3), (datetime(2027, 3, 1, tzinfo=UTC), None),
])
def test_a_price_that_changes_counts_at_its_time(tmp_path, moment, input):
    money = priced("""
pricing:
  models:
    - {model: ours, input: 1, output: 0, until: 2027-01-01}
    - {model: ours, input: 2, output: 0, from: 2027-01-01, until: 2027-02-01}
    - {model: ours, input: 3, output: 0, from: 2027-02-01, until: 2027-03-01}
""")
    check(tmp_path, series("ours", "", {"input": 1_000_000}), [(money.cost(totals(money.needs(()))), {}, input)], moment)


@pytest.mark.parametrize("hour, minute", [(0, 0), (0, 30), (12, 0), (16, 29), (16, 30), (23, 59)])
def test_a_price_of_the_hour(tmp_path, hour, minute):
    money = priced()
    moment = datetime(2026, 11, 26, hour, minute, tzinfo=UTC)
    wanted = money.prices.price("deepseek-chat", "deepseek", at=moment)
    assert wanted.input == (0.27 if (0, 30) <= (hour, minute) < (16, 30) else 0.135)
    check(tmp_path, series("deepseek-chat", "deepseek", {"input": 1_000_000, "cache_read": 500_000}),
          [(money.cost(totals(money.needs(()))), {}, (wanted.input + wanted.cache_read) / 2)], moment)


def test_the_default_query_stays_below_16_kilobytes():
    """With the default number of priced models, under the variables that every dashboard has, as a rate and as a total."""
    names = {"environment": labels.ENVIRONMENT, "service": labels.SERVICE, "tenant": labels.TENANT, "model": labels.MODEL}
    bound = bind(Settings(), Selection(tuple(variable(label, name) for name, label in names.items())))
    money = priced()
    for by in ((), (labels.MODEL,), (labels.SERVICE,), (labels.TENANT,)):
        for method in ("rate", "total"):
            each = (EACH_COLLECTOR,) if method == "total" else ()
            tokens = {kind: str(getattr(bound.named(f"{kind}_tokens"), method)(by=(*money.needs(by), *each))) for kind in TYPES}
            assert len(money.cost(tokens, by).encode()) < 16 * 1024


def test_the_same_settings_give_the_same_query():
    assert priced().cost(totals(), ()) == priced().cost(totals(), ())


def test_prices_of_the_query_are_those_of_the_books_day():
    assert priced().prices.book.made >= date(2026, 11, 25)
