"""Labels of the canonical series and the spans they stand for.

Names are OpenTelemetry's (GenAI conventions, attributes with dots as underscores). Every series carries every label its
signal names; where telemetry says nothing the value is ``unknown``.
"""

from __future__ import annotations

SERVICE = "service_name"
ENVIRONMENT = "deployment_environment_name"
TENANT = "tenant_id"
AGENT = "gen_ai_agent_name"
OPERATION = "gen_ai_operation_name"
PROVIDER = "gen_ai_provider_name"
ASKED_MODEL = "gen_ai_request_model"
MODEL = "gen_ai_response_model"
"""The model that answered; the asked-for one where the call failed or the SDK does not say."""
TOOL = "gen_ai_tool_name"
FAILED = "error"
"""``true`` or ``false``."""
TIMED = "timed"
"""``true`` on calls that succeeded and whose telemetry tells how long they took."""
FALLBACK = "fallback"
"""``true`` where another model answered than was asked for; aliases and dated snapshots are not."""
ERROR_TYPE = "error_type"
"""Only on failures: one of :data:`ERROR_TYPES`."""
MORE_THAN = "more_than"
"""A run has made more calls than this."""
FALLBACK_BY = "fallback_by"
"""Who sent a call to another model: ``gateway`` (another one answered than was asked) or ``client`` (asked another one after
a failure)."""
OUTCOME, DECIDED_BY = "outcome", "decided_by"
"""What was decided on a coding agent's edit or tool, and by whom (:mod:`agentdash.vocabulary.coding`)."""
WORKER, CHANGE = "worker", "change"
"""Whose time a coding agent's active time is; whether lines were ``added`` or ``removed``."""
SENT, VERSION = "sent", "service_version"
"""What a coding agent sent (``metrics``, ``logs``, ``spans``), and which version of it."""
PERSON = "person"
"""Who works with a coding agent; only where the settings ask for it (``telemetry.people``)."""
COLLECTOR = "collector_id"
"""A Collector's life: a restart begins new series, so no counter ever resets inside one."""

WHERE = (SERVICE, ENVIRONMENT, TENANT)
RUN = (*WHERE, AGENT)
CALL = (*RUN, OPERATION, PROVIDER, ASKED_MODEL, MODEL, FALLBACK)
STEP = (*RUN, TOOL)

SEARCHABLE = (ENVIRONMENT, SERVICE, TENANT, MODEL)
"""Labels whose values follow the kind in the attribute ``agentdash.place``; the settings' extra labels come after them."""

UNKNOWN = "unknown"

ERROR_TYPES = (
    "rate_limit", "timeout", "server_error", "overloaded", "invalid_request", "auth", "not_found", "connection",
    "content_filter", "cancelled", "tool_error", "retried", "other",
)
"""The bounded set that SDKs' own error names (``openai.RateLimitError``, ``429``, ``rate_limit_error`` …) fold into."""

RESOURCE_ATTRIBUTES = {SERVICE: "service.name"}
SPAN_ATTRIBUTES = {
    ENVIRONMENT: "deployment.environment.name", TENANT: "tenant.id",
    AGENT: "gen_ai.agent.name", OPERATION: "gen_ai.operation.name", PROVIDER: "gen_ai.provider.name",
    ASKED_MODEL: "gen_ai.request.model", MODEL: "gen_ai.response.model", TOOL: "gen_ai.tool.name",
    ERROR_TYPE: "error.type",
}


def attribute(label: str) -> str:
    """The TraceQL attribute behind a label, e.g. ``span.gen_ai.response.model``."""
    return f"{'resource' if label in RESOURCE_ATTRIBUTES else 'span'}.{attribute_name(label)}"


def attribute_name(label: str) -> str:
    """The attribute behind a label, e.g. ``gen_ai.response.model``."""
    return (RESOURCE_ATTRIBUTES | SPAN_ATTRIBUTES)[label]
