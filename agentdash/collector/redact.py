"""What people said stays out of traces and logs unless the settings ask for it.

Spans and events of AI instrumentations keep only the attributes that their dialects name, so that a framework's next way of
writing a prompt is left out too. A program's own spans around them keep their attributes; what an exception says of them and
where it was thrown goes, for it quotes the request and the answer. Everything else passes with e-mail addresses and API keys
masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.masks import masks
from agentdash.collector.ottl.conditions import (
    above,
    all_of,
    differs,
    ends_with,
    equals,
    is_nil,
    is_text,
    matches,
    negate,
    present,
)
from agentdash.collector.ottl.statements import (
    Group,
    assign,
    block,
    delete_matching,
    forget,
    keep_matching,
    keep_only,
    merge,
    replace,
)
from agentdash.collector.ottl.values import (
    EVENT_ATTRIBUTES,
    EVENT_NAME,
    LOG_ATTRIBUTES,
    LOG_BODY,
    LOG_EVENT_NAME,
    NAME,
    RESOURCE_ATTRIBUTES,
    SCOPE,
    SPAN_ATTRIBUTES,
    STATUS_TEXT,
    attr,
    event_attr,
    length,
    log_attr,
    part,
    scratch,
)
from agentdash.collector.patterns import any_beginning, any_start, any_whole, names_and_patterns
from agentdash.vocabulary.attributes import ASKED_MODEL, ERROR_TYPE, KIND, OPERATION, PROVIDER

_ERROR = "error"
"""On spans it becomes the error's type; on logs it is a sentence."""
_SHARED = (
    r"(session|user|enduser|tenant|organization)\.id", r"error\.type", r"server\.(address|port)",
    r"http\.(request\.method|response\.status_code|route)", r"network\..*", r"deployment\.environment(\.name)?", r"service\..*", r"host\..*",
    r"process\.exit\.code", r"agentdash\..*", r"code\.(function|filepath|lineno).*", r"thread\.(id|name)",
)
"""Attributes that every instrumentation may have, AI or not."""
_EVENT = log_attr("event.name")
_EXCEPTION = ("exception.type", "exception.escaped")
"""What stays of an exception: neither its message nor its stack trace, nor what libraries add of the values it was about."""
_NAME = r"^[\w.:/-]{1,120}$"
_TYPE_AND_TEXT = r"(?s)^([A-Za-z_][\w.]*): .*$"
"""As SDKs describe a failure: ``ValueError: what was wrong``."""
_RENDERED = "logfire.msg"
"""A program's sentence with its values put in; the attribute beside it has the template."""
_SENTENCE = r"^\s*(\S+\s+){5}"
_LONGEST_SPAN_NAME = 120
_ABOUT_THE_USER = r"^(process\.(command|command_line|command_args|owner)|user\..*|enduser\.(name|email))$"


def _named(dialects: Sequence[Dialect]) -> tuple[str, ...]:
    return (*(one for dialect in dialects for one in dialect.kept), *_SHARED)


def _resource() -> list[Group]:
    """A command line quotes its prompt."""
    return [block("resource", [delete_matching(RESOURCE_ATTRIBUTES, _ABOUT_THE_USER)]), *masks("resource", RESOURCE_ATTRIBUTES)]


def stripped(dialects: Sequence[Dialect], keep_content: bool, extra: Iterable[str]) -> list[Group]:
    """Statement groups that take what people said off spans, before these are held and copied. ``extra`` are attributes that
    the settings group by."""
    if keep_content:
        return []
    names, patterns = names_and_patterns(_named(dialects))
    in_events = any_whole((r"exception\.type", r"event\.name", *(one for dialect in dialects for one in dialect.kept_in_events)))
    ai, more = present(attr(KIND)), scratch("span", "more")
    return [
        block("spanevent", [keep_matching(EVENT_ATTRIBUTES, in_events)], ai),
        # One pattern of all names would cost more than all other statements.
        block("span", [
            assign(more, SPAN_ATTRIBUTES),
            keep_matching(more, any_start(patterns)),
            keep_only(SPAN_ATTRIBUTES, (*extra, *names, _ERROR)),
            merge(SPAN_ATTRIBUTES, more),
        ], ai),
    ]


def _masked() -> list[Group]:
    return [*_resource(), *masks("span", SPAN_ATTRIBUTES, NAME, STATUS_TEXT), *masks("spanevent", EVENT_ATTRIBUTES)]


def others(keep_content: bool) -> list[Group]:
    """Statement groups for spans that are not about AI: exceptions keep their type, keys and addresses are masked."""
    masked = _masked()
    if keep_content:
        return masked
    thrown, unnamed = event_attr("exception.type"), negate(matches(STATUS_TEXT, _NAME))
    return [
        block("spanevent", [
            assign(STATUS_TEXT, thrown, differs(STATUS_TEXT, ""), present(thrown)),
            keep_only(EVENT_ATTRIBUTES, _EXCEPTION),
        ], equals(EVENT_NAME, "exception")),
        block("span", [
            replace(STATUS_TEXT, _TYPE_AND_TEXT, "$1"),
            assign(STATUS_TEXT, "", unnamed),
        ], all_of(differs(STATUS_TEXT, ""), unnamed)),
        block("span", [forget(_RENDERED)]),
        *masked,
    ]


def spans(keep_content: bool) -> list[Group]:
    """Statement groups for traces: texts, names, keys and addresses. ``keep_content`` masks nothing but keys and addresses."""
    masked = _masked()
    if keep_content:
        return masked
    failed = present(attr(ERROR_TYPE))
    return [
        block("span", [
            # The text of an error quotes requests and tool arguments; its type and kind stay.
            assign(STATUS_TEXT, attr(ERROR_TYPE), differs(STATUS_TEXT, ""), failed),
            assign(attr(_ERROR), attr(ERROR_TYPE), present(attr(_ERROR)), failed),
            # A task's description as a name is a prompt, and without bound.
            assign(NAME, attr(KIND), matches(NAME, _SENTENCE)),
            assign(NAME, part(NAME, 0, _LONGEST_SPAN_NAME), above(length(NAME), _LONGEST_SPAN_NAME)),
        ], present(attr(KIND))),
        *masked,
    ]


def logs(dialects: Sequence[Dialect], keep_content: bool) -> list[Group]:
    """Statement groups for logs."""
    masked = [*_resource(), *masks("log", LOG_ATTRIBUTES, LOG_BODY)]
    if keep_content:
        return masked
    named = differs(LOG_EVENT_NAME, "")
    kept = any_whole((*_named(dialects), r"event\.name", *(one for dialect in dialects for one in dialect.kept_in_logs)))
    of_ai = (
        *(present(log_attr(name)) for name in (OPERATION, PROVIDER, ASKED_MODEL, "gen_ai.system")),
        all_of(present(_EVENT), matches(_EVENT, r"^gen_ai\.")),
        matches(LOG_EVENT_NAME, r"^gen_ai\."),
        matches(SCOPE, any_beginning(one for dialect in dialects for one in dialect.log_scopes)),
    )
    return [
        block("log", [
            keep_matching(LOG_ATTRIBUTES, kept),
            assign(LOG_BODY, _EVENT, present(_EVENT), negate(all_of(is_text(LOG_BODY), ends_with(LOG_BODY, _EVENT)))),
            assign(LOG_BODY, LOG_EVENT_NAME, is_nil(_EVENT), named),
            assign(LOG_BODY, "", is_nil(_EVENT), negate(named)),
        ], *of_ai),
        *masked,
    ]
