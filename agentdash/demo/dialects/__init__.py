"""Four ways to tell the same run, by the name that a service's dialect has in `company`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from agentdash.demo.dialects import genai, openinference, openllmetry, vercel
from agentdash.demo.span import Span, Value
from agentdash.demo.work import Run

SPANS: dict[str, Callable[[Run], Iterator[Span]]] = {
    "genai": genai.spans, "openinference": openinference.spans, "openllmetry": openllmetry.spans, "vercel": vercel.spans,
}
SDKS: dict[str, Mapping[str, Value]] = {
    "genai": genai.SDK, "openinference": openinference.SDK, "openllmetry": openllmetry.SDK, "vercel": vercel.SDK,
}
"""Attributes of the process that tell its SDK."""
TITLES = {"genai": "OpenTelemetry GenAI conventions", "openinference": "OpenInference", "openllmetry": "OpenLLMetry", "vercel": "Vercel AI SDK 6"}
