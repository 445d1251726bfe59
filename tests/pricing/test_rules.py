"""The user's own prices: which rule wins, and what is wrong input."""

from __future__ import annotations

from datetime import date

import pytest

from agentdash.errors import UserError
from agentdash.settings import load
from tests.pricing.money import prices, settings

TEXT = """
pricing:
  models:
    - {model: gpt-4o, input: 2, output: 8, cache_read: 1}
    - {model: gpt-4o, provider: azure, input: 3, output: 9}
    - {glob: "llama*", input: 0.1, output: 0.2}
    - {regex: "llama-3.*|our-.*", input: 0.5, output: 0.6}
    - {glob: "llama*", provider: groq, free: true}
    - {provider: ollama, free: true}
    - {model: claude-opus-4-5, input: 4, output: 20, from: 2027-01-01, until: 2027-02-01, net: true}
  aliases: {our-gpt: gpt-4o-mini, Chat: our-chat-model}
  discounts:
    - {percent: 10}
    - {percent: 20, provider: anthropic}
    - {percent: 50, tenant: acme}
    - {percent: -5, provider: mistral, from: 2027-01-01}
"""


@pytest.mark.parametrize("name, provider, tenant, input", [
    ("gpt-4o", "openai", "", 2 * 0.9),
    ("GPT-4o-2024-08-06", "openai", "", 2 * 0.9),
    ("gpt-4o", "azure.ai.openai", "", 3 * 0.9),
    ("azure/gpt-4o", "litellm", "", 2 * 0.9),
    ("gpt-4o-2024-05-13", "openai", "", 5 * 0.9),  # a model of its own in the book
    ("gpt-4o-mini", "openai", "", 0.15 * 0.9),
    ("llama-3-8b", "", "", 0.1 * 0.9),  # the first pattern of the file
    ("our-thing", "", "", 0.5 * 0.9),
    ("llama-3-8b", "groq", "", 0),
    ("deepseek-r1:8b", "ollama", "", 0),
    ("our-gpt", "openai", "", 0.15 * 0.9),
    ("claude-sonnet-4-5", "anthropic", "", 3 * 0.8),
    ("claude-sonnet-4-5", "", "", 3 * 0.8),
    ("claude-sonnet-4-5", "anthropic", "acme", 3 * 0.8 * 0.5),
    ("gpt-4o", "openai", "acme", 2 * 0.9 * 0.5),
    ("gpt-4o", "openai", "globex", 2 * 0.9),
    ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "", "", 3.3 * 0.9),  # Bedrock's price, not Anthropic's
])
def test_the_rule_that_wins(name, provider, tenant, input):
    assert prices(TEXT).price(name, provider, tenant).input == pytest.approx(input, rel=1e-9)


def test_a_rule_holds_from_its_first_day_and_not_on_its_last():
    own = prices(TEXT)
    at = {day: own.price("claude-opus-4-5", "anthropic", at=day).input for day in
          (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 1))}
    # net: what is paid, so no discount is taken off while the rule holds.
    assert list(at.values()) == [4, 4, 4, 4]
    assert own.answer("claude-opus-4-5", "anthropic", at=date(2027, 1, 1)).won.endswith("(claude-opus-4-5)")
    assert "20 % off" in own.answer("claude-opus-4-5", "anthropic", at=date(2027, 2, 1)).won
    assert own.price("mistral-large-latest", "mistral_ai", at=date(2027, 1, 1)).input == pytest.approx(2 * 1.05)


def test_why_a_rule_won_is_told():
    steps = prices(TEXT).answer("claude-opus-4-5", "anthropic").steps
    assert steps[0] == "agentdash.yaml: pricing.models[6] (claude-opus-4-5) matches, but does not hold on 2026-11-25"
    assert steps[-1] == "agentdash.yaml: pricing.discounts[1]: 20 % off"


def test_cached_input_without_a_price_costs_what_input_costs():
    own = prices("pricing: {models: [{model: x, input: 2, output: 4}]}").price("x")
    assert own.cost(1_000_000, 500_000, cache_read=400_000, cache_write=100_000) == 4


def test_a_tier_prices_the_whole_call():
    price = prices().price("claude-sonnet-4-5", "anthropic")
    assert price.cost(200_000, 1000) == pytest.approx(0.2 * 3 + 0.015)
    assert price.cost(300_000, 1000) == pytest.approx(0.3 * 6 + 0.0225)


@pytest.mark.parametrize("yaml, message", [
    ("models: [{model: a, input: -1, output: 2}]", "pricing.models[0].input: -1 is less than 0; write e.g. 2.5"),
    ("models: [{model: a, input: .inf, output: 2}]", "pricing.models[0].input: not a number; write digits, e.g. 0.5"),
    ("models: [{model: a, input: '2'}]", 'pricing.models[0].input: "2" is not a number; write e.g. 2.5'),
    ("models: [{model: a}]", "pricing.models[0]: no price; write input and output in USD per million tokens, or free: true"),
    ("models: [{input: 1}]", "pricing.models[0]: no model; write model, glob, regex or provider"),
    ("models: [{model: a, glob: b, input: 1}]", "pricing.models[0].glob: model stands here too; keep one of model, glob and regex"),
    ("models: [{model: a, free: true, input: 1}]", "pricing.models[0].input: free and a price; keep one of them"),
    ("models: [{model: a, input: 1, from: 2026-02-30}]",
     'pricing.models[0].from: "2026-02-30" is not a date; write year-month-day, e.g. 2026-03-01'),
    ("models: [{model: a, input: 1, from: 2026-02-01, until: 2026-02-01}]",
     "pricing.models[0].until: not after from (2026-02-01); the day itself does not count; write the day after the last one"),
    ("models: [{model: a, input: 1}, {model: A, input: 2}]",
     "pricing.models[1]: holds at the same time as models[0]; end the older one with until: the newer one's from"),
    ("models: [{model: a, input: 1, until: 2026-03-02}, {model: a, input: 2, from: 2026-03-01}]",
     "pricing.models[1]: holds at the same time as models[0]; end the older one with until: the newer one's from"),
    ("discounts: [{percent: 5, tenant: a}, {percent: 6, tenant: a}]",
     "pricing.discounts[1]: holds at the same time as discounts[0]; end the older one with until: the newer one's from"),
    ("discounts: [{percent: 101}]", "pricing.discounts[0].percent: 101 is more than 100; write e.g. 20"),
    ("models: [{regex: 'a(', input: 1}]", "pricing.models[0].regex: not a regular expression ("),
    ("models: [{regex: '(?!a).*', input: 1}]", "pricing.models[0].regex: lookaround and back references do not exist in queries"),
    ("aliases: {a: b, b: c}", 'pricing.aliases.a: "b" is an alias too; name the model itself'),
    ("discounts: [{percent: 5, tenant: a, provider: b}]",
     "pricing.discounts[0].tenant: provider stands here too; write two discounts: what you pay, and what the tenant is charged"),
    ("currency: {code: XYZ, per_usd: 1}", 'pricing.currency.code: unknown currency "XYZ"; write an ISO code such as EUR'),
    ("currency: {code: EUR}", "pricing.currency: no rate; write per_usd: how many EUR a dollar is"),
    ("models: [{model: a, inptu: 1}]", 'pricing.models[0].inptu: unknown key; did you mean "input"?'),
])
def test_bad_pricing_is_one_line_with_its_place(yaml, message):
    with pytest.raises(UserError) as caught:
        settings(f"pricing:\n  {yaml}\n")
    assert str(caught.value).startswith(f"agentdash.yaml: {message}")
    assert "\n" not in str(caught.value)


def test_rules_that_follow_each_other_do_not_overlap():
    own = prices("pricing: {models: [{model: a, input: 1, until: 2026-03-01}, {model: a, input: 2, from: 2026-03-01}]}")
    assert [own.price("a", at=day).input for day in (date(2026, 2, 28), date(2026, 3, 1))] == [1, 2]


def test_a_file_of_its_own(tmp_path):
    (tmp_path / "pricing.yaml").write_text("models: [{model: our-model, input: 1, output: 2}]\n")
    (tmp_path / "agentdash.yaml").write_text("pricing: pricing.yaml\n")
    rule = load(tmp_path / "agentdash.yaml").pricing.rules[0]
    assert rule.place == f"{tmp_path / 'pricing.yaml'}: models[0]"


@pytest.mark.parametrize("text, message", [
    ("models: [{model: a, input: 1}, {model: b, input: 1}, {model: c, input: 1}, {model: d, input: -2}]",
     "models[3].input: -2 is less than 0; write e.g. 2.5"),
    ("models:\n  - model: a\n    input: 1\n   output: 2\n", "line 4, column 4: invalid YAML"),
    ("rules: []", 'unknown key; known keys: mode, book, interval, queries, models, aliases, discounts, currency'),
])
def test_a_file_of_its_own_names_itself_in_messages(tmp_path, text, message):
    (tmp_path / "pricing.yaml").write_text(text)
    (tmp_path / "agentdash.yaml").write_text("pricing: pricing.yaml\n")
    with pytest.raises(UserError) as caught:
        load(tmp_path / "agentdash.yaml")
    assert str(caught.value).startswith(f"{tmp_path / 'pricing.yaml'}: ")
    assert message in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    (tmp_path / "agentdash.yaml").write_text("pricing: pricing.yaml\n")
    with pytest.raises(UserError, match=r'pricing: "pricing.yaml" cannot be read \(No such file'):
        load(tmp_path / "agentdash.yaml")


@pytest.mark.parametrize("yaml, warning", [
    ("{model: gpt-4o, input: 0.0000025, output: 10}",
     "agentdash.yaml: pricing.models[0].input: 0.0000025 USD per million tokens looks like a price per token; write 2.5"),
    ("{model: gpt-4o, input: 2500, output: 10}",
     "agentdash.yaml: pricing.models[0].input: 2500 USD per million tokens is more than any model costs; check the unit"),
    ("{model: gpt-4o, input: 1, output: 10, cache_read: 2}",
     "agentdash.yaml: pricing.models[0].cache_read: dearer than input (1); check that they are not swapped"),
])
def test_an_implausible_price_is_a_warning(yaml, warning):
    assert settings(f"pricing: {{models: [{yaml}]}}").pricing.warnings == (warning,)


@pytest.mark.parametrize("yaml, message", [
    ("[{amount: 0}]", "budgets[0].amount: 0 is not more than 0; write e.g. 500"),
    ("[{per: day}]", "budgets[0]: amount is missing; write e.g. amount: 500"),
    ("[{amount: 1, per: week}]", 'budgets[0].per: "week" is not known; write one of: day, month'),
    ("[{amount: 1, service: a}, {amount: 2, service: a}]", "budgets[1]: limits the same spending as budgets[0]; keep one of them"),
    ("[{amount: 1, name: x}, {amount: 2, name: x, service: a}]", 'budgets[1].name: budgets[0] is called "x" too; give each its own name'),
])
def test_bad_budgets(yaml, message):
    with pytest.raises(UserError) as caught:
        settings(f"budgets: {yaml}\n")
    assert str(caught.value) == f"agentdash.yaml: {message}"
