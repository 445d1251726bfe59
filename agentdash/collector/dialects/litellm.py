"""LiteLLM's own telemetry: the SDK's callback and the proxy."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Call, Dialect, UsageText
from agentdash.collector.ottl.conditions import all_of, any_of, differs, equals, is_nil, matches, negate, present
from agentdash.collector.ottl.statements import assign, default, fill, forget, replace, set_to
from agentdash.collector.ottl.values import NAME, SCOPE, SPAN_ATTRIBUTES, Value, as_text, attr, found, keyed, scratch
from agentdash.vocabulary.attributes import (
    AGENT,
    ASKED_MODEL,
    ERROR_TYPE,
    FAILED_CALL,
    GATEWAY,
    LAST_CALL,
    MODEL,
    OPERATION,
    PROVIDER,
    RESPONSE_ID,
    SECONDS,
    TOOL,
)

_SCOPE = "litellm"
_RAW = equals(NAME, "raw_gen_ai_request")
_ON_ANOTHERS = equals(attr(LAST_CALL), True)
_HAS_LAST_CALL = all_of(present(attr("litellm.call_id")), differs(SCOPE, _SCOPE), negate(matches(attr("openinference.span.kind"), "^(LLM|EMBEDDING)$")))
"""A user's own span that was open: LiteLLM writes the attributes of each call onto it, over those of the call before, instead
of making a span of its own; only the raw request below tells of the single call. A failed one has none, and none has one where
messages are not logged: then the last call's attributes are all that is told."""
_OWN = all_of(equals(SCOPE, _SCOPE), equals(NAME, "litellm_request"))
_TYPE = attr("llm.request.type")
"""The function that was called, where it is no operation: ``completion`` is a chat."""
_GROUP = attr("litellm.model_group")
"""What a gateway's client asked for: a model, or a name of the gateway's own."""
_ROUTED = matches(attr("metadata"), '"user_api_key_request_route": ?"/')
"""A gateway's call in OpenInference's names, by the callbacks of Arize and Langfuse."""
_ANSWER = scratch("span", "answer")
_USAGE = "agentdash.usage.text"
_RAW_USAGE = r'"llm\.[A-Za-z0-9_]+\.usage":"(?P<usage>\{[^"\\]*\})"'
"""As a dictionary of Python is printed, in the attributes as JSON: the provider is a part of the attribute's name."""
_RAW_MODEL = r'"llm\.(?P<provider>[A-Za-z0-9_]+)\.model":"(?P<model>[^"\\]+)"'

LITELLM = Dialect(
    "litellm", "LiteLLM",
    "The conventions' names. Below a call a second span, of the raw request, is the same call again; under a user's own span there is "
    "only that one, and the user's span has the last call's attributes.",
    names=((RESPONSE_ID, "llm.response.id"),),
    usage_texts=(UsageText("metadata.usage_object"), UsageText(_USAGE)),
    early=(
        assign(_ANSWER, found(as_text(SPAN_ATTRIBUTES), _RAW_USAGE), _RAW, matches(as_text(SPAN_ATTRIBUTES), _RAW_USAGE)),
        set_to(_USAGE, keyed(_ANSWER, Value('"usage"')), _RAW, present(_ANSWER)),
    ),
    excludes_cached=(all_of(_RAW, matches(attr(PROVIDER), "(?i)anthropic|bedrock")),),
    signs=(equals(SCOPE, _SCOPE), present(attr("litellm.call_id"))),
    calls=(Call("chat", all_of(_OWN, any_of(present(attr(ASKED_MODEL)), present(attr(MODEL))), negate(matches(attr(OPERATION), "(?i)embed")))),),
    steps=(_ON_ANOTHERS,),
    not_calls=(_ON_ANOTHERS,),
    parts=(_RAW,),
    kept=(
        r"litellm\.(call_id|provider\.model|model_group|preprocessing\.duration_ms)", r"llm\.[A-Za-z0-9_]+\.(id|model|stream|max_tokens)",
        r"gen_ai\.cost\.[a-z_]+", r"error\.(code|llm_provider)", r"call_type", r"url\.(path|scheme)",
    ),
    metrics=(r"litellm\..*",),
    first=(
        set_to(LAST_CALL, True, _HAS_LAST_CALL),
        *(forget(name, _ON_ANOTHERS) for name in (OPERATION, RESPONSE_ID)),
        fill(attr(OPERATION), _TYPE, _OWN),
        set_to(OPERATION, "execute_tool", _ON_ANOTHERS, any_of(present(attr(TOOL)), matches(NAME, "^execute_tool "))),
        set_to(OPERATION, "invoke_agent", _ON_ANOTHERS, is_nil(attr(OPERATION)),
               any_of(present(attr(AGENT)), matches(NAME, "^invoke_(agent|workflow)"))),
        set_to(FAILED_CALL, True, _ON_ANOTHERS, present(attr("error.code")), present(attr(ERROR_TYPE))),
        assign(_ANSWER, found(as_text(SPAN_ATTRIBUTES), _RAW_MODEL), _RAW, matches(as_text(SPAN_ATTRIBUTES), _RAW_MODEL)),
        forget(_USAGE, _RAW),
        fill(attr(PROVIDER), keyed(_ANSWER, Value('"provider"')), _RAW, present(_ANSWER), differs(keyed(_ANSWER, Value('"provider"')), "None")),
        fill(attr(MODEL), keyed(_ANSWER, Value('"model"')), _RAW, present(_ANSWER)),
        set_to(OPERATION, "chat", _RAW),
        set_to(OPERATION, "embeddings", _RAW, matches(attr(MODEL), "(?i)embed")),
        # A gateway's alias stands where the answer's model belongs; the deployment behind it is told apart.
        set_to(MODEL, attr("litellm.provider.model"), present(attr("litellm.provider.model")), present(attr(MODEL)),
               equals(attr(MODEL), _GROUP)),
        replace(attr(MODEL), "^[a-z0-9_]+/", "", present(_GROUP)),
        set_to(ASKED_MODEL, _GROUP, present(_GROUP)),
        set_to(GATEWAY, True, any_of(present(_GROUP), _ROUTED), equals(SCOPE, _SCOPE)),
    ),
    last=(default(attr(SECONDS), 0.0, equals(attr(FAILED_CALL), True)),),
)
