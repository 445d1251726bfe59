"""smolagents, by OpenInference."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import equals, matches
from agentdash.collector.ottl.values import NAME, SCOPE

SMOLAGENTS = Dialect(
    "smolagents", "smolagents",
    "OpenInference's names; where a call fails its run exports no span, and leaves its context to what comes after it.",
    when=equals(SCOPE, "openinference.instrumentation.smolagents"),
    ends_run=(matches(NAME, r"^Step [0-9]+$"),),
)
