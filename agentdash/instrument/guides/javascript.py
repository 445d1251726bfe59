"""JavaScript and TypeScript."""

from __future__ import annotations

from agentdash.instrument.guide import STANDARD, Guide

_NODE = '''\
// telemetry.mjs: node --import ./telemetry.mjs app.mjs
import { NodeSDK } from "@opentelemetry/sdk-node";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";

export const sdk = new NodeSDK({ traceExporter: new OTLPTraceExporter() });
sdk.start();
'''
_NODE_PACKAGES = "@opentelemetry/sdk-node @opentelemetry/exporter-trace-otlp-http"
_SHUTDOWN = "`await sdk.shutdown()` before `process.exit()`."

GUIDES = (
    Guide("vercel-ai", "Vercel AI SDK 6", "vercel_ai_sdk_v6", ("ai==6.0.326", "@ai-sdk/openai==3.0.141"), f"npm install {_NODE_PACKAGES}", STANDARD, _NODE + '''
// on every call:
// generateText({ …, experimental_telemetry: { isEnabled: true, functionId: "support-agent" } })
''', "javascript", ("experimental_telemetry: { isEnabled: true", 'from "@opentelemetry/sdk-node"', "sdk.start()"), ("ai-sdk", "vercel", "ai"),
          "`functionId` is the agent's name on the dashboards.", _SHUTDOWN),
    Guide("langchain-js", "LangChain.js", "langchainjs_openinference", ("langchain==1.5.14", "@arizeai/openinference-instrumentation-langchain==4.1.1"),
          f"npm install {_NODE_PACKAGES} @arizeai/openinference-instrumentation-langchain", STANDARD, _NODE.replace("import { OTLP", '''\
import { LangChainInstrumentation } from "@arizeai/openinference-instrumentation-langchain";
import * as CallbackManagerModule from "@langchain/core/callbacks/manager";
import { OTLP''') + "new LangChainInstrumentation().manuallyInstrument(CallbackManagerModule);\n", "javascript",
          ("new LangChainInstrumentation().manuallyInstrument(CallbackManagerModule)",), ("langchainjs", "langgraphjs"), "", _SHUTDOWN),
    Guide("mastra", "Mastra", "mastra", ("@mastra/core==1.71.0", "@mastra/observability==1.17.9", "@mastra/otel-exporter==1.4.0"), "npm install @mastra/observability @mastra/otel-exporter", (), '''\
import { Mastra } from "@mastra/core/mastra";
import { Observability } from "@mastra/observability";
import { OtelExporter } from "@mastra/otel-exporter";

const exporter = new OtelExporter({
  provider: { custom: { endpoint: "{endpoint}", protocol: "http/json" } },
  resourceAttributes: { "tenant.id": "acme", "deployment.environment.name": "prod" },
});
export const mastra = new Mastra({
  observability: new Observability({ configs: { otel: { serviceName: "{service}", exporters: [exporter] } } }),
});
''', "javascript", ('from "@mastra/otel-exporter"', "provider: { custom: { endpoint:"), (), "", "`await mastra.observability?.shutdown?.()` before `process.exit()`."),
    Guide("genkit", "Genkit", "genkit_anthropic", ("genkit==1.42.0", "@genkit-ai/anthropic==0.3.0"),
          "npm install @opentelemetry/resources @opentelemetry/sdk-trace-base @opentelemetry/exporter-trace-otlp-proto", (), '''\
import { enableTelemetry } from "genkit/tracing";
import { Resource } from "@opentelemetry/resources";
import { BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";

export const spans = new BatchSpanProcessor(new OTLPTraceExporter({ url: "{endpoint}/v1/traces" }));
await enableTelemetry({
  resource: new Resource({ "service.name": "{service}", "deployment.environment.name": "prod", "tenant.id": "acme" }),
  spanProcessors: [spans],
});
''', "javascript", ("genkit/tracing", "await enableTelemetry({"), (), "", "`await spans.forceFlush()` before `process.exit()`."),
)
"""In the order of the pages."""
