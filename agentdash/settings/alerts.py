"""`alerts:`, when to call somebody."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from agentdash.settings.durations import seconds
from agentdash.settings.place import Place

Value = float | int | str

DEFAULTS: Mapping[str, Mapping[str, Value]] = MappingProxyType({
    "budget_fast": {"severity": "critical", "for": "2m", "month": 14.4, "day": 6.0},
    "budget_slow": {"severity": "warning", "for": "15m", "month": 6.0, "day": 2.0},
    "error_spike": {"severity": "critical", "for": "5m", "above": 0.1, "calls": 20, "window": "10m"},
    "rate_limited": {"severity": "warning", "for": "5m", "above": 0.1, "calls": 20, "window": "10m"},
    "latency": {"severity": "warning", "for": "5m", "slower_than": 20.48, "objective": 0.95, "burn": 6.0, "calls": 20},
    "loop": {"severity": "critical", "for": "1m", "above": 0.1, "calls": 20, "coding_calls": 143, "tool_failures": 10, "window": "15m",
             "past": "3d"},
    "fallback": {"severity": "warning", "for": "2m", "above": 0.1, "calls": 10, "window": "15m"},
    "stall": {"severity": "warning", "for": "3m", "above": 5.0, "times_median": 10.0, "times_past": 3.0, "runs": 5, "window": "10m", "past": "6h"},
    "cache": {"severity": "warning", "for": "10m", "below": 0.5, "hit_ratio": 0.2, "tokens": 100_000, "window": "30m", "past": "6h"},
    "unpriced": {"severity": "warning", "for": "15m", "above": 0.01, "tokens": 10_000, "window": "1h"},
    "lost": {"severity": "critical", "for": "5m", "above": 0.01, "window": "10m", "past": "6h"},
})
"""Every alert by its key in the settings. Shares are 0 to 1; `above` of `stall` and `slower_than` are seconds."""

WINDOWS = ("window", "past")
_YESTERDAY = {"stall", "cache"}
"""Alerts that compare with the same time of the day before."""
DAY = 86_400
_BURN = {"budget_fast": "1h", "budget_slow": "6h", "latency": "1h"}


@dataclass(frozen=True)
class Rule:
    """One alert's settings, for every service or, as an override, for one of them."""

    name: str
    enabled: bool = True
    values: Mapping[str, Value] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        """A threshold, a number, or a window as text (`15m`)."""
        return self.values[key]

    @property
    def severity(self) -> str:
        """`critical`, `warning` or `info`."""
        return str(self.values["severity"])

    @property
    def hold(self) -> str:
        """How long it must hold before somebody is called: `5m`."""
        return str(self.values["for"])


def _defaults() -> dict[str, Rule]:
    return {name: Rule(name, True, values) for name, values in DEFAULTS.items()}


@dataclass(frozen=True)
class Alerts:
    """All alerts, who is called, and where links lead."""

    enabled: bool = True
    # Label `team` of every alert; "" means none
    team: str = ""
    # Whether alerts count each tenant by itself
    by_tenant: bool = False
    # How long the backend keeps metrics
    retention: str = "7d"
    # Grafana's address, for links in Prometheus' form of the rules
    grafana_url: str = "http://localhost:3000"
    # Where docs/runbooks is to be read; "" means: only the page's name is noted
    runbooks: str = ""
    # Service to team ("" for the general one); only these may have overrides
    services: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=_defaults)
    # Alert to service to its own settings
    overrides: Mapping[str, Mapping[str, Rule]] = field(default_factory=dict)

    def of(self, name: str, service: str = "") -> Rule:
        """The settings of an alert, for a service if it has its own."""
        return self.overrides.get(name, {}).get(service, self.rules[name])


def from_raw(raw: Mapping[str, Any], at: Place) -> Alerts:
    """Build the section from its checked YAML.

    Raises UserError for an override of a service that `services` does not name, and for a window that reaches further
    back than the backend's retention.
    """
    general = {key: raw[key] for key in ("enabled", "team", "by_tenant", "retention", "grafana_url") if key in raw}
    built = Alerts(**general, runbooks=raw.get("runbooks", "").rstrip("/"),
                   services={name: (own or {}).get("team", "") for name, own in raw.get("services", {}).items()})
    built = replace(built, grafana_url=built.grafana_url.rstrip("/"))
    rules: dict[str, Rule] = {}
    overrides: dict[str, dict[str, Rule]] = {}
    for name, defaults in DEFAULTS.items():
        given = raw.get(name, {})
        rules[name] = _rule(name, defaults, given)
        _check_windows(rules[name], given, built.retention, at[name])
        for service, own in given.get("services", {}).items():
            if service not in built.services:
                at[name]["services"][service].fail("alerts.services does not name this service", _known(service, built.services))
            overrides.setdefault(name, {})[service] = _rule(name, rules[name].values, own or {}, rules[name].enabled)
            _check_windows(overrides[name][service], own or {}, built.retention, at[name]["services"][service])
    return replace(built, rules=rules, overrides=overrides)


def _rule(name: str, defaults: Mapping[str, Value], given: Mapping[str, Any], enabled: bool = True) -> Rule:
    return Rule(name, given.get("enabled", enabled), {**defaults, **{key: given[key] for key in defaults if key in given}})


def _check_windows(rule: Rule, given: Mapping[str, Any], retention: str, at: Place) -> None:
    kept = seconds(retention)
    for key in WINDOWS:
        if key not in rule.values:
            continue
        place, length = at[key] if key in given else at, seconds(rule[key])
        if key == "past" and rule.name in _YESTERDAY:
            if length > DAY:
                place.fail(f"{rule[key]} is more of yesterday than a day has", "write e.g. 6h")
            # It lies around the same time yesterday.
            length = DAY + length // 2
        elif key == "past":
            length += seconds(rule["window"])
        if length > kept:
            place.fail(f"{rule[key]} reaches further back than metrics are kept ({retention})",
                       "write a shorter one, or alerts.retention as it is")
    if rule.enabled and seconds(_BURN.get(rule.name, "1s")) > seconds(retention) and (rule.name == "latency" or at.document.get("budgets")):
        at.fail(f"{_BURN[rule.name]} reaches further back than metrics are kept ({retention})",
                "write enabled: false, or alerts.retention as it is")


def _known(service: str, services: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(service, services, n=1)
    return f'did you mean "{near[0]}"?' if near else f'add it there: services: {{"{service}": {{}}}}'
