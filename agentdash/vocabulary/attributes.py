"""Attributes that a normalised span carries: OpenTelemetry's own names (GenAI conventions), and agentdash's marks."""

from __future__ import annotations

SERVICE = "service.name"
ENVIRONMENT = "deployment.environment.name"
TENANT = "tenant.id"
AGENT = "gen_ai.agent.name"
WORKFLOW = "gen_ai.workflow.name"
OPERATION = "gen_ai.operation.name"
PROVIDER = "gen_ai.provider.name"
ASKED_MODEL = "gen_ai.request.model"
MODEL = "gen_ai.response.model"
COMMON_MODEL = "agentdash.model"
"""What the model that answered is called whoever serves it, where the price book knows it."""
BY_NAME, ASKED_BY_NAME = "agentdash.model.by_name", "agentdash.asked_model.by_name"
"""``true`` where the price book, a rule or an alias of the user's has that very name."""
RESPONSE_ID = "gen_ai.response.id"
TOOL = "gen_ai.tool.name"
CONVERSATION = "gen_ai.conversation.id"
SESSION = "session.id"
VERSION = "service.version"
CACHE_WRITE_1H = (
    "gen_ai.usage.cache_creation.ephemeral_1h_input_tokens", "gen_ai.usage.details.ephemeral_1h_input_tokens",
    "gen_ai.usage.details.cache_creation.ephemeral_1h_input_tokens", "anthropic.usage.cache_creation.ephemeral_1h_input_tokens",
    "cache_creation_1h_tokens",
)
"""Input tokens that the provider keeps for an hour, a part of the cache writes, as dialects that tell them apart call them."""
FIRST_CHUNK = "gen_ai.response.time_to_first_chunk"
"""Seconds from the request to the first chunk of a streamed answer."""
FINISH_REASONS = "gen_ai.response.finish_reasons"
ERROR_TYPE = "error.type"
HTTP_STATUS = "http.response.status_code"

KIND = "agentdash.kind"
"""What a span is: one of :mod:`agentdash.vocabulary.kinds`."""
EXCEPTION = "agentdash.exception"
"""The type of an exception that a span has as an event, while failures are looked for."""
ERROR_KIND = "agentdash.error.kind"
"""On failed spans: one of :data:`agentdash.vocabulary.labels.ERROR_TYPES`."""
SECONDS = "agentdash.seconds"
"""How long a call or tool took: the span; the last attempt where the client repeats inside one span, and without the time in
which a tool waited for a person."""
ATTEMPTS = "agentdash.attempts"
"""On calls that a client repeats inside one span: how often it asked."""
PART = "agentdash.part"
"""``true`` on a call that is the same as the call right above it, which knows more; without one above it counts."""
GATEWAY = "agentdash.gateway"
"""``true`` on a gateway's call for a client: it knows which model answered, and what was used."""
FAILED_CALL = "agentdash.failed_call"
"""``true`` on a span that is no call, and on which a failed call left its model and its error: no other span tells of it."""
STREAM = "agentdash.stream"
"""On streams that two spans tell of: which of them this is."""
STREAM_OPENED, STREAM_REST = "opened", "rest"
UNTIMED = "agentdash.untimed"
"""``true`` on streams whose span ends when the stream begins."""

RUN = "agentdash.run"
"""On calls, and on tools of a trace that holds several runs: which run, as 32 hexadecimal digits."""

TOTAL_TOKENS = "agentdash.usage.total"
"""All tokens together, as telemetry says it; only until the counts are settled."""

SEARCHABLE = "agentdash.place"
"""Kind, place and model of a span in one attribute, for TraceQL metrics: Gigapipe takes no more than two conditions there."""
BETWEEN = ";"
"""Between the parts of :data:`SEARCHABLE`: means nothing in a regular expression, and hardly ever stands in a name."""
