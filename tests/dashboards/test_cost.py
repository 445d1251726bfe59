from __future__ import annotations

import re

from agentdash.dashboards import dashboards
from agentdash.grafana.ids import panel_id
from agentdash.settings import Settings, parse
from tests.validate.queries import keyed, panels

BUDGETS = """
budgets:
  - {amount: 500}
  - {name: 'The "big" $one', amount: 200, tenant: acme, warn: 0.7}
  - {amount: 20, per: day, service: support-bot, model: gpt-4o, environment: prod}
"""


def board(text=""):
    settings = parse(text, "test") if text else Settings()
    return dashboards(settings)["cost"].to_json_data()


def test_tokens_without_a_price_are_red():
    steps = keyed(board(), "unpriced")["fieldConfig"]["defaults"]["thresholds"]["steps"]
    assert [(step["value"], step["color"]) for step in steps] == [(None, "text"), (1, "red")]


def test_the_book_in_use_and_its_date_are_shown():
    text = keyed(board(), "price-book")["options"]["content"]
    assert "genai-prices 0.2.3 of 2026-11-25, 2330 models" in text
    assert "multiplied by the Collector, per call" in text
    assert "written into the queries" in keyed(board("pricing: {mode: inline}"), "price-book")["options"]["content"]
    text = keyed(board("pricing: {models: [{model: a, input: 1}], discounts: [{percent: 5}], currency: {code: EUR, per_usd: 0.9}}"), "price-book")
    assert "1 of your own rules win over it. 1 discounts are taken off. Shown in EUR, 0.9 a dollar." in text["options"]["content"]


def test_costs_are_in_the_currency_of_the_settings():
    found = board("pricing: {currency: {code: EUR, per_usd: 0.9}}")
    assert keyed(found, "cost")["fieldConfig"]["defaults"]["unit"] == "currencyEUR"
    assert " * 0.9 * 2592000" in keyed(found, "projected-month")["targets"][0]["expr"]
    inline = board("pricing: {mode: inline, currency: {code: EUR, per_usd: 0.9}}")
    assert " * 0.0000009" in keyed(inline, "projected-month")["targets"][0]["expr"]


def test_with_euros_nothing_says_dollars():
    settings = parse(BUDGETS + "pricing: {currency: {code: EUR, per_usd: 0.9}}\n", "test")
    for name, one in dashboards(settings).items():
        for panel in panels(one.to_json_data()):
            units = [panel["fieldConfig"]["defaults"].get("unit", "")]
            units += [p["value"] for rule in panel["fieldConfig"]["overrides"] for p in rule["properties"] if p["id"] == "unit"]
            # A dollar that begins no variable.
            assert not [text for text in (panel["title"], *units) if "USD" in text or re.search(r"\$(?![{a-z])", text)], name


def test_budgets_have_a_range_and_thresholds_of_their_own():
    found = board(BUDGETS)
    month, day = keyed(found, "budgets-month"), keyed(found, "budgets-day")
    assert (month["timeFrom"], day["timeFrom"]) == ("now/M", "now/d")
    bars = [p["value"] for rule in month["fieldConfig"]["overrides"] if rule["matcher"]["options"] == "Used" for p in rule["properties"] if p["id"] == "thresholds"]
    assert [step["value"] for step in bars[0]["steps"]] == [None, 0.7, 1]
    expression = day["targets"][0]["expr"]
    assert 'deployment_environment_name="prod"' in expression
    assert 'service_name="support-bot"' in expression
    assert "$service" not in expression
    assert '"The \\"big\\" $$one"' in month["targets"][0]["expr"]


def test_a_month_is_not_asked_at_once_where_the_backend_cannot():
    month = {name: keyed(board(BUDGETS + text), "budgets-month") for name, text in (("gigapipe", ""), ("grafana", "backend: grafana"))}
    assert "[$__range:1800s]" in month["gigapipe"]["targets"][0]["expr"]
    assert "[$__range]" not in month["gigapipe"]["targets"][0]["expr"]
    assert "last full half hour" in month["gigapipe"]["description"]
    assert "[$__range]" in month["grafana"]["targets"][0]["expr"]
    assert "[$__range]" in keyed(board(BUDGETS), "budgets-day")["targets"][0]["expr"]


def test_without_budgets_there_is_no_such_panel():
    assert not {panel_id("budgets-month"), panel_id("budgets-day")} & {panel["id"] for panel in panels(board())}


def test_sdks_that_only_know_tokens_in_and_out_have_a_cost():
    found = board("telemetry: {sources: [semconv]}")
    assert keyed(found, "top-spenders")["targets"]


def test_claude_codes_own_count_is_the_cost_where_there_is_nothing_else():
    expression = keyed(board("telemetry: {sources: [claude_code]}"), "projected-month")["targets"][0]["expr"]
    assert "max_over_time(claude_code_cost_usage_USD_total{" in expression
