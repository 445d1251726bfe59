"""The rules that a query must keep so that every supported backend answers it alike, checked on its text.

They are written down a second time here, so that a slip in the builders does not hide itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.validate.queries import Query, is_trace

MAX_MATCHERS = 7
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_SELECTOR = re.compile(r"\{((?:[^{}\"]|\"(?:[^\"\\]|\\.)*\")*)\}")
_MATCHER = re.compile(r'\s*([A-Za-z_][A-Za-z0-9_]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*")\s*(?:,|$)')
_ANCHORED = re.compile(r'"\^\(\?:.+\)\$"')
_OPTIONAL = {"error_type"}


def faults(query: Query) -> list[str]:
    """Which rules the query breaks."""
    if is_trace(query):
        return []
    check = {"promql": _promql, "traceql": _traceql, "logql": _logql}[query.language]
    return [f"{query.place}: {fault}" for fault in check(query.text, query.target)]


def _promql(text: str, target: Any) -> Iterator[str]:
    bare = _STRING.sub('""', text)
    quoted = [found.span() for found in _STRING.finditer(text)]
    for found in _SELECTOR.finditer(text):
        # A brace inside a string is a regular expression's, as in label_replace.
        if not any(start < found.start() < end for start, end in quoted):
            yield from _selector(found[1])
    if "@" in bare:
        yield "the @ modifier is off on Gigapipe"
    if re.search(r"(max|min)_over_time\([^()]*\)\s*-", bare):
        yield "series minus series fails on Gigapipe when the window crosses midnight; aggregate first"
    if re.search(r"\bincrease\(|\bdelta\(|\bidelta\(|\bresets\(", bare):
        yield "increase extrapolates on Prometheus; subtract the smallest from the largest"
    # In a subquery over the range it is a step of it.
    if re.search(r"\[\d+[smhd]\]", bare) and "[$__range:" not in bare:
        yield "a fixed window; use $__range or $__rate_interval"
    if "$__range" in bare and not target.get("instant"):
        yield "the whole range at every step"
    if "$__rate_interval" in bare and target.get("instant"):
        yield "an instant query over the last minute is no total"


def _selector(inside: str) -> Iterator[str]:
    matchers = _MATCHER.findall(inside)
    if _MATCHER.sub("", inside).strip():
        yield f"{{{inside}}} is no list of matchers"
    if len(matchers) > MAX_MATCHERS:
        yield f"{len(matchers)} matchers; Gigapipe finds nothing with more than {MAX_MATCHERS}"
    for label, operator, value in matchers:
        if operator == "!~" or (operator == "!=" and value != '""'):
            yield f"{label}{operator}{value} drops series without the label on Gigapipe"
        if operator == "!=" and label not in _OPTIONAL:
            yield f"{label}!=\"\": every series has the label"
        if operator == "=~" and not _ANCHORED.fullmatch(value):
            yield f"{label}=~{value} is not anchored on Gigapipe; write ^(?:…)$"
        if operator == "=~" and re.search(r"\((?:\?:)?\.[*+]\)", value):
            yield f"{label}=~{value} hides series without the label"


def _traceql(text: str, target: Any) -> Iterator[str]:
    bare = _STRING.sub('""', text)
    if re.search(r"(?<![.\w])(status|kind|statusMessage|rootServiceName|rootName|nestedSetParent|event:|link:)\b", bare):
        yield "an intrinsic that finds nothing beside other conditions on Gigapipe; use span.error.type"
    if re.search(r"(?<![\w.])\.[a-z]", bare) or re.search(r'(span|resource)\."', text):
        yield "an attribute without span. or resource., or in quotes"
    if re.search(r">>|<<|!~|\bnil\b|>\s*\{|&>>", bare):
        yield "an operator that Gigapipe does not know"
    for value in re.findall(r'=~\s*("(?:[^"\\]|\\.)*")', text):
        if not _ANCHORED.fullmatch(value):
            yield f"=~ {value} is not anchored on Gigapipe"
    if not re.match(r"\{ .+ \}", text):
        yield "an empty spanset"
    if re.search(r"\| (rate|count_over_time|quantile_over_time|histogram_over_time)\(", bare):
        if len(re.findall(r"(?:span|resource)\.[\w.]+ (?:=~|!=|=|[<>]=?)", bare)) > 2:
            yield "three conditions on attributes are an error in metrics queries on Gigapipe"
        if "||" in bare:
            yield "|| is taken for && in metrics queries on Gigapipe"
        if re.search(r"[^=!]\s[<>]=?\s*[\d$]", bare):
            yield "numbers are compared as text in metrics queries on Gigapipe"
        if re.search(r"quantile_over_time\([^)]*,[^)]*,", bare):
            yield "two quantiles in one query are an error on Gigapipe"
        if not re.fullmatch(r"\d+[smh]", target.get("step", "")):
            yield "no step: Grafana would draw needles"
    if re.search(r"(sum|avg|min|max)_over_time\(", bare):
        yield "aggregates of attributes are an error on Gigapipe"


def _logql(text: str, target: Any) -> Iterator[str]:
    found = _SELECTOR.match(text)
    if not found or not found[1].strip():
        yield "an empty stream selector is refused by Loki"
        return
    yield from _selector(found[1])
    if re.search(r"\[\$?\w+\]", text):
        yield "range functions use tumbling windows on Gigapipe"
    if "unwrap" in text and not re.search(r"\| (json|logfmt).*\| unwrap", text):
        yield "unwrap needs a parser before it"
