"""Whether what is in Grafana is what the settings say: missing, older, or edited in the browser."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.doctor.finding import Check, Finding, bad, good, unknown
from agentdash.doctor.names import some
from agentdash.doctor.world import World
from agentdash.push import plan, steps
from agentdash.push.steps import BLOCKED, CREATE, FAILED, UPDATE, Step

_PLACES = 2


class GrafanaContents(Check):
    """Folders, datasources, dashboards and rules, as ``agentdash diff`` compares them."""

    name, title, needs = "grafana-contents", "Grafana's dashboards", ("grafana",)

    def run(self, world: World) -> Iterator[Finding]:
        """By GET requests only."""
        assert world.desired is not None
        made = plan.make(world.grafana, world.desired(), steps.Options(), world.progress)
        if missing := made.of(CREATE):
            yield bad(f"not there: {some(f'{one.kind} {one.title}' for one in missing)}", "`agentdash push`, or mount dist/provisioning and dist/dashboards")
        for step in made.of(FAILED):
            yield unknown(f"{step.kind} {step.title}: {step.reason}")
        changed = [step for step in made.of(UPDATE, BLOCKED) if step.changes]
        for step in changed:
            if step.live is not None and step.live.edited:
                yield bad(f"{step.kind} {step.title} was edited in Grafana: {_where(step)}", "`agentdash pull` shows the edit; take it into the settings, or `agentdash push --force`")
        older = [step for step in changed if step.live is None or not step.live.edited]
        if older:
            yield bad(f"not what the settings say: {some(f'{one.kind} {one.title} ({_where(one)})' for one in older)}", older[0].reason or "`agentdash push`")
        if not missing and not changed:
            yield good(f"{len(made.steps)} resources are what the settings say")


def _where(step: Step) -> str:
    return some((one.place for one in step.changes), _PLACES)
