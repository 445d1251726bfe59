"""Metrics that SDKs send by themselves, in either temporality.

Beside derived series only what spans cannot tell is taken from them: the time to first token of instrumentations that put
it on no span, and Claude Code's own counters (cost, sessions, lines). Without derived series all of them are kept.
"""

from __future__ import annotations

from typing import Any

from agentdash.collector.ottl import block, either, matches, where
from agentdash.signals.labels import UNKNOWN

DERIVED = (
    r"^gen_ai\.(client\.(operation\.(duration|time_to_first_chunk)|token\.usage|inference\..*|embeddings\..*)|usage\..*|total\.requests|"
    r"invoke_agent\.duration|execute_tool\.duration|invoke_workflow\.duration|workflow\.duration|server\.time_to_first_token)$"
)
"""Names whose content is derived from spans; passing them on as well would count twice."""
FIRST_CHUNK = "gen_ai.client.operation.time_to_first_chunk"
CLAUDE_CODE = r"^claude_code\."
AGENTS = r"^(gen_ai|claude_code)\."

_CLAUDE = {
    "claude_code.token.usage": ("tokens", ("type", "model", "query_source")),
    "claude_code.cost.usage": ("USD", ("model", "query_source")),
    "claude_code.session.count": ("", ()),
    "claude_code.active_time.total": ("s", ("type",)),
    "claude_code.lines_of_code.count": ("", ("type",)),
    "claude_code.commit.count": ("", ()),
    "claude_code.pull_request.count": ("", ()),
    "claude_code.code_edit_tool.decision": ("", ("decision", "tool_name")),
}
_FIRST_CHUNK_LABELS = ("service.name", "deployment.environment.name", "tenant.id", "gen_ai.agent.name", "gen_ai.operation.name",
                       "gen_ai.provider.name", "gen_ai.request.model", "gen_ai.response.model")


def claude_counters() -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics``: Claude Code's counters, without the session and user that would be a series each."""
    return [{
        "name": name, "description": name, "unit": unit,
        "include_resource_attributes": [{"key": "service.name", "default_value": UNKNOWN},
                                        {"key": "deployment.environment.name", "default_value": UNKNOWN}],
        "attributes": [{"key": key, "default_value": UNKNOWN} for key in ("tenant.id", *own)],
        "conditions": [f'metric.name == "{name}"'],
        "sum": {"value": "Double(datapoint.value_int) + datapoint.value_double", "monotonic": True},
    } for name, (unit, own) in _CLAUDE.items()]


def tenant_from_resource() -> list[dict[str, object]]:
    """Claude Code repeats its resource on every point; others keep the tenant on the resource."""
    return [block("datapoint", [where('set(datapoint.attributes["tenant.id"], resource.attributes["tenant.id"])',
                                      'datapoint.attributes["tenant.id"] == nil', 'resource.attributes["tenant.id"] != nil')])]


def first_chunk_labels() -> list[dict[str, object]]:
    """The labels of the derived series, on the points; the resource and everything else goes."""
    return [
        block("datapoint", [
            *(where(f'set(datapoint.attributes["{name}"], resource.attributes["{name}"])',
                    f'datapoint.attributes["{name}"] == nil', f'resource.attributes["{name}"] != nil') for name in _FIRST_CHUNK_LABELS[:3]),
            *(where(f'set(datapoint.attributes["{name}"], "{UNKNOWN}")', f'datapoint.attributes["{name}"] == nil')
              for name in _FIRST_CHUNK_LABELS),
            'set(datapoint.attributes["fallback"], "false")',
            'set(datapoint.attributes["collector.id"], "sdk")',
        ]),
        block("scope", ['set(scope.name, "")', 'set(scope.version, "")']),
        block("resource", ["keep_keys(resource.attributes, [])"]),
    ]


def merge_first_chunks() -> list[dict[str, object]]:
    """Points of one label set become one; each gets a time of its own, for accumulation drops a second point of one time."""
    kept = ", ".join(f'"{name}"' for name in (*_FIRST_CHUNK_LABELS, "fallback", "collector.id"))
    return [
        block("metric", [f'aggregate_on_attributes("sum", [{kept}])', 'set(metric.description, "Time to the first chunk of a streamed answer")']),
        block("datapoint", ["set(datapoint.time, Now())"]),
    ]


def keep(*patterns: str) -> str:
    """A filter condition: drop every metric whose name matches none of the patterns."""
    return "not " + either(matches("metric.name", pattern) for pattern in patterns)
