"""OpenLIT."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import (
                    all_of,
                    any_of,
                    differs,
                    equals,
                    is_nil,
                    matches,
                    negate,
                    present,
                    starts_with,
)
from agentdash.collector.ottl.statements import assign, default, fill, forget, replace
from agentdash.collector.ottl.values import NAME, SCOPE, Value, attr, found, keyed, resource, scratch
from agentdash.vocabulary.attributes import ASKED_MODEL, FIRST_CHUNK, MODEL, OPERATION, PROVIDER, RESPONSE_ID
from agentdash.vocabulary.tokens import CACHE_READ, INPUT, OUTPUT

_SCOPE, _OLD_SCOPE = "openlit.instrumentation.", "openlit.otel.tracing"
"""One for each SDK; up to 1.36 one for all."""
_OURS = (starts_with(SCOPE, _SCOPE), equals(SCOPE, _OLD_SCOPE))
_NAMED = r"^(?P<operation>chat|embeddings|text_completion|generate_content) (?P<model>[^ ]+)$"
_PARTS, _PROVIDER = (scratch("span", name) for name in ("parts", "provider"))
_BARE = all_of(any_of(*_OURS), is_nil(attr(OPERATION)), is_nil(attr(ASKED_MODEL)), matches(NAME, _NAMED))
_STREAM = any_of(*(equals(attr(f"gen_ai.request.{name}"), True) for name in ("stream", "is_stream")))
_ESTIMATED = all_of(_STREAM, any_of(equals(SCOPE, f"{_SCOPE}openai"), equals(attr(PROVIDER), "openai")), is_nil(attr(CACHE_READ.attribute)),
                    is_nil(attr("gen_ai.usage.cache_read_input_tokens")), negate(matches(attr(RESPONSE_ID), "^resp_")))
"""Where OpenAI's API sends usage, OpenLIT writes cached tokens, be they zero; elsewhere it takes half the letters of the texts
for tokens (openlit 1.34 to 1.45, ``general_tokens``), but for the Responses API, which always sends it."""

OPENLIT = Dialect(
    "openlit", "OpenLIT",
    "The input of Anthropic models leaves cached tokens out; failed calls may have no attributes, only a name; the usage of OpenAI's "
    "streams that do not tell it is a guess; the first token is counted from the moment at which the SDK's call returned.",
    signs=_OURS,
    when=any_of(starts_with(SCOPE, "openlit"), equals(resource("telemetry.sdk.name"), "openlit")),
    # Up to 1.36 the span of a stream begins when its call has returned.
    untimed=(all_of(equals(SCOPE, _OLD_SCOPE), _STREAM),),
    excludes_cached=(all_of(matches(attr(PROVIDER), "(?i)anthropic|bedrock"), differs(SCOPE, f"{_SCOPE}langchain")),),
    log_scopes=("openlit",),
    first=(
        # The LangChain instrumentation names the provider where it finds no model; a failed graph has only a name.
        forget(ASKED_MODEL, equals(attr(ASKED_MODEL), attr(PROVIDER))),
        forget(MODEL, equals(attr(MODEL), attr(PROVIDER))),
        default(attr(OPERATION), "invoke_workflow", starts_with(NAME, "invoke_workflow ")),
        assign(_PARTS, found(NAME, _NAMED), _BARE),
        fill(attr(OPERATION), keyed(_PARTS, Value('"operation"')), present(_PARTS)),
        fill(attr(ASKED_MODEL), keyed(_PARTS, Value('"model"')), present(_PARTS)),
        assign(_PROVIDER, SCOPE, present(_PARTS), differs(SCOPE, _OLD_SCOPE)),
        replace(_PROVIDER, r"^.*\.", "", present(_PROVIDER)),
        fill(attr(PROVIDER), _PROVIDER, present(_PROVIDER)),
        forget(INPUT.attribute, _ESTIMATED),
        forget(OUTPUT.attribute, _ESTIMATED),
        forget(FIRST_CHUNK, any_of(*_OURS)),
    ),
)
