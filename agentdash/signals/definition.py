"""How a signal is declared: once, in the catalogue, as an attribute of a class of signals.

On an instance, which has settings and a selection, the attribute is the signal itself: ``signals.latency.quantile(0.95)``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Generic, Self, TypeVar, overload

from agentdash.signals.contract import Amount, Declared, Signal
from agentdash.signals.counted import Counted, Exceeding, Histogram
from agentdash.signals.limits import FromSettings
from agentdash.signals.preferred import PreferredHistogram
from agentdash.signals.ratio import Ratio, Share
from agentdash.signals.series import Series
from agentdash.signals.spans import CALLS, Spans

if TYPE_CHECKING:
    from agentdash.signals.binding import Binding

B = TypeVar("B", bound=Signal, covariant=True)


@dataclass(eq=False)
class Definition(ABC, Generic[B]):
    """What is measured: title, meaning in words, labels, Grafana unit, and the spans that are counted.

    ``everywhere`` says that its series carry the settings' own labels (``telemetry.group_by``), too.
    ``money`` says that the unit is the settings' currency. ``limits`` tells from the settings where values are bad. ``name`` is
    that of the attribute, unless told.
    """

    kind: ClassVar[str] = "counter"

    title: str
    meaning: str
    labels: tuple[str, ...]
    unit: str = field(default="short", kw_only=True)
    money: bool = field(default=False, kw_only=True)
    everywhere: bool = field(default=True, kw_only=True)
    spans: Spans = field(default=CALLS, kw_only=True)
    limits: FromSettings | None = field(default=None, kw_only=True)
    name: str = field(default="", kw_only=True)

    @abstractmethod
    def bind(self, binding: Binding) -> B:
        """The signal under settings and selection of ``binding``."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = self.name or name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: Binding, owner: type) -> B: ...
    def __get__(self, instance: Binding | None, owner: type) -> Self | B:
        return self if instance is None else instance.of(self)


@dataclass(eq=False)
class CounterDefinition(Definition[Counted]):
    """Something that is counted. ``sources`` maps a telemetry source (``derived``, ``semconv``, …) to the series that add up to it."""

    sources: Mapping[str, tuple[Series, ...]]

    def bind(self, binding: Binding) -> Counted:
        """The counter's series."""
        return Counted(self, binding, self.sources)


@dataclass(eq=False)
class ExceedingDefinition(Definition[Exceeding]):
    """What exceeded each of some bounds; ``label`` holds the bound."""

    sources: Mapping[str, tuple[Series, ...]]
    label: str

    def bind(self, binding: Binding) -> Exceeding:
        """The counter's series."""
        return Exceeding(self, binding, self.sources, self.label)


@dataclass(eq=False)
class DurationDefinition(Definition[Histogram]):
    """How long something takes, as the buckets of a histogram, in seconds."""

    kind: ClassVar[str] = "latency"

    sources: Mapping[str, tuple[Series, ...]]
    unit: str = field(default="s", kw_only=True)

    def bind(self, binding: Binding) -> Histogram:
        """The histogram's series."""
        return Histogram(self, binding, self.sources)


@dataclass(eq=False)
class RatioDefinition(Definition[Ratio]):
    """One signal over another."""

    kind: ClassVar[str] = "ratio"

    part: Definition[Amount]
    whole: Definition[Amount]

    def bind(self, binding: Binding) -> Ratio:
        """Both signals."""
        return Ratio(self, binding, binding.of(self.part), binding.of(self.whole))


@dataclass(eq=False)
class ShareDefinition(RatioDefinition):
    """A signal over the one that it is a part of: 0 to 1 by construction."""

    unit: str = field(default="percentunit", kw_only=True)

    def bind(self, binding: Binding) -> Share:
        """Both signals."""
        return Share(self, binding, binding.of(self.part), binding.of(self.whole))


@dataclass(eq=False)
class AmountDefinition(Definition[Amount]):
    """An amount that the settings decide how to get: money, above all."""

    make: Callable[[Binding, Declared], Amount]

    def bind(self, binding: Binding) -> Amount:
        """The amount in the way of the settings."""
        return self.make(binding, self)


@dataclass(eq=False)
class TimedDefinition(Definition[PreferredHistogram]):
    """How long something takes, in seconds, told by the first of several signals that knows a service."""

    kind: ClassVar[str] = "latency"

    make: Callable[[Binding, Declared], PreferredHistogram]
    unit: str = field(default="s", kw_only=True)

    def bind(self, binding: Binding) -> PreferredHistogram:
        """The histograms' series."""
        return self.make(binding, self)
