"""What is asked of a signal: PromQL, and how the answer is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agentdash.query import promql

if TYPE_CHECKING:
    from agentdash.signals.contract import Signal

NAME = "series"
"""The label that tells the parts of a :func:`union` apart."""


@dataclass(frozen=True)
class Expression:
    """PromQL out of signals. ``str()`` of it, and so an f-string, is the query.

    ``signals`` are all that it asks, ``by`` the labels that tell its series apart, ``unit`` is Grafana's. The text is made when it
    is asked for, so that an expression of what no source carries can be held, and left out by :attr:`measured`.
    """

    write: Callable[[], str]
    signals: tuple[Signal, ...]
    by: tuple[str, ...]
    unit: str

    def __str__(self) -> str:
        """The PromQL. Raises NotMeasured where no telemetry source carries a signal of it."""
        return self.write()

    @property
    def measured(self) -> bool:
        """Whether the telemetry sources carry every signal of it."""
        return all(signal.measured for signal in self.signals)

    @property
    def legend(self) -> str:
        """Grafana's legend that tells the series apart: ``{{gen_ai_response_model}} · {{series}}``; the first signal's title
        where there is one series only."""
        return " · ".join(f"{{{{{label}}}}}" for label in self.by) or self.signals[0].title

    def using(self, rewrite: Callable[[str], str], by: Sequence[str] | None = None, unit: str | None = None) -> Expression:
        """The same signals in other PromQL, which ``rewrite`` makes of the text."""
        return replace(self, write=lambda: rewrite(str(self)), by=self.by if by is None else tuple(by), unit=self.unit if unit is None else unit)

    def aggregated(self, function: str, by: Sequence[str] = ()) -> Expression:
        """``max by (…) (…)``: one series per set of the labels ``by``."""
        return self.using(lambda text: promql.aggregate(function, text, by), by)


def joined(write: Callable[..., str], *parts: Expression, by: Sequence[str] | None = None, unit: str | None = None) -> Expression:
    """One expression out of several, whose texts ``write`` gets. Labels and unit are those of the first unless told."""
    first = parts[0]
    signals = tuple(dict.fromkeys(signal for part in parts for signal in part.signals))
    return Expression(lambda: write(*map(str, parts)), signals, first.by if by is None else tuple(by), first.unit if unit is None else unit)


def union(parts: Mapping[str, Expression]) -> Expression:
    """Several expressions as one query, each marked by its name in the label :data:`NAME`."""
    names = tuple(parts)
    first = parts[names[0]]
    return joined(lambda *texts: promql.union(dict(zip(names, texts, strict=True)), NAME), *parts.values(), by=(*first.by, NAME))


def either(first: Expression, second: Expression) -> Expression:
    """``first or second``: the series of both, those of the first where both have one."""
    return joined(lambda one, other: f"{one} or {other}", first, second)


def share(part: Expression, whole: Expression) -> Expression:
    """``part`` ÷ ``whole``: zero where there is a whole and no part, nothing where there is no whole.

    At most 1: in a short window a part can be booked that belongs to a whole booked before.
    """
    return quotient(part, whole).using(lambda text: promql.at_most(text, 1), unit="percentunit")


def quotient(part: Expression, whole: Expression) -> Expression:
    """``part`` ÷ ``whole``, where the one need not be a part of the other."""
    return joined(lambda one, other: promql.ratio(one, other, part.by), part, whole)
