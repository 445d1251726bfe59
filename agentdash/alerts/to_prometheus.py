"""Alerts as a Prometheus rule file: what is spent as recorded series, then the alerts themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from agentdash.alerts.alert import Alert, Money
from agentdash.alerts.annotations import FROM, links, routing_labels, summary
from agentdash.alerts.texts import phrases

if TYPE_CHECKING:
    from agentdash.settings import Settings

_NUMBERS = {"share": "{{ $value | humanizePercentage }}"}


def rule_file(alerts: Sequence[Alert], settings: Settings, currency: str) -> dict[str, Any]:
    """The content of ``rules/alerts.yml``."""
    name = settings.grafana.uid_prefix
    money = {alert.money.record: alert.money for alert in alerts if alert.money}
    groups: list[dict[str, Any]] = []
    if money:
        groups.append({"name": f"{name}-spending", "interval": "1m",
                       "rules": [{"record": record, "expr": one.expression} for record, one in sorted(money.items())]})
    for every in sorted({alert.every for alert in alerts}):
        groups.append({"name": f"{name}-alerts-{every}s", "interval": f"{every}s",
                       "rules": [_rule(alert, settings, currency) for alert in alerts if alert.every == every]})
    return {"groups": groups}


def _rule(alert: Alert, settings: Settings, currency: str) -> dict[str, Any]:
    begin = f'{{{{ with query "{FROM}" }}}}{{{{ . | first | value | printf "%.0f" }}}}{{{{ end }}}}'
    number = _NUMBERS.get(alert.unit, '{{ printf "%.1f" $value }}')
    return {
        "alert": alert.name, "expr": alert.expanded, "for": alert.hold, "labels": routing_labels(alert, settings),
        "annotations": {"summary": summary(alert, settings, number, _amount(alert.money, currency, settings)), "title": alert.title, **links(alert, settings, begin)},
    }


def _amount(money: Money | None, currency: str, settings: Settings) -> str:
    if money is None:
        return ""
    matchers = ",".join(f"{label}=%q" for label in money.by)
    values = " ".join(f"$labels.{label}" for label in money.by)
    series = f'printf "{money.record}{{{matchers}}}" {values} | query' if money.by else f'query "{money.record}"'
    return f'{{{{ with {series} }}}}{{{{ . | first | value | printf "%.2f" }}}} {currency}{{{{ else }}}}{phrases(settings)["amount"]}{{{{ end }}}}'
