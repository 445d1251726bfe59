"""Prices written into a PromQL query: nothing has to be installed, and every number in it can be read.

What the expression does, from the inside out:

1. the token counters of the four types, aggregated, each with a label ``t`` for its type;
2. ``k`` and ``f``: provider and model name in one text, without decorations, without and with the snapshot's date;
3. ``p``: the model's prices as text, ``3 15 0.3-3 3.75-3``: USD per million tokens of input, output, and what cached and
   cache-written input costs more or less than other input (input tokens include both);
4. ``v``: the one of the four that is for the type;
5. times the vector of all prices, in which ``vector(0.3-3)`` has the label ``v="0.3-3"``.

Series without a price have no ``p``: they are not in the cost, and :func:`unpriced` finds them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property

from agentdash.pricing import names
from agentdash.pricing.price import Hours, Period, Price, written
from agentdash.pricing.resolve import Prices
from agentdash.pricing.table import EXACT, FAMILY, Row, literal
from agentdash.query import promql
from agentdash.vocabulary import labels
from agentdash.vocabulary.tokens import INPUT, OUTPUT

TYPES = {"input": "i", "output": "o", "cache_read": "r", "cache_write": "w"}
"""Token types with a price, and the letter that stands for each in the query."""

MODEL, PROVIDER, TENANT = labels.MODEL, labels.PROVIDER, labels.TENANT
_PICK = "i (.+?) .*|o .+? (.+?) .*|r .+? .+? (.+?) .*|w .+? .+? .+? (.+)"


@dataclass(frozen=True)
class Inline:
    """A price table as PromQL. ``prices`` is asked for the discounts of tenants only."""

    table: tuple[Row, ...]
    prices: Prices

    def needs(self, by: Sequence[str]) -> tuple[str, ...]:
        """The labels that token expressions must be aggregated by, for a cost by ``by``."""
        tenant = (TENANT,) if self._tenants else ()
        return tuple(dict.fromkeys((*by, PROVIDER, MODEL, *tenant)))

    def cost(self, tokens: Mapping[str, str], by: Sequence[str] = ()) -> str:
        """USD (or the currency of the settings) by ``by``.

        ``tokens`` holds per type (:data:`TYPES`; the cache types may be missing) an expression aggregated by
        :meth:`needs`: a rate gives money per second, a total gives money.
        """
        labelled = promql.joined(self._priced(_typed(tokens)), "p", " ", "t", "p")
        return f"{promql.aggregate('sum', self._multiplied(labelled), by)} * {written(self.prices.own.currency.per_usd / 1e6)}"

    def unpriced(self, tokens: Mapping[str, str], by: Sequence[str] = (MODEL,)) -> str:
        """Tokens (input and output; cached ones are input) of models without a price, by ``by``."""
        found = self._priced(_typed({one.name: tokens[one.name] for one in (INPUT, OUTPUT)}))
        marked = promql.replaced(found, "u", "1", "p", "")
        return promql.aggregate("sum", promql.matched(marked, "*", promql.named("vector(1)", "u", "1"), ("u",), many=True), by)

    def saved(self, tokens: Mapping[str, str], by: Sequence[str] = ()) -> str:
        """What cached input would have cost more at the price of other input, less what writing to the cache cost more."""
        return f"-1 * {self.cost({kind: tokens[kind] for kind in ('cache_read', 'cache_write') if kind in tokens}, by)}"

    def labelled(self, tokens: Mapping[str, str], by: Sequence[str], kind: str, price: str) -> str:
        """Tokens of all types by ``by``, with their type in the label ``kind`` and their prices, if any, in ``price``."""
        found = self._priced(_typed(tokens))
        for name, letter in TYPES.items():
            found = promql.replaced(found, kind, name, "t", letter)
        return promql.aggregate("sum", promql.relabel(found, price, "p"), (*by, kind, price))

    def cost_of_labelled(self, metric: str, kind: str, price: str) -> str:
        """USD of tokens that :meth:`labelled` made, by the same labels but ``price``."""
        found = promql.selector(metric, (promql.present(price),))
        for name, letter in TYPES.items():
            found = promql.replaced(found, "t", letter, kind, name)
        return f"sum without (t,p,v,d,{price}) ({self._multiplied(promql.joined(found, 'p', ' ', 't', price))}) * 0.000001"

    def _multiplied(self, labelled: str) -> str:
        """Tokens whose label ``p`` holds their type and their prices, times the price that is for the type."""
        picked = promql.replaced(labelled, "v", "$1$2$3$4", "p", _PICK)
        product = promql.matched(picked, "*", self._values, ("v",), many=True)
        return self._with_discounts(product) if self._tenants else product

    def _priced(self, expression: str) -> str:
        """The expression with a label ``p`` on every series that has a price."""
        found = self._keyed(expression, "k", names.FAMILY)
        if any(row.text == EXACT for row in self.table):
            found = self._keyed(found, "f", names.PLAIN)
        for row, label in self._layers:
            key = "k" if row.text == FAMILY else "f"
            found = promql.replaced(found, "p", label, key, f"(?i){row.pattern}")
        return found

    @staticmethod
    def _keyed(expression: str, key: str, pattern: str) -> str:
        bare = promql.replaced(expression, key, "$1$2", MODEL, pattern.removeprefix("^").removesuffix("$"))
        return promql.joined(bare, key, "/", PROVIDER, key)

    @cached_property
    def _layers(self) -> list[tuple[Row, str]]:
        return [(row, " ".join(name for name, _ in amounts(row.periods))) for row in self.table]

    @cached_property
    def _values(self) -> str:
        values = dict(amount for row in self.table for amount in amounts(row.periods))
        return _tree([promql.named(value, "v", name) for name, value in sorted(values.items())])

    @cached_property
    def _tenants(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(discount.tenant for discount in self.prices.tenant_discounts))

    def _with_discounts(self, product: str) -> str:
        """What tenants are charged less; everybody else has no label ``d`` and meets the vector without one."""
        found, shares = product, {}
        for number, tenant in enumerate(self._tenants):
            own = [d for d in self.prices.tenant_discounts if d.tenant == tenant]
            shares[f"d{number}"] = "1" + "".join(f"+({written(d.factor)}-1){_limits(d.begin, d.end)}" for d in own)
            found = promql.replaced(found, "d", f"d{number}", TENANT, literal(tenant))
        vectors = promql.union({name: f"vector({share})" for name, share in shares.items()}, "d")
        return promql.matched(found, "*", f"{vectors} or vector(1)", ("d",), many=True)


def _typed(tokens: Mapping[str, str]) -> str:
    """Token expressions as one, with a label ``t`` for the type."""
    return promql.union({TYPES[kind]: expression for kind, expression in tokens.items()}, "t")


def _tree(vectors: list[str]) -> str:
    """`or` between vectors, as a balanced tree: a chain costs the square of its length at every step of a query."""
    if len(vectors) <= 2:
        return " or ".join(vectors)
    middle = len(vectors) // 2
    return " or ".join(f"({_tree(half)})" if len(half) > 1 else half[0] for half in (vectors[:middle], vectors[middle:]))


def amounts(periods: tuple[Period, ...]) -> list[tuple[str, str]]:
    """Name and PromQL vector of each of the four amounts, in the order of :data:`TYPES`; [] for no price."""
    if not periods:
        return []
    return [_amount(periods, of) for of in (_input, _output, _read, _write)]


def _input(price: Price) -> tuple[float, float]:
    return price.input, 0.0


def _output(price: Price) -> tuple[float, float]:
    return price.output, 0.0


def _read(price: Price) -> tuple[float, float]:
    return (price.cached, price.input) if price.cached != price.input else (0.0, 0.0)


def _write(price: Price) -> tuple[float, float]:
    return (price.written, price.input) if price.written != price.input else (0.0, 0.0)


def _amount(periods: tuple[Period, ...], of: Callable[[Price], tuple[float, float]]) -> tuple[str, str]:
    """One amount over time. Time is the query's own, so a rate is priced as of then."""
    pieces = [(period, _difference(*of(period.price))) for period in periods]
    first, last = periods[0].begin, periods[-1].end
    if len({text for _, text in pieces}) == 1 and first is None and last is None:
        return pieces[0][1], f"vector({pieces[0][1]})"
    name = ""
    terms: list[str] = []
    days = list(dict.fromkeys((period.begin, period.end) for period in periods))
    before = "0"
    for begin, end in days:
        usual = next((text for p, text in pieces if (p.begin, p.end, p.hours) == (begin, end, None)), "0")
        name += (f">{begin}:" if begin is not None else "") + usual
        terms.append(f"({usual})" if not terms else f"({usual}-({before})){_limits(begin, None)}")
        before = usual
        special: dict[str, list[Hours]] = {}
        for period, text in pieces:
            if (period.begin, period.end) == (begin, end) and period.hours is not None:
                special.setdefault(text, []).append(period.hours)
        for text, spans in special.items():
            name += f",{text}@" + "+".join(f"{span.begin:%H:%M}-{span.end:%H:%M}" for span in spans)
            terms.append(f"({text}-({usual}))*({'+'.join(map(_during, spans))}){_limits(begin, end)}")
    value = f"vector({'+'.join(terms)})"
    limits = [f"(vector(time())>={_seconds(first)})"] if first is not None else []
    limits += [f"(vector(time())<{_seconds(last)})"] if last is not None else []
    # Outside of all periods there is no price, which is not the same as costing nothing.
    name += f"<{last}" if last is not None else ""
    return name, f"({' and '.join([value, *limits])})" if limits else value


def _difference(amount: float, input: float) -> str:
    return f"{written(amount)}-{written(input)}" if input else written(amount)


def _during(hours: Hours) -> str:
    begin, end = (moment.hour * 3600 + moment.minute * 60 for moment in (hours.begin, hours.end))
    after, before = f"(time()%86400>=bool {begin})", f"(time()%86400<bool {end})"
    return f"{after}+{before}" if end < begin else f"{after}*{before}"


def _limits(begin: date | None, end: date | None) -> str:
    """A factor that is 1 from the beginning of one day until the beginning of another, and 0 else."""
    since = f"*(time()>=bool {_seconds(begin)})" if begin is not None else ""
    until = f"*(time()<bool {_seconds(end)})" if end is not None else ""
    return since + until


def _seconds(day: date | None) -> int:
    assert day is not None
    return int(datetime.combine(day, time(), UTC).timestamp())
