"""Spans as one OTLP export request, in OpenTelemetry's own protobuf (the extra ``demo``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, InstrumentationScope, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1 import trace_pb2

from agentdash.demo.span import Span, Value


def request(resource: Mapping[str, Value], spans: Iterable[Span], zero: float) -> bytes:
    """The body of one export of one process; none of its spans make a request that asks only whether anybody is there.

    ``zero`` is when the demo began, in Unix seconds.
    """
    by_scope: dict[tuple[str, str], list[trace_pb2.Span]] = {}
    for span in spans:
        by_scope.setdefault(span.scope, []).append(_span(span, zero))
    scopes = [trace_pb2.ScopeSpans(scope=InstrumentationScope(name=name, version=version), spans=found) for (name, version), found in by_scope.items()]
    whole = [trace_pb2.ResourceSpans(resource=Resource(attributes=_attributes(resource)), scope_spans=scopes)] if scopes else []
    return ExportTraceServiceRequest(resource_spans=whole).SerializeToString()


def rejected(answer: bytes) -> tuple[int, str]:
    """How many spans an answer says were not taken, and why. Raises ValueError where the answer is not OTLP's."""
    from google.protobuf.message import DecodeError

    try:
        partial = ExportTraceServiceResponse.FromString(answer).partial_success
    except DecodeError as error:
        raise ValueError(str(error)) from None
    return partial.rejected_spans, partial.error_message


def _span(span: Span, zero: float) -> trace_pb2.Span:
    return trace_pb2.Span(
        trace_id=span.trace, span_id=span.id, parent_span_id=span.parent.id if span.parent else b"", name=span.name, kind=span.kind,  # type: ignore[arg-type]
        start_time_unix_nano=_nano(zero + span.begin), end_time_unix_nano=_nano(zero + span.end), attributes=_attributes(span.attributes),
        events=[trace_pb2.Span.Event(name=one.name, time_unix_nano=_nano(zero + one.at), attributes=_attributes(one.attributes)) for one in span.events],
        status=trace_pb2.Status(code=span.status, message=span.message))  # type: ignore[arg-type]


def _attributes(plain: Mapping[str, Value]) -> list[KeyValue]:
    return [KeyValue(key=key, value=_value(value)) for key, value in plain.items()]


def _value(plain: Value) -> AnyValue:
    if isinstance(plain, bool):
        return AnyValue(bool_value=plain)
    if isinstance(plain, int):
        return AnyValue(int_value=plain)
    if isinstance(plain, float):
        return AnyValue(double_value=plain)
    if isinstance(plain, list):
        return AnyValue(array_value=ArrayValue(values=[_value(one) for one in plain]))
    return AnyValue(string_value=plain)


def _nano(seconds: float) -> int:
    return int(seconds * 1e6) * 1000
