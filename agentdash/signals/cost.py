"""Money: tokens times prices, in the way that the settings choose (`pricing.mode`).

The three ways give the same numbers: `inline` multiplies in the query, `rules` reads what Prometheus' recording rules
multiplied each interval, `collector` reads what the Collector computed per call. Amounts are in the currency of the
settings (USD unless told).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agentdash.pricing import names_of_rules as recorded
from agentdash.pricing import of, queries
from agentdash.query import promql
from agentdash.query.promql import EACH_COLLECTOR, Matcher, equals, one_of
from agentdash.signals.signal import Series, Signal
from agentdash.signals.sources import METRIC_SOURCES
from agentdash.signals.spans import AGENT_RUNS, CALLS, FAILED_CALLS
from agentdash.vocabulary import labels

if TYPE_CHECKING:
    from agentdash.pricing import Prices
    from agentdash.pricing.inline import Inline
    from agentdash.settings import Settings
    from agentdash.signals.binding import Bound

COLLECTED = "gen_ai_usage_cost_usd_total"
UNCACHED = "agentdash_uncached_cost_usd_total"
UNPRICED = "agentdash_unpriced_tokens_total"
"""Counters of the `collector` mode: what calls cost, what they would have cost without a cache, tokens without a price."""

CLAUDE_CODE = "claude_code_cost_usage_USD_total"
"""Claude Code's own counter of money."""

KINDS = ("input", "output", "cache_read", "cache_write")

_BASE = "Prices that depend on the prompt's size count at their base, but in the mode collector."
_GAPS = "Tokens without a price and calls without usage are not in it."

COST = Signal("cost", "Cost", "currencyUSD", f"Tokens × price, cached ones at their own price. {_GAPS} {_BASE}", labels.CALL, spans=CALLS)
SAVED = Signal("cache_savings", "Saved by caching", "currencyUSD",
               "What cached input would have cost more at the price of other input, less what writing to the cache cost more.",
               labels.CALL, spans=CALLS)
UNPRICED_TOKENS = Signal("unpriced_tokens", "Tokens without a price", "short",
                         "Input and output tokens of models that no rule and no book has a price for. They are in no cost.",
                         labels.CALL, spans=CALLS)
REPORTED = Signal("reported_cost", "Cost by Claude Code's own count", "currencyUSD",
                  "What Claude Code says it spent, at list prices: a cross-check of the computed cost.",
                  (labels.SERVICE, labels.ENVIRONMENT, labels.TENANT, labels.MODEL),
                  sources={"derived": (Series(CLAUDE_CODE, (), ((labels.MODEL, "model"),)),),
                           "claude_code": (Series(CLAUDE_CODE, (), ((labels.MODEL, "model"),)),)}, spans=CALLS)
LONG_RUNS = Signal("long_run_cost", "Cost of long runs", "currencyUSD", "What the calls of long runs cost.",
                   (*labels.RUN, labels.PROVIDER, labels.MODEL), spans=CALLS)
FALLBACKS = Signal("fallback_cost", "Cost of fallbacks", "currencyUSD", "What answers that came from a fallback cost.",
                   (*labels.RUN, labels.PROVIDER, labels.ASKED_MODEL, labels.MODEL), spans=CALLS)
RETRIED = Signal("retry_cost", "Cost of retries, about", "currencyUSD",
                 "Calls that repeat a failed one × the average cost of an answer of the same service and model. Failed calls "
                 "themselves report no tokens.", (*labels.RUN, labels.PROVIDER, labels.MODEL), spans=FAILED_CALLS)
FAILED_RUNS = Signal("failed_run_cost", "Cost of failed runs, about", "currencyUSD",
                     "Cost of the calls × the share of agent runs that failed, per service.", labels.WHERE, spans=AGENT_RUNS)

PER_SUCCESS = Signal("cost_per_success", "Cost per successful agent run", "currencyUSD",
                     "Cost of all calls ÷ agent runs that did not fail: what failed runs cost is paid by the others.", labels.RUN,
                     spans=AGENT_RUNS)

RATIOS = (
    Signal("cost_per_call", "Cost per call", "currencyUSD", "Cost ÷ successful calls.", labels.CALL, kind="ratio",
           numerator="cost", denominator="answers", spans=CALLS),
    Signal("cost_per_run", "Cost per agent run", "currencyUSD", "Cost of all calls ÷ agent runs, failed ones included.", labels.RUN,
           kind="ratio", numerator="cost", denominator="agent_runs", spans=AGENT_RUNS),
    Signal("output_per_input", "Output per input", "percentunit", "Output tokens ÷ input tokens, cached ones included.", labels.CALL,
           kind="ratio", numerator="output_tokens", denominator="input_tokens", spans=CALLS),
)
SIGNALS = (COST, SAVED, UNPRICED_TOKENS, REPORTED, LONG_RUNS, FALLBACKS, RETRIED, FAILED_RUNS, PER_SUCCESS, *RATIOS)


@dataclass(frozen=True)
class Priced:
    """Token signals times prices in the query, as a signal of its own: has the methods of a bound signal."""

    signal: Signal
    priced: Inline
    tokens: Mapping[str, Bound]
    what: str = "cost"

    @property
    def measured(self) -> bool:
        """Whether the chosen telemetry sources carry tokens in and out."""
        return "input" in self.tokens and "output" in self.tokens

    traced = False

    def total(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = "$__range") -> str:
        """The amount in ``window``."""
        where = tuple(where)
        return self._of({kind: one.total((*self.priced.needs(by), EACH_COLLECTOR), where, window) for kind, one in self.tokens.items()}, by)

    def rate(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = "$__rate_interval", per: int = 1) -> str:
        """The amount per ``per`` seconds, averaged over ``window``."""
        where = tuple(where)
        found = self._of({kind: one.rate(self.priced.needs(by), where, window) for kind, one in self.tokens.items()}, by)
        return found if per == 1 else f"{found} * {per}"

    def _of(self, tokens: Mapping[str, str], by: Sequence[str]) -> str:
        return getattr(self.priced, self.what)(tokens, by)

    def spans(self, *conditions: Any) -> Any:
        """TraceQL conditions of the calls behind the amount."""
        return self.tokens["input"].spans(*conditions)


@dataclass(frozen=True)
class Recorded:
    """What recording rules wrote each interval: a gauge of what that interval added."""

    signal: Signal
    metric: str
    own: tuple[Matcher, ...]
    selection: tuple[Matcher, ...]
    interval: int
    factor: float = 1.0

    measured, traced = True, False

    def total(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = "$__range") -> str:
        """The sum of what the intervals of ``window`` added."""
        return _times(promql.aggregate("sum", f"sum_over_time({self._selector(where, window)})", by), self.factor)

    def rate(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = "$__rate_interval", per: int = 1) -> str:
        """The amount per ``per`` seconds; at least two intervals are averaged."""
        wide = f"{2 * self.interval}s" if window == "$__rate_interval" else window
        return _times(promql.aggregate("sum", f"avg_over_time({self._selector(where, wide)})", by), self.factor * per / self.interval)

    def _selector(self, where: Iterable[Matcher], window: str) -> str:
        return promql.selector(self.metric, (*self.selection, *self.own, *where), window)


@dataclass(frozen=True)
class Collected:
    """A counter that the Collector computed, in the settings' currency."""

    bound: Bound
    factor: float = 1.0

    traced = False

    @property
    def measured(self) -> bool:
        """Whether the chosen telemetry sources carry it."""
        return self.bound.measured

    @property
    def signal(self) -> Signal:
        """The signal."""
        return self.bound.signal

    def total(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = "$__range") -> str:
        """The amount in ``window``."""
        return _times(self.bound.total(by, where, window), self.factor)

    def rate(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = "$__rate_interval", per: int = 1) -> str:
        """The amount per ``per`` seconds, averaged over ``window``."""
        return _times(self.bound.rate(by, where, window), self.factor * per)

    def spans(self, *conditions: Any) -> Any:
        """TraceQL conditions of the calls behind the amount."""
        return self.bound.spans(*conditions)


@dataclass(frozen=True)
class Computed:
    """An amount out of other signals: ``make`` gets a function from a signal's name and labels to its expression."""

    signal: Signal
    others: Mapping[str, Any]
    needs: tuple[str, ...]
    make: Any

    traced = False

    @property
    def measured(self) -> bool:
        """Whether everything that it is made of is measured."""
        return all(self.others[name].measured for name in self.needs)

    def total(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = "$__range") -> str:
        """The amount in ``window``."""
        where = tuple(where)
        return self.make(lambda name, keys: self.others[name].total(keys, where, window), tuple(by))

    def rate(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = "$__rate_interval", per: int = 1) -> str:
        """The amount per ``per`` seconds, averaged over ``window``."""
        where = tuple(where)
        return _times(self.make(lambda name, keys: self.others[name].rate(keys, where, window), tuple(by)), per)


def add(bound: MutableMapping[str, Any], settings: Settings) -> None:
    """Add the signals of money to the bound ones, after the mode and the currency of the settings."""
    from agentdash.signals.binding import Bound

    unit = settings.pricing.currency.unit
    rate = settings.pricing.currency.per_usd
    sample = bound["input_tokens"]
    mode = settings.pricing.mode if "derived" in sample.sources else "inline"

    own_count = [name for name in sample.sources if name in METRIC_SOURCES] == ["claude_code"]

    def in_currency(signal: Signal) -> Signal:
        return replace(signal, unit=unit) if signal.unit.startswith("currency") else signal

    def counter(signal: Signal, metric: str) -> Collected:
        source = replace(in_currency(signal), sources={"derived": (Series(metric),)})
        return Collected(Bound(source, sample.sources, sample.selection, bound), 1.0 if signal is UNPRICED_TOKENS else rate)

    table = queries(of(settings), settings)

    def priced(signal: Signal, prefix: str = "", what: str = "cost") -> Priced:
        tokens = {kind: bound[f"{prefix}{kind}_tokens"] for kind in KINDS if f"{prefix}{kind}_tokens" in bound}
        return Priced(in_currency(signal), table, {kind: one for kind, one in tokens.items() if one.measured}, what)

    reported = Bound(in_currency(REPORTED), sample.sources, sample.selection, bound)
    bound["reported_cost"] = Collected(reported, rate)
    if mode == "collector":
        bound["cost"], bound["unpriced_tokens"] = counter(COST, COLLECTED), counter(UNPRICED_TOKENS, UNPRICED)
        bound["uncached_cost"] = counter(COST, UNCACHED)
        bound["cache_savings"] = Computed(in_currency(SAVED), bound, ("cost", "uncached_cost"),
                                          lambda of, by: f"({of('uncached_cost', by)} - {of('cost', by)})")
    elif mode == "rules":
        def rule(signal: Signal, metric: str, *own: Matcher, factor: float = 1.0) -> Recorded:
            return Recorded(in_currency(signal), recorded.name(metric, settings.pricing.interval), own, sample.selection,
                            settings.pricing.interval, factor)

        bound["cost"] = rule(COST, recorded.COST, factor=rate)
        bound["cache_savings"] = rule(SAVED, recorded.COST, one_of(recorded.TYPE, ("cache_read", "cache_write")), factor=-rate)
        bound["unpriced_tokens"] = rule(UNPRICED_TOKENS, recorded.TOKENS, equals(recorded.PRICE, ""), one_of(recorded.TYPE, ("input", "output")))
    else:
        bound["cost"] = priced(COST)
        bound["cache_savings"] = priced(SAVED, what="saved")
        bound["unpriced_tokens"] = priced(UNPRICED_TOKENS, what="unpriced")
    if own_count:
        # Claude Code knows what it paid, cache writes of an hour and discounts included.
        bound["cost"] = Collected(replace(reported, signal=replace(reported.signal, name="cost", title=COST.title)), rate)
    bound["long_run_cost"], bound["fallback_cost"] = priced(LONG_RUNS, "long_run_"), priced(FALLBACKS, "fallback_")
    bound["retry_cost"] = Computed(in_currency(RETRIED), bound, ("retries", "cost", "answers"), _retried)
    bound["failed_run_cost"] = Computed(in_currency(FAILED_RUNS), bound, ("cost", "agent_runs", "agent_errors"), _failed_runs)
    bound["cost_per_success"] = Computed(in_currency(PER_SUCCESS), bound, ("cost", "agent_runs", "agent_errors"), _per_success)
    for signal in RATIOS:
        bound[signal.name] = Bound(in_currency(signal), sample.sources, sample.selection, bound)


def in_use(settings: Settings) -> Prices:
    """The prices that the settings mean: the book, the user's rules, discounts and currency."""
    return of(settings)


def everywhere(settings: Settings) -> dict[str, Any]:
    """All signals without a dashboard's variables: for what must not depend on them, such as budgets."""
    from agentdash.signals.binding import bind

    bound: dict[str, Any] = {**bind(settings.telemetry.sources, group_by=settings.telemetry.group_by)}
    add(bound, settings)
    return bound


def _retried(of: Any, by: tuple[str, ...]) -> str:
    keys = tuple(dict.fromkeys((labels.SERVICE, labels.MODEL, *by)))
    average = f"{of('cost', keys)} / ({of('answers', keys)} > 0)"
    return promql.aggregate("sum", f"{of('retries', keys)} * on ({', '.join(keys)}) ({average})", by)


def _failed_runs(of: Any, by: tuple[str, ...]) -> str:
    keys = tuple(dict.fromkeys((labels.SERVICE, *by)))
    share = f"{of('agent_errors', keys)} / ({of('agent_runs', keys)} > 0)"
    return promql.aggregate("sum", f"{of('cost', keys)} * on ({', '.join(keys)}) ({share})", by)


def _per_success(of: Any, by: tuple[str, ...]) -> str:
    runs = of("agent_runs", by)
    return f"{of('cost', by)} / (({runs} - ({of('agent_errors', by)} or {runs} * 0)) > 0)"


def _times(expression: str, factor: float) -> str:
    return expression if factor == 1 else f"{expression} * {factor:.10g}"
