"""Whether metrics can be asked."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.ask import NoAnswer, Refusal
from agentdash.doctor.examination import broken
from agentdash.doctor.finding import Check, Finding, good
from agentdash.doctor.refusals import is_login, wants_tenant
from agentdash.doctor.world import World


class PrometheusAnswers(Check):
    """Address, login, tenant."""

    name, title, per_panel = "prometheus", "Queries", True

    def run(self, world: World) -> Iterator[Finding]:
        """Asks for a number that needs no series."""
        try:
            world.prometheus.query("vector(1)")
        except NoAnswer as error:
            raise broken(f"nobody answers: {error}", "start it, or say where it answers with --url (datasources.prometheus.url)") from None
        except Refusal as refusal:
            if wants_tenant(refusal):
                raise broken(f"wants a tenant: {refusal}", "write datasources.prometheus.headers: {X-Scope-OrgID: …}") from None
            if is_login(refusal):
                raise broken(f"refuses the login: {refusal}", "check datasources.prometheus' user and the variable of its password") from None
            raise broken(f"no Prometheus answers there: {refusal}", "correct datasources.prometheus.url: where its API begins, without /api/v1") from None
        yield good(f"{world.prometheus.at.url} answers")
