"""OpenLIT."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import any_of, equals, matches
from agentdash.collector.ottl.values import SCOPE, attr, resource
from agentdash.vocabulary.attributes import PROVIDER

OPENLIT = Dialect(
    "openlit", "OpenLIT",
    "The input of Anthropic models leaves cached tokens out.",
    when=any_of(matches(SCOPE, "^openlit"), equals(resource("telemetry.sdk.name"), "openlit")),
    excludes_cached=(matches(attr(PROVIDER), "(?i)anthropic|bedrock"),),
    log_scopes=("openlit",),
)
