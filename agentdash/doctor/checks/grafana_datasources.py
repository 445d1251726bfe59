"""Whether Grafana reaches the backends itself: its own health checks of the datasources."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.doctor.datasource_uids import uid
from agentdash.doctor.finding import Check, Finding, bad, good, unknown
from agentdash.doctor.world import World
from agentdash.push.client import path
from agentdash.push.errors import Denied, GrafanaError, Missing


class GrafanaDatasources(Check):
    """Each datasource of the settings."""

    name, title, needs = "grafana-datasources", "Grafana's datasources", ("grafana",)

    def run(self, world: World) -> Iterator[Finding]:
        """GET of each one's health."""
        for kind, source in world.settings.datasources.by_kind().items():
            name = f"{kind} ({source.uid})"
            try:
                answer = world.grafana.client.get(f"/datasources/uid{path(uid(world, kind))}/health")
            except Missing:
                yield bad(f"{name} is not there", "`agentdash push`, or mount dist/provisioning")
                continue
            except Denied as error:
                yield unknown(f"{name}: {error}", f"give the token {error.permission or 'datasources:query'}")
                continue
            except GrafanaError as error:
                yield bad(f"{name}: Grafana's server does not reach it: {error.detail or error}", f"correct datasources.{kind}.url as that server sees it, and push")
                continue
            if isinstance(answer, dict) and answer.get("status") not in (None, "OK"):
                yield bad(f"{name}: Grafana's server does not reach it: {answer.get('message', '')}", f"correct datasources.{kind}.url as that server sees it, and push")
            else:
                yield good(f"{name} is reached by Grafana's server")
