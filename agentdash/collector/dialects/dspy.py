"""DSPy, as OpenInference instruments it."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import all_of, equals, matches, starts_with
from agentdash.collector.ottl.values import NAME, SCOPE, attr

DSPY = Dialect(
    "dspy", "DSPy",
    "Agents are chains, told by the module's class; calls tell no usage; `finish` ends an agent's loop and is no tool.",
    when=starts_with(SCOPE, "openinference.instrumentation.dspy"),
    runs=(all_of(equals(attr("openinference.span.kind"), "CHAIN"), matches(NAME, r"^\w*(ReAct|CodeAct|Avatar|Agent)\.a?(forward|call)$")),),
    not_tools=(matches(NAME, r"^finish\.(__call__|acall)$"),),
)
