"""Who served a call: what telemetry calls a provider, and whose prices then count.

Three kinds of providers: *home* ones sell at one price whatever the road to them, so an unknown road (a gateway, a
framework's name in the provider's place) changes nothing; *sellers* have a price list of their own for other people's
models; *hosts* have none that anybody publishes, so only the user's own rules can price them.
"""

from __future__ import annotations

import re

# What telemetry calls them (conventions, SDKs, gateways' prefixes) -> id in the book. The first that matches counts.
CALLED = (
    (r"aws.*|amazon.*|.*bedrock.*|sagemaker.*", "aws"),
    (r"azure.*|az[._-].*", "azure"),
    (r"google.*|gcp.*|gemini|vertex.*", "google"),
    (r".*anthropic.*|claude", "anthropic"),
    (r"openrouter.*", "openrouter"),
    (r"groq.*", "groq"),
    (r"together.*", "together"),
    (r"fireworks.*", "fireworks"),
    (r"cerebras.*", "cerebras"),
    (r"cloudflare.*|workers-ai", "cloudflare"),
    (r"databricks.*", "databricks"),
    (r"github.*|copilot.*", "github-copilot"),
    (r"novita.*", "novita"),
    (r"ovh.*", "ovhcloud"),
    (r"baseten.*", "baseten"),
    (r"modal.*", "modal"),
    (r"avian.*", "avian"),
    (r"doubleword.*", "doubleword"),
    (r"quicksilverpro", "quicksilverpro"),
    (r"openai.*", "openai"),
    (r"mistral.*", "mistral"),
    (r"x[-_.]?ai|grok", "x-ai"),
    (r"cohere.*", "cohere"),
    (r"deepseek.*", "deepseek"),
    (r"perplexity.*", "perplexity"),
    (r"moonshot.*|kimi", "moonshotai"),
    (r"z[-_.]?ai", "zai"),
    (r"zhipu.*", "zhipuai"),
    (r"minimax.*", "minimax"),
    (r"voyage.*", "voyageai"),
    (r"meta|meta[-_.]llama.*", "meta"),
    (r"elevenlabs.*", "elevenlabs"),
)

SELLERS = (
    "aws", "openrouter", "groq", "together", "fireworks", "cerebras", "cloudflare", "databricks", "github-copilot",
    "novita", "ovhcloud", "baseten", "modal", "avian", "doubleword", "quicksilverpro", "arcee",
)
"""Providers of the book with prices of their own for models that others make."""

HOSTS = (
    r"self[-_]hosted|ollama.*|vllm.*|lm[-_ ]?studio|llama[-_.]?cpp|localai|local|sglang|tgi|hugging[-_]?face.*|deepinfra.*|replicate.*|"
    r"nvidia.*|sambanova.*|hyperbolic.*|nebius.*|nscale.*|siliconflow.*|ibm.*|watsonx.*|snowflake.*|oci.*|runpod.*"
)
"""Providers without published prices: self-hosted, or not in the book."""

# Bedrock's ids begin with the maker, often behind a region: `eu.anthropic.claude-…`.
BEDROCK = (
    r"(?:[a-z][a-z-]{1,6}\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|google|nvidia|moonshotai|zai|"
    r"minimax|writer|stability|luma|twelvelabs)\.[a-z].*"
)

_CALLED = tuple((re.compile(pattern), identity) for pattern, identity in CALLED)
_HOSTS, _BEDROCK = re.compile(HOSTS), re.compile(BEDROCK)


def identity(called: str) -> str:
    """The book's id of what telemetry calls a provider; ``host`` for one without prices; "" for an unknown one."""
    name = called.strip().lower()
    for pattern, found in _CALLED:
        if pattern.fullmatch(name):
            return found
    if name in SELLERS:
        return name
    return "host" if _HOSTS.fullmatch(name) else ""


def pattern(identity: str) -> str:
    """The regular expression for everything that telemetry calls a provider, which may also be one of its names."""
    found = "|".join(called for called, known in CALLED if known == identity)
    return found or re.escape(identity.lower()).replace(r"\-", "-")


def served_by(called: str, path: tuple[str, ...]) -> str:
    """Who served a call: Bedrock where the name has its form, else the seller that is named, by the provider first.

    ``path`` is the model's name cut at its slashes. "" where nothing tells.
    """
    if path and _BEDROCK.fullmatch(path[-1]):
        return "aws"
    first = identity(called)
    if first in SELLERS or first == "host":
        return first
    for part in path[:-1]:
        hinted = identity(part)
        if hinted in SELLERS or hinted == "host":
            return hinted
    return first
