"""Usage that stands as JSON, or as a printed dictionary of Python, in the text of an attribute.

Which attribute it is, dialects say; how counts are spelled in there is the same few ways everywhere, for they are the
providers' own answers, or an SDK's own names for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agentdash.collector.dialects.dialect import Dialect, UsageText
from agentdash.collector.ottl.conditions import (
    Condition,
    above,
    all_of,
    any_of,
    equals,
    is_nil,
    is_text,
    matches,
    present,
)
from agentdash.collector.ottl.statements import Group, Statement, assign, block, fill, flatten, merge, replace, set_to
from agentdash.collector.ottl.values import Path, as_integer, attr, from_json, inside, scratch
from agentdash.collector.usage import CACHED_BESIDE
from agentdash.vocabulary.attributes import TOTAL_TOKENS
from agentdash.vocabulary.tokens import CACHE_READ, CACHE_WRITE, INPUT, OUTPUT, REASONING

_SPELLINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # OpenAI's two APIs, Anthropic's and Google's; LangChain's, Langfuse's and Genkit's own.
    (INPUT.attribute, ("input_tokens", "prompt_tokens", "inputTokens", "promptTokens", "input", "prompt_token_count", "promptTokenCount")),
    (OUTPUT.attribute, ("output_tokens", "completion_tokens", "outputTokens", "completionTokens", "output", "candidates_token_count",
                        "candidatesTokenCount")),
    (TOTAL_TOKENS, ("total_tokens", "totalTokens", "total", "total_token_count", "totalTokenCount")),
    (CACHE_READ.attribute, (
        "cache_read_input_tokens", "prompt_tokens_details.cached_tokens", "input_tokens_details.cached_tokens",
        "input_token_details.cache_read", "cache_read", "input_cache_read", "input_cached_tokens", "custom.cache_read_input_tokens",
        "cached_tokens", "cachedInputTokens", "cachedContentTokens", "cacheReadInputTokens", "cached_content_token_count",
        "cachedContentTokenCount")),
    (CACHE_WRITE.attribute, (
        "cache_creation_input_tokens", "input_token_details.cache_creation", "cache_creation", "prompt_tokens_details.cache_creation_tokens",
        "prompt_tokens_details.cache_write_tokens", "input_cache_creation",
        "custom.cache_creation_input_tokens", "cacheCreationInputTokens", "cacheWriteInputTokens")),
    (REASONING.attribute, (
        "completion_tokens_details.reasoning_tokens", "output_tokens_details.reasoning_tokens", "output_token_details.reasoning",
        "reasoning", "output_reasoning", "output_reasoning_tokens", "reasoning_tokens", "reasoningTokens", "thoughtsTokens",
        "thoughts_token_count", "thoughtsTokenCount")),
)
_BY_LIFETIME = tuple(f"{where}ephemeral_{life}_input_tokens" for where in ("", "input_token_details.", "input_", "custom.") for life in ("5m", "1h"))
"""Cache writes by how long they stay. LangChain says 0 for all of them together where it says these."""
_PASSED_ON = ("custom.cache_read_input_tokens", "custom.cache_creation_input_tokens", "input_cache_read", "input_cache_creation")
"""Genkit's Anthropic plugin passes Anthropic's counts on, and Langfuse's callback takes cached tokens off the input."""
_TEXT, _JSON, _USAGE, _WRITES = (scratch("span", name) for name in ("text", "json", "usage", "writes"))


def read(dialects: Sequence[Dialect]) -> list[Group]:
    """Statement groups, before long texts are cut: what dialects find in them, and the counts of every usage text as
    attributes, where these are not there."""
    texts = [one for dialect in dialects for one in dialect.usage_texts]
    return [*(block("span", dialect.early, dialect.here) for dialect in dialects if dialect.early), block("span", [
        assign(_USAGE, from_json("{}")),
        *(statement for one in texts for statement in _parsed(one)),
        flatten(_USAGE),
        *_counts(),
    ], *(present(attr(name)) for name in dict.fromkeys(one.attribute for one in texts)))]


def _parsed(one: UsageText) -> Iterator[Statement]:
    source = attr(one.attribute)
    if one.keys:
        # An answer with its usage in it.
        here = all_of(is_text(source), matches(source, r'^\{"'))
        yield assign(_JSON, from_json(source), here)
        for key in one.keys:
            yield merge(_USAGE, *_inside(key, here))
        return
    here = all_of(is_text(source), matches(source, r"""^\{["'].*\}$"""))
    yield assign(_TEXT, source, here)
    yield replace(_TEXT, "'", '"', here)
    yield replace(_TEXT, ": None", ": null", here)
    yield replace(_TEXT, ": (True|False)", ": 0", here)
    yield merge(_USAGE, from_json(_TEXT), here)


def _inside(key: str, *conditions: Condition) -> tuple[Path, *tuple[Condition, ...]]:
    """What stands under a key with dots in it, and when it is there."""
    found, there = _JSON, list(conditions)
    for name in key.split("."):
        found = inside(found, name)
        there.append(present(found))
    return found, *there


def _counts() -> Iterator[Statement]:
    yield set_to(CACHED_BESIDE, True, is_nil(attr(INPUT.attribute)), any_of(*(_some(name) for name in _PASSED_ON)))
    for attribute, names in _SPELLINGS:
        for name in names:
            yield fill(attr(attribute), inside(_USAGE, name))
    written = attr(CACHE_WRITE.attribute)
    yield assign(_WRITES, 0)
    for name in _BY_LIFETIME:
        yield assign(_WRITES, as_integer(_WRITES) + as_integer(inside(_USAGE, name)), present(inside(_USAGE, name)))
    yield assign(written, _WRITES, above(_WRITES, 0), any_of(is_nil(written), equals(written, 0)))


def _some(name: str) -> Condition:
    return above(inside(_USAGE, name), 0)
