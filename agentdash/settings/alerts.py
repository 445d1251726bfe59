"""`alerts:`, when to call somebody."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.settings.durations import seconds
from agentdash.settings.place import Place

Value = float | int | str

WINDOWS = ("window", "past")
_YESTERDAY = {"stall", "cache"}
"""Alerts that compare with the same time of the day before."""
DAY = 86_400
_BURN = {"budget_fast": "1h", "budget_slow": "6h", "latency": "1h"}


@dataclass(frozen=True)
class AlertSettings:
    """One alert's settings, for every service or, as an override, for one of them."""

    name: str
    enabled: bool
    # Shares are 0 to 1; `above` of `stall` and `slower_than` are seconds.
    values: Mapping[str, Value]

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


@dataclass(frozen=True)
class OwnAlert:
    """A signal that is too high."""

    name: str
    signal: str
    # In the signal's unit; a counter's number in the window. None: from where its panel, or else its signal, is red
    above: float | None
    window: str
    hold: str
    severity: str
    # "" means: what its signal is called
    summary: str
    # A URL, or ""
    runbook: str
    # DASHBOARD/KEY, or ""
    panel: str
    # Where the settings say it
    place: str


@dataclass(frozen=True)
class Alerts:
    """All alerts, who is called, and where links lead."""

    enabled: bool
    # Label `team` of every alert; "" means none
    team: str
    # Whether alerts count each tenant by itself
    by_tenant: bool
    # How long the backend keeps metrics
    retention: str
    # Grafana's address, for links in Prometheus' form of the rules
    grafana_url: str
    # Where docs/runbooks is to be read; "" means: only the page's name is noted
    runbooks: str
    # Service to team ("" for the general one); only these may have overrides
    services: Mapping[str, str]
    rules: Mapping[str, AlertSettings]
    # Alert to service to its own settings
    overrides: Mapping[str, Mapping[str, AlertSettings]]
    # Alerts of one's own
    own: tuple[OwnAlert, ...]

    def of(self, name: str, service: str = "") -> AlertSettings:
        """The settings of an alert, for a service if it has its own."""
        return self.overrides.get(name, {}).get(service, self.rules[name])


def from_raw(raw: Mapping[str, Any], at: Place) -> Alerts:
    """Build the section from its checked YAML.

    An override of a service that `services` does not name is a problem, and a window that reaches further back than the
    backend's retention.
    """
    services = {name: (own or {}).get("team", "") for name, own in raw["services"].items()}
    rules: dict[str, AlertSettings] = {}
    overrides: dict[str, dict[str, AlertSettings]] = {}
    # What has a severity is an alert; the rest is general.
    for name, given in ((name, given) for name, given in raw.items() if isinstance(given, Mapping) and name != "own" and "severity" in given):
        values = {key: value for key, value in given.items() if key not in ("enabled", "services")}
        rules[name] = AlertSettings(name, given["enabled"], values)
        _check_windows(rules[name], raw["retention"], at[name], at[name])
        for service, override in given.get("services", {}).items():
            own: Mapping[str, Any] = override or {}
            place = at[name]["services"][service]
            if service not in services:
                place.wrong("alerts.services does not name this service", _known(service, services))
            more = {key: value for key, value in own.items() if key != "enabled"}
            overrides.setdefault(name, {})[service] = AlertSettings(name, own.get("enabled", given["enabled"]), {**values, **more})
            if any(key in own for key in ("enabled", *WINDOWS)):
                _check_windows(overrides[name][service], raw["retention"], place, at[name])
    return Alerts(
        enabled=raw["enabled"], team=raw.get("team", ""), by_tenant=raw["by_tenant"], retention=raw["retention"],
        grafana_url=raw["grafana_url"].rstrip("/"), runbooks=raw.get("runbooks", "").rstrip("/"), services=services, rules=rules, overrides=overrides,
        own=tuple(_own(name, one, raw["retention"], at["own"][name]) for name, one in raw["own"].items()),
    )


def _own(name: str, raw: Mapping[str, Any], retention: str, at: Place) -> OwnAlert:
    if seconds(raw["window"]) > seconds(retention):
        at["window"].wrong(f"{raw['window']} reaches further back than metrics are kept ({retention})", "write a shorter one, or alerts.retention as it is")
    return OwnAlert(name, raw["signal"], float(raw["above"]) if "above" in raw else None, raw["window"], raw["for"], raw["severity"], raw.get("summary", ""), raw.get("runbook", ""),
                    raw.get("panel", ""), str(at))


def _check_windows(rule: AlertSettings, retention: str, at: Place, general: Place) -> None:
    kept = seconds(retention)
    for key in WINDOWS:
        if key not in rule.values:
            continue
        place, length = next((one[key] for one in (at, general) if one[key].is_given), at), seconds(rule[key])
        if key == "past" and rule.name in _YESTERDAY:
            if length > DAY:
                place.wrong(f"{rule[key]} is more of yesterday than a day has", "write e.g. 6h")
            # It lies around the same time yesterday.
            length = DAY + length // 2
        elif key == "past":
            length += seconds(rule["window"])
        if length > kept:
            place.wrong(f"{rule[key]} reaches further back than metrics are kept ({retention})",
                        "write a shorter one, or alerts.retention as it is")
    if rule.enabled and seconds(_BURN.get(rule.name, "1s")) > kept and (rule.name == "latency" or at.whole["budgets"]):
        at.wrong(f"{_BURN[rule.name]} reaches further back than metrics are kept ({retention})",
                 "write enabled: false, or alerts.retention as it is")


def _known(service: str, services: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(service, services, n=1)
    return f'did you mean "{near[0]}"?' if near else f'add it there: services: {{"{service}": {{}}}}'
