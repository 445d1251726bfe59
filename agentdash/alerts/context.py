"""What every alert needs to know: signals without a selection, what it counts by, and the services with settings of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agentdash.alerts.alert import Money
from agentdash.query import promql
from agentdash.query.promql import Matcher
from agentdash.settings.alerts import AlertSettings
from agentdash.settings.durations import seconds
from agentdash.signals import Amount, Signals, bind
from agentdash.vocabulary import labels

if TYPE_CHECKING:
    from agentdash.settings import Settings

HOUR, DAY = 3600, 86_400


@dataclass(frozen=True)
class Scope:
    """Which services an alert is for, and with which settings."""

    rule: AlertSettings
    # "" means: every service without settings of its own
    service: str
    others: tuple[str, ...]

    @property
    def where(self) -> tuple[Matcher, ...]:
        """Matchers for the one service."""
        return (promql.equals(labels.SERVICE, self.service),) if self.service else ()

    def narrowed(self, expression: str) -> str:
        """The expression without the services that have settings of their own."""
        if not self.others:
            return expression
        names = " or ".join(promql.named("vector(1)", labels.SERVICE, name) for name in self.others)
        return promql.matched(expression, "unless", names, (labels.SERVICE,))


@dataclass(frozen=True)
class AlertContext:
    """The settings, and all signals bound to them."""

    settings: Settings
    signals: Signals

    @property
    def by(self) -> tuple[str, ...]:
        """What alerts count by: the service in its environment, and the tenant if the settings want it."""
        tenant = (labels.TENANT,) if self.settings.alerts.by_tenant else ()
        return (labels.SERVICE, labels.ENVIRONMENT, *tenant)

    @property
    def currency(self) -> str:
        """ISO code of all amounts."""
        return self.settings.pricing.currency.code

    def per_hour(self, signal: Amount, by: Sequence[str], window: str, where: Iterable[Matcher] = ()) -> str:
        """A signal of money, per hour, averaged over ``window``."""
        return str(signal.rate(by, where, window, HOUR))

    def scopes(self, name: str) -> Iterator[Scope]:
        """Where an alert is wanted: once for all services, and once for each that has its own settings."""
        alerts = self.settings.alerts
        own = alerts.overrides.get(name, {})
        if alerts.rules[name].enabled:
            yield Scope(alerts.rules[name], "", tuple(sorted(own)))
        for service, rule in sorted(own.items()):
            if rule.enabled:
                yield Scope(rule, service, ())

    def spent(self, window: str, words: str) -> Money | None:
        """What the service spends altogether; none where telemetry tells no tokens."""
        if not self.signals.cost.measured:
            return None
        return Money(f"agentdash:spend_per_hour:{window}", self.per_hour(self.signals.cost, self.by, window), self.by, words)


def alert_context(settings: Settings) -> AlertContext:
    """The context that the settings mean."""
    return AlertContext(settings, bind(settings))


def past(length: str) -> str:
    """A window of yesterday: as long as ``length``, around the same time of day."""
    return f"{length} offset {DAY - seconds(length) // 2}s"


def per(window: str) -> int:
    """The factor that makes a rate a number of events in ``window``."""
    return seconds(window)


