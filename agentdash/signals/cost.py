"""Signals of money: tokens times prices, in the way that the settings choose (`pricing.mode`).

The three ways give the same numbers: `inline` multiplies in the query, `rules` reads what Prometheus' recording rules
multiplied each interval, `collector` reads what the Collector computed per call. Amounts are in the currency of the
settings (USD unless told).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from agentdash.pricing import Prices, of, queries
from agentdash.pricing import recorded_series as recorded
from agentdash.pricing.inline import Inline
from agentdash.query import promql
from agentdash.query.promql import Matcher, equals, one_of
from agentdash.signals.binding import Binding
from agentdash.signals.calls import TOKENS, CallSignals, WorkSignals
from agentdash.signals.contract import Amount, Declared
from agentdash.signals.counted import Counted
from agentdash.signals.definition import AmountDefinition, CounterDefinition, RatioDefinition
from agentdash.signals.money import SERVED, Ask, Charge, Collected, Computed, Difference, Priced, Recorded
from agentdash.signals.reliability import FALLBACK_TOKENS, LONG_RUN_TOKENS, ReliabilitySignals
from agentdash.signals.series import Series
from agentdash.signals.sources import CLAUDE_LABELS
from agentdash.signals.spans import AGENT_RUNS, FAILED_CALLS
from agentdash.vocabulary import labels
from agentdash.vocabulary.tokens import CACHE_READ, CACHE_WRITE, INPUT, OUTPUT, PRICED, TokenType

COLLECTED = "gen_ai_usage_cost_usd_total"
UNCACHED = "agentdash_uncached_cost_usd_total"
UNPRICED = "agentdash_unpriced_tokens_total"
LONG_RUNS = "agentdash_long_run_cost_usd_total"
FALLBACKS, COMPARED, ASKED = (f"agentdash_fallback_{name}cost_usd_total" for name in ("", "compared_", "asked_"))
"""Counters of the `collector` mode: what calls cost, what they would have cost without a cache, tokens without a price; what long runs
cost; what answers of fallbacks cost, and those of them whose asked-for model has a price, beside what they would have cost there."""

CLAUDE_CODE = "claude_code_cost_usage_USD_total"
"""Claude Code's own counter of money."""

_BASE = "Prices that depend on the prompt's size count at their base, but in the mode collector."
_GAPS = "Tokens without a price and calls without usage are not in it."
_REPORTED = (Series(CLAUDE_CODE, (), CLAUDE_LABELS),)


def _mode(binding: Binding) -> str:
    """Only agentdash's Collector makes what rules and counters of money are made of."""
    return binding.settings.pricing.mode if "derived" in binding.sources else "inline"


def _counter(binding: Binding, definition: Declared, metric: str, factor: float) -> Collected:
    return Collected(definition, binding, Counted(definition, binding, {"derived": (Series(metric),)}), factor)


def _recorded(binding: Binding, definition: Declared, metric: str, *own: Matcher, factor: float = 1.0) -> Recorded:
    interval = binding.settings.pricing.interval
    return Recorded(definition, binding, recorded.name(metric, interval), own, interval, factor)


def _priced(binding: Binding, definition: Declared, tokens: Mapping[TokenType, CounterDefinition], charge: Callable[[Inline], Charge]) -> Priced:
    table = queries(of(binding.settings), binding.settings)
    return Priced(definition, binding, {one: binding.of(tokens[one]) for one in PRICED}, table, charge(table))


def _per_usd(binding: Binding) -> float:
    return binding.settings.pricing.currency.per_usd


def _reported(binding: Binding, definition: Declared) -> Amount:
    counter = Counted(definition, binding, {"derived": _REPORTED, "claude_code": _REPORTED})
    return Collected(definition, binding, counter, _per_usd(binding))


def _cost(binding: Binding, definition: Declared) -> Amount:
    if binding.sources == ("claude_code",):
        # Claude Code knows what it paid, cache writes of an hour and discounts included.
        return _reported(binding, replace(MoneySignals.reported_cost, name=definition.name, title=definition.title))
    match _mode(binding):
        case "collector":
            return _counter(binding, definition, COLLECTED, _per_usd(binding))
        case "rules":
            return _recorded(binding, definition, recorded.COST, factor=_per_usd(binding))
        case _:
            return _priced(binding, definition, TOKENS, lambda table: table.cost)


def _saved(binding: Binding, definition: Declared) -> Amount:
    match _mode(binding):
        case "collector":
            cost = binding.of(MoneySignals.cost)
            uncached = _counter(binding, definition, UNCACHED, _per_usd(binding))
            return Computed(definition, binding, (cost, uncached), lambda ask, by: f"({ask(uncached, by)} - {ask(cost, by)})")
        case "rules":
            cached = one_of(recorded.TYPE, (CACHE_READ.name, CACHE_WRITE.name))
            return _recorded(binding, definition, recorded.COST, cached, factor=-_per_usd(binding))
        case _:
            return _priced(binding, definition, TOKENS, lambda table: table.saved)


def _unpriced(binding: Binding, definition: Declared) -> Amount:
    match _mode(binding):
        case "collector":
            return _counter(binding, definition, UNPRICED, 1.0)
        case "rules":
            return _recorded(binding, definition, recorded.TOKENS, equals(recorded.PRICE, ""), one_of(recorded.TYPE, (INPUT.name, OUTPUT.name)))
        case _:
            return _priced(binding, definition, TOKENS, lambda table: table.unpriced)


def _long_runs(binding: Binding, definition: Declared) -> Amount:
    if _mode(binding) == "collector":
        return _counter(binding, definition, LONG_RUNS, _per_usd(binding))
    return _priced(binding, definition, LONG_RUN_TOKENS, lambda table: table.cost)


def _fallbacks(binding: Binding, definition: Declared) -> Amount:
    if _mode(binding) == "collector":
        return _counter(binding, definition, FALLBACKS, _per_usd(binding))
    return _fallbacks_in_queries(binding, definition)


def _fallbacks_in_queries(binding: Binding, definition: Declared) -> Priced:
    return _priced(binding, definition, FALLBACK_TOKENS, lambda table: table.cost)


def _fallback_extra(binding: Binding, definition: Declared) -> Amount:
    if _mode(binding) == "collector":
        paid, asked = (_counter(binding, definition, metric, _per_usd(binding)) for metric in (COMPARED, ASKED))
        return Computed(definition, binding, (paid, asked), lambda ask, by: _less(ask, paid, asked, by))
    return Difference(definition, binding, _fallbacks_in_queries(binding, definition))


def _less(ask: Ask, paid: Amount, asked: Amount, by: tuple[str, ...]) -> str:
    """``by`` may name the model that answered as :data:`SERVED`."""
    inner = tuple(labels.MODEL if label == SERVED else label for label in by)
    found = f"({ask(paid, inner)} - {ask(asked, inner)})"
    return promql.aggregate("sum", promql.replaced(found, SERVED, "$1", labels.MODEL, "(.*)"), by) if SERVED in by else found


def _retried(binding: Binding, definition: Declared) -> Amount:
    retries, cost, answers = binding.of(ReliabilitySignals.retries), binding.of(MoneySignals.cost), binding.of(CallSignals.answers)

    def make(ask: Ask, by: tuple[str, ...]) -> str:
        keys = tuple(dict.fromkeys((labels.SERVICE, labels.MODEL, *by)))
        average = f"{ask(cost, keys)} / ({ask(answers, keys)} > 0)"
        return promql.aggregate("sum", promql.matched(ask(retries, keys), "*", average, keys), by)

    return Computed(definition, binding, (retries, cost, answers), make)


def _failed_runs(binding: Binding, definition: Declared) -> Amount:
    cost, runs, errors = binding.of(MoneySignals.cost), binding.of(WorkSignals.agent_runs), binding.of(WorkSignals.agent_errors)

    def make(ask: Ask, by: tuple[str, ...]) -> str:
        keys = tuple(dict.fromkeys((labels.SERVICE, *by)))
        share = f"{ask(errors, keys)} / ({ask(runs, keys)} > 0)"
        return promql.aggregate("sum", promql.matched(ask(cost, keys), "*", share, keys), by)

    return Computed(definition, binding, (cost, runs, errors), make)


def _per_success(binding: Binding, definition: Declared) -> Amount:
    cost, runs, errors = binding.of(MoneySignals.cost), binding.of(WorkSignals.agent_runs), binding.of(WorkSignals.agent_errors)

    def make(ask: Ask, by: tuple[str, ...]) -> str:
        ran = ask(runs, by)
        return f"{ask(cost, by)} / (({ran} - {ask(errors, by)} or {ran}) > 0)"

    return Computed(definition, binding, (cost, runs, errors), make)


class MoneySignals(Binding):
    """What calls cost."""

    @property
    def prices(self) -> Prices:
        """The prices that the settings mean: the book, the user's rules, discounts and currency."""
        return of(self.settings)

    cost = AmountDefinition("Cost", f"Tokens × price, cached ones at their own price. {_GAPS} {_BASE}", labels.CALL, _cost, money=True)
    cache_savings = AmountDefinition(
        "Saved by caching", "What cached input would have cost more at the price of other input, less what writing to the cache cost more.",
        labels.CALL, _saved, money=True)
    unpriced_tokens = AmountDefinition(
        "Tokens without a price", "Input and output tokens of models that no rule and no book has a price for. They are in no cost.",
        labels.CALL, _unpriced)
    reported_cost = AmountDefinition(
        "Cost by Claude Code's own count", "What Claude Code says it spent, at list prices: a cross-check of the computed cost.",
        (*labels.RUN, labels.ASKED_MODEL, labels.MODEL), _reported, money=True)
    long_run_cost = AmountDefinition("Cost of long runs", "What the calls of long runs cost.", (*labels.RUN, labels.PROVIDER, labels.MODEL), _long_runs, money=True)
    fallback_cost = AmountDefinition("Cost of fallbacks", "What answers that came from a fallback cost.",
                         (*labels.RUN, labels.PROVIDER, labels.ASKED_MODEL, labels.MODEL), _fallbacks, money=True)
    fallback_extra = AmountDefinition(
        "Extra cost of fallbacks", "What answers that came from a fallback cost, less what the same tokens would have cost at the model that was asked "
        "for. Negative: the fallback is cheaper.", (*labels.RUN, labels.PROVIDER, labels.ASKED_MODEL, labels.MODEL), _fallback_extra, money=True)
    retry_cost = AmountDefinition(
        "Cost of retries, about", "Calls that repeat a failed one × the average cost of an answer of the same service and model. Failed calls "
        "themselves report no tokens.", (*labels.RUN, labels.PROVIDER, labels.MODEL), _retried, money=True, spans=FAILED_CALLS)
    failed_run_cost = AmountDefinition("Cost of failed runs, about", "Cost of the calls × the share of agent runs that failed, per service.",
                           labels.WHERE, _failed_runs, money=True, spans=AGENT_RUNS)
    cost_per_call = RatioDefinition("Cost per call", "Cost ÷ successful calls.", labels.CALL, cost, CallSignals.answers, money=True)
    cost_per_run = RatioDefinition("Cost per agent run", "Cost of all calls ÷ agent runs, failed ones included.", labels.RUN, cost, WorkSignals.agent_runs,
                            money=True, spans=AGENT_RUNS)
    cost_per_success = AmountDefinition(
        "Cost per successful agent run", "Cost of all calls ÷ agent runs that did not fail: what failed runs cost is paid by the others.",
        labels.RUN, _per_success, money=True, spans=AGENT_RUNS)
    output_per_input = RatioDefinition("Output per input", "Output tokens ÷ input tokens, cached ones included.", labels.CALL, TOKENS[OUTPUT], TOKENS[INPUT], unit="short")
