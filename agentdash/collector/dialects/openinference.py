"""OpenInference: smolagents, LangChain.js, CrewAI, DSPy, LlamaIndex and others."""

from __future__ import annotations

from agentdash.collector.dialects import langchain
from agentdash.collector.dialects.dialect import Call, Dialect
from agentdash.collector.ottl.conditions import all_of, any_of, differs, equals, is_nil, matches, negate, present
from agentdash.collector.ottl.statements import assign, fill, replace, set_to
from agentdash.collector.ottl.values import NAME, OK, SCOPE, STATUS, as_text, attr, found, inside, scratch
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import (
    AGENT,
    ANSWERED,
    ASKED_MODEL,
    EXCEPTION,
    FINISH_REASONS,
    KIND,
    MODEL,
    OPERATION,
    PROVIDER,
    TOOL,
    TOTAL_TOKENS,
)
from agentdash.vocabulary.tokens import CACHE_READ, CACHE_WRITE, INPUT, OUTPUT, REASONING

_THEIR_KIND = attr("openinference.span.kind")
_OLD = is_nil(attr(OPERATION))
_RUN = equals(attr(KIND), kinds.RUN)
_REASON = attr("ai.response.finishReason")
_FINISHED = any_of(
    all_of(present(_REASON), differs(_REASON, "error")),
    all_of(present(attr(FINISH_REASONS)), negate(matches(as_text(attr(FINISH_REASONS)), "error"))),
)
_OUTPUT, _COUNTED = attr("output.value"), scratch("span", "counted")
_WRITTEN = attr("llm.token_count.prompt_details.cache_write")
_WRITTEN_TEXT = r'"input_token_details": ?\{[^{}]*"cache_creation": ?(?P<written>[1-9][0-9]{0,8})\b'
_DETAILS = r"""%s_tokens_details["']?[=:] ?\w*[({][^(){}]*\b%s["']?[=:] ?(?P<count>[1-9][0-9]{0,8})\b"""
"""OpenAI's answer, as JSON or as Python shows it; a quotation in a model's text is escaped."""
_IN_ANSWER = (
    (attr("llm.token_count.prompt_details.cache_read"), scratch("span", "read"), _DETAILS % ("prompt", "cached_tokens")),
    (attr("llm.token_count.completion_details.reasoning"), scratch("span", "reasoning"), _DETAILS % ("completion", "reasoning_tokens")),
)
_UNIQUE = r"[_.-]?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}"
"""Of each run of a CrewAI flow that its program gave no name."""
_MODEL_ASKED = r'"model(_name)?": ?"(?P<model>[^"\\]{1,200})"'
_PARAMETERS, _ASKED = attr("llm.invocation_parameters"), scratch("span", "asked")
_METHOD = r"\.(run|run_stream|arun|chat|achat|stream_chat|astream_chat|kickoff(_async)?|_?execute_core|a?forward|a?call)$"

OPENINFERENCE = Dialect(
    "openinference", "OpenInference",
    "Kinds of its own in place of operations; an agent's name is often only the name of its span.",
    signs=(present(_THEIR_KIND),),
    names=(
        (ASKED_MODEL, "llm.request.model_name"),
        (ASKED_MODEL, "llm.model_name"),
        (ASKED_MODEL, "embedding.model_name"),
        (MODEL, "llm.response.model_name"),
        (PROVIDER, "llm.provider"),
        (PROVIDER, "llm.system"),
        (INPUT.attribute, "llm.token_count.prompt"),
        (OUTPUT.attribute, "llm.token_count.completion"),
        (CACHE_READ.attribute, "llm.token_count.prompt_details.cache_read"),
        (CACHE_READ.attribute, "llm.token_count.prompt_details.cache_input"),
        (CACHE_WRITE.attribute, "llm.token_count.prompt_details.cache_write"),
        (REASONING.attribute, "llm.token_count.completion_details.reasoning"),
        (TOTAL_TOKENS, "llm.token_count.total"),
    ),
    calls=(
        Call("chat", all_of(_OLD, equals(_THEIR_KIND, "LLM"))),
        Call("embeddings", all_of(_OLD, equals(_THEIR_KIND, "EMBEDDING"))),
    ),
    tools=(all_of(_OLD, equals(_THEIR_KIND, "TOOL")),),
    runs=(
        all_of(_OLD, equals(_THEIR_KIND, "CHAIN"), langchain.IS_GRAPH),
        all_of(_OLD, equals(_THEIR_KIND, "AGENT")),
        all_of(_OLD, equals(_THEIR_KIND, "CHAIN"),
               matches(NAME, r"^(\w*Agent|AgentWorkflow|AgentRunner)\.(run|arun|chat|achat|stream_chat|astream_chat)$")),
        all_of(_OLD, equals(_THEIR_KIND, "CHAIN"), matches(NAME, r"(\.kickoff(_async)?|^LangGraph|^AgentExecutor)$")),
        # AutoGen's teams.
        all_of(_OLD, equals(_THEIR_KIND, "CHAIN"), present(attr("participant_names"))),
    ),
    steps=(negate(any_of(equals(_THEIR_KIND, "LLM"), equals(_THEIR_KIND, "EMBEDDING"))),),
    not_calls=(matches(NAME, r"\._prepare_chat_with_tools$"),),
    not_tools=(
        all_of(equals(_THEIR_KIND, "TOOL"), any_of(matches(NAME, "FinalAnswerTool"), equals(attr("tool.name"), "final_answer"))),
    ),
    # Its span processor for the Vercel AI SDK hands the first failure of a trace to the spans that end after it.
    not_failures=(all_of(matches(SCOPE, "^(gen_)?ai$"), is_nil(attr(EXCEPTION)), any_of(_FINISHED, matches(_THEIR_KIND, "^(TOOL|AGENT)$"))),),
    kept=(
        r"llm\.(model_name|provider|system|finish_reason|token_count\..*|cost\..*|(request|response)\.model_name)",
        r"embedding\.model_name", r"openinference\.span\.kind", r"graph\.node\.(id|name|parent_id)",
    ),
    log_scopes=("openinference",),
    metrics=(r"openinference\..*",),
    early=(
        # LangChain.js hands on its cached tokens, and not those that were written.
        assign(_COUNTED, found(_OUTPUT, _WRITTEN_TEXT), is_nil(_WRITTEN), matches(_OUTPUT, _WRITTEN_TEXT)),
        fill(_WRITTEN, inside(_COUNTED, "written"), present(_COUNTED)),
        # Mistral's, Haystack's and smolagents' instrumentations pass on input and output alone.
        *(assign(said, found(_OUTPUT, pattern), is_nil(count), equals(_THEIR_KIND, "LLM"), matches(_OUTPUT, pattern))
          for count, said, pattern in _IN_ANSWER),
        *(fill(count, inside(said, "count"), present(said)) for count, said, _ in _IN_ANSWER),
    ),
    first=(
        *langchain.NAMED,
        # A call that failed names its model here alone.
        assign(_ASKED, found(_PARAMETERS, _MODEL_ASKED), is_nil(attr("llm.model_name")), matches(_PARAMETERS, _MODEL_ASKED)),
        fill(attr(ASKED_MODEL), inside(_ASKED, "model"), present(_ASKED)),
    ),
    last=(
        set_to(ANSWERED, True, _RUN, equals(STATUS, OK), present(_OUTPUT)),
        # LlamaIndex, smolagents and LangChain.js put the agent's own name in no attribute.
        fill(attr(AGENT), NAME, _RUN),
        fill(attr(TOOL), NAME, equals(attr(KIND), kinds.TOOL)),
        replace(attr(TOOL), r"\.(__call__|acall)$", "", equals(attr(KIND), kinds.TOOL)),
        replace(attr(AGENT), _METHOD, "", _RUN),
        replace(attr(AGENT), _UNIQUE, "", _RUN),
    ),
)
