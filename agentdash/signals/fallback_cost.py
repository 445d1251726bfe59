"""What fallbacks cost more, or less, than the models that were asked for would have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agentdash.query.promql import Matcher
from agentdash.signals.binding import Bound
from agentdash.signals.cost import Priced
from agentdash.vocabulary import labels

SERVED = "served"
"""A label for the model that answered, where the label of the model holds the one that was asked for."""


@dataclass(frozen=True)
class _Renamed:
    """A token signal of fallbacks that says its models under other labels: ``SERVED`` for the one that answered, and, to
    find the other one's price, the asked-for one as the model."""

    bound: Bound
    as_asked: bool

    def _of(self, expression, by: Sequence[str]) -> str:
        inner = tuple(dict.fromkeys(labels.MODEL if label == SERVED else label for label in by))
        if self.as_asked:
            inner = tuple(dict.fromkeys((*inner, labels.ASKED_MODEL)))
        found = expression(inner)
        if SERVED in by:
            found = f'label_replace({found}, "{SERVED}", "$1", "{labels.MODEL}", "(.*)")'
        return f'label_replace({found}, "{labels.MODEL}", "$1", "{labels.ASKED_MODEL}", "(.*)")' if self.as_asked else found

    def total(self, by: Sequence[str], where: Iterable[Matcher], window: str) -> str:
        return self._of(lambda keys: self.bound.total(keys, where, window), by)

    def rate(self, by: Sequence[str], where: Iterable[Matcher], window: str) -> str:
        return self._of(lambda keys: self.bound.rate(keys, where, window), by)


def extra_per_hour(cost: Priced, by: Sequence[str], window: str) -> str:
    """Paid minus what the same tokens would have cost at the asked-for model, per hour; ``by`` may name :data:`SERVED`.

    ``cost`` is the signal ``fallback_cost``. Negative where the fallback is cheaper; models without a price are left out.
    """
    paid, asked = (replace(cost, tokens={kind: _Renamed(one, as_asked) for kind, one in cost.tokens.items()}) for as_asked in (False, True))
    return f"({paid.rate(by, (), window)} - {asked.rate(by, (), window)}) * 3600"
