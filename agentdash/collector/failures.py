"""When a span failed, and of what kind: SDKs' own error names fold into a bounded set."""

from __future__ import annotations

from agentdash.collector.ottl import attr, block, either, literal, matches, put, where
from agentdash.vocabulary import labels

ERROR_KIND = "agentdash.error.kind"
KIND = attr("agentdash.kind")
_TEXT = "agentdash.error.text"
_CODE = "agentdash.error.code"
_ERROR_LIST = r'^\["error"\]$'
_SCRATCH = literal(r"^agentdash\.(error\.text|error\.code|exception)$")
_HTTP = attr("http.response.status_code")
_TYPE = attr("error.type")

BY_CODE = (
    ("rate_limit", "^429$"), ("overloaded", "^529$"), ("timeout", "^(408|504)$"), ("invalid_request", "^(400|405|409|413|415|422)$"),
    ("auth", "^40[13]$"), ("not_found", "^404$"), ("cancelled", "^499$"), ("server_error", "^5..$"),
)
BY_TEXT = (
    ("rate_limit", "rate[_ -]?limit|too[_ ]?many[_ ]?requests|throttl|resource_?exhausted|quota|^429 "),
    ("overloaded", "overload"),
    ("timeout", "time[_ -]?out|timed out|deadline"),
    ("content_filter", "content[_ ]?filter|content[_ ]?policy|safety|refusal"),
    ("auth", "authentication|unauthori[sz]ed|permission|forbidden|auth_error|invalid_api_key"),
    ("not_found", "not[_ ]?found"),
    ("cancelled", "cancel|abort"),
    ("server_error", "internal[_ ]?server|server[_ ]?error|service[_ ]?unavailable|bad[_ ]?gateway|api_error|apierror"),
    ("invalid_request", "bad[_ ]?request|invalid[_ ]?request|unprocessable|client_error|validation|invalid_argument"),
    ("connection", "connection|connect_?error|protocol_?error|connection_?reset|eof|network"),
)


def detect() -> list[dict[str, object]]:
    """Gives every failed span an ``error.type``.

    Four ways to fail: an error status, an ``error.type``, an HTTP status of 400 or more, the finish reason ``error``.
    """
    return [
        block("spanevent", [
            where(f'set({attr("agentdash.exception")}, spanevent.attributes["exception.type"])',
                  'spanevent.name == "exception"', 'spanevent.attributes["exception.type"] != nil', f"{KIND} != nil"),
        ]),
        block("span", [
            where('delete_key(span.attributes, "error.type")', f'{_TYPE} == ""'),
            put("error.type", "tool_error", f"{_TYPE} == nil", f'{attr("gen_ai.tool.status")} == "error"'),
            where(f'set({_TYPE}, {attr("agentdash.exception")})', f"{_TYPE} == nil", "span.status.code == STATUS_CODE_ERROR",
                  f'{attr("agentdash.exception")} != nil'),
            put("error.type", "_OTHER", f"{_TYPE} == nil", "span.status.code == STATUS_CODE_ERROR"),
            where(f"set({_TYPE}, String({_HTTP}))", f"{_TYPE} == nil", f"Int({_HTTP}) >= 400"),
            put("error.type", "error", f"{_TYPE} == nil", f'{KIND} == "call"',
                either((f'{attr("gen_ai.response.finish_reasons")} == "error"',
                        matches(f'String({attr("gen_ai.response.finish_reasons")})', _ERROR_LIST)))),
        ], f"{KIND} != nil"),
    ]


def classify() -> dict[str, object]:
    """Folds the error into :data:`agentdash.vocabulary.labels.ERROR_TYPES`: by HTTP status, then by name, then by message."""
    failed, open_ = f"{_TYPE} != nil", f"{attr(ERROR_KIND)} == nil"
    text, code = attr(_TEXT), attr(_CODE)
    statements = [
        where(f'set({text}, ToLowerCase(Concat([{_TYPE}, {attr("agentdash.exception")}, span.status.message], " ")))', failed),
        where(f"set({code}, String({_HTTP}))", failed, f"Int({_HTTP}) >= 400"),
        where(f"set({code}, {_TYPE})", failed, f"{code} == nil", matches(_TYPE, "^[45][0-9][0-9]$")),
        where(f'merge_maps(span.attributes, ExtractPatterns({text}, "(?:error code:?|status[ _]code:?|http) (?P<code>[45][0-9][0-9])"), "upsert")',
              failed, f"{code} == nil", matches(text, "(error code:?|status[ _]code:?|http) [45][0-9][0-9]")),
        where(f'set({code}, {attr("code")})', failed, f"{code} == nil", f'{attr("code")} != nil'),
        where('delete_key(span.attributes, "code")', failed),
        *(put(ERROR_KIND, kind, failed, open_, matches(code, pattern)) for kind, pattern in BY_CODE),
        *(put(ERROR_KIND, kind, failed, open_, matches(text, pattern)) for kind, pattern in BY_TEXT),
        put(ERROR_KIND, "tool_error", failed, open_, f'{KIND} == "tool"'),
        put(ERROR_KIND, "other", failed, open_),
        where(f"delete_matching_keys(span.attributes, {_SCRATCH})", failed),
    ]
    return block("span", statements, f"{KIND} != nil")


assert {kind for kind, _ in (*BY_CODE, *BY_TEXT)} <= set(labels.ERROR_TYPES)
