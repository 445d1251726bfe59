"""What a model costs: the user's rules first, then the book; then the discount. One definition for every query.

Order, the first that answers counts:

1. an alias turns the name into the one that it stands for;
2. rules for a model, then by glob and regex in the file's order, then for a whole provider; of each kind the ones that
   name a provider go first;
3. the book: the exact name before the family of a dated snapshot, the provider's own list before its maker's;
4. of the discounts for providers and for everything the most exact one; a provider's discount is taken off the book's
   prices of that provider and off rules that name it, and none off a rule that says `net`;
5. then the tenant's discount, which is what that tenant is charged less.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from agentdash.pricing import book as books
from agentdash.pricing import names, providers
from agentdash.pricing.book import Book, Model
from agentdash.pricing.lookup import Found, NotFound, find
from agentdash.pricing.price import FREE, Period, Price, Schedule, of_amounts

if TYPE_CHECKING:
    from agentdash.settings import Settings
    from agentdash.settings.price_rules import Discount, PriceRule
    from agentdash.settings.pricing import Pricing


@dataclass(frozen=True)
class Answer:
    """A price, or none, and why. ``steps`` are sentences, in the order in which things were tried."""

    price: Price | None
    won: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Prices:
    """The user's pricing and a book: everything that can be asked about money."""

    own: Pricing
    book: Book

    def answer(self, name: str, provider: str = "", tenant: str = "", at: datetime | date | None = None) -> Answer:
        """What a model costs at a moment (the book's date unless told), and which rule said so."""
        moment = _moment(self.book.made if at is None else at)
        steps: list[str] = []
        asked = self._aliased(name, steps)
        price, won, owner = self._own_price(asked, provider, moment, steps)
        if price is None:
            price, won, owner = self._book_price(asked, provider, moment, steps)
        if price is not None:
            price, won = self._discounted(price, won, owner, tenant, moment, steps)
        return Answer(price, won, tuple(steps))

    def price(self, name: str, provider: str = "", tenant: str = "", at: datetime | date | None = None) -> Price | None:
        """What a model costs at a moment, or None."""
        return self.answer(name, provider, tenant, at).price

    def schedule(self, name: str, provider: str = "", tenant: str = "") -> tuple[Period, ...]:
        """What a model costs over time: periods that do not overlap but for daily hours, () when it never has a price.

        Where only a part of time has a price, the rest is left out.
        """
        asked = self._aliased(name, [])
        matching = list(self._rules(asked, provider))
        found = find(self.book, asked, provider)
        listed = found.model.schedule if isinstance(found, Found) else Schedule(())
        days = [day for rule in matching for day in (rule.begin, rule.end)] + [day for discount in self.own.discounts for day in (discount.begin, discount.end)]
        cuts = {day for day in days if day is not None} | set(listed.days())
        return listed.cut(cuts, lambda moment: self.price(name, provider, tenant, moment))

    def listed(self, model: Model) -> tuple[Period, ...]:
        """What a model of the book costs over time with the user's discounts, whatever his rules say."""
        if not model.schedule.periods[-1].price.by_token:
            return ()
        off = [discount for discount in self.discounts if not discount.provider or known(discount.provider) == model.provider]
        if not off:
            return model.schedule.over_time
        days = {day for discount in off for day in (discount.begin, discount.end) if day is not None} | set(model.schedule.days())
        return model.schedule.cut(days, lambda moment: self._discounted(model.schedule.at(moment), "", model.provider, "", moment, [])[0])

    @cached_property
    def discounts(self) -> tuple[Discount, ...]:
        """The discounts that are no tenant's, those of providers first."""
        return tuple(sorted((d for d in self.own.discounts if not d.tenant), key=lambda d: not d.provider))

    @cached_property
    def tenant_discounts(self) -> tuple[Discount, ...]:
        """The discounts of tenants."""
        return tuple(d for d in self.own.discounts if d.tenant)

    def _aliased(self, name: str, steps: list[str]) -> str:
        spellings = list(names.candidates(name))
        for alias, target in self.own.aliases:
            if alias in spellings:
                steps.append(f"{name} is an alias of {target}")
                return target
        return name

    def _rules(self, name: str, provider: str) -> Iterator[PriceRule]:
        """The user's rules for a name, the strongest first, whatever their period."""
        found = [(rank, number, rule) for number, rule in enumerate(self.own.rules) if (rank := self._rank(rule, name, provider)) is not None]
        yield from (rule for _, _, rule in sorted(found, key=lambda item: item[:2]))

    def _rank(self, rule: PriceRule, name: str, provider: str) -> int | None:
        if rule.provider and not is_provider(rule.provider, provider, name):
            return None
        if rule.model:
            rank = 0 if self.means(rule.model, name) else None
        elif rule.pattern:
            rank = 2 if _fits(rule.pattern, name) else None
        else:
            rank = 4
        return rank if rank is None or rule.provider else rank + 1

    def means(self, model: str, name: str) -> bool:
        """Whether a name in telemetry is the model of a rule: the same, decorated, or a snapshot priced alike."""
        wanted = names.plain(model)
        spellings = list(names.candidates(name))
        if wanted in spellings[: _undated(name, spellings)]:
            return True
        if wanted not in spellings:
            return False
        # A dated snapshot of the rule's model: meant too, unless the book has it as a model of its own.
        snapshot, its_family = find(self.book, name), find(self.book, model)
        if isinstance(snapshot, NotFound) or isinstance(its_family, NotFound):
            return True
        return snapshot.model == its_family.model

    def _own_price(self, name: str, provider: str, at: datetime, steps: list[str]) -> tuple[Price | None, str, str | None]:
        """A rule's price, the rule, and whose discount is taken off: "" for nobody's in particular, None for none."""
        for rule in self._rules(name, provider):
            if Period(FREE, rule.begin, rule.end).holds(at):
                steps.append(f"{rule.place} ({rule.target}) has a price for it")
                price = of_amounts(rule.amounts)
                return price, f"{rule.place} ({rule.target})", None if rule.net else known(rule.provider)
            steps.append(f"{rule.place} ({rule.target}) matches, but does not hold on {at.date()}")
        if self.own.rules:
            steps.append(f"none of the {len(self.own.rules)} rules of pricing")
        return None, "", None

    def _book_price(self, name: str, provider: str, at: datetime, steps: list[str]) -> tuple[Price | None, str, str | None]:
        found = find(self.book, name, provider)
        if isinstance(found, NotFound):
            steps.append(f"the book: {found.reason}")
            return None, "", None
        model = found.model
        steps.append(f"the book: {model.provider}/{model.id} by the name {found.key} ({found.reason})")
        price = model.schedule.at(at)
        if not price.by_token:
            steps.append("it is not billed by token")
            return None, "", None
        return price, f"book: {model.provider}/{model.id}", model.provider

    def _discounted(
        self, price: Price, won: str, owner: str | None, tenant: str, at: datetime, steps: list[str]
    ) -> tuple[Price, str]:
        bought = (d for d in self.discounts if owner is not None and (not d.provider or known(d.provider) == owner))
        charged = (d for d in self.tenant_discounts if d.tenant == tenant)
        for discounts in (bought, charged):
            for discount in discounts:
                if Period(FREE, discount.begin, discount.end).holds(at):
                    price = price.times(discount.factor)
                    won += f", {discount.percent:g} % off by {discount.place}"
                    steps.append(f"{discount.place}: {discount.percent:g} % off")
                    break
        return price, won


def of(settings: Settings) -> Prices:
    """Everything about money that the settings mean. Raises UserError when they name a book that cannot be read."""
    path = settings.pricing.book
    return Prices(settings.pricing, books.load(Path(path)) if path else books.bundled())


def known(provider: str) -> str:
    """A provider that the user names, by its id in the book where it has one."""
    found = providers.identity(provider)
    return found if found and found != providers.HOST else provider.lower()


def is_provider(wanted: str, called: str, name: str) -> bool:
    """Whether a call went to a provider that the user names: as telemetry calls it, or by its id in the book."""
    if wanted.lower() == called.lower():
        return True
    served = providers.served_by(called, names.read(name))
    # A maker in the path of a name is the model's; who serves it is the provider's word.
    told = served[0] if served and (providers.priced_apart(served[0]) or providers.identity(called)) else ""
    return told == known(wanted) and told != providers.HOST


def _fits(pattern: str, name: str) -> bool:
    compiled = re.compile(pattern)
    return any(compiled.match(spelling) for spelling in names.candidates(name))


def _undated(name: str, spellings: list[str]) -> int:
    """How many of a name's spellings keep its date."""
    if not names.dated(names.plain(names.read(name))):
        return len(spellings)
    return next((n for n, spelling in enumerate(spellings) if not names.dated(spelling)), len(spellings))


def _moment(at: datetime | date) -> datetime:
    if isinstance(at, datetime):
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return datetime.combine(at, time(12), UTC)
