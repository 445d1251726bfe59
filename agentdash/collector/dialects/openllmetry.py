"""OpenLLMetry (Traceloop), Python and JavaScript, also before operation names."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Call, Dialect
from agentdash.collector.ottl.conditions import ALWAYS, all_of, equals, is_nil, matches, present
from agentdash.collector.ottl.statements import fill
from agentdash.collector.ottl.values import SCOPE, attr
from agentdash.vocabulary.attributes import AGENT, OPERATION, PROVIDER, TOOL

KIND = attr("traceloop.span.kind")
_REQUEST, _ENTITY = attr("llm.request.type"), attr("traceloop.entity.name")
_OLD = is_nil(attr(OPERATION))

OPENLLMETRY = Dialect(
    "openllmetry", "OpenLLMetry",
    "Its decorators put the workflow's name on every span below them, whoever wrote it; older versions name no operation.",
    signs=(present(KIND), present(_REQUEST)),
    when=ALWAYS,
    names=(
        (AGENT, "traceloop.association.properties.lc_agent_name"),
        (AGENT, "traceloop.workflow.name"),
        (PROVIDER, "traceloop.association.properties.ls_provider"),
    ),
    calls=(
        Call("chat", all_of(_OLD, equals(_REQUEST, "chat"))),
        Call("text_completion", all_of(_OLD, equals(_REQUEST, "completion"))),
        Call("embeddings", all_of(_OLD, equals(_REQUEST, "embedding"))),
    ),
    tools=(all_of(_OLD, equals(KIND, "tool")),),
    # Python's adds them up.
    excludes_cached=(equals(SCOPE, "@traceloop/instrumentation-anthropic"),),
    steps=(matches(KIND, "^(workflow|task|agent|tool)$"),),
    runs=(all_of(_OLD, equals(KIND, "agent")), all_of(_OLD, equals(KIND, "workflow"))),
    first_chunk_events=("gen_ai.content.completion.chunk",),
    dropped_events=("gen_ai.content.completion.chunk",),
    kept=(
        r"llm\.(request\.type|is_streaming)",
        r"traceloop\.(span\.kind|workflow\.name|entity\.(name|path)|"
        r"association\.properties\.(ls_(provider|model_name|model_type|max_tokens|integration)|lc_agent_name|langgraph_(step|node)))",
    ),
    metrics=(r"traceloop\..*",),
    chats_only=(r"opentelemetry\.instrumentation\.(anthropic|openai\.v\d|langchain).*",),
    first=(
        fill(attr(TOOL), _ENTITY, equals(KIND, "tool")),
        fill(attr(AGENT), _ENTITY, matches(KIND, "^(agent|workflow)$")),
    ),
)
