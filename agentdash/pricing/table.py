"""Prices as an ordered table of patterns: what queries, recording rules and the Collector are all made from.

Two texts are made from a token series' labels: `family` (the provider, a slash, the name without decorations and date)
and `exact` (the same with the date). A row matches one of the two. Rows stand from the weakest to the strongest: the
last one that matches counts, and a row without a price takes the price away again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from agentdash.pricing import names, providers
from agentdash.pricing.book import Model
from agentdash.pricing.lookup import NotFound, catalogue, find, is_home, sold_on
from agentdash.pricing.price import FREE, Period, of_amounts
from agentdash.pricing.providers import BEDROCK, HOST, HOSTS, SELLERS, within
from agentdash.pricing.resolve import Prices, known

if TYPE_CHECKING:
    from agentdash.settings.price_rules import PriceRule

FAMILY, EXACT = "family", "exact"
_MORE = "(?:-preview|-exp)?(?:-[0-9][-0-9]{2,})?"
"""The commonest of `names.AFTER`, as queries are short of room."""
Periods = tuple[Period, ...]
Shape = Callable[[Periods], Periods]


@dataclass(frozen=True)
class _Shaped(Prices):
    """Prices whose schedules are brought into a consumer's shape."""

    shape: Shape = tuple

    def schedule(self, name: str, provider: str = "", tenant: str = "") -> Periods:
        """What a model costs over time, in shape."""
        return self.shape(super().schedule(name, provider, tenant))


@dataclass(frozen=True)
class Row:
    """A pattern (RE2, for the whole text in lower case), the text it is for, and the price over time; () is no price."""

    text: str
    pattern: str
    periods: Periods
    # Whose calls only it can match; "" for anybody's
    seller: str = ""


def rows(prices: Prices, models: Iterable[Model], shape: Shape = tuple) -> tuple[Row, ...]:
    """The table for these models of the book and for all rules of the user's.

    Whether a name that only begins like a model's is meant, is the book's word; names in the book that begin alike and
    are not among ``models`` get rows without a price, so that none is swallowed by its family.

    ``shape`` leaves out of the periods what a consumer cannot use; models whose prices then are alike share a row.
    """
    chosen = tuple(models)
    prices = _Shaped(prices.own, prices.book, shape)
    home = [model for model in chosen if is_home(prices.book.providers[model.provider]) and not sold_on(model)]
    weak, strong = _own_rows(prices)
    found = [*weak, *_home_rows(prices, home)]
    found.append(Row(FAMILY, f"(?:.*/)?{_sellers_pattern()}/.*", ()))
    found += _seller_rows(prices, [model for model in chosen if model.provider in SELLERS])
    return (*found, *strong)


def own_rows(prices: Prices, shape: Shape = tuple) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows of the user's rules: those that hold for a time only, which the book wins over, and the others."""
    weak, strong = _own_rows(_Shaped(prices.own, prices.book, shape))
    return tuple(weak), tuple(strong)


def lookup(table: Iterable[Row], name: str, provider: str) -> Periods:
    """What the table says a name costs at a provider: what every query computes, in Python, for tests and checks."""
    texts = {FAMILY: f"{provider}/{names.family(name)}".lower(), EXACT: f"{provider}/{names.plain(name)}".lower()}
    found: Periods = ()
    for row in table:
        if re.fullmatch(row.pattern, texts[row.text]):
            found = row.periods
    return found


def literal(text: str) -> str:
    """A text as a pattern, in the escapes that RE2 and Python share."""
    return re.sub(r"([.+*?()\[\]{}^$|\\])", r"\\\1", text)


def _home_rows(prices: Prices, models: list[Model]) -> list[Row]:
    """Rows for models sold at one price everywhere, and exceptions for the other names that their patterns catch."""
    families: dict[tuple[str, Periods], list[str]] = {}
    snapshots: dict[Periods, list[str]] = {}
    limited: list[Row] = []
    for model in models:
        usual = prices.schedule(_typical(model))
        for pattern, name in _patterns(prices, model):
            # A glob or regex of the user's may mean one spelling of a model and not another.
            periods = prices.schedule(name) if prices.own.rules else usual
            if periods:
                families.setdefault((_way(prices, model), periods), []).append(pattern)
            limited += _by_provider(prices, model, name, periods, pattern)
        dated = _own_snapshots(prices, model)
        if usual and dated:
            snapshots.setdefault(usual, []).extend(dated)
    found = [Row(FAMILY, way + _either(patterns), periods) for (way, periods), patterns in families.items()]
    exact = [Row(EXACT, f".*/{_either(dated)}", periods) for periods, dated in snapshots.items()]
    return [*found, *_exceptions(prices, found, {*(periods for _, periods in families), *snapshots}), *exact, *limited]


def _way(prices: Prices, model: Model) -> str:
    """The pattern for what stands before a model's name. Where its weights are published, somebody's own server must not be
    taken for its maker: a query cannot say which names it does not know, so it names the usual ways only."""
    if not catalogue(prices.book).is_published(model):
        return ".*/"
    return f"(?:|unknown|litellm|openai|{_road(model.provider)})/"


def _own_snapshots(prices: Prices, model: Model) -> list[str]:
    """Patterns for dated names of a model that is another one than their family."""
    return [literal(names.plain(text)) for operator, text in _flat(model)
            if operator == "=" and names.dated(text) and "/" not in text and not _is(prices, names.family(text), model)]


def _patterns(prices: Prices, model: Model) -> Iterator[tuple[str, str]]:
    """Patterns for the names (without provider and date) of a model, each with a name that it matches.

    Spellings that differ in dots and dashes between digits become one pattern.
    """
    beginnings, wholes = [], []
    for operator, text in _flat(model):
        tail = text.rsplit("/", 1)[-1]
        if operator == "=" and _is(prices, names.family(tail), model):
            wholes.append(names.family(tail))
        elif operator == "^" and not re.search(r"-20[0-9]{0,3}$|@$", tail):
            beginnings.append(tail.removesuffix("-"))
    apart = any(rule.pattern for rule in prices.own.rules)
    spelled: dict[tuple[str, str], dict[str, None]] = {}
    for name in beginnings:
        spelled.setdefault((name if apart else _dashed(name), _MORE), {})[name] = None
    for name in wholes:
        if not re.match(f"{_either(map(literal, beginnings))}{_MORE}$", name) if beginnings else True:
            spelled.setdefault((name if apart else _dashed(name), ""), {})[name] = None
    for (_, after), spellings in spelled.items():
        yield _merged(set(map(literal, spellings))) + after, next(iter(spellings))


def _flat(model: Model) -> Iterator[tuple[str, str]]:
    for operator, text in model.names:
        if operator == "&":
            yield from ((o, t) for o, t in text if o == "^")
        elif operator in "=^":
            yield operator, text


def _dashed(text: str) -> str:
    return re.sub(r"(?<=\d)\.(?=\d)", "-", text)


def _merged(spellings: set[str]) -> str:
    """One pattern for spellings that differ in the dots and dashes between digits."""
    if len(spellings) == 1:
        return next(iter(spellings))
    return re.sub(r"(?<=\d)(?:\\\.|-)(?=\d)", "[.-]", sorted(spellings)[0])


def _is(prices: Prices, name: str, model: Model) -> bool:
    found = find(prices.book, name, model.provider)
    return not isinstance(found, NotFound) and found.model is model


def _typical(model: Model) -> str:
    """A name that leads to the model, without a date where there is one."""
    spelled = [text for operator, text in _flat(model) if operator == "="] or [text for _, text in _flat(model)]
    return min((model.id.lower(), *spelled), key=lambda text: (text not in spelled, names.dated(text), len(text)))


def _either(patterns: Iterable[str]) -> str:
    """A pattern for one of several, each once."""
    unique = list(dict.fromkeys(patterns))
    open_ended = [pattern.removesuffix(_MORE) for pattern in unique if pattern.endswith(_MORE)]
    if len(open_ended) > 1:
        unique = [*(pattern for pattern in unique if not pattern.endswith(_MORE)), f"(?:{'|'.join(open_ended)}){_MORE}"]
    return unique[0] if len(unique) == 1 else f"(?:{'|'.join(unique)})"


def _exceptions(prices: Prices, found: list[Row], priced: set[Periods]) -> list[Row]:
    """Rows for names in the book that the patterns catch and that cost something else: own snapshots, cousins."""
    if not found:
        return []
    caught = re.compile("|".join(f"(?:{row.pattern})" for row in found))
    by_price: dict[tuple[str, Periods], list[str]] = {}
    for operator, text in _home_names(prices):
        tail = text.rsplit("/", 1)[-1]
        if not caught.fullmatch("/" + names.family(tail)):
            continue
        truth = prices.schedule(text)
        if truth == lookup(found, text, ""):
            continue
        kind = EXACT if names.dated(tail) and operator == "=" else FAMILY
        pattern = literal(names.plain(text) if kind == EXACT else names.family(text.removesuffix("-"))) + (_MORE if operator == "^" else "")
        by_price.setdefault((kind, truth if truth in priced else ()), []).append(pattern)
    ordered = sorted(by_price.items(), key=lambda item: item[0][0] == EXACT)
    return [Row(kind, f".*/{_either(patterns)}", periods) for (kind, periods), patterns in ordered]


def _home_names(prices: Prices) -> Iterator[tuple[str, str]]:
    """Operator and text of every clause of the models that are sold at one price everywhere."""
    for provider in prices.book.providers.values():
        if is_home(provider):
            for model in provider.models:
                if not sold_on(model):
                    yield from _flat(model)


def _by_provider(prices: Prices, model: Model, name: str, usual: Periods, pattern: str) -> Iterator[Row]:
    """Rows for providers at which the model costs something else: in the book, by the user's rules or discounts."""
    roads = {model.provider}
    if _touched(prices):
        roads |= {p.id for p in prices.book.providers.values() if model.provider in p.sells}
        roads |= {provider for provider in _touched(prices) if (providers.identity(provider) or provider) not in (*SELLERS, HOST)}
    before = "" if catalogue(prices.book).is_published(model) else "(?:.*/)?"
    for road in sorted(roads):
        periods = prices.schedule(name, road)
        if periods != usual:
            yield Row(FAMILY, f"{before}{_road(road)}/(?:.*/)?{pattern}", periods)


def _touched(prices: Prices) -> set[str]:
    """The providers that the user's rules and discounts name."""
    return {provider for provider in (*(rule.provider for rule in prices.own.rules), *(discount.provider for discount in prices.own.discounts)) if provider}


def _seller_rows(prices: Prices, models: list[Model]) -> list[Row]:
    """Rows for models of sellers: only in calls that say who served them."""
    by_price: dict[tuple[str, str, Periods], dict[str, list[tuple[str, str]]]] = {}
    for model in models:
        for operator, text in model.names:
            if operator not in "=^*$":
                continue
            # Where the book knows the dated name only, so do the rows.
            kind = EXACT if names.dated(text) else FAMILY
            name = names.plain(text) if kind == EXACT else names.family(text)
            periods = prices.schedule(text, model.provider)
            if periods:
                prefixes = by_price.setdefault((model.provider, kind, periods), {})
                prefixes.setdefault(_seller_prefix(model.provider, name), []).append((operator, name.rsplit("/", 1)[-1]))
                short = names.without_maker(name) if model.provider == "aws" else name
                listed = any(short in text for operator, text in model.names if operator in "=^")
                if short != name and not listed and prices.schedule(short, "aws") == periods:
                    prefixes.setdefault(_seller_prefix("aws", short), []).append(("^" if operator in "*$" else operator, short))
    return [
        Row(kind, "|".join(f"{prefix}(?:{_seller_names(found)})" for prefix, found in prefixes.items()), periods, seller)
        for (seller, kind, periods), prefixes in by_price.items()
    ]


def _seller_names(found: list[tuple[str, str]]) -> str:
    """One pattern for many names; Bedrock's regions before the same id, and its `-v1` behind it, stand together."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for operator, name in found:
        region, dot, rest = name.partition(".")
        if not (dot and "." in rest and re.fullmatch(BEDROCK, rest)):
            region, rest = "", name
        before = r"(?:[a-z-]+\.)*" if operator in "*$" and not region and "." not in rest else ""
        after = _MORE if operator in "*^" else ""
        if after:
            rest, after = rest.removesuffix("-v1"), "(?:-v[0-9])?"
        grouped.setdefault((before, rest, after), []).append(region)
    versioned = {rest for _, rest, after in grouped if after}
    patterns: dict[str, None] = {}
    for (before, rest, after), regions in grouped.items():
        if not after and rest in versioned:
            continue
        named = dict.fromkeys(f"{region}" for region in regions if region)
        where = f"(?:{'|'.join(named)})\\." if len(named) > 1 else "".join(f"{region}\\." for region in named)
        optional = f"(?:{where})?" if where and "" in regions else where
        patterns[before + optional + literal(rest) + after] = None
    return "|".join(patterns)


def _seller_prefix(provider: str, name: str) -> str:
    if provider == "aws" and providers.served_by("", name) == ("aws",):
        return ".*/"
    return f"(?:.*/)?{_road(provider)}/(?:.*/)?"


def _own_rows(prices: _Shaped) -> tuple[list[Row], list[Row]]:
    """Rows for the user's rules: those that hold for a time only come before the book's, the others after."""
    weak: list[Row] = []
    strong: list[Row] = []
    by_kind = sorted(
        enumerate(prices.own.rules), reverse=True,
        key=lambda item: ((0 if item[1].model else 2 if item[1].pattern else 4) + (not item[1].provider), item[0]),
    )
    for _, rule in by_kind:
        road = f"{_road(rule.provider)}/(?:.*/)?" if rule.provider else ".*/"
        if rule.model:
            strong += _model_rule(prices, rule.model, road, rule.provider)
            continue
        periods = prices.shape(_rule_periods(prices, rule))
        body = rule.pattern.removeprefix("^(?:").removesuffix(")$") if rule.pattern else ".*"
        where = strong if rule.begin is None and rule.end is None else weak
        where += [Row(text, f"{road}(?:{body})", periods) for text in ((FAMILY, EXACT) if rule.pattern else (FAMILY,))]
    strong += [row for alias, target in prices.own.aliases for row in _alias(prices, alias, target)]
    return weak, strong


def _model_rule(prices: Prices, model: str, road: str, provider: str) -> list[Row]:
    """Rows for a rule that names a model: its name, and its snapshots unless the book has them as models of their own."""
    plain = names.plain(model)
    kind = EXACT if names.dated(plain) else FAMILY
    pattern = literal(plain if kind == EXACT else names.family(plain))
    periods = prices.schedule(model, provider)
    found = [Row(kind, road + pattern, periods)]
    if not provider:
        # Before or after the rule's time, sellers have prices of their own, and rules for a provider may count.
        for others, one in ((_sellers_pattern(), "self-hosted"), *((_road(other), other) for other in sorted(_touched(prices)))):
            there = prices.schedule(model, one)
            if there != periods:
                found.append(Row(kind, f"(?:.*/)?{others}/(?:.*/)?{pattern}", there))
    if kind == EXACT:
        return found
    own = {names.plain(tail): prices.schedule(tail, provider) for tail in (text.rsplit("/", 1)[-1] for _, text in _home_names(prices))
           if names.dated(tail) and names.family(tail) == names.family(plain) and not prices.means(model, tail)}
    found += [Row(EXACT, road + literal(tail), its_own) for tail, its_own in own.items()]
    if own and not provider:
        found.append(Row(EXACT, f"(?:.*/)?{_sellers_pattern()}/(?:.*/)?{_either(map(literal, own))}", ()))
    return found


def _alias(prices: Prices, alias: str, target: str) -> Iterator[Row]:
    yield Row(FAMILY, f".*/{literal(names.family(alias))}", prices.schedule(target))


def _rule_periods(prices: Prices, rule: PriceRule) -> Periods:
    """What a rule for many models says over time, the discounts taken off."""
    price = of_amounts(rule.amounts)
    discounts = () if rule.net else [d for d in prices.discounts if not d.provider or known(d.provider) == known(rule.provider)]
    days = sorted({day for day in (rule.begin, rule.end, *(day for one in discounts for day in (one.begin, one.end))) if day is not None})
    found = []
    for begin, end in pairwise([None, *days, None]):
        moment = datetime.combine(begin or (end or date(2025, 1, 1)) - timedelta(days=1), time(12), UTC)
        if Period(FREE, rule.begin, rule.end).holds(moment):
            factor = next((d.factor for d in discounts if Period(FREE, d.begin, d.end).holds(moment)), 1.0)
            found.append(Period(price.times(factor), begin, end))
    return tuple(found)


def _road(provider: str) -> str:
    """Everything that telemetry calls a provider, within one part of a path."""
    known = providers.identity(provider)
    return within(providers.pattern(known if known and known != HOST else provider))


def _sellers_pattern() -> str:
    return within("|".join(providers.pattern(provider) for provider in SELLERS) + "|" + HOSTS)
