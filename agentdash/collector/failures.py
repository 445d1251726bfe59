"""When a span failed, and of what kind: SDKs' own error names fold into a bounded set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import Condition, all_of, any_of, equals, is_nil, matches, negate, present
from agentdash.collector.ottl.statements import (
    Group,
    Statement,
    assign,
    block,
    copy,
    default,
    delete_matching,
    forget,
    merge,
    replace,
    set_to,
)
from agentdash.collector.ottl.values import (
    EVENT_NAME,
    FAILED,
    SPAN_ATTRIBUTES,
    STATUS,
    STATUS_TEXT,
    as_text,
    attr,
    event_attr,
    found,
    joined,
    lower,
)
from agentdash.vocabulary import kinds, labels
from agentdash.vocabulary.attributes import ERROR_KIND, ERROR_TYPE, EXCEPTION, FINISH_REASONS, HTTP_STATUS, KIND

_TEXT, _CODE, _EXCEPTION = attr("agentdash.error.text"), attr("agentdash.error.code"), attr(EXCEPTION)
_SAID = "agentdash.exception.message"
_SCRATCH = r"^agentdash\.(error\.text|error\.code|exception)$"
_FOUND_CODE = "code"
_TYPE, _HTTP = attr(ERROR_TYPE), attr(HTTP_STATUS)
_HTTP_FAILED = matches(_HTTP, "^[4-9][0-9][0-9]$")
_ANY = present(attr(KIND))
_CODE_SAID = (
    # Said to be one; at the beginning, as SDKs of JavaScript write it; in brackets; and, where words tell nothing, on its own.
    r"(?:error code:?|status(?:[ _]?code)?:?|http(?:/[0-9.]+)?|\"code\":|\"status\":) *\"?\(?(?P<code>[45][0-9][0-9])\b",
    r"^[a-z_.]* ?(?P<code>[45][0-9][0-9])\b",
    r"\((?P<code>[45][0-9][0-9])\)",
)
_CODE_ALONE = r"(?:^|[^0-9.,$])(?P<code>40[01348]|409|413|415|422|429|499|50[0234]|529)(?:[^0-9.,%]|$)"

_STACK_TRACE = r"(?si)[\r\n]+\s*(at |file \"|traceback|stack ?trace|caused by:).*$"
"""Where it begins; it names classes of all kinds. The lines before it may be several: a pipeline says which component failed."""

BY_CODE = (
    ("rate_limit", "^429$"), ("overloaded", "^(503|529)$"), ("timeout", "^(408|504)$"), ("invalid_request", "^(400|405|409|413|415|422)$"),
    ("auth", "^40[13]$"), ("not_found", "^404$"), ("cancelled", "^499$"), ("server_error", "^5..$"),
)
BY_TEXT = (
    ("rate_limit", "rate[_ -]?limit|too[_ ]?many[_ ]?requests|throttl|resource_?exhausted|quota|^429 "),
    ("overloaded", "overload"),
    ("timeout", "time[_ -]?out|timed ?out|deadline"),
    ("content_filter", "content[_ ]?filter|content[_ ]?policy|safety|refusal"),
    ("auth", "authentication|unauthori[sz]ed|permission|forbidden|auth_error|invalid_api_key"),
    ("not_found", "not[_ ]?found"),
    ("cancelled", "cancel|abort"),
    ("server_error", "internal[_ ]?server|server[_ ]?error|server had an error|service[_ ]?unavailable|bad[_ ]?gateway|api_error|apierror"),
    ("invalid_request", "bad[_ ]?request|invalid[_ ]?(request|value|parameter|argument|type|json)|unprocessable|client_error|validation|invalid_argument|"
     "is too (large|long)|context[_ ](length|window)"),
    ("connection", "connection|connect_?error|protocol_?error|econn|cannot connect|socket|other side closed|fetch failed|eof|network"),
)


def detect(dialects: Sequence[Dialect]) -> list[Group]:
    """Gives every failed span an ``error.type``.

    Four ways to fail by the conventions: an error status, an ``error.type``, an HTTP status of 400 or more, the finish reason
    ``error``; and those that dialects have besides.
    """
    broken = all_of(equals(STATUS, FAILED), *(negate(all_of(dialect.here, one)) for dialect in dialects for one in dialect.not_failures))
    reasons = attr(FINISH_REASONS)
    return [
        block("spanevent", [
            copy(_EXCEPTION, event_attr("exception.type"), equals(EVENT_NAME, "exception")),
            copy(attr(_SAID), event_attr("exception.message"), equals(EVENT_NAME, "exception"), equals(STATUS_TEXT, "")),
        ], _ANY),
        block("span", [
            forget(ERROR_TYPE, equals(_TYPE, "")),
            *(default(_TYPE, one.error_type, one.condition, dialect.here) for dialect in dialects for one in dialect.failures),
            default(_TYPE, _EXCEPTION, broken, present(_EXCEPTION)),
            default(_TYPE, "_OTHER", broken),
            default(_TYPE, as_text(_HTTP), _HTTP_FAILED),
            default(_TYPE, "error", equals(attr(KIND), kinds.CALL),
                    any_of(equals(reasons, "error"), matches(as_text(reasons), r'^\["error"\]$'))),
            # It stays no longer than the status' own text, which is taken off.
            assign(STATUS_TEXT, attr(_SAID), present(attr(_SAID)), present(_TYPE)),
            forget(_SAID),
        ], _ANY),
    ]


def classify() -> Group:
    """Folds the error into :data:`agentdash.vocabulary.labels.ERROR_TYPES`: by HTTP status, then by name, then by message."""
    open_ = is_nil(attr(ERROR_KIND))
    found_code = attr(_FOUND_CODE)

    def code(pattern: str, *conditions: Condition) -> Iterator[Statement]:
        yield merge(SPAN_ATTRIBUTES, found(_TEXT, pattern), is_nil(_CODE), *conditions, matches(_TEXT, pattern))
        yield default(_CODE, found_code, present(found_code))
        yield forget(_FOUND_CODE)

    return block("span", [
        # A stack trace is no evidence.
        assign(_TEXT, STATUS_TEXT),
        replace(_TEXT, _STACK_TRACE, ""),
        assign(_TEXT, lower(joined([_TEXT, _TYPE, _EXCEPTION], " "))),
        assign(_CODE, as_text(_HTTP), _HTTP_FAILED),
        default(_CODE, _TYPE, matches(_TYPE, "^[45][0-9][0-9]$")),
        *(one for pattern in _CODE_SAID for one in code(pattern)),
        *(set_to(ERROR_KIND, kind, open_, matches(_CODE, one)) for kind, one in BY_CODE),
        *(set_to(ERROR_KIND, kind, open_, matches(_TEXT, one)) for kind, one in BY_TEXT),
        *code(_CODE_ALONE, any_of(open_, equals(attr(ERROR_KIND), "server_error"))),
        *(set_to(ERROR_KIND, kind, open_, matches(_CODE, one)) for kind, one in BY_CODE),
        # A class for all answers of 500 and more, with the code behind it.
        set_to(ERROR_KIND, "overloaded", equals(attr(ERROR_KIND), "server_error"), matches(_CODE, dict(BY_CODE)["overloaded"])),
        set_to(ERROR_KIND, "tool_error", open_, equals(attr(KIND), kinds.TOOL)),
        set_to(ERROR_KIND, "other", open_),
        delete_matching(SPAN_ATTRIBUTES, _SCRATCH),
    ], all_of(_ANY, present(_TYPE)))


assert {kind for kind, _ in (*BY_CODE, *BY_TEXT)} <= set(labels.ERROR_TYPES)
