"""Python: a tracer provider, and an instrumentation that is told to begin."""

from __future__ import annotations

from agentdash.instrument.guide import STANDARD, Guide

_SDK = "1.45.2"
"""The OpenTelemetry SDK that most programs were measured with."""
_PROVIDER = '''\
# telemetry.py: import it before the framework
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
'''
_USAGE = 'Streams of OpenAI models report usage only with `stream_options={"include_usage": True}` (LangChain: `stream_usage=True`).'


def _guide(key: str, title: str, recording: str, packages: tuple[str, ...], *instrument: str, environment: tuple[tuple[str, str], ...] = (), sdk: str = _SDK,
           **more: object) -> Guide:
    """With the tracer provider above the lines that begin it."""
    lines = "\n".join(instrument)
    every = (*packages, f"opentelemetry-sdk=={sdk}", f"opentelemetry-exporter-otlp-proto-http=={sdk}")
    names = " ".join(one.partition("==")[0] for one in every)
    return Guide(key, title, recording, every, f"pip install {names}", (*STANDARD, *environment), f"{_PROVIDER}\n{lines}\n",
                 measured=instrument, **more)  # type: ignore[arg-type]


GUIDES = (
    _guide("anthropic", "Anthropic SDK", "anthropic_traceloop", ("anthropic==2.12.0", "opentelemetry-instrumentation-anthropic==0.62.4"),
           "from opentelemetry.instrumentation.anthropic import AnthropicInstrumentor", "AnthropicInstrumentor().instrument()",
           aliases=("anthropic-sdk", "claude-sdk"),
           note="From version 2 on the SDK has spans of its own, which suffice for calls: without the instrumentation the provider above is all. "
                "With both, each call counts once."),
    _guide("openai", "OpenAI SDK", "openai_genai", ("openai==3.54.0", "opentelemetry-instrumentation-genai-openai==1.3b0"),
           "from opentelemetry.instrumentation.genai.openai import OpenAIInstrumentor", "OpenAIInstrumentor().instrument()",
           aliases=("openai-sdk",), note=_USAGE, other_recordings=(("openai_traceloop", "opentelemetry-instrumentation-openai 0.62.4 (OpenLLMetry)"),)),
    _guide("langchain", "LangChain and LangGraph", "langchain_traceloop",
           ("langchain==1.4.7", "langgraph==1.2.22", "opentelemetry-instrumentation-langchain==0.62.4"),
           "from opentelemetry.instrumentation.langchain import LangchainInstrumentor", "LangchainInstrumentor().instrument()",
           aliases=("langgraph", "langchain-python"), note=_USAGE,
           other_recordings=(("langgraph_langsmith_otel", "LangSmith's own spans: LANGSMITH_TRACING=true, LANGSMITH_TRACING_MODE=otel, langsmith 0.15.1"),)),
    _guide("openai-agents", "OpenAI Agents SDK", "openai_agents_openinference",
           ("openai-agents==0.24.0", "openinference-instrumentation-openai-agents==2.6.0", "openinference-instrumentation-openai==0.1.66"),
           "from openinference.instrumentation.openai_agents import OpenAIAgentsInstrumentor",
           "from openinference.instrumentation.openai import OpenAIInstrumentor",
           "OpenAIAgentsInstrumentor().instrument(tracer_provider=provider)", "OpenAIInstrumentor().instrument(tracer_provider=provider)",
           aliases=("agents", "openai-agents-sdk"),
           note="The SDK sends its traces to OpenAI as well. `OPENAI_AGENTS_DISABLE_TRACING=1` stops that, and these spans with it.",
           other_recordings=(("agents_traceloop", "opentelemetry-instrumentation-openai-agents 0.62.4 (OpenLLMetry)"),)),
    _guide("haystack", "Haystack", "haystack_native", ("haystack-ai==3.4.0", "opentelemetry-haystack==2.0.0"),
           "from haystack import tracing", "from haystack_integrations.tracing.opentelemetry import OpenTelemetryTracer",
           'tracing.enable_tracing(OpenTelemetryTracer(trace.get_tracer("haystack")))',
           aliases=("haystack-ai", "deepset"), note="Haystack's spans carry neither models nor tokens: add the provider's instrumentation beside it, "
           "e.g. `agentdash instrument openai`; its spans are the calls then, and each call counts once.",
           other_recordings=(("haystack2_traceloop", "haystack-ai 2.31.0 with opentelemetry-instrumentation-haystack 0.62.4"),)),
    _guide("llamaindex", "LlamaIndex", "llamaindex_openinference", ("llama-index-core==0.14.25", "openinference-instrumentation-llama-index==4.6.1"),
           "from openinference.instrumentation.llama_index import LlamaIndexInstrumentor", "LlamaIndexInstrumentor().instrument(tracer_provider=provider)",
           aliases=("llama-index", "llama_index"),
           note='Streams of OpenAI models, and so every step of an agent, report usage only with `additional_kwargs={"stream_options": {"include_usage": True}}`.'),
    _guide("crewai", "CrewAI", "crewai_traceloop_plus_openai",
           ("crewai==1.15.30", "opentelemetry-instrumentation-crewai==0.62.4", "opentelemetry-instrumentation-openai==0.62.4"),
           "from opentelemetry.instrumentation.crewai import CrewAIInstrumentor", "from opentelemetry.instrumentation.openai import OpenAIInstrumentor",
           "CrewAIInstrumentor().instrument()", "OpenAIInstrumentor().instrument()",
           environment=(("CREWAI_DISABLE_TELEMETRY", "true"), ("CREWAI_TRACING_ENABLED", "false")), aliases=("crew-ai", "crew"),
           note="CrewAI's instrumentation tells of crews, tasks and agents; calls and tokens come from the model provider's instrumentation beside it. "
           "The two variables switch off CrewAI's own reports to its makers, not this."),
    _guide("pydantic-ai", "Pydantic AI", "pydantic_ai", ("pydantic-ai-slim==2.68.0",),
           "from pydantic_ai import Agent", "from pydantic_ai.agent import InstrumentationSettings", "Agent.instrument_all(InstrumentationSettings())", aliases=("pydanticai", "pydantic")),
    _guide("google-genai", "Google Gen AI SDK", "google_genai", ("google-genai==2.34.0", "opentelemetry-instrumentation-google-genai==1.3b0"),
           "from opentelemetry.instrumentation.google_genai import GoogleGenAiSdkInstrumentor", "GoogleGenAiSdkInstrumentor().instrument()",
           aliases=("gemini-sdk", "genai"), note="The instrumentation does nothing on google-genai 3, without a word: keep to versions below."),
    _guide("smolagents", "smolagents", "smolagents_openinference", ("smolagents==1.26.0", "openinference-instrumentation-smolagents==0.1.43"),
           "from openinference.instrumentation.smolagents import SmolagentsInstrumentor", "SmolagentsInstrumentor().instrument(tracer_provider=provider)"),
    _guide("agno", "Agno", "agno_openinference", ("agno==3.1.10", "openinference-instrumentation-agno==1.0.15"),
           "from openinference.instrumentation.agno import AgnoInstrumentor", "AgnoInstrumentor().instrument(tracer_provider=provider)", environment=(("AGNO_TELEMETRY", "false"),),
           note="AGNO_TELEMETRY switches off Agno's reports to its makers, not this."),
    _guide("dspy", "DSPy", "dspy_openinference", ("dspy==3.4.1", "openinference-instrumentation-dspy==0.1.48"),
           "from openinference.instrumentation.dspy import DSPyInstrumentor", "DSPyInstrumentor().instrument(tracer_provider=provider)",
           note="DSPy's spans carry no tokens: add the provider's instrumentation beside it, e.g. `agentdash instrument openai`."),
    _guide("bedrock", "Amazon Bedrock (boto3)", "bedrock_openllmetry", ("boto3==1.44.8", "opentelemetry-instrumentation-bedrock==0.62.4"),
           "from opentelemetry.instrumentation.bedrock import BedrockInstrumentor", "BedrockInstrumentor().instrument()", aliases=("boto3", "aws-bedrock")),
    _guide("semantic-kernel", "Semantic Kernel (Python)", "semantic_kernel", ("semantic-kernel==1.45.0",),
           "# Semantic Kernel reads the variable when it is imported; it needs no instrumentation.",
           environment=(("SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS", "true"),), aliases=("sk", "semantickernel")),
    _guide("openlit", "OpenLIT", "openlit_1.45", ("openlit==1.45.0",), "import openlit", 'openlit.init(application_name="{service}", environment="prod")', sdk="1.45.1"),
)
"""In the order of the pages."""
