"""Signals of the settings' own, and of extensions: the same definitions as those of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from agentdash.errors import UserError, unknown
from agentdash.settings.signals import OwnSignal
from agentdash.signals.contract import Amount
from agentdash.signals.definition import CounterDefinition, Definition, DurationDefinition, RatioDefinition
from agentdash.signals.limits import FromSettings, fixed
from agentdash.signals.series import OWN, Series

if TYPE_CHECKING:
    from agentdash.settings import Settings

_MOST = 10
"""Signals that are made of each other."""


@dataclass(frozen=True)
class SignalAddition:
    """A signal of an extension, and where that says it."""

    definition: Definition[Any]
    place: str


def declared(settings: Settings, catalogue: Mapping[str, Definition[Any]]) -> dict[str, Definition[Any]]:
    """Every definition by its name: the catalogue's, the settings' own, those of extensions.

    Raises UserError for two of one name, and for a ratio of what is no signal.
    """
    found = dict(catalogue)
    for added in settings.additions.of(SignalAddition):
        if added.definition.name in found:
            raise UserError(f"{added.place}: a signal is called {added.definition.name} already; give yours another name")
        found[added.definition.name] = added.definition
    own = {one.name: one for one in settings.signals}
    for one in settings.signals:
        if one.name in found:
            raise UserError(f"{one.place}: a signal is called so already; write e.g. our_{one.name}")

    def named(name: str, asked: OwnSignal, key: str, depth: int) -> Definition[Any]:
        if name not in own and name not in found:
            raise UserError(f"{asked.place}.{key}: {unknown('signal', name, (*found, *own))}")
        if depth > _MOST:
            raise UserError(f"{asked.place}.{key}: made of itself; name a counter")
        return _ratio_or_metric(own[name], depth + 1) if name in own else found[name]

    def _ratio_or_metric(one: OwnSignal, depth: int) -> Definition[Any]:
        if not one.part:
            return _metric(one)
        part, whole = named(one.part, one, "part", depth), named(one.whole, one, "whole", depth)
        for key, side in (("part", part), ("whole", whole)):
            if isinstance(side, DurationDefinition):
                raise UserError(f"{one.place}.{key}: {side.name} is a duration, and has no sum to divide; name a counter")
        return _ratio(one, part, whole)

    return {**found, **{one.name: _ratio_or_metric(one, 0) for one in settings.signals}}


@cache
def _metric(one: OwnSignal) -> Definition[Any]:
    """One object for one signal, however often it is asked for: bound signals are kept by it."""
    labels = tuple(canonical for canonical, _ in one.labels)
    rename = tuple((canonical, theirs) for canonical, theirs in one.labels if canonical != theirs)
    kind: Callable[..., Definition[Any]] = DurationDefinition if one.histogram else CounterDefinition
    metric = f"{one.metric}_bucket" if one.histogram else one.metric
    return kind(one.title, one.meaning, labels, {OWN: (Series(metric, (), rename, resets=True),)}, name=one.name, limits=_limits(one), everywhere=False,
                unit=one.unit or ("s" if one.histogram else "short"))


@cache
def _ratio(one: OwnSignal, part: Definition[Amount], whole: Definition[Amount]) -> Definition[Any]:
    labels = tuple(label for label in part.labels if label in whole.labels)
    return RatioDefinition(one.title, one.meaning, labels, part, whole, name=one.name, limits=_limits(one), everywhere=part.everywhere and whole.everywhere,
                           money=part.money and not whole.money and not one.unit, unit=one.unit or "short")


def _limits(one: OwnSignal) -> FromSettings | None:
    return fixed(*one.limits) if one.limits else None
