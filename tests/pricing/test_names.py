"""Model names as they really come."""

from __future__ import annotations

import random
from datetime import date

import pytest

from agentdash.pricing import names
from agentdash.pricing.clause import beginnings, whole_names
from tests.pricing.money import book_names, prices, recorded

BOOK = prices()

# name, what telemetry calls the provider -> the model of the book
CASES = [
    ("gpt-4o", "openai", "openai/gpt-4o"),
    ("GPT-4O", "OpenAI", "openai/gpt-4o"),
    ("gpt-4o-2024-08-06", "openai", "openai/gpt-4o"),
    ("gpt-4o-2024-08-06", "azure.ai.openai", "openai/gpt-4o"),
    ("azure/gpt-4o-2024-08-06", "litellm", "openai/gpt-4o"),
    ("azure/eu/gpt-4o", "", "openai/gpt-4o"),
    ("gpt-4o-2024-05-13", "openai", "openai/gpt-4o-2024-05-13"),
    ("azure/gpt-4o-2024-05-13", "", "openai/gpt-4o-2024-05-13"),
    ("gpt-4o-2024-12-31", "openai", "openai/gpt-4o"),
    ("gpt-4.1-mini-2025-04-14", "", "openai/gpt-4.1-mini"),
    ("ft:gpt-4o-2024-08-06:org::id", "openai", "openai/ft:gpt-4o"),
    ("ft:gpt-4o-mini-2024-07-18:org:name:id", "openai", "openai/ft:gpt-4o-mini"),
    ("gpt-4o", "crewai", "openai/gpt-4o"),
    ("gpt-4o", "unknown", "openai/gpt-4o"),
    ("text-embedding-3-small", "openai", "openai/text-embedding-3-small"),
    ("claude-sonnet-4-5", "anthropic", "anthropic/claude-sonnet-4-5"),
    ("claude-sonnet-4-5-20250929", "anthropic", "anthropic/claude-sonnet-4-5"),
    ("claude-sonnet-4-5-20250929[1m]", "anthropic", "anthropic/claude-sonnet-4-5"),
    ("claude-sonnet-4-5@20250929", "anthropic", "anthropic/claude-sonnet-4-5"),
    ("claude-sonnet-4@20250514", "gcp.vertex_ai", "google/claude-4-sonnet"),
    ("claude-3-5-haiku-latest", "anthropic", "anthropic/claude-3-5-haiku-latest"),
    ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "", "aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0"),
    ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "aws.bedrock", "aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0"),
    ("bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "litellm", "aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0"),
    ("global.anthropic.claude-sonnet-4-5-20250929-v1:0", "aws_bedrock", "aws/global.anthropic.claude-sonnet-4-5-20250929-v1:0"),
    ("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0", "aws.bedrock",
     "aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0"),
    # No region is told: none is charged.
    ("claude-haiku-4-5-20251001-v1:0", "aws.bedrock", "aws/global.anthropic.claude-haiku-4-5-20251001-v1:0"),
    ("claude-3-7-sonnet-20250219-v1:0", "aws.bedrock", "aws/regional.anthropic.claude-3-7-sonnet-20250219-v1:0"),
    ("nova-lite-v1:0", "aws.bedrock", "aws/amazon.nova-lite-v1:0"),
    ("amazon.nova-lite-v1:0:300k", "aws.bedrock", "aws/amazon.nova-lite-v1:0"),
    ("amazon.titan-embed-text-v2:0", "aws.bedrock", "aws/amazon.titan-embed-text-v2:0"),
    ("models/gemini-2.5-flash", "gcp.gemini", "google/gemini-2.5-flash"),
    ("publishers/google/models/gemini-2.5-flash", "gcp.vertex_ai", "google/gemini-2.5-flash"),
    ("gemini/gemini-2.5-pro", "litellm", "google/gemini-2.5-pro"),
    ("openrouter/anthropic/claude-sonnet-4.5", "", "openrouter/anthropic/claude-sonnet-4.5"),
    ("anthropic/claude-sonnet-4.5", "openrouter", "openrouter/anthropic/claude-sonnet-4.5"),
    ("groq/llama-3.3-70b-versatile", "litellm", "groq/llama-3.3-70b-versatile"),
    ("llama-3.3-70b-versatile", "groq", "groq/llama-3.3-70b-versatile"),
    ("deepseek-chat", "openai", "deepseek/deepseek-chat"),
    ("mistral-large-latest", "mistral_ai", "mistral/mistral-large"),
    ("command-a-03-2025", "cohere", "cohere/command-a"),
    ("grok-4", "x_ai", "x-ai/grok-4-0709"),
    ("projects/123456789/locations/us-central1/publishers/google/models/gemini-2.5-pro", "gcp.vertex_ai", "google/gemini-2.5-pro"),
    ("projects/p/locations/europe-west1/publishers/anthropic/models/claude-sonnet-4@20250514", "gcp.vertex_ai", "google/claude-4-sonnet"),
    ("arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0", "",
     "aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0"),
    ("gemini-2.5-pro-preview-05-06", "", "google/gemini-2.5-pro"),
    ("gemini-2.0-flash-001", "gcp.gemini", "google/gemini-2.0-flash"),
    ("team-a/gpt-4o", "litellm", "openai/gpt-4o"),
    ("zai/glm-5.3", "openai", "zai/GLM-5.3"),
    ("deepseek-r1", "deepseek", "deepseek/deepseek-reasoner"),
    ("gpt-4.1", "some-proxy-of-ours", "openai/gpt-4.1"),
    # A provider before a colon.
    ("bedrock:us.anthropic.claude-sonnet-4-5-20250929-v1:0", "", "aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0"),
    ("bedrock_converse:anthropic.claude-haiku-4-5-20251001-v1:0", "", "aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0"),
    ("anthropic:claude-sonnet-4-5", "", "anthropic/claude-sonnet-4-5"),
    ("openai:gpt-4o", "langchain", "openai/gpt-4o"),
    ("openai-responses:gpt-4.1", "", "openai/gpt-4.1"),
    ("google-gla:gemini-2.5-flash", "", "google/gemini-2.5-flash"),
    ("mistralai:mistral-large-latest", "", "mistral/mistral-large"),
    ("groq:llama-3.3-70b-versatile", "", "groq/llama-3.3-70b-versatile"),
]

# name, what telemetry calls the provider: servers of one's own, and another product of a seller's
UNPRICED = [
    ("deepseek-r1:8b", "openai"), ("deepseek-r1:14b-qwen-distill-q4_K_M", "openai"), ("qwen3:8b", ""), ("gpt-oss:20b", "openai"), ("mistral:7b", "ollama"),
    ("ollama:deepseek-r1", ""), ("vllm:gpt-oss-120b", "openai"),
    ("lmstudio-community/DeepSeek-R1-Distill-Qwen-7B-GGUF", "openai"), ("unsloth/DeepSeek-R1-GGUF", "openai"), ("deepseek-ai/DeepSeek-R1", "openai"),
    ("deepseek-r1-distill-llama-70b", ""), ("DeepSeek-R1-0528-AWQ", "openai"), ("mlx-community/GLM-4.6-4bit", "openai"),
    ("zai-org/GLM-4.6", "openai"), ("mistralai/Mistral-Nemo-Instruct-2407", "openai"), ("moonshotai/Kimi-K2-Thinking", "my-vllm.internal"),
    ("hosted_vllm/zai-org/GLM-4.6", "hosted_vllm"), ("hosted_vllm/deepseek-ai/DeepSeek-R1", "litellm"), ("llamafile/mistral-7b", "litellm"),
    ("xinference/deepseek-r1", "litellm"), ("docker_model_runner/mistral-nemo", "litellm"), ("lm_studio/glm-4.6", "litellm"),
    ("our-gpu-box/gpt-oss-120b", "litellm"), ("gpt-oss-120b", "our-gpu-box"),
    ("github/gpt-4o", "litellm"), ("gpt-4o", "github"), ("gpt-4.1", "github_models"),
    ("claude-haiku-4-5-distilled", "anthropic"), ("doubao-seed-1-6-250615", "volcengine"), ("deepseek-v3-1-250821", "volcengine"),
]


@pytest.mark.parametrize("name, provider, model", CASES)
def test_the_model_that_is_meant(name, provider, model):
    assert BOOK.answer(name, provider).won == f"book: {model}"


@pytest.mark.parametrize("name, provider, reason", [
    ("llama3:8b", "ollama", "self-hosted"),
    ("deepseek-r1:8b", "vllm", "self-hosted"),
    ("our-gpt", "openai", "openai has no model of this name"),
    ("some-model", "", "no model of this name"),
    ("other", "", "names no model"),
    ("unknown", "openai", "names no model"),
    ("", "openai", "names no model"),
    ("whisper-1", "openai", "not billed by token"),
    ("ft:gpt-4.1-2025-04-14:org::id", "openai", "openai has no model of this name"),
])
def test_what_has_no_price_says_why(name, provider, reason):
    answer = BOOK.answer(name, provider)
    assert answer.price is None
    assert reason in answer.steps[-1]


@pytest.mark.parametrize("name, provider", UNPRICED)
def test_nobodys_list_price_for_what_runs_elsewhere(name, provider):
    assert BOOK.price(name, provider) is None


def test_every_expression_of_the_book_names_one_model():
    """What the reading of clauses cannot make a key of would be lost in silence."""
    for provider in BOOK.book.providers.values():
        for model in provider.models:
            assert model.whole_keys
            for operator, text in model.names:
                if operator == "~":
                    assert {*whole_names(model.id, [(operator, text)]), *beginnings([(operator, text)])} - {model.id.lower()} or model.beginning_keys


def test_spellings_that_become_one_key_cost_the_same():
    """Dots and dashes are told apart nowhere: no list may sell two models that differ in them only."""
    for provider in BOOK.book.providers.values():
        found = {}
        for model in provider.models:
            for key in model.whole_keys:
                other = found.setdefault(key, model)
                spelled = {text for one in (model, other) for text in (*one.spelled, one.id.lower()) if names.key(names.read(text)) == key}
                assert other is model or len({text.replace("@", "-") for text in spelled}) == 1 or other.raw["prices"] == model.raw["prices"], (provider.id, key)


def test_every_name_in_the_recordings_has_a_price():
    assert len(recorded()) > 10
    assert [pair for pair in recorded() if BOOK.price(*pair) is None] == []


def test_a_snapshot_costs_what_the_recordings_were_made_with():
    # The list prices of the recordings are those of the book.
    for name, input, output, read in (("gpt-4o-2024-08-06", 2.5, 10, 1.25), ("gpt-4o-mini-2024-07-18", 0.15, 0.6, 0.075),
                                      ("gpt-4.1-2025-04-14", 2, 8, 0.5), ("claude-haiku-4-5-20251001", 1, 5, 0.1),
                                      ("claude-sonnet-4-5-20250929", 3, 15, 0.3)):
        price = BOOK.price(name)
        assert (price.input, price.output, price.cache_read) == (input, output, read)


def _decorated(rng: random.Random, name: str) -> str:
    """The same name as some road spells it."""
    changes = [str.upper, str.title, lambda n: f"models/{n}", lambda n: f"azure/{n}", lambda n: f"{n}[1m]", lambda n: f"proxy/team-a/{n}",
               lambda n: n]
    for change in rng.sample(changes, rng.randint(1, 3)):
        name = change(name)
    return name


def test_decorations_change_no_price():
    rng = random.Random(5)
    pairs = [(name, provider) for name, provider in book_names() if provider in ("openai", "anthropic", "google", "mistral", "cohere")]
    checked = 0
    for name, provider in pairs:
        price = BOOK.price(name, provider)
        if price is None or "/" in name or "[" in name or ":" in name:
            continue
        for _ in range(4):
            other = _decorated(rng, name)
            assert BOOK.price(other, provider) == price, (name, other)
            checked += 1
    assert checked > 1500


def test_a_date_behind_a_name_changes_its_price_only_where_the_book_says_so():
    own_snapshots = set()
    for name, provider in book_names():
        if provider != "openai" or names.dated(name) or BOOK.price(name, provider) is None or name.startswith("ft:"):
            continue
        for day in ("-2024-05-13", "-2024-08-06", "-20270101", "@20270101", "-latest"):
            if BOOK.price(name + day, provider) not in (BOOK.price(name, provider), None):
                own_snapshots.add(name + day)
    assert own_snapshots == {"gpt-4o-2024-05-13", "chatgpt-4o-latest"} & own_snapshots | {"gpt-4o-2024-05-13"}


def test_nothing_that_a_name_can_be_breaks_the_lookup():
    rng = random.Random(7)
    alphabet = "abcXYZ0129-_.:/@[]()*+?|\\ \u00e9\n\"'{}^$"
    for _ in range(3000):
        name = "".join(rng.choice(alphabet) for _ in range(rng.randint(0, 40)))
        answer = BOOK.answer(name, rng.choice(["", "openai", "aws.bedrock", name]))
        assert answer.steps


@pytest.mark.parametrize("name", ["gpt-4o-2024-08-06", "us.anthropic.claude-x-20250929-v1:0", "ft:gpt-4o:org::id", "a/b/c-latest"])
def test_normalising_twice_is_normalising_once(name):
    assert names.family(names.family(name)) == names.family(name)
    assert names.plain(names.plain(name)) == names.plain(name)


def test_a_price_has_its_time():
    assert BOOK.price("o3", "openai", at=date(2025, 1, 1)).input == 10
    assert BOOK.price("o3", "openai", at=date(2025, 6, 10)).input == 2
