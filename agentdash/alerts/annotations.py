"""What an alert says, in the two template languages: the sentence, the money, the ways on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentdash.alerts.alert import Alert
from agentdash.alerts.texts import PLACES, phrases
from agentdash.grafana.ids import panel_id
from agentdash.vocabulary import dashboards, labels

if TYPE_CHECKING:
    from agentdash.settings import Settings

BEFORE = 3600
"""Seconds before the alert at which the linked dashboards begin."""
RUNBOOKS = "docs/runbooks"
FROM = f"vector((time() - {BEFORE}) * 1000)"
"""PromQL: where the linked dashboards begin, in Unix milliseconds."""

_LABELS = {"service": labels.SERVICE, "environment": labels.ENVIRONMENT, "tenant": labels.TENANT, **PLACES}


def label(name: str) -> str:
    """A label of the alert in either language."""
    return f"{{{{ $labels.{name} }}}}"


def routing_labels(alert: Alert, settings: Settings) -> dict[str, str]:
    """Labels by which alerts are routed: severity, service, environment, tenant, team; what is not known is left out."""
    found = {"severity": alert.severity, **alert.labels}
    found |= {name: label(own) for name, own in _LABELS.items() if own in alert.by}
    team = _team(alert, settings)
    return dict(sorted((found | {"team": team} if team else found).items()))


def _team(alert: Alert, settings: Settings) -> str:
    general, services = settings.alerts.team, settings.alerts.services
    if alert.service:
        return services.get(alert.service) or general
    teams = {name: team for name, team in sorted(services.items()) if team and team != general}
    if not teams or labels.SERVICE not in alert.by:
        return general
    cases = "{{ else }}".join(f'{{{{ if eq $labels.{labels.SERVICE} "{name}" }}}}{team}' for name, team in teams.items())
    return f"{cases}{{{{ else }}}}{general}{'{{ end }}' * len(teams)}"


def summary(alert: Alert, settings: Settings, number: str, amount: str) -> str:
    """The one sentence: what happens where, how much it is, and what it costs per hour. ``number`` and ``amount`` are
    templates."""
    said, service = phrases(settings), label(labels.SERVICE)
    if labels.ENVIRONMENT in alert.by:
        where = said["environment"].replace("{environment}", label(labels.ENVIRONMENT))
        service += f'{{{{ if ne $labels.{labels.ENVIRONMENT} "unknown" }}}} {where}{{{{ end }}}}'
    if labels.TENANT in alert.by:
        service += " " + said["tenant"].replace("{tenant}", label(labels.TENANT))
    words = alert.summary if alert.money is None else f"{alert.summary}, {alert.money.words}"
    replaced = {"service": service, "value": number, "cost": amount, **{name: label(own) for name, own in PLACES.items()}}
    for name, template in replaced.items():
        words = words.replace(f"{{{name}}}", template)
    return f"{words}."


def linked(alert: Alert, settings: Settings) -> tuple[str, int] | None:
    """The uid of the dashboard and the id of the panel that shows what the alert is about; None where the settings leave it out."""
    if alert.panel is None or any(one.hide for one in settings.changes(alert.panel)):
        return None
    dashboard, panel = alert.panel
    if dashboard in dashboards.NAMES and dashboard not in settings.dashboards:
        return None
    return f"{settings.grafana.uid_prefix}-{dashboard}", panel_id(panel)


def links(alert: Alert, settings: Settings, begin: str) -> dict[str, str]:
    """Annotations that lead on: the panel and the traces, from an hour before, and the runbook. ``begin`` is a template."""
    alerts, grafana = settings.alerts, settings.grafana
    found = {"runbook": f"{RUNBOOKS}/{alert.runbook}.md"} if alert.runbook else {}
    if alert.note:
        found["note"] = alert.note
    if alert.runbook_url:
        found["runbook_url"] = alert.runbook_url
    elif alert.runbook and alerts.runbooks:
        found["runbook_url"] = f"{alerts.runbooks}/{alert.runbook}.md"
    chosen = "".join(
        f"&var-{name}={{{{ $labels.{own} | urlquery }}}}" for name, own in
        (("environment", labels.ENVIRONMENT), ("service", labels.SERVICE), ("tenant", labels.TENANT)) if own in alert.by)
    chosen += "".join(f"&var-{name}={value}" for name, value in alert.labels.items() if name in ("environment", "service", "tenant"))
    if shown := linked(alert, settings):
        found["dashboard"] = f"{alerts.grafana_url}/d/{shown[0]}?from={begin}&to=now{chosen}&viewPanel={shown[1]}"
    if dashboards.TRACES in settings.dashboards:
        found["traces"] = f"{alerts.grafana_url}/d/{grafana.uid_prefix}-{dashboards.TRACES}?from={begin}&to=now{chosen}"
    return found
