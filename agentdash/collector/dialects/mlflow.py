"""MLflow's tracing and autologging, exported over OTLP."""

from __future__ import annotations

from agentdash.collector.dialects import langchain
from agentdash.collector.dialects.dialect import Call, Dialect, UsageText
from agentdash.collector.ottl.conditions import all_of, any_of, equals, is_nil, matches, present
from agentdash.collector.ottl.statements import assign, copy, fill, replace
from agentdash.collector.ottl.values import NAME, attr, found, inside, scratch
from agentdash.vocabulary.attributes import AGENT, ASKED_MODEL, MODEL, PROVIDER, TOOL

_THEIR_TYPE, _ASKED, _SERVED, _PROVIDER, _FORMAT = map(attr, (
    "mlflow.spanType", "model", "mlflow.llm.model", "mlflow.llm.provider", "mlflow.message.format"))
_INPUTS, _FOUND = attr("mlflow.spanInputs"), scratch("span", "found")
_CALL = any_of(equals(_THEIR_TYPE, '"CHAT_MODEL"'), equals(_THEIR_TYPE, '"LLM"'), equals(_THEIR_TYPE, '"EMBEDDING"'))
_QUOTED = r'^"([^"]*)"$'

MLFLOW = Dialect(
    "mlflow", "MLflow",
    "Every attribute is JSON, so that texts stand in quotes; usage with cached tokens in the input; failed calls tell their model only as an argument.",
    signs=(present(_THEIR_TYPE),),
    usage_texts=(UsageText("mlflow.chat.tokenUsage"),),
    calls=(
        Call("chat", any_of(equals(_THEIR_TYPE, '"CHAT_MODEL"'), equals(_THEIR_TYPE, '"LLM"'))),
        Call("embeddings", equals(_THEIR_TYPE, '"EMBEDDING"')),
    ),
    tools=(equals(_THEIR_TYPE, '"TOOL"'),),
    runs=(equals(_THEIR_TYPE, '"AGENT"'), all_of(equals(_THEIR_TYPE, '"CHAIN"'), any_of(langchain.IS_GRAPH, matches(NAME, "^(LangGraph|AgentExecutor)$")))),
    not_providers=("langchain", "langgraph"),
    first_chunk_events=("mlflow.chunk.item.0",),
    kept=(r"mlflow\.(spanType|llm\.(model|provider)|message\.format|chat\.tokenUsage|traceRequestId|spanFunctionName|spanLogLevel|llm\.cost)",),
    early=(
        # The argument may stand behind a long prompt.
        assign(_FOUND, found(_INPUTS, r'^\{(?:.*[,{] ?)?"model": ?"(?P<model>[^"\\]{1,200})"'), _CALL, is_nil(_SERVED), is_nil(_ASKED),
               matches(_INPUTS, r'[,{] ?"model": ?"')),
        copy(_ASKED, inside(_FOUND, "model")),
    ),
    first=(
        fill(attr(ASKED_MODEL), _ASKED, _CALL),
        fill(attr(MODEL), _SERVED, _CALL),
        fill(attr(PROVIDER), _PROVIDER),
        fill(attr(PROVIDER), _FORMAT, _CALL),
        *(replace(attr(name), _QUOTED, "$1") for name in (ASKED_MODEL, MODEL, PROVIDER)),
        *langchain.NAMED,
        fill(attr(TOOL), NAME, equals(_THEIR_TYPE, '"TOOL"')),
        fill(attr(AGENT), NAME, matches(_THEIR_TYPE, '^"(AGENT|CHAIN)"$')),
    ),
)
