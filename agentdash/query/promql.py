"""PromQL that Prometheus and Gigapipe answer alike.

The rules were measured on Gigapipe 5.1 beside Prometheus 3: a selector with eight or more matchers finds nothing,
regular expressions are not anchored, and a negative matcher drops the series that lack the label. Selectors built here
keep to the part of the language where both agree, or raise :class:`NotPortable`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from agentdash.backends import BACKENDS
from agentdash.errors import AgentdashError
from agentdash.vocabulary import hourly, labels

MAX_MATCHERS = min(one.most_matchers for one in BACKENDS.values() if one.most_matchers)
"""Label matchers one selector may carry on every backend: with eight Gigapipe returns nothing, silently."""

EACH_COLLECTOR = labels.COLLECTOR
"""Label that tells one Collector's life from the next."""
_SUBQUERY_STEP = "1m"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Recording rules write names with colons.
_METRIC = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?::[A-Za-z0-9_]+)*")


class NotPortable(AgentdashError):
    """A query that one of the supported backends would answer wrongly."""


@dataclass(frozen=True, order=True)
class Matcher:
    """One label matcher. A regular expression is given without its anchors; they are written for it."""

    label: str
    op: str
    value: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.label):
            raise NotPortable(f"{self.label!r} is no label name")
        if self.op not in {"=", "!=", "=~"}:
            raise NotPortable(f"{self.label}{self.op}: write an equality or a positive regular expression; "
                              "Gigapipe drops series without the label for the others")
        if self.op == "!=" and self.value:
            raise NotPortable(f'{self.label}!="{self.value}" drops series that lack the label on Gigapipe')
        if self.op == "=~" and self.value in {"", ".*", ".+"}:
            raise NotPortable(f"{self.label}=~{self.value!r} hides series without the label; leave the matcher out")

    def __str__(self) -> str:
        value = f"^(?:{self.value})$" if self.op == "=~" else self.value
        return f"{self.label}{self.op}{quoted(value)}"


def quoted(value: str) -> str:
    """A value as a PromQL string, its quotes included."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def equals(label: str, value: str) -> Matcher:
    """``label="value"``."""
    return Matcher(label, "=", value)


def present(label: str) -> Matcher:
    """``label!=""``: the series that carry the label."""
    return Matcher(label, "!=", "")


def one_of(label: str, values: Iterable[str]) -> Matcher:
    """``label=~"^(?:a|b)$"`` for literal values."""
    return Matcher(label, "=~", "|".join(re.escape(value).replace(r"\-", "-") for value in values))


def variable(label: str, name: str) -> Matcher:
    """``label=~"^(?:$name)$"``: a Grafana variable, which may hold several values."""
    return Matcher(label, "=~", f"${name}")


def selector(metric: str, matchers: Iterable[Matcher] = (), window: str = "") -> str:
    """An instant vector selector, or a range selector when ``window`` (a duration or a Grafana interval) is given.

    ``window`` may lie in the past: ``6h offset 1d``. Raises :class:`NotPortable` for more than seven matchers or a metric name that is not a plain one.
    """
    if not _METRIC.fullmatch(metric):
        raise NotPortable(f"{metric!r} is no plain metric name")
    unique = sorted(set(matchers))
    if len(unique) > MAX_MATCHERS:
        raise NotPortable(f"{metric}: {len(unique)} matchers; Gigapipe finds nothing with more than {MAX_MATCHERS}")
    inside = "{" + ",".join(map(str, unique)) + "}" if unique else ""
    length, _, back = window.partition(" offset ")
    if length and back and not metric.startswith(hourly.PREFIX):
        # Gigapipe, which has no hourly samples, drops the offset of a range selector and answers with today's values; that of a subquery it keeps.
        return f"{metric}{inside}[{length}:{_SUBQUERY_STEP}] offset {back}"
    return f"{metric}{inside}" + (f"[{length}]" if length else "") + (f" offset {back}" if back else "")


def any_of(metrics: Iterable[str], matchers: Iterable[Matcher] = ()) -> str:
    """A selector of series of any of these metrics, for lists of their labels' values. Raises as :func:`selector` does."""
    names = sorted(set(metrics))
    if len(names) == 1:
        return selector(names[0], matchers)
    return selector("x", (one_of("__name__", names), *matchers)).removeprefix("x")


def aggregate(function: str, expression: str, by: Sequence[str] = ()) -> str:
    """``function by (labels) (expression)``; without labels everything becomes one series."""
    grouping = f" by ({', '.join(by)}) " if by else ""
    return f"{function}{grouping}({expression})"


def growth(metric: str, matchers: Iterable[Matcher], window: str, by: Sequence[str] = ()) -> str:
    """What counters grew by in ``window``, to the last digit.

    ``max - min`` of series that begin at zero needs no extrapolation, and aggregating before subtracting keeps
    Gigapipe right when the window crosses midnight UTC. Each Collector's series are summed for themselves first: at an
    instant that is a multiple of 15 s Gigapipe leaves series that have ended out of a sum with others that go on. They are
    left apart where ``by`` names :data:`EACH_COLLECTOR`, for an aggregation that follows anyway.
    """
    ranged = selector(metric, matchers, window)
    each = tuple(dict.fromkeys((*by, EACH_COLLECTOR)))
    largest, smallest = (aggregate("sum", f"{function}({ranged})", each) for function in ("max_over_time", "min_over_time"))
    difference = f"{largest} - {smallest}"
    return f"({difference})" if EACH_COLLECTOR in by else aggregate("sum", difference, by)


def increase(metric: str, matchers: Iterable[Matcher], window: str, by: Sequence[str] = ()) -> str:
    """What counters grew by in ``window``, for those that begin anywhere and are set back: estimated at the window's edges."""
    return aggregate("sum", f"increase({selector(metric, matchers, window)})", by)


def per_second(metric: str, matchers: Iterable[Matcher], window: str, by: Sequence[str] = ()) -> str:
    """How fast counters grow, per second, averaged over ``window``."""
    return aggregate("sum", f"rate({selector(metric, matchers, window)})", by)


def rounded_up(value: str) -> str:
    """The next whole number: what lies between two of something that is counted is the greater one."""
    return f"ceil({value})"


def quantile(q: float, buckets: str) -> str:
    """The ``q`` quantile (0 to 1) of summed histogram buckets that still carry ``le``; no series where nothing fell into them.

    What is counted is not negative, so the comparison drops nothing but "not a number", which panels would draw as zero.
    """
    return f"(histogram_quantile({q}, {buckets}) >= 0)"


def relabel(expression: str, target: str, source: str) -> str:
    """Copies label ``source`` to ``target`` (series without it stay as they are)."""
    return replaced(expression, target, "$1", source, "(.+)")


def replaced(expression: str, target: str, value: str, source: str, pattern: str) -> str:
    """Sets label ``target`` to ``value`` on the series whose label ``source`` matches ``pattern`` as a whole; ``$1`` in the value is
    the first group. The others stay as they are."""
    return f"label_replace({expression},{quoted(target)},{quoted(value)},{quoted(source)},{quoted(pattern)})"


def named(expression: str, label: str, value: str) -> str:
    """Every series with ``label="value"``. A ``$`` in the value stands for itself."""
    return replaced(expression, label, value.replace("$", "$$"), "", "")


def joined(expression: str, target: str, between: str, *sources: str) -> str:
    """Sets label ``target`` to the values of the labels ``sources``, with ``between`` between them."""
    return f"label_join({','.join((expression, *map(quoted, (target, between, *sources))))})"


def union(parts: Mapping[str, str], label: str) -> str:
    """Several expressions as one, each marked by its name in ``label``."""
    return " or ".join(named(one, label, name) for name, one in parts.items())


def on(by: Sequence[str]) -> str:
    """``on (a, b)``: series are matched by these labels."""
    return f"on ({', '.join(by)})"


def matched(left: str, operator: str, right: str, by: Sequence[str], many: bool = False) -> str:
    """``left operator on (by) right``, both sides in parentheses; ``many`` series of the left meet one of the right."""
    return f"({left}) {operator} {on(by)} {'group_left () ' if many else ''}({right})"


def kept(value: str, by: Sequence[str], *conditions: str) -> str:
    """The series of ``value`` for which all ``conditions`` hold: ``value and on (by) (condition) …``."""
    return f" and {on(by)} ".join((value, *(f"({condition})" for condition in conditions)))


def or_zero(part: str, whole: str) -> str:
    """``part``, and 0 where only ``whole`` has a series. Both carry the same labels."""
    return f"{part} or ({whole}) * 0"


def else_zero(expression: str) -> str:
    """The one number of the expression, or 0 where it has none."""
    return f"{expression} or vector(0)"


def ratio(part: str, whole: str, by: Sequence[str]) -> str:
    """``part`` ÷ ``whole``, both by the same labels: 0 where there is a whole and no part, nothing where the whole is 0 or missing."""
    # Without labels the zero needs no second look at the whole.
    return f"({or_zero(part, whole) if by else else_zero(part)}) / (({whole}) > 0)"


def at_most(expression: str, most: float) -> str:
    """No value above ``most``."""
    return f"clamp_max({expression}, {most:g})"


def times(expression: str, factor: float) -> str:
    """The expression multiplied by a number."""
    return expression if factor == 1 else f"{expression} * {factor:.10g}"
