"""Another model answered than was asked for: a gateway's fallback is one, an alias or a dated snapshot is none."""

from __future__ import annotations

import pytest

from tests.telemetry import spans
from tests.telemetry.replay import Sender
from tests.truth.measure import Measured
from tests.truth.settle import settle

SAME = (
    ("gpt-4o", "gpt-4o-2024-08-06"), ("gpt-4", "gpt-4-0613"), ("gpt-3.5-turbo", "gpt-3.5-turbo-0125"), ("gpt-35-turbo", "gpt-3.5-turbo-0125"),
    ("gpt-4-turbo-preview", "gpt-4-0125-preview"), ("o1-preview", "o1-preview-2024-09-12"),
    ("openai/gpt-4o", "gpt-4o-2024-11-20"), ("azure/gpt-4o", "gpt-4o-2024-11-20"), ("openrouter/openai/gpt-4o", "openai/gpt-4o"),
    ("claude-sonnet-4-5", "claude-sonnet-4-5-20250929"), ("claude-3-5-sonnet-latest", "claude-3-5-sonnet-20241022"),
    ("anthropic/claude-sonnet-4-5", "claude-sonnet-4-5-20250929"), ("anthropic/claude-sonnet-4.5", "claude-sonnet-4-5-20250929"),
    ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5-20250929"), ("claude-sonnet-4-5@20250929", "claude-sonnet-4-5"),
    ("claude-sonnet-4-5[1m]", "claude-sonnet-4-5-20250929"), ("gemini-2.5-flash", "gemini-2.5-flash-preview-05-20"),
    ("gemini-1.5-pro", "gemini-1.5-pro-002"), ("models/gemini-2.5-flash", "gemini-2.5-flash"), ("gemini-flash-latest", "gemini-2.5-flash"),
    ("openrouter/auto", "anthropic/claude-sonnet-4.5"), ("mistral-large-latest", "mistral-large-2411"), ("grok-4", "grok-4-0709"),
    ("command-r-plus", "command-r-plus-08-2024"), ("my-deployment", "gpt-4o-2024-08-06"), ("gpt-4o", "prod-chat-7"), ("deepseek/deepseek-r1:free", "deepseek-r1"),
    ("ft:gpt-4o-mini-2024-07-18:acme::abc123", "gpt-4o-mini-2024-07-18"), ("text-embedding-3-small", "text-embedding-3-small"),
    ("GPT-4o", "gpt-4o-2024-08-06"), ("meta-llama/Llama-3.3-70B-Instruct", "llama-3.3-70b-instruct"),
)
OTHER = (
    ("gpt-4o", "gpt-4o-mini-2024-07-18"), ("gpt-4o", "claude-haiku-4-5-20251001"), ("gpt-5", "gpt-5-mini"), ("gpt-4.1", "gpt-4.1-nano-2025-04-14"),
    ("claude-sonnet-4-5", "claude-haiku-4-5-20251001"), ("claude-sonnet-4-5", "gpt-4o-2024-08-06"), ("claude-opus-4-1", "claude-opus-4-20250514"),
    ("anthropic/claude-sonnet-4-5", "openai/gpt-4o"), ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "us.amazon.nova-pro-v1:0"),
    ("gemini-2.5-pro", "gemini-2.5-flash"), ("mistral-large-latest", "mistral-small-2409"), ("o3", "o4-mini-2025-04-16"),
    ("deepseek-r1", "deepseek-v3"), ("grok-4", "grok-3-mini"),
)


@pytest.fixture(scope="module")
def fallbacks(collector, prometheus):
    """Service to the label's value; a service per pair."""
    sender = Sender(collector.endpoint)
    for number, (asked, served) in enumerate((*SAME, *OTHER)):
        one = spans.call(asked, attributes={"gen_ai.response.model": served})
        assert sender.send("traces", spans.export(f"pair-{number}", [one])) == 200
    settle(collector, prometheus)
    return {service: value for (service, value), number in Measured(prometheus).by_two("calls", "service_name", "fallback").items() if number}


@pytest.mark.parametrize("number", range(len(SAME)), ids=[f"{asked} {served}" for asked, served in SAME])
def test_an_alias_or_snapshot_is_no_fallback(fallbacks, number):
    assert fallbacks[f"pair-{number}"] == "false"


@pytest.mark.parametrize("number", range(len(OTHER)), ids=[f"{asked} {served}" for asked, served in OTHER])
def test_another_model_is_a_fallback(fallbacks, number):
    assert fallbacks[f"pair-{len(SAME) + number}"] == "true"
