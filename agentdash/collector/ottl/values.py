"""Values: literals, paths into a record, functions of them, arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """Something with a value. ``+ - * /`` and an index make others; a division of integers is one of integers."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __add__(self, other: Operand) -> Value:
        return _Sum(f"{self} + {written(other)}")

    def __sub__(self, other: Operand) -> Value:
        return _Sum(f"{self} - {_tight(other, _Sum)}")

    def __mul__(self, other: Operand) -> Value:
        return _Product(f"{_tight(self, _Sum)} * {_tight(other, _Sum)}")

    def __truediv__(self, other: Operand) -> Value:
        return _Product(f"{_tight(self, _Sum)} / {_tight(other, (_Sum, _Product))}")

    def __getitem__(self, number: int) -> Value:
        return Value(f"{self}[{number}]")


class _Sum(Value):
    __slots__ = ()


class _Product(Value):
    __slots__ = ()


class _First(Value):
    __slots__ = ()


class Path(Value):
    """A place in a record; it can be set."""

    __slots__ = ()


_FIRST = "Coalesce(["
Operand = Value | str | bool | int | float
"""A value, or what stands for itself."""


def written(value: Operand) -> str:
    """As OTTL writes it: a string in quotes."""
    if isinstance(value, Value):
        return value.text
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return repr(value)


def _tight(value: Operand, loose: type[Value] | tuple[type[Value], ...]) -> str:
    return f"({value})" if isinstance(value, loose) else written(value)


def listed(values: Iterable[Operand]) -> str:
    """``[a, b]``."""
    return f"[{', '.join(map(written, values))}]"


def decimal(value: float, places: int) -> Value:
    """A number with so many decimal places."""
    return Value(f"{value:.{places}f}")


def attr(name: str) -> Path:
    """A span's attribute."""
    return Path(f'span.attributes["{name}"]')


def resource(name: str) -> Path:
    """An attribute of what sent the record."""
    return Path(f'resource.attributes["{name}"]')


def event_attr(name: str) -> Path:
    """A span event's attribute."""
    return Path(f'spanevent.attributes["{name}"]')


def log_attr(name: str) -> Path:
    """A log record's attribute."""
    return Path(f'log.attributes["{name}"]')


def label(name: str) -> Path:
    """An attribute of a metric's data point."""
    return Path(f'datapoint.attributes["{name}"]')


def scratch(context: str, name: str) -> Path:
    """A value that lives as long as the statements of one group see one record. ``context`` is OTTL's (``span``, ``log`` …)."""
    return Path(f'{context}.cache["{name}"]')


def keyed(attributes: Path, key: Value) -> Path:
    """The attribute whose name is computed."""
    return Path(f"{attributes}[{key}]")


def inside(values: Value, key: str) -> Path:
    """What a map has under a key."""
    return Path(f"{values}[{written(key)}]")


SPAN_ATTRIBUTES, SPAN_CACHE = Path("span.attributes"), Path("span.cache")
NAME = Path("span.name")
ID, TRACE = Path("span.span_id"), Path("span.trace_id")
SPAN_ID, PARENT_ID, TRACE_ID = Path("span.span_id.string"), Path("span.parent_span_id.string"), Path("span.trace_id.string")
OT_STATE = Path('span.trace_state["ot"]')
"""OpenTelemetry's own part of a span's trace state; empty where there is none."""
SPAN_KIND, SERVER, CLIENT = Path("span.kind"), Value("SPAN_KIND_SERVER"), Value("SPAN_KIND_CLIENT")
STATUS, STATUS_TEXT = Path("span.status.code"), Path("span.status.message")
FAILED, OK, UNSET = Value("STATUS_CODE_ERROR"), Value("STATUS_CODE_OK"), Value("STATUS_CODE_UNSET")
START, END = Path("span.start_time"), Path("span.end_time")
START_NANOSECONDS, END_NANOSECONDS = Path("span.start_time_unix_nano"), Path("span.end_time_unix_nano")
EVENT_ATTRIBUTES, EVENT_NAME, EVENT_TIME = Path("spanevent.attributes"), Path("spanevent.name"), Path("spanevent.time")
RESOURCE_ATTRIBUTES = Path("resource.attributes")
SCOPE = Path("instrumentation_scope.name")
OWN_SCOPE, OWN_SCOPE_VERSION = Path("scope.name"), Path("scope.version")
"""In groups of the context ``scope``."""
LOG_ATTRIBUTES, LOG_BODY, LOG_EVENT_NAME = Path("log.attributes"), Path("log.body"), Path("log.event_name")
LOG_CACHE, OBSERVED_NANOSECONDS = Path("log.cache"), Path("log.observed_time_unix_nano")
METRIC, DESCRIPTION, UNIT = Path("metric.name"), Path("metric.description"), Path("metric.unit")
METRIC_TYPE, SUM, HISTOGRAM = Path("metric.type"), Value("METRIC_DATA_TYPE_SUM"), Value("METRIC_DATA_TYPE_HISTOGRAM")
EXPONENTIAL = Value("METRIC_DATA_TYPE_EXPONENTIAL_HISTOGRAM")
LABELS, TIME, FLAGS = Path("datapoint.attributes"), Path("datapoint.time"), Path("datapoint.flags")
TIME_NANOSECONDS, SINCE_NANOSECONDS = Path("datapoint.time_unix_nano"), Path("datapoint.start_time_unix_nano")
INTEGER, DECIMAL = Path("datapoint.value_int"), Path("datapoint.value_double")
TOTAL, COUNT, BUCKETS, BOUNDS = (Path(f"datapoint.{name}") for name in ("sum", "count", "bucket_counts", "explicit_bounds"))


def _call(function: str, *arguments: Operand) -> Value:
    return Value(f"{function}({', '.join(map(written, arguments))})")


def as_text(value: Operand) -> Value:
    """Any value as a string; a map or list as JSON."""
    return _call("String", value)


def as_integer(value: Operand) -> Value:
    """A number or a text of one, cut to an integer."""
    return _call("Int", value)


def as_decimal(value: Operand) -> Value:
    """A number or a text of one as a floating-point number."""
    return _call("Double", value)


def from_hexadecimal(value: Operand) -> Value:
    """The integer that a text means in base 16."""
    return _call("ParseInt", value, 16)


def lower(value: Operand) -> Value:
    """In small letters. An error on what is no string."""
    return _call("ToLowerCase", value)


def length(value: Operand) -> Value:
    """Bytes of a string, items of a list or map. An error on what is none."""
    return _call("Len", value)


def part(value: Operand, start: int | Value, size: int | Value) -> Value:
    """Some bytes of a string. An error on what is no string, or shorter."""
    return _call("Substring", value, start, size)


def split(value: Operand, by: str) -> Value:
    """A string's pieces, as a list."""
    return _call("Split", value, by)


def joined(values: Iterable[Operand], by: str = "") -> Value:
    """Values as one string; what is not there is ``<nil>``."""
    return Value(f"Concat({listed(values)}, {written(by)})")


def seconds(value: Operand) -> Value:
    """A duration in seconds."""
    return _call("Seconds", value)


def duration(text: str) -> Value:
    """A duration, e.g. ``168h``."""
    return _call("Duration", text)


def as_nanoseconds(text: Operand, form: str) -> Value:
    """The time that a text means in UTC, since 1970; ``form`` in the style of ``strptime``. An error on any other text."""
    return _call("UnixNano", _call("Time", text, form, "UTC"))


def span_id(number: int) -> Value:
    """A span's id."""
    return Value(f"SpanID(0x{number:016x})")


def found(value: Operand, pattern: str) -> Value:
    """The named groups of a pattern, as a map."""
    return _call("ExtractPatterns", value, pattern)


def first_of(*values: Operand) -> Value:
    """The first that is there; one in another is one."""
    inside_out = (one.text[len(_FIRST):-2] if isinstance(one, _First) else written(one) for one in values)
    return _First(f"{_FIRST}{', '.join(inside_out)}])")


def pairs(values: Value, between: str, after: str) -> Value:
    """A map as text: each key and its value, with ``between`` between them and ``after`` between pairs."""
    return _call("ToKeyValueString", values, between, after)


def unix_seconds(value: Operand) -> Value:
    """A time as whole seconds since 1970."""
    return _call("UnixSeconds", value)


def hexadecimal(value: Operand) -> Value:
    """32 hexadecimal digits that stand for a string."""
    return _call("MD5", value)


def sha256(value: Operand) -> Value:
    """64 hexadecimal digits that stand for a string."""
    return _call("SHA256", value)


def trace_id(value: Operand) -> Value:
    """A trace's id of its 32 hexadecimal digits."""
    return _call("TraceID", value)


def from_json(text: Operand) -> Value:
    """The map that a text of JSON means, its numbers as floating-point ones. An error on any other text."""
    return _call("ParseJSON", text)


ONE, NOTHING = Value("1"), Value("0.0")
NOW = Value("Now()")
NOW_NANOSECONDS = _call("UnixNano", NOW)


def position(value: Operand, text: Operand) -> Value:
    """Where a text begins in a string, in bytes; -1 where it is not in it."""
    return _call("Index", value, text)


def extracted(value: Operand, pattern: str, group: str) -> Value:
    """What a pattern's named group is in a string; nothing where the pattern does not match."""
    return Value(f'{_call("ExtractPatterns", value, pattern)}["{group}"]')
