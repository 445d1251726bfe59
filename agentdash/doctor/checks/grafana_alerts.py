"""Whether alert rules can be evaluated: their health and their last error."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.doctor.finding import Check, Finding, bad, good, unknown
from agentdash.doctor.names import some
from agentdash.doctor.world import World


class GrafanaAlerts(Check):
    """Every rule in the settings' folder."""

    name, title, needs = "grafana-alerts", "Alert rules", ("grafana",)

    def run(self, world: World) -> Iterator[Finding]:
        """Grafana's list of rules as it evaluates them."""
        if not world.settings.alerts.enabled:
            yield unknown("the settings have none (alerts.enabled: false)", asked=False)
            return
        answer = world.grafana.client.get("/prometheus/grafana/api/v1/rules")
        folder = world.settings.grafana
        groups = [one for one in (answer or {}).get("data", {}).get("groups") or () if folder.folder in str(one.get("file")) or one.get("folderUid") == folder.folder_uid]
        rules = [rule for group in groups for rule in group.get("rules") or ()]
        if not rules:
            yield bad(f"Grafana evaluates no rule of the folder {folder.folder}", "`agentdash push`, or mount dist/provisioning/alerting")
            return
        failing = [rule for rule in rules if rule.get("health") == "error"]
        for rule in failing:
            yield bad(f"{rule.get('name')} cannot be evaluated: {' '.join(str(rule.get('lastError') or 'no reason given').split())[:200]}",
                      "see Grafana's datasources above; the rule's query is in `agentdash explain`")
        paused = [str(rule.get("name")) for rule in rules if rule.get("isPaused")]
        if paused:
            yield bad(f"paused: {some(paused)}", "resume them in Grafana")
        if not failing:
            firing = [str(rule.get("name")) for rule in rules if rule.get("state") == "firing"]
            yield good(f"{len(rules)} rules are evaluated; firing: {some(firing) or 'none'}")
