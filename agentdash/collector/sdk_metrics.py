"""Metrics that SDKs send by themselves, in either temporality.

Beside derived series only what spans cannot tell is taken from them: the time to first token of instrumentations that put
it on no span, and Claude Code's own counters (cost, sessions, lines). Without derived series all of them are kept.
"""

from __future__ import annotations

from typing import Any

from agentdash.collector.ottl import block, either, literal, matches, where
from agentdash.vocabulary.labels import UNKNOWN

AI = r"^(gen_ai|llm|strands|litellm|traceloop|openinference|claude_code)\.|^operation\.cost$"
"""Names of AI instrumentations: what they tell is derived from spans, or taken one by one; passing them on would count twice,
and some put a user, a session or even the call itself on every point."""
PERSONAL = (
    r'"(hidden_params|[^"]*(session|conversation|thread|request|trace|user)[._]?id|[^"]*e?mail[^"]*)":|'
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]"
)
"""In the attributes of a point of any other metric: a series per user or call."""
FIRST_CHUNK = "gen_ai.client.operation.time_to_first_chunk"
CLAUDE_CODE = r"^claude_code\."

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
        # Not a number is not at least zero either; one would spoil its series for good.
        "conditions": [f'metric.name == "{name}" and metric.type == METRIC_DATA_TYPE_SUM and datapoint.value_double >= 0.0 and datapoint.value_int >= 0'],
        "sum": {"value": "Double(datapoint.value_int) + datapoint.value_double", "monotonic": True},
    } for name, (unit, own) in _CLAUDE.items()]


def tenant_from_resource() -> list[dict[str, object]]:
    """Claude Code repeats its resource on every point; others keep the tenant on the resource."""
    return [block("datapoint", [where('set(datapoint.attributes["tenant.id"], resource.attributes["tenant.id"])',
                                      'datapoint.attributes["tenant.id"] == nil', 'resource.attributes["tenant.id"] != nil')])]


_SDK_LABELS = literal(
    r"^(gen_ai\.(operation\.name|provider\.name|request\.model|response\.model|token\.type|tool\.name|agent\.name|workflow\.name)|"
    r"error\.type|tenant\.id|deployment\.environment\.name)$")
_OF_CALLS = r"^gen_ai\.client\."


def sdk_labels() -> list[dict[str, object]]:
    """SDKs' own series, where nothing is derived: a bounded set of labels, under the conventions' newer names."""
    def take(target: str, source: str, *conditions: str) -> str:
        return where(f'set(datapoint.attributes["{target}"], {source})', f'datapoint.attributes["{target}"] == nil', *conditions)

    return [block("datapoint", [
        take("gen_ai.provider.name", 'datapoint.attributes["gen_ai.system"]', 'datapoint.attributes["gen_ai.system"] != nil'),
        take("gen_ai.request.model", 'datapoint.attributes["gen_ai.response.model"]', 'datapoint.attributes["gen_ai.response.model"] != nil'),
        # OpenLLMetry's packages for one provider name the operation on some series only.
        take("gen_ai.operation.name", '"chat"', matches("instrumentation_scope.name", r"^opentelemetry\.instrumentation\.(anthropic|openai\.v\d|langchain)"),
             matches("metric.name", _OF_CALLS)),
        *(take(name, f'"{UNKNOWN}"', matches("metric.name", _OF_CALLS)) for name in ("gen_ai.request.model", "gen_ai.provider.name")),
        f"keep_matching_keys(datapoint.attributes, {_SDK_LABELS})",
        'set(datapoint.attributes["collector.id"], "sdk")',
    ]), block("metric", [
        # SDKs describe one metric in several ways; the way is a part of a stream's identity.
        "set(metric.description, metric.name)",
        where('set(metric.unit, "{token}")', matches("metric.unit", r"^\{?tokens?\}?$")),
    ])]


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
