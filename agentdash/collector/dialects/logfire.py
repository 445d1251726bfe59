"""Logfire's own instrumentations of providers' SDKs (``logfire.openai``, ``logfire.anthropic``)."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Call, Dialect, UsageText
from agentdash.collector.ottl.conditions import all_of, differs, equals, is_nil, negate, present, starts_with
from agentdash.collector.ottl.statements import assign, set_to
from agentdash.collector.ottl.values import FAILED, SCOPE, START_NANOSECONDS, STATUS, as_decimal, as_integer, attr
from agentdash.vocabulary.attributes import ASKED_MODEL, RESPONSE_ID, STREAM
from agentdash.vocabulary.attributes import STREAM_OPENED as OPENED
from agentdash.vocabulary.attributes import STREAM_REST as REST
from agentdash.vocabulary.tokens import INPUT

_LOG = equals(attr("logfire.span_type"), "log")
_TOOK = attr("duration")
_REST = all_of(_LOG, present(_TOOK), present(attr(ASKED_MODEL)))
_NO_ANSWER = all_of(*(is_nil(attr(name)) for name in (RESPONSE_ID, INPUT.attribute, "gen_ai.output.messages", "response_data")))
_OPENED = all_of(negate(_LOG), differs(STATUS, FAILED), present(attr(ASKED_MODEL)), _NO_ANSWER)

LOGFIRE = Dialect(
    "logfire", "Logfire",
    "A stream is two spans: one that ends when it opens, and one without time and parent, with the answer and its usage.",
    when=starts_with(SCOPE, "logfire."),
    usage_texts=(UsageText("gen_ai.usage.raw"),),
    calls=(Call("chat", _REST),),
    not_calls=(equals(attr(STREAM), OPENED),),
    kept=(r"logfire\.(span_type|level_num)", "duration"),
    first=(
        set_to(STREAM, OPENED, _OPENED),
        set_to(STREAM, REST, _REST),
        # From when the stream opened; the time before that is on the other span.
        assign(START_NANOSECONDS, START_NANOSECONDS - as_integer(as_decimal(_TOOK) * 1e9), equals(attr(STREAM), REST)),
    ),
)
