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
RESPONSE_ID = "gen_ai.response.id"
TOOL = "gen_ai.tool.name"
CONVERSATION = "gen_ai.conversation.id"
FIRST_CHUNK = "gen_ai.response.time_to_first_chunk"
"""Seconds from the request to the first chunk of a streamed answer."""
ERROR_TYPE = "error.type"

KIND = "agentdash.kind"
"""What a span is: ``call``, ``tool``, ``run``, ``wait`` (for a person) or ``step``."""

SEARCHABLE = "agentdash.place"
"""Kind, place and model of a span in one attribute, for TraceQL metrics: Gigapipe takes no more than two conditions there."""
BETWEEN = ";"
"""Between the parts of :data:`SEARCHABLE`: means nothing in a regular expression, and hardly ever stands in a name."""
