"""Frameworks that export by themselves: variables, or a line of their own."""

from __future__ import annotations

from agentdash.instrument.guide import STANDARD, TAGS, Guide

GUIDES = (
    Guide("strands", "Strands Agents", "strands", ("strands-agents==1.62.0",), "pip install 'strands-agents[otel]'", STANDARD,
          "from strands.telemetry import StrandsTelemetry\n\ntelemetry = StrandsTelemetry()\ntelemetry.setup_otlp_exporter()\n",
          measured=("setup_otlp_exporter()",), aliases=("strands-agents",), flush="`telemetry.tracer_provider.force_flush()` before the program ends."),
    Guide("litellm", "LiteLLM SDK", "litellm_otel", ("litellm==1.106.2", "opentelemetry-exporter-otlp==1.45.2"),
          "pip install litellm opentelemetry-sdk opentelemetry-exporter-otlp", STANDARD, 'import litellm\n\nlitellm.callbacks = ["otel"]\n',
          measured=('litellm.callbacks = ["otel"]',), note="For a proxy see `agentdash instrument litellm-proxy`."),
    Guide("litellm-proxy", "LiteLLM proxy", "litellm_proxy_gateway", ("litellm==1.108.7",), "pip install 'litellm[proxy]' opentelemetry-sdk opentelemetry-exporter-otlp", STANDARD,
          'litellm_settings: {callbacks: ["otel"]}\n', "yaml", aliases=("litellm-gateway", "gateway"),
          note="In the proxy's configuration. Programs before it that send traceparent share a trace with it, and each call counts once."),
    Guide("langfuse", "Langfuse SDK", "langfuse_sdk", ("langfuse==5.0.4",), "pip install langfuse openai",
          (("OTEL_SERVICE_NAME", "{service}"), ("OTEL_RESOURCE_ATTRIBUTES", TAGS)),
          '''\
from langfuse import get_client
from langfuse.openai import OpenAI
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace.export import BatchSpanProcessor

get_client()  # makes the tracer provider
trace.get_tracer_provider().add_span_processor(BatchSpanProcessor(OTLPSpanExporter("{endpoint}/v1/traces")))
''', measured=("from langfuse.openai import OpenAI", "get_client"), flush="`get_client().flush()` before the program ends.",
          note="Spans go to Langfuse and to the Collector. The exporter that was measured sent them to LANGFUSE_BASE_URL; the second processor is OpenTelemetry's own."),
    Guide("logfire", "Logfire", "logfire_openai_anthropic", ("logfire==5.4.0",), "pip install logfire",
          STANDARD, '''\
import logfire

logfire.configure(send_to_logfire=False, service_name="{service}", environment="prod")
logfire.instrument_openai()
logfire.instrument_anthropic()
''', measured=("logfire.configure(send_to_logfire=False",), flush="`logfire.force_flush()` before the program ends."),
    Guide("mlflow", "MLflow tracing", "mlflow_autolog", ("openai==3.57.0", "anthropic==2.14.0", "opentelemetry-exporter-otlp-proto-http==1.45.2"), "pip install mlflow opentelemetry-exporter-otlp-proto-http",
          (("OTEL_SERVICE_NAME", "{service}"), ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "{endpoint}/v1/traces"), ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf"),
           ("OTEL_RESOURCE_ATTRIBUTES", TAGS)),
          "import mlflow\n\nmlflow.openai.autolog()\nmlflow.anthropic.autolog()\n", measured=("mlflow.openai.autolog()", "mlflow.anthropic.autolog()"),
          note="Which MLflow it was is not noted; it was the newest of November 2026.", flush="`mlflow.flush_trace_async_logging()` before the program ends."),
)
"""In the order of the pages."""
