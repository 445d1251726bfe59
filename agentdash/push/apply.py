"""Makes a plan true: what others need first, then what needs it, then deletions in the opposite order."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from agentdash.push import secrets
from agentdash.push.desired import DesiredState, Key
from agentdash.push.errors import Fatal, GrafanaError
from agentdash.push.kinds import KINDS
from agentdash.push.kinds.kind import Access, Kept, Write
from agentdash.push.parallel import in_parallel
from agentdash.push.server import Server
from agentdash.push.steps import CREATE, DELETE, FAILED, UPDATE, PlannedSteps, Step

DONE, NOT_TRIED, KEPT = "done", "not tried", "kept"
_ACCESS = {CREATE: Access.CREATE, UPDATE: Access.UPDATE, DELETE: Access.DELETE}

Secrets = Mapping[Key, Mapping[str, str]]


@dataclass(frozen=True)
class Outcome:
    """How one step ended: `done`, `failed`, `not tried` or `kept` (a folder that is not empty), and why."""

    step: Step
    result: str
    reason: str = ""


def resolve_secrets(plan: PlannedSteps, env: Mapping[str, str], server: Server) -> dict[Key, dict[str, str]]:
    """Every secret that the plan's writes need, by resource.

    Raises UserError for a variable that is not set, before anything is written.
    """
    found: dict[Key, dict[str, str]] = {}
    for step in plan.of(CREATE, UPDATE):
        given = step.want.secrets if step.want else {}
        if given:
            found[step.key] = {name: secrets.fill(text, env, f"{step.kind} {step.uid}: {name}") for name, text in given.items()}
            server.client.connection.guard.learn(*(value for name, value in found[step.key].items() if value != given[name]))
    return found


def apply(
    server: Server, plan: PlannedSteps, desired: DesiredState, values: Secrets, message: str = "",
    progress: Callable[[Outcome, int, int], None] = lambda outcome, number, of: None,
) -> list[Outcome]:
    """Carry out every step that writes. Failures do not stop the others; only an unreachable Grafana does."""
    worker = _Worker(server, plan, values, message, progress)
    for kind in KINDS:
        for level in _levels((step for step in plan.of(CREATE, UPDATE) if step.kind is kind), desired):
            worker.run(level)
    for kind in reversed(KINDS):
        for level in reversed(_levels((step for step in plan.of(DELETE) if step.kind is kind), desired)):
            worker.run(level)
    return worker.outcomes


def _levels(steps: Iterable[Step], desired: DesiredState) -> list[list[Step]]:
    """Steps of one kind by depth, so that parents exist before their children."""
    def depth(step: Step) -> int:
        return desired.depth(step.key)

    return [list(group) for _, group in itertools.groupby(sorted(steps, key=depth), key=depth)]


class _Worker:
    """Carries out steps, a few at a time, and remembers how each ended."""

    def __init__(
        self, server: Server, plan: PlannedSteps, values: Secrets, message: str, progress: Callable[[Outcome, int, int], None],
    ) -> None:
        self.outcomes: list[Outcome] = []
        self._server, self._prefix, self._values, self._message, self._progress = server, plan.prefix, values, message, progress
        self._total = sum(step.writes for step in plan.steps)
        self._lock = threading.Lock()
        self._away: str = ""
        # What could not be made, so that what needs it is not even tried
        self._not_made: set[Key] = set()
        self._count = 0

    def run(self, steps: list[Step]) -> None:
        self.outcomes += in_parallel(self._one, steps)

    def _one(self, step: Step) -> Outcome:
        outcome = self._tried(step)
        with self._lock:
            if outcome.result != DONE and step.action == CREATE:
                self._not_made.add(step.key)
            self._count += 1
            self._progress(outcome, self._count, self._total)
        return outcome

    def _tried(self, step: Step) -> Outcome:
        if self._away:
            return Outcome(step, NOT_TRIED, self._away)
        lacking = next((need for need in (step.want.needs if step.want else ()) if need in self._not_made), None)
        if lacking is not None:
            return Outcome(step, NOT_TRIED, f"its {lacking.kind} {lacking.uid} is not there")
        try:
            self._do(step)
        except Fatal as error:
            self._away = str(error)
            return Outcome(step, FAILED, str(error))
        except Kept as error:
            return Outcome(step, KEPT, str(error))
        except GrafanaError as error:
            folder = (step.want and step.want.folder) or (step.live and step.live.folder) or ""
            return Outcome(step, FAILED, step.kind.failed(_ACCESS[step.action], step.uid, folder, error))
        return Outcome(step, DONE)

    def _do(self, step: Step) -> None:
        if step.action == DELETE:
            assert step.live is not None
            step.kind.check_before_deletion(self._server, step.live, self._prefix)
            step.kind.delete(self._server, step.live)
            return
        assert step.want is not None
        how = Write(self._prefix, step.forced, self._message, self._values.get(step.key, {}))
        step.kind.write(self._server, step.want, step.live, how)
