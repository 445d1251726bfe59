"""Whether the Grafana that was named answers, and lets itself be read."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.doctor.examination import Broken, broken, unreachable
from agentdash.doctor.finding import Check, Finding, good
from agentdash.doctor.world import World
from agentdash.errors import UserError
from agentdash.push.errors import Denied, GrafanaError


class GrafanaAnswers(Check):
    """Address and token."""

    name, title, per_panel = "grafana", "Grafana", True

    def run(self, world: World) -> Iterator[Finding]:
        """Asks its health, then something that needs the token."""
        if world.server is None:
            raise unreachable("none was named; set GRAFANA_URL and GRAFANA_TOKEN, or name one of the settings' targets with --target", asked=False)
        try:
            server = world.grafana
            server.client.get("/folders", {"limit": 1})
        except Denied as error:
            raise self._denied(error) from None
        except UserError as error:
            raise unreachable(str(error)) from None
        except GrafanaError as error:
            what, _, remedy = str(error).partition("; ")
            raise broken(what, remedy or "look into Grafana's log") from None
        yield good(f"{server.client.connection.url} answers ({server.told_version})")

    def _denied(self, error: Denied) -> Broken:
        return unreachable(str(error), f"give its service account {error.permission or 'the role Viewer'}")
