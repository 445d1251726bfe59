"""The table that every query is made from says what `prices explain` says, or nothing: never another price."""

from __future__ import annotations

import re

import pytest

from agentdash import pricing
from agentdash.pricing import names
from agentdash.pricing.likely import chosen
from agentdash.pricing.providers import SELLERS, identity
from agentdash.pricing.shape import for_queries
from agentdash.pricing.table import EXACT, FAMILY, rows
from tests.pricing.money import book_names, listed, prices, recorded, settings

ROADS = ("", "unknown", "openai", "anthropic", "aws.bedrock", "azure.ai.openai", "gcp.vertex_ai", "openrouter", "litellm", "crewai", "ollama")


class Table:
    """A compiled table: what the queries compute."""

    def __init__(self, text: str = "") -> None:
        asked = settings(text)
        self.prices = pricing.of(asked)
        self.shape = for_queries(self.prices.book.made)
        self.models = chosen(self.prices, asked)
        self.rows = [(row.text, re.compile(row.pattern), row.periods) for row in rows(self.prices, self.models, self.shape)]

    def says(self, name: str, provider: str):
        texts = {FAMILY: f"{provider}/{names.family(name)}".lower(), EXACT: f"{provider}/{names.plain(name)}".lower()}
        found = ()
        for text, pattern, periods in self.rows:
            if pattern.fullmatch(texts[text]):
                found = periods
        return found

    def wrong(self, name: str, provider: str):
        """Whether the table has a price for a time that is not the one. None for a time is not wrong: that is visible."""
        said = self.says(name, provider)
        return not set(said) <= set(self.shape(self.prices.schedule(name, provider)))


def contradicts(name: str, provider: str) -> bool:
    """A provider's name that says one seller and a path in the model's name that says another."""
    named = {identity(part) for part in name.split("/")[:-1]}
    return bool(named) and identity(provider) != "" and identity(provider) not in named and bool(named & {*SELLERS, "perplexity"})


@pytest.fixture(scope="module")
def table():
    return Table()


def all_names():
    return sorted({*book_names(), *((name, provider) for name, provider, _, _ in listed()), *recorded()})


@pytest.mark.slow
def test_no_name_gets_a_price_that_is_not_its_own(table):
    pairs = {(name, road) for name, provider in all_names() for road in (*ROADS, provider)}
    assert len(pairs) > 60_000
    priced = {pair for pair in pairs if table.says(*pair)}
    assert len(priced) > 4_500
    assert [pair for pair in sorted(priced) if table.wrong(*pair) and not contradicts(*pair)] == []


@pytest.mark.slow
def test_no_name_gets_a_wrong_price_under_rules_of_the_users():
    table = Table("""
pricing:
  models:
    - {model: gpt-4o, input: 2, output: 9}
    - {model: gpt-4o, provider: azure, input: 3, output: 11}
    - {glob: "claude-haiku-*", input: 0.9, output: 4.5}
    - {regex: "our-.*|gemini-2\\\\.5-.*", input: 1, output: 2}
    - {provider: ollama, free: true}
    - {provider: groq, input: 0.5, output: 0.5}
    - {model: o4-mini, input: 7, output: 8, from: 2027-01-01}
  aliases: {our-fast: gpt-4o-mini}
  discounts: [{percent: 20, provider: anthropic}]
""")
    own = [("our-gpt", ""), ("our-fast", "openai"), ("team/our-fast", "litellm"), ("llama3:8b", "ollama"), ("llama-3.3-70b-versatile", "groq"),
           ("gpt-4o-2024-05-13", "azure"), ("o4-mini", ""), ("gpt-4o", "azure.ai.openai"), ("gpt-4o-2024-08-06", "openai")]
    assert all(table.says(*pair) for pair in own if pair != ("gpt-4o-2024-05-13", "azure"))
    pairs = {(name, road) for name, provider in (*book_names(), *recorded()) for road in (*ROADS, provider, "groq")} | set(own)
    assert [pair for pair in sorted(pairs) if table.wrong(*pair) and not contradicts(*pair)] == []


def test_the_models_of_the_recordings_are_in_the_default_queries(table):
    assert [pair for pair in recorded() if not pair[0].startswith("nova-") and not table.says(*pair)] == []


@pytest.mark.parametrize("name, provider", [
    ("gpt-4o-2024-05-13", "openai"),
    ("gemini-2.5-pro-preview-tts", "gcp.gemini"),
])
def test_a_name_with_its_own_price_is_not_swallowed_by_its_family(table, name, provider):
    assert table.says(name, provider) == ()


def test_the_default_queries_carry_as_many_models_as_there_is_room_for(table):
    assert len(table.models) == settings().pricing.queries.most
    assert len({(model.provider, model.id) for model in table.models}) == settings().pricing.queries.most


def test_models_named_in_the_settings_come_first():
    table = Table("pricing: {queries: {models: [gpt-4o-2024-05-13, grok-3], most: 5}}")
    assert {model.id for model in table.models} >= {"gpt-4o-2024-05-13", "grok-3"}
    assert table.says("gpt-4o-2024-05-13", "openai")[0].price.input == 5
    assert table.says("gpt-4o", "openai")[0].price.input == 2.5


def test_the_whole_book_fits_a_table():
    asked = settings()
    whole = pricing.of(asked)
    shape = for_queries(whole.book.made)
    models = [model for provider in whole.book.providers.values() for model in provider.models]
    found = rows(whole, models, shape)
    assert len(found) > 300
    for row in found:
        re.compile(row.pattern)


def test_prices_for_the_tests_are_the_bundled_ones():
    assert prices().book.size > 2000


def test_the_ready_made_table_is_what_the_book_gives():
    from agentdash.pricing import default_table, likely_table

    asked = settings()
    ours = pricing.of(asked)
    made = likely_table(ours, asked)
    assert default_table.FILE.read_text() == default_table.render(made), "run `agentdash prices update`"
    assert default_table.rows(ours, asked) == made


def test_settings_of_ones_own_are_never_answered_by_the_ready_made_table():
    from agentdash.pricing import default_table

    for text in ("pricing: {queries: {most: 5}}", "pricing: {queries: {models: [gpt-4]}}", "pricing: {aliases: {a: gpt-4o}}", "pricing: {discounts: [{percent: 1}]}",
                 "pricing: {models: [{model: a, input: 1}]}", "telemetry: {models: [gpt-4]}", "pricing: {queries: {providers: [openai]}}"):
        assert default_table.rows(prices(text), settings(text)) is None
