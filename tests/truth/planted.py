"""Every place in which a known dialect puts what people said, and something in each that must not come out again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.telemetry import spans
from tests.telemetry.spans import CLIENT, ERROR, Span

MARK = "PLANTED"
EMAIL = "alice.private@example.com"
KEYS = (
    "sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789", "sk-proj-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789", "AIzaSyA1234567890abcdefghijklmnopqrstu",
    "gsk_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789", "hf_AbCdEfGhIjKlMnOpQrStUvWxYz012345", "xai-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789",
    "AKIAIOSFODNN7EXAMPLE", "ghp_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789", "glsa_AbCdEfGhIjKlMnOpQrStUvWxYz012345_01234567",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
)
TEXT = f"{MARK} what is my balance? mail {EMAIL}, key {KEYS[0]}"

# Attribute keys by the scope that writes them.
ON_SPANS: dict[str, tuple[str, ...]] = {
    "opentelemetry.instrumentation.genai.openai": (
        "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.tool.definitions",
        "gen_ai.tool.call.arguments", "gen_ai.tool.call.result", "gen_ai.prompt", "gen_ai.completion", "gen_ai.agent.description",
        "gen_ai.tool.description", "gen_ai.prompt.name", "gen_ai.request.user", "gen_ai.retrieval.query.text", "gen_ai.retrieval.documents"),
    "opentelemetry.instrumentation.openai.v1": (
        "gen_ai.prompt.0.content", "gen_ai.prompt.0.role", "gen_ai.completion.0.content", "gen_ai.completion.0.tool_calls.0.arguments",
        "llm.prompts.0.content", "llm.completions.0.content", "llm.request.functions.0.description", "llm.user", "llm.headers",
        "gen_ai.request.structured_output_schema"),
    "opentelemetry.instrumentation.langchain": (
        "traceloop.entity.input", "traceloop.entity.output", "traceloop.association.properties.user_id",
        "traceloop.association.properties.session_id", "traceloop.association.properties.thread_id", "traceloop.prompt.template"),
    "openinference.instrumentation.llama_index": (
        "input.value", "output.value", "llm.input_messages.0.message.content", "llm.output_messages.0.message.content",
        "llm.invocation_parameters", "llm.prompts.0", "llm.prompt_template.template", "llm.prompt_template.variables", "llm.tools.0.tool.json_schema",
        "retrieval.documents.0.document.content", "embedding.text", "embedding.embeddings.0.embedding.text", "tool.description", "tool.parameters",
        "tool_call.function.arguments", "metadata", "tag.tags"),
    "com.anthropic.claude_code.tracing": (
        "user_prompt", "new_context", "response", "full_command", "file_path", "tool_input", "tool_parameters", "error", "user.email",
        "user.account_uuid", "tool.output"),
    "github.copilot": ("github.copilot.user.message", "gen_ai.input.messages", "github.copilot.tool.arguments"),
    "pydantic-ai": (
        "all_messages_events", "pydantic_ai.all_messages", "final_result", "tool_arguments", "tool_response", "model_request_parameters", "events",
        "logfire.msg", "logfire.json_schema"),
    "ai": (
        "ai.prompt", "ai.prompt.messages", "ai.prompt.tools", "ai.response.text", "ai.response.toolCalls", "ai.response.object", "ai.toolCall.args",
        "ai.toolCall.result", "ai.value", "ai.values", "ai.embedding", "ai.telemetry.metadata.userId", "ai.schema.description", "ai.request.headers.authorization"),
    "@mastra/otel-exporter": ("mastra.input", "mastra.output", "mastra.metadata", "gen_ai.input.messages"),
    "haystack": (
        "haystack.component.input", "haystack.component.output", "haystack.component.input_spec", "haystack.pipeline.input_data",
        "haystack.pipeline.output_data", "haystack.pipeline.metadata", "haystack.tool.input", "haystack.tool.output", "haystack.agent.input"),
    "opentelemetry.instrumentation.crewai": (
        "crewai.task.description", "crewai.task.expected_output", "crewai.agent.goal", "crewai.agent.backstory", "crewai.crew.tasks", "crewai.crew.result",
        "crewai.crew.agents", "crewai.crew.token_usage"),
    "strands.telemetry.tracer": ("gen_ai.event.content", "system_prompt", "gen_ai.agent.tools", "agent.state"),
    "gcp.vertex.agent": ("gcp.vertex.agent.llm_request", "gcp.vertex.agent.llm_response", "gcp.vertex.agent.tool_call_args", "gcp.vertex.agent.tool_response",
                         "gcp.vertex.agent.data"),
    "litellm": ("llm.openai.messages", "llm.openai.choices", "hidden_params", "metadata.user_api_key", "metadata.user_api_key_user_email", "metadata.requester_metadata"),
    "openlit.otel.tracing": ("gen_ai.content.prompt", "gen_ai.content.completion", "gen_ai.openai.user", "gen_ai.tool.args", "db.query.text"),
    "mcp": ("mcp.request.arguments", "mcp.response.value", "mcp.resource.uri", "gen_ai.tool.call.arguments"),
    "langsmith": ("langsmith.span.inputs", "langsmith.metadata.user", "gen_ai.completion"),
}
ON_EVENTS = ("gen_ai.event.content", "content", "gen_ai.input.messages", "message", "exception.message", "exception.stacktrace", "tool.output", "body",
             "gen_ai.prompt", "gen_ai.completion", "github.copilot.user.message", "data")
EVENTS = ("gen_ai.user.message", "gen_ai.choice", "gen_ai.content.prompt", "exception", "gen_ai.client.inference.operation.details", "tool.output",
          "github.copilot.user.message", "First Token Stream Event")
ON_LOGS = ("prompt", "prompt_text", "response", "tool_input", "tool_parameters", "error", "body", "gen_ai.input.messages", "gen_ai.output.messages",
           "gen_ai.system_instructions", "content", "gen_ai.tool.definitions", "user.email", "message", "tool_result", "file_path")
LOG_EVENTS = ("gen_ai.user.message", "gen_ai.choice", "gen_ai.client.inference.operation.details", "claude_code.user_prompt", "api_request_body",
              "gen_ai.evaluation.result", "gen_ai.client.operation.exception")
LOG_SCOPES = ("com.anthropic.claude_code.events", "opentelemetry.instrumentation.openai_v2", "openlit.otel.events", "gcp.vertex.agent",
              "opentelemetry.instrumentation.google_genai", "strands.telemetry.tracer", "pydantic-ai")


def span_exports(service: str) -> Iterable[dict[str, Any]]:
    """A call, a tool run and an agent run per scope, each with everything in it that the scope can write."""
    for scope, keys in ON_SPANS.items():
        content = {"user.id": EMAIL, "session.id": EMAIL} | dict.fromkeys(keys, TEXT) | {f"{key}.nested": [TEXT, TEXT] for key in keys[:1]}
        events = tuple((name, dict.fromkeys(ON_EVENTS, TEXT)) for name in EVENTS)
        more: dict[str, Any] = {"scope": scope, "status": ERROR, "message": TEXT, "events": events}
        yield spans.export(service, [
            spans.call(attributes={**content, "openinference.span.kind": "LLM"}, **more),
            Span(f"{TEXT}.task", {**content, "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "helper", "traceloop.span.kind": "task"}, **more),
            Span("execute_tool search", {**content, "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search"}, **more),
        ], {"process.command_line": f"agent -p '{TEXT}'", "process.command_args": ["agent", TEXT], "user.email": EMAIL})
    # A program's own span around them: what its exception quotes, with and without a type, and told by the status alone.
    thrown = {"exception.message": TEXT, "exception.stacktrace": f"Traceback …\nValueError: {TEXT}", "exception.logfire.data": TEXT}
    yield spans.export(service, [Span("answer_ticket", {"ticket": number, "logfire.msg": TEXT}, "helpdesk", status=ERROR, message=message, events=events)
                                 for number, (message, events) in enumerate((
                                     (f"ValueError: {TEXT}", (("exception", {"exception.type": "ValueError", **thrown}),)),
                                     (TEXT, (("exception", thrown),)), (f"openai.RateLimitError: {TEXT}", ()), (TEXT, ())))])
    # Not AI's: text passes, addresses and keys do not.
    yield spans.export(service, [Span(f"GET {EMAIL}", {
        "url.full": f"https://example.com/v1?key={KEYS[2]}", "http.request.header.authorization": f"Bearer {KEYS[9]}", "note": f"{EMAIL} {key}"},
        "http", kind=CLIENT, status=ERROR, message=f"refused for {EMAIL}: {key}", events=(("exception", {"exception.message": f"{EMAIL} {key}"}),))
        for key in KEYS])


def log_exports(service: str) -> Iterable[dict[str, Any]]:
    """Log records of each scope: content in the body, in attributes, in nested values."""
    for scope in LOG_SCOPES:
        records = [{
            "timeUnixNano": "1", "eventName": "" if scope.startswith("com.anthropic") else name, "severityNumber": 9,
            "body": body, "attributes": spans.attributes({**dict.fromkeys(ON_LOGS, TEXT), "event.name": name}),
        } for name in LOG_EVENTS for body in (
            {"stringValue": TEXT}, {"kvlistValue": {"values": [{"key": "content", "value": {"stringValue": TEXT}}]}},
            {"arrayValue": {"values": [{"stringValue": TEXT}]}})]
        yield _logs(service, scope, records)
    yield _logs(service, "app", [{"timeUnixNano": "1", "body": {"stringValue": f"user {EMAIL} with {key}"},
                                  "attributes": spans.attributes({"who": EMAIL, "authorization": f"Bearer {key}"})} for key in KEYS])


def _logs(service: str, scope: str, records: list[dict[str, Any]]) -> dict[str, Any]:
    return {"resourceLogs": [{"resource": {"attributes": spans.attributes({"service.name": service, "user.email": EMAIL})},
                              "scopeLogs": [{"scope": {"name": scope}, "logRecords": records}]}]}
