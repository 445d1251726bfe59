"""What the Collector charges is what `prices explain` says, on every name of the book: one reading, two machines."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest

from agentdash import pricing
from agentdash.collector import cost
from agentdash.pricing import names
from agentdash.pricing.index import index
from agentdash.pricing.lookup import catalogue
from tests.pricing.charging import charged
from tests.pricing.money import book_names, prices, recorded, settings
from tests.pricing.test_names import CASES, UNPRICED

pytestmark = pytest.mark.go

ROADS = ("", "unknown", "openai", "anthropic", "aws.bedrock", "azure.ai.openai", "gcp.vertex_ai", "litellm", "openrouter", "groq")
USAGE = {"input": 120_000, "output": 3_000, "cache_read": 50_000, "cache_write": 20_000}
LARGE = {**USAGE, "input": 290_000}


def call(name: str, provider: str, usage=None, **more):
    used = USAGE if usage is None else usage
    attributes = {
        "gen_ai.response.model": name, "gen_ai.request.model": name, "gen_ai.usage.input_tokens": used["input"], "gen_ai.usage.output_tokens": used["output"],
        "gen_ai.usage.cache_read.input_tokens": used.get("cache_read", 0), "gen_ai.usage.cache_write.input_tokens": used.get("cache_write", 0), **more}
    return {**attributes, "gen_ai.provider.name": provider} if provider else attributes


def paid(attributes) -> float | None:
    return attributes.get(cost.COST)


def explained(book, name: str, provider: str, usage, at: float) -> float | None:
    price = book.price(name, provider, at=datetime.fromtimestamp(at, UTC))
    return None if price is None else price.cost(**usage)


@pytest.mark.slow
def test_every_name_of_the_book_at_every_provider(tmp_path):
    book, at = prices(), time.time()
    pairs = sorted({(name, road) for name, provider in (*book_names(), *recorded()) for road in (*ROADS, provider)}
                   | {(name, provider) for name, provider, *_ in (*CASES, *((*pair, "") for pair in UNPRICED))})
    assert len(pairs) > 30_000
    found = charged(tmp_path, settings("pricing: {mode: collector}"), [call(*pair) for pair in pairs], at)
    wrong = []
    for pair, attributes in zip(pairs, found, strict=True):
        wanted, said = explained(book, *pair, USAGE, at), paid(attributes)
        if (wanted is None) != (said is None) or (wanted is not None and said != pytest.approx(wanted, rel=1e-9)):
            wrong.append((*pair, wanted, said))
        assert (wanted is None) == (attributes.get(cost.UNPRICED) == USAGE["input"] + USAGE["output"]), pair
    assert wrong == []


def test_names_of_the_book_stay_and_invented_ones_fold(tmp_path):
    """Every name of the public book, rules and aliases of the user's, names of his settings; and of ten thousand that only look like one
    each 23rd."""
    own = "telemetry: {models: [deployment-12345]}\n" + RULES
    stay = sorted({name for name, _ in book_names()}) + ["doubao-seed-1-6-250615", "our-fast", "deployment-12345", *_SEEN]
    invented = {kind: [kind.format(number, number // 100 % 100, number % 100) for number in range(0, 10_000, 23)] for kind in _INVENTED}
    calls = [call(name, "volcengine" if name.startswith("doubao") else "") for name in (*stay, *(name for names_ in invented.values() for name in names_))]
    found = [one["gen_ai.response.model"] for one in charged(tmp_path, settings(own), calls, bound=True)]
    assert {name: label for name, label in zip(stay, found, strict=False)
            if label != name and label != name.rsplit("/", 1)[-1] and not name.startswith("ft:")} == {}
    found = found[len(stay):]
    for kind, names_ in invented.items():
        own, found = found[:len(names_)], found[len(names_):]
        assert len(set(own)) <= _INVENTED[kind], kind


_SEEN = ("gpt-4o-2027-03-01", "claude-sonnet-6-20270412", "qwen9-235b-a22b-instruct-2707", "gemini-3.5-pro-preview-05-06", "gemini-4.0-flash-001",
         "command-b-03-2027", "kimi-k9-0905", "step-2-16k-202411", "nova-premier-v1:0:1000k", "my-deployment", "llama3.2:latest", "@cf/meta/llama-3.1-8b-instruct")
"""Names of tomorrow's models and of people's own."""
_INVENTED = {"gpt-4o-{0}": 20, "gpt-4o-{0:04d}": 30, "gpt-4o-{1:02d}-{2:02d}": 25, "gpt-4o-2024{0:04d}": 25, "gpt-4o-2024-{1:02d}-{2:02d}": 25,
             "gpt-4o-v{0}": 6, "gpt-4o-team{0:04d}": 1, "team-{0:04d}/gpt-4o": 1, "openai/gpt-4o-2024-08-06": 1, "claude-sonnet-4-5-{0:08d}": 1, "acme-model-{0:04d}": 1}
"""And how many of these stay: short numbers, and what is a date."""


def test_sizes_hours_of_writing_and_impossible_counts(tmp_path):
    book, at = prices(), time.time()
    hour = "gen_ai.usage.cache_creation.ephemeral_1h_input_tokens"
    calls = [
        call("claude-sonnet-4-5", "anthropic", LARGE), call("gemini-2.5-pro", "gcp.gemini", LARGE), call("gpt-5.4", "openai", LARGE),
        call("claude-sonnet-4-5-20250929", "anthropic", {"input": 11_000, "output": 100, "cache_write": 10_000}, **{hour: 10_000}),
        call("gpt-4o", "openai", {"input": 10, "output": 0, "cache_read": 4_000}),
        call("gpt-4o", "openai", {"input": 0, "output": 0}),
        call("our-own", "openai", {"input": 7, "output": 5}),
        call("gpt-4o", "openai", {"input": -5, "output": 10}),
    ]
    found = charged(tmp_path, settings("pricing: {mode: collector}"), calls, at)
    for name, provider, attributes in zip(("claude-sonnet-4-5", "gemini-2.5-pro", "gpt-5.4"), ("anthropic", "gcp.gemini", "openai"), found, strict=False):
        assert paid(attributes) == pytest.approx(explained(book, name, provider, LARGE, at), rel=1e-9)
    assert paid(found[3]) == pytest.approx(0.0645, rel=1e-9)
    assert paid(found[4]) == pytest.approx(4_000 * 1.25 / 1e6, rel=1e-9)
    assert paid(found[5]) is None
    assert cost.UNPRICED not in found[5]
    assert paid(found[6]) is None
    assert found[6][cost.UNPRICED] == 12
    assert paid(found[7]) == pytest.approx(10 * 10 / 1e6, rel=1e-9)
    assert all(value >= 0 for attributes in found for value in attributes.values() if isinstance(value, (int, float)) and value != -5)


RULES = """
pricing:
  mode: collector
  models:
    - {model: gpt-4o, input: 2, output: 9, cache_read: 1}
    - {model: gpt-4o, provider: azure, input: 3, output: 11}
    - {glob: "claude-haiku-*", input: 0.9, output: 4.5}
    - {regex: "our-.*|gemini-2\\\\.5-.*", input: 1, output: 2}
    - {provider: ollama, free: true}
    - {provider: groq, input: 0.5, output: 0.5}
    - {model: o4-mini, input: 7, output: 8, from: 2020-01-01}
    - {model: doubao-seed-1-6-250615, provider: volcengine, input: 0.11, output: 1.1}
  aliases: {our-fast: gpt-4o-mini}
  discounts: [{percent: 20, provider: anthropic}, {percent: 50, tenant: acme}]
"""


def test_rules_aliases_and_discounts(tmp_path):
    book, at = prices(RULES), time.time()
    pairs = [("gpt-4o", "openai"), ("gpt-4o-2024-08-06", "azure.ai.openai"), ("gpt-4o-2024-05-13", "openai"), ("claude-haiku-4-5", "anthropic"),
             ("claude-sonnet-4-5", "anthropic"), ("our-own", ""), ("gemini-2.5-pro", "gcp.gemini"), ("llama3:8b", "ollama"), ("llama-3.3-70b-versatile", "groq"),
             ("o4-mini", "openai"), ("doubao-seed-1-6-250615", "volcengine"), ("our-fast", "openai"), ("team/our-fast", "litellm"), ("nobodys", "openai"),
             ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "aws.bedrock")]
    calls = [call(*pair, **({"tenant.id": tenant} if tenant else {})) for pair in pairs for tenant in ("", "acme")]
    found = charged(tmp_path, settings(RULES), calls, at)
    moment = datetime.fromtimestamp(at, UTC)
    said = {(*pair, tenant): paid(attributes) for (pair, tenant), attributes in zip(((p, t) for p in pairs for t in ("", "acme")), found, strict=True)}
    wanted = {}
    for name, provider, tenant in said:
        price = book.price(name, provider, tenant, moment)
        wanted[name, provider, tenant] = None if price is None else price.cost(**USAGE)
    assert {key for key, amount in said.items() if amount is None} == {key for key, amount in wanted.items() if amount is None}
    assert {key: amount for key, amount in said.items() if amount is not None} == pytest.approx(
        {key: amount for key, amount in wanted.items() if amount is not None}, rel=1e-9)


@pytest.mark.parametrize("hour", [0, 2, 7, 12, 17])
def test_a_price_of_the_hour(tmp_path, hour):
    at = datetime(2026, 11, 26, hour, 31, tzinfo=UTC).timestamp()
    pairs = [("deepseek-chat", "deepseek"), ("deepseek-reasoner", "deepseek"), ("deepseek-v4-pro", "deepseek"), ("gemini-4-argon", "gcp.gemini")]
    found = charged(tmp_path, settings("pricing: {mode: collector}"), [call(*pair) for pair in pairs], at)
    assert [paid(one) for one in found] == pytest.approx([explained(prices(), *pair, USAGE, at) for pair in pairs], rel=1e-9)


def test_a_price_of_tomorrow(tmp_path):
    pair = ("gemini-4-argon", "gcp.gemini")
    for day, amount in ((datetime(2026, 11, 30, 23, 59, tzinfo=UTC), 2), (datetime(2026, 12, 1, 0, 1, tzinfo=UTC), 4)):
        folder = tmp_path / str(amount)
        folder.mkdir()
        [one] = charged(folder, settings("pricing: {mode: collector}"), [call(*pair, {"input": 1_000, "output": 0})], day.timestamp())
        assert paid(one) == pytest.approx(amount / 1000, rel=1e-9)


def told_apart(book, one: str, other: str) -> bool:
    """Whether some list of the book has two models for the names."""
    keys = [names.key(names.read(name)).rsplit("/", 1)[-1] for name in (one, other)]
    for listed in catalogue(book).own.values():
        found = [{id(model) for key, model in listed.items() if key.rsplit("/", 1)[-1] == wanted} for wanted in keys]
        if found[0] and found[1] and not found[0] & found[1]:
            return True
    return False


def test_a_model_is_no_fallback_of_itself(tmp_path):
    """Every pair of names that the book has for one model, at a provider that has both."""
    book = prices().book
    pairs = sorted({(a.lower(), b.lower(), provider.id) for provider in book.providers.values() for model in provider.models
                    for a in (model.id, *(text for operator, text in model.names if operator == "="))
                    for b in (model.id, *(text for operator, text in model.names if operator == "=")) if a != b})
    pairs = [pair for pair in pairs if not told_apart(book, *pair[:2])]
    assert len(pairs) > 2_000
    asked = [("gpt-4o", "claude-sonnet-4-5", "litellm"), ("gpt-4o", "gpt-4o-mini", "openai"), ("gemini-2.5-pro", "gemini-2.5-flash", "gcp.gemini"),
             ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "us.anthropic.claude-haiku-4-5-20251001-v1:0", "aws.bedrock")]
    calls = [{**call(served, provider), "gen_ai.request.model": wanted} for wanted, served, provider in (*pairs, *asked)]
    found = charged(tmp_path, settings("pricing: {mode: collector}"), calls)
    assert "\n".join(str(pair) for pair, one in zip(pairs, found, strict=False) if one["fallback"] == "true") == ""
    fallbacks = found[len(pairs):]
    assert [one["fallback"] for one in fallbacks] == ["true"] * len(asked)
    prices_ = prices()
    for (wanted, _, provider), one in zip(asked, fallbacks, strict=True):
        assert one[cost.ASKED_COST] == pytest.approx(prices_.price(wanted, provider, at=datetime.now(UTC)).cost(**USAGE), rel=1e-9)


def test_the_index_that_the_package_carries_is_the_books():
    from agentdash.pricing import default_index
    from agentdash.pricing.index import texts

    made = texts(index(pricing.of(settings())))
    assert default_index.FILE.read_text() == default_index.render(made), "run `agentdash prices update`"
    assert default_index.texts(prices(), "") == made
    assert default_index.texts(prices("pricing: {discounts: [{percent: 1}]}"), "") is None
    assert json.loads(default_index.FILE.read_text())["lists"]


def test_one_model_has_one_name_whichever_way_leads_to_it(tmp_path):
    ways = {("openai/gpt-4o", ""): "gpt-4o", ("gpt-4o", "openai"): "gpt-4o", ("litellm/openai/gpt-4o", ""): "litellm/openai/gpt-4o",
            ("anthropic/claude-sonnet-4-5", "litellm"): "claude-sonnet-4-5", ("openai/gpt-4o", "openrouter"): "openai/gpt-4o",
            ("groq/llama-3.3-70b-versatile", "litellm"): "groq/llama-3.3-70b-versatile", ("openai/our-own", "openai"): "openai/our-own",
            ("team-a/gpt-4o", "litellm"): "team-a/gpt-4o",
            ("meta-llama/Llama-3.3-70B-Instruct-Turbo", "openai"): "meta-llama/Llama-3.3-70B-Instruct-Turbo", ("team-1234/gpt-4o", "litellm"): "other/gpt-4o"}
    calls = [call(*way) for way in ways]
    found = charged(tmp_path, settings("pricing: {mode: collector}"), calls)
    assert {way: one["gen_ai.response.model"] for way, one in zip(ways, found, strict=True)} == ways
    assert all(paid(one) == pytest.approx(explained(prices(), *way, USAGE, time.time())) for way, one in zip(ways, found, strict=True) if way[0] not in ("openai/our-own", "meta-llama/Llama-3.3-70B-Instruct-Turbo"))
    own = "pricing: {mode: collector, models: [{model: azure/gpt-4o, input: 3, output: 9}]}"
    assert charged(tmp_path, settings(own), [call("azure/gpt-4o", "")])[0]["gen_ai.response.model"] == "azure/gpt-4o"
