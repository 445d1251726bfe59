"""Coding agents, and the SDKs that drive them: they export by themselves."""

from __future__ import annotations

from agentdash.instrument.guide import TAGS, Guide

GUIDES = (
    Guide("claude-agent-sdk", "Claude Agent SDK and Claude Code", "claude_code", ("claude-agent-sdk==0.2.187",), "pip install claude-agent-sdk", (
        ("CLAUDE_CODE_ENABLE_TELEMETRY", "1"), ("CLAUDE_CODE_ENHANCED_TELEMETRY_BETA", "1"), ("OTEL_TRACES_EXPORTER", "otlp"), ("OTEL_METRICS_EXPORTER", "otlp"),
        ("OTEL_LOGS_EXPORTER", "otlp"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "{endpoint}"),
        ("OTEL_SERVICE_NAME", "{service}"), ("OTEL_RESOURCE_ATTRIBUTES", TAGS)), aliases=("claude-code", "claude", "claude-sdk-agent", "claude_code"),
        note="The variables stand in the program's environment, or under `env` in Claude Code's settings.json. The protocol has no default: without it nothing is "
             "sent. Spans (the two with TRACES and BETA) carry the calls; without them only tokens and Claude Code's own cost are seen. The measured CLI was 2.1.330.",
        flush="Sessions of a few seconds are exported whole at their end; nothing is to be done."),
    Guide("copilot-sdk", "GitHub Copilot SDK", "copilot_cli102", ("@github/copilot-sdk==1.0.14", "@github/copilot==1.0.102"), "npm install @github/copilot-sdk",
          (("OTEL_SERVICE_NAME", "{service}"), ("OTEL_RESOURCE_ATTRIBUTES", TAGS)), '''\
import { CopilotClient } from "@github/copilot-sdk";

const client = new CopilotClient({
  telemetry: { otlpEndpoint: "{endpoint}", exporterType: "otlp-http", captureContent: false },
});
''', "javascript", ("exporterType: 'otlp-http', captureContent: false",), ("copilot", "github-copilot", "copilot-cli"), "", "`await client.stop()` before the program ends."),
    Guide("codex", "Codex CLI", "codex_cli", ("@openai/codex 0.171.0",), "", (("OTEL_RESOURCE_ATTRIBUTES", f"service.name={{service}},{TAGS}"),), '''\
# ~/.codex/config.toml
[otel]
environment = "prod"
log_user_prompt = false
exporter = { otlp-http = { endpoint = "{endpoint}/v1/logs", protocol = "binary" } }
trace_exporter = { otlp-http = { endpoint = "{endpoint}/v1/traces", protocol = "binary" } }
metrics_exporter = { otlp-http = { endpoint = "{endpoint}/v1/metrics", protocol = "binary" } }
''', "toml", ("log_user_prompt = false", "metrics_exporter = "), ("codex-cli",), "Codex calls itself `codex_exec` where it runs without a terminal.",
          "A run's events are exported at its end; nothing is to be done."),
    Guide("gemini-cli", "Gemini CLI", "gemini_cli", ("@google/gemini-cli 0.61.0",), "", (
        ("GEMINI_TELEMETRY_ENABLED", "true"), ("GEMINI_TELEMETRY_OTLP_ENDPOINT", "{endpoint}"), ("GEMINI_TELEMETRY_OTLP_PROTOCOL", "http"),
        ("GEMINI_TELEMETRY_LOG_PROMPTS", "false"), ("OTEL_RESOURCE_ATTRIBUTES", f"service.name={{service}},{TAGS}")), measured=(), aliases=("gemini",),
        note="LOG_PROMPTS is true unless it is set to false.", flush="An invocation that ends in an error exports nothing."),
)
"""In the order of the pages."""
