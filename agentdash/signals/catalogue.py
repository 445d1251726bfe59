"""Every signal, and how to get at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from agentdash.signals.binding import unknown
from agentdash.signals.calls import TOKENS, CallSignals, WorkSignals
from agentdash.signals.coding import OWN_TOKENS, CodingSignals
from agentdash.signals.contract import Signal
from agentdash.signals.cost import MoneySignals
from agentdash.signals.definition import Definition
from agentdash.signals.own import declared
from agentdash.signals.pipeline import PipelineSignals
from agentdash.signals.reliability import FALLBACK_TOKENS, LONG_RUN_TOKENS, ReliabilitySignals


class Signals(CallSignals, WorkSignals, ReliabilitySignals, MoneySignals, PipelineSignals, CodingSignals):
    """Every signal under the same settings and selection: ``signals.latency.quantile(0.95)``."""

    def __iter__(self) -> Iterator[Signal]:
        return (self.of(definition) for definition in declared(self.settings, CATALOGUE).values())

    def named(self, name: str) -> Signal:
        """The signal of a name that is known only when the program runs. Raises UnknownSignal, with the name that was meant."""
        known = declared(self.settings, CATALOGUE)
        if name not in known:
            raise unknown(name, known)
        found: Signal = self.of(known[name])
        return found


def _declared() -> Iterator[Definition[Any]]:
    for group, more in ((CallSignals, TOKENS), (WorkSignals, {}), (ReliabilitySignals, LONG_RUN_TOKENS), (ReliabilitySignals, FALLBACK_TOKENS), (MoneySignals, {}),
                        (PipelineSignals, {}), (CodingSignals, OWN_TOKENS)):
        yield from (one for one in vars(group).values() if isinstance(one, Definition))
        yield from more.values()


CATALOGUE: Mapping[str, Definition[Any]] = {one.name: one for one in _declared()}
"""Every definition by its name."""
