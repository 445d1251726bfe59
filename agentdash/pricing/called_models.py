"""Which models were called, asked of Prometheus, and whether they have a price."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from agentdash.pricing import queries
from agentdash.pricing.inline import MODEL, PROVIDER
from agentdash.pricing.price import Price
from agentdash.pricing.resolve import Prices
from agentdash.pricing.table import lookup
from agentdash.query import promql
from agentdash.vocabulary.tokens import INPUT, OUTPUT

if TYPE_CHECKING:
    from agentdash.settings import Settings

_METRICS = (INPUT.metric, OUTPUT.metric)


class Series(Protocol):
    """A series of an answer."""

    @property
    def labels(self) -> Mapping[str, str]:
        """Its labels."""

    @property
    def value(self) -> float:
        """Its number."""


@dataclass(frozen=True)
class CalledModel:
    """A model at a provider, its tokens, its price, which rule gave it, and what is wrong, if anything."""

    model: str
    provider: str
    tokens: float
    price: Price | None = None
    won: str = ""
    problem: str = ""

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        price = None if self.price is None else {"input": self.price.input, "output": self.price.output, "cache_read": self.price.cached,
                                                 "cache_write": self.price.written}
        return {"model": self.model, "provider": self.provider, "tokens": self.tokens, "price": price, "won": self.won, "problem": self.problem}


def judged(prices: Prices, settings: Settings, found: Iterable[CalledModel]) -> list[CalledModel]:
    """Each model with its price, those with a problem first, then the most used ones."""
    from datetime import date

    table = queries(prices, settings).table if settings.pricing.mode == "inline" else None
    done = []
    for one in found:
        answer = prices.answer(one.model, one.provider, at=date.today())
        problem = ""
        if answer.price is None:
            problem = f"no price: {answer.steps[-1]}"
        elif table is not None and not lookup(table, one.model, one.provider):
            problem = f"not in the queries: name {one.model} in pricing.queries.models ({answer.won})"
        done.append(CalledModel(one.model, one.provider, one.tokens, answer.price, answer.won, problem))
    return sorted(done, key=lambda one: (not one.problem, -one.tokens, one.model, one.provider))


def asked(ask: Callable[[str], Iterable[Series]], since: str) -> list[CalledModel]:
    """The models with tokens in the time until now; ``ask`` gives what PromQL answers, and raises as it likes."""
    by = (MODEL, PROVIDER)
    grown = promql.union({str(number): promql.growth(metric, (), since, by) for number, metric in enumerate(_METRICS)}, "t")
    rows = ask(f"{promql.aggregate('sum', grown, by)} > 0")
    return [CalledModel(row.labels.get(MODEL, ""), row.labels.get(PROVIDER, ""), row.value) for row in rows]
