"""What is allowed but looks like a mistake: one line each, with its place, and the build goes on."""

from __future__ import annotations

import warnings

import pytest

from agentdash.errors import AgentdashWarning
from agentdash.pricing import artifacts
from agentdash.pricing.doubts import doubts
from tests.pricing.money import prices, settings


@pytest.mark.parametrize("yaml, line", [
    ("models: [{glob: 'gtp-*', input: 1}]",
     "agentdash.yaml: pricing.models[0]: glob gtp-* matches no model of the book; fine for models of your own, else check the pattern"),
    ("models: [{regex: 'claud-.*', input: 1}]",
     "agentdash.yaml: pricing.models[0]: regex claud-.* matches no model of the book; fine for models of your own, else check the pattern"),
    ("models: [{provider: opneai, input: 1}]", "agentdash.yaml: pricing.models[0].provider: the book has no provider opneai; fine if telemetry calls it so"),
    ("discounts: [{provider: antropic, percent: 5}]",
     "agentdash.yaml: pricing.discounts[0].provider: the book has no provider antropic; fine if telemetry calls it so"),
    ("models: [{model: gpt-4o, input: 0.0025, output: 0.01}]",
     "agentdash.yaml: pricing.models[0].input: 0.0025 is 0.001 times the book's 2.5; prices are in USD per million tokens"),
    ("models: [{model: gpt-4o, input: 0.0000025, output: 0.00001}]",
     "agentdash.yaml: pricing.models[0].input: 0.0000025 USD per million tokens looks like a price per token; write 2.5"),
    ("aliases: {our-gpt: gpt-4oo}", "pricing.aliases.our-gpt: gpt-4oo has no price; write one in models, or check the name"),
])
def test_a_doubt(yaml, line):
    assert next(iter(doubts(prices(f"pricing: {{{yaml}}}")))) == line


@pytest.mark.parametrize("yaml", [
    "models: [{glob: 'gpt-4*', input: 1}]", "models: [{provider: ollama, free: true}]", "models: [{provider: aws.bedrock, input: 1}]",
    "models: [{model: our-own, input: 0.01}]", "discounts: [{provider: anthropic, percent: 20}]", "aliases: {our-gpt: gpt-4o}",
    "models: [{model: gpt-4o, input: 2, output: 8}]",
])
def test_nothing_to_doubt(yaml):
    assert list(doubts(prices(f"pricing: {{{yaml}}}"))) == []


def test_a_build_tells_doubts_and_goes_on():
    with pytest.warns(AgentdashWarning, match="matches no model of the book"):
        assert artifacts(settings("pricing: {models: [{glob: 'gtp-*', input: 1}]}")) == {}


def test_rules_are_written_in_their_mode_only():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert artifacts(settings()) == artifacts(settings("pricing: {mode: collector}")) == {}
        assert list(artifacts(settings("pricing: {mode: rules}"))) == ["rules/prices.yml"]
