"""OpenLIT."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import all_of, any_of, equals, is_nil, matches, present, starts_with
from agentdash.collector.ottl.statements import assign, fill, forget, replace
from agentdash.collector.ottl.values import NAME, SCOPE, Value, attr, found, keyed, resource, scratch
from agentdash.vocabulary.attributes import ASKED_MODEL, OPERATION, PROVIDER
from agentdash.vocabulary.tokens import CACHE_READ, INPUT, OUTPUT

_SCOPE = "openlit.instrumentation."
_NAMED = r"^(?P<operation>chat|embeddings|text_completion|generate_content) (?P<model>[^ ]+)$"
_PARTS, _PROVIDER = (scratch("span", name) for name in ("parts", "provider"))
_BARE = all_of(starts_with(SCOPE, _SCOPE), is_nil(attr(OPERATION)), is_nil(attr(ASKED_MODEL)), matches(NAME, _NAMED))
_ESTIMATED = all_of(equals(SCOPE, f"{_SCOPE}openai"), equals(attr("gen_ai.request.stream"), True), is_nil(attr(CACHE_READ.attribute)),
                    is_nil(attr("gen_ai.usage.cache_read_input_tokens")))
"""Where OpenAI's API sends usage, OpenLIT writes cached tokens, be they zero; elsewhere it takes half the letters of the texts
for tokens (openlit 1.45, ``general_tokens``)."""

OPENLIT = Dialect(
    "openlit", "OpenLIT",
    "The input of Anthropic models leaves cached tokens out; failed calls may have no attributes, only a name; the usage of OpenAI's "
    "streams that do not tell it is a guess.",
    signs=(starts_with(SCOPE, _SCOPE),),
    when=any_of(starts_with(SCOPE, "openlit"), equals(resource("telemetry.sdk.name"), "openlit")),
    excludes_cached=(matches(attr(PROVIDER), "(?i)anthropic|bedrock"),),
    log_scopes=("openlit",),
    first=(
        assign(_PARTS, found(NAME, _NAMED), _BARE),
        fill(attr(OPERATION), keyed(_PARTS, Value('"operation"')), present(_PARTS)),
        fill(attr(ASKED_MODEL), keyed(_PARTS, Value('"model"')), present(_PARTS)),
        assign(_PROVIDER, SCOPE, present(_PARTS)),
        replace(_PROVIDER, r"^.*\.", "", present(_PARTS)),
        fill(attr(PROVIDER), _PROVIDER, present(_PARTS)),
        forget(INPUT.attribute, _ESTIMATED),
        forget(OUTPUT.attribute, _ESTIMATED),
    ),
)
